"""One dataset, loaded: OSRM's answers as plain arrays. Lives in the engine's processes only.

OSRM's bindings hold Python's lock for as long as they compute, so a web process that called them
would stand still meanwhile.
"""

import math
from collections.abc import Iterable
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import osrm
from numpy.typing import NDArray

from geoops.routing.loaded import Loaded
from geoops.routing.never_faster import slower_route, slower_table
from geoops.routing.polyline import decode
from geoops.routing.wire import Arrays, Header

type Answer = tuple[Header, Arrays]


class Roads:
    """The car and the foot network of one dataset folder, and what they are with roads closed."""

    def __init__(self, dataset: Path) -> None:
        self.dataset = dataset
        self._loaded = Loaded(dataset)

    def answer(self, question: Header, arrays: Arrays) -> Answer:
        """The answer to one question of `geoops.routing.network.Network`; it names the dataset.

        `alone` asks what a variant says without a look at the network with every road open.
        """
        header, found = self._answer(question, arrays)
        return header | {"dataset": self.dataset.name}, found

    def _answer(self, question: Header, arrays: Arrays) -> Answer:
        points: list[tuple[float, float]] = [(x, y) for x, y in arrays["points"].tolist()]
        base = self._loaded.base(question["profile"])
        if not question.get("variant"):
            return _asked(base, points, question)
        variant = None
        if question["dataset"] == self.dataset.name:
            variant = self._loaded.variant(question["profile"], question["variant"])
        if variant is None:
            return {"refused": "no-variant"}, {}
        if question.get("alone"):
            return _asked(variant, points, question)
        with_all = _asked(base, points, question)
        if "refused" in with_all[0]:
            return with_all
        return _slower(question, with_all, _asked(variant, points, question))


def _asked(engine: Any, points: list[tuple[float, float]], question: Header) -> Answer:
    operation = {"table": _table, "route": _route, "nearest": _nearest}[question["ask"]]
    try:
        return operation(engine, points, question)
    except RuntimeError as error:
        return _refusal(engine, points, question, str(error)), {}


def _slower(question: Header, open_: Answer, closed: Answer) -> Answer:
    if "refused" in closed[0]:
        return closed
    match question["ask"]:
        case "table":
            return closed[0], slower_table(open_[1], closed[1])
        case "route":
            return slower_route(open_[0], closed[0]), closed[1]
        case _:
            return closed


def _table(engine: Any, points: list[tuple[float, float]], question: Header) -> Answer:
    points = points * 2 if len(points) == 1 else points  # OSRM wants two at least
    found = engine.Table(
        osrm.TableParameters(
            coordinates=points,
            sources=question["sources"],
            destinations=question["destinations"],
            radiuses=[question["radius"]] * len(points),
            annotations=["duration", "distance"],
            generate_hints=False,
        )
    )
    starts, ends = question["sources"], question["destinations"]
    snaps = dict(zip(starts, _snaps(found, "sources"), strict=True))
    snaps |= dict(zip(ends, _snaps(found, "destinations"), strict=True))
    shape = len(found["sources"]), len(found["destinations"])
    matrices = {name: _matrix(found[name], shape) for name in ("durations", "distances")}
    return {"snaps": sorted(snaps.items())}, matrices


def _matrix(rows: Any, shape: tuple[int, int]) -> NDArray[np.float64]:
    """OSRM's rows as an array; its null (no way) becomes NaN."""
    return np.fromiter(chain.from_iterable(rows), float, count=shape[0] * shape[1]).reshape(shape)


def _route(engine: Any, points: list[tuple[float, float]], question: Header) -> Answer:
    found = engine.Route(
        osrm.RouteParameters(
            coordinates=points,
            radiuses=[question["radius"]] * len(points),
            steps=question["steps"],
            annotations=["distance"],
            geometries="polyline6",
            overview="full",
            generate_hints=False,
        )
    )
    best = found["routes"][0]
    header = {
        "duration": best["duration"],
        "distance": best["distance"],
        "legs": [_leg(leg) for leg in best["legs"]],
        "snaps": list(enumerate(_snaps(found, "waypoints"))),
    }
    return header, {"geometry": decode(best["geometry"])}


def _leg(leg: Any) -> Header:
    """A leg without its geometry: the number of its segments says where to cut the whole line."""
    return {
        "duration": leg["duration"],
        "distance": leg["distance"],
        "segments": len(leg["annotation"]["distance"]),
        "steps": [_step(step) for step in leg["steps"]],
    }


def _step(step: Any) -> Header:
    maneuver = step["maneuver"]
    longitude, latitude = maneuver["location"]
    return {
        "maneuver": maneuver["type"],
        "modifier": _text(maneuver, "modifier"),
        "name": step["name"],
        "ref": _text(step, "ref"),
        "duration": step["duration"],
        "distance": step["distance"],
        "position": (longitude, latitude),
        "bearing": round(maneuver["bearing_after"]),
        "turn_off": int(_text(maneuver, "exit") or 0),
        "exits": _text(step, "exits"),
        "destinations": _text(step, "destinations"),
        "rotary": _text(step, "rotary_name"),
    }


def _text(found: Any, key: str) -> str:
    """OSRM leaves out what is empty, and its objects have no `get`."""
    return str(found[key]) if key in found else ""


def _nearest(engine: Any, points: list[tuple[float, float]], _question: Header) -> Answer:
    found = engine.Nearest(osrm.NearestParameters(coordinates=points, generate_hints=False))
    road = found["waypoints"][0]
    longitude, latitude = road["location"]
    header = {"position": (longitude, latitude), "name": road["name"]}
    return {**header, "snaps": [(0, road["distance"])]}, {}


def _snaps(found: Any, kind: str) -> Iterable[float]:
    """Metres from each point to the place on the road that OSRM put it on."""
    return [waypoint["distance"] for waypoint in found[kind]]


def _refusal(
    engine: Any, points: list[tuple[float, float]], question: Header, reason: str
) -> Header:
    """Why OSRM refused, with the points that are to blame."""
    if reason.startswith("NoSegment"):
        return {"refused": "off-road", "snaps": _distances(engine, points, question, reason)}
    if reason.startswith("NoRoute"):
        return {"refused": "no-way", "between": _gap(engine, points, question)}
    return {"refused": "other", "reason": reason}


def _distances(
    engine: Any, points: list[tuple[float, float]], question: Header, reason: str
) -> list[tuple[int, float]]:
    """Metres from every point to its nearest road; more than the radius for the one in `reason`.

    OSRM measures the radius on a flat map, so a point at its very edge may be refused and yet be
    nearer by a metre.
    """
    snaps = [_nearest(engine, [point], question)[0]["snaps"][0][1] for point in points]
    blamed = int(reason.rpartition(" ")[2])
    snaps[blamed] = max(snaps[blamed], math.nextafter(question["radius"], math.inf))
    return list(enumerate(snaps))


def _gap(engine: Any, points: list[tuple[float, float]], question: Header) -> tuple[int, int]:
    """The first two points in a row that no way connects."""
    there = {**question, "sources": [0], "destinations": [1]}
    for start, end in pairwise(range(len(points))):
        matrices = _table(engine, [points[start], points[end]], there)[1]
        if np.isnan(matrices["durations"][0, 0]):
            return start, end
    return 0, len(points) - 1
