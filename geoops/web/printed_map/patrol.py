"""Which maps a patrol's sheet has: the whole way, and one of each loop on foot."""

from itertools import chain
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from geoops.web.printed_map.drawing import Drawing, Mark, draw
from geoops.web.printed_map.frame import Frame

type Document = dict[str, Any]

OVERVIEW = (182.0, 104.0)
"""Millimetres of the map of the whole way: the width of the text on A4."""
WALK = (89.0, 62.0)
"""Millimetres of the map of one loop: two stand beside each other."""


def overview(ground: Document, patrol: Document) -> Drawing | None:
    """The whole way with its bases and the numbered stops; None where nothing may be shown."""
    driven = [leg["geometry"]["coordinates"] for leg in patrol["legs"]["features"]]
    walked = [way for stop in patrol["stops"] for way in _ways(stop)]
    bases = dict.fromkeys(tuple(patrol[base]["position"]) for base in ("base", "end_base"))
    marks = [Mark("base", "", list(position)) for position in bases]
    marks += [
        Mark("stop", str(number), stop["position"])
        for number, stop in enumerate(patrol["stops"], 1)
        if stop["position"]
    ]
    places = [*(mark.position for mark in marks), *chain(*driven)]
    frame = Frame.around(places, *OVERVIEW, least=3000)
    signs = [Mark("closed", letter, one["position"]) for letter, one in closures(patrol)]
    return draw(ground, frame, driven, walked, [*signs, *marks], closed=_closed(patrol))


def walk_maps(ground: Document, patrol: Document) -> list[Drawing]:
    """A map of each loop: the van's stop with its number, the camps with letters."""
    return [
        _walk_map(ground, patrol, number, stop)
        for number, stop in enumerate(patrol["stops"], 1)
        if stop["loop"]
    ]


def letters(loop: Document) -> list[tuple[str, Document]]:
    """The camps of a loop with the letters that stand for them on the map."""
    return [(ascii_lowercase[n % 26], camp) for n, camp in enumerate(loop["camps"])]


def closures(patrol: Document) -> list[tuple[str, Document]]:
    """The closures beside a patrol's way with the letters that stand for them on the map."""
    return [(ascii_uppercase[n % 26], one) for n, one in enumerate(patrol["closures"])]


def _walk_map(ground: Document, patrol: Document, number: int, stop: Document) -> Drawing:
    driven = [leg["geometry"]["coordinates"] for leg in patrol["legs"]["features"]]
    marks = [Mark("camp", letter, camp["position"]) for letter, camp in letters(stop["loop"])]
    marks.append(Mark("stop", str(number), stop["position"]))
    frame = Frame.around(
        [*(mark.position for mark in marks), *chain(*_ways(stop))], *WALK, least=400
    )
    title = f"{number}. {stop['name']}"
    return draw(ground, frame, driven, _ways(stop), marks, title, _closed(patrol))


def _closed(patrol: Document) -> list[Document]:
    return [one["shape"] for one in patrol["closures"]]


def _ways(stop: Document) -> list[Any]:
    return [leg["geometry"]["coordinates"] for leg in (stop["loop"] or {}).get("legs", ())]
