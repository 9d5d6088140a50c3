"""The ground and what lies on it as paths and words in millimetres; the template makes it SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry import LineString, MultiLineString, Polygon, shape

from geoops.web.printed_map.frame import Frame

type Line = Sequence[Sequence[float]]
CLASSES = ("tertiary", "secondary", "primary", "trunk", "motorway")
"""Roads, the least first, so that the greatest is drawn over the others."""
COARSE = 120.0
"""Metres a mm from which on the smaller roads are left out."""
LETTER = 1.7
"""Millimetres that a letter of a name takes, about."""


@dataclass(frozen=True)
class Mark:
    """A sign with a short text in it: `kind` is stop, base, camp or closed."""

    kind: str
    text: str
    position: Sequence[float]


@dataclass(frozen=True)
class Word:
    """A name on the map; `x` is its middle, mm."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """A map, ready to be written: `d` of paths, marks with their place in mm, names."""

    frame: Frame
    land: str
    roads: list[tuple[str, str]]
    driven: str
    walked: str
    closed: str
    marks: list[tuple[Mark, float, float]]
    names: list[Word]
    title: str = ""
    legend: list[str] = field(default_factory=list)

    @property
    def bar(self) -> tuple[float, int]:
        """The scale bar: mm on paper, metres on the ground."""
        return round(self.frame.bar / self.frame.scale, 1), self.frame.bar


def draw(
    ground: dict[str, Any],
    frame: Frame,
    driven: Iterable[Line],
    walked: Iterable[Line],
    marks: Sequence[Mark],
    title: str = "",
    closed: Iterable[dict[str, Any]] = (),
) -> Drawing:
    """What of the basemap document `ground`, of the ways and of the marks is in the frame.

    `closed` are the shapes (GeoJSON) in which roads are closed.
    """
    placed = [(mark, *frame.at(mark.position)) for mark in marks]
    placed = [(mark, x, y) for mark, x, y in placed if frame.holds(x, y)]
    return Drawing(
        frame=frame,
        land=" ".join(frame.path(Polygon(rings[0], rings[1:])) for rings in ground["land"]),
        roads=_roads(ground["roads"], frame),
        driven=_ways(driven, frame),
        walked=_ways(walked, frame),
        closed=" ".join(filter(None, (frame.path(shape(one)) for one in closed))),
        marks=placed,
        names=_names(ground["places"], frame, [(x, y) for _, x, y in placed]),
        title=title,
    )


def _ways(lines: Iterable[Line], frame: Frame) -> str:
    kept = [list(line) for line in lines if len(line) > 1]
    return frame.path(MultiLineString(kept)) if kept else ""


def _roads(roads: Sequence[dict[str, Any]], frame: Frame) -> list[tuple[str, str]]:
    shown = CLASSES if frame.scale < COARSE else CLASSES[1:]
    found = []
    for kind in shown:
        paths = [frame.path(LineString(road["path"])) for road in roads
                 if road["class"] == kind and len(road["path"]) > 1]  # fmt: skip
        if d := " ".join(filter(None, paths)):
            found.append((kind, d))
    return found


def _names(
    places: Sequence[dict[str, Any]], frame: Frame, taken: Sequence[tuple[float, float]]
) -> list[Word]:
    """Names of places, the most important first, that cover neither a mark nor one another."""
    boxes = [(x - 4, y - 4, x + 4, y + 4) for x, y in taken]
    words = []
    for place in sorted(places, key=lambda place: place["rank"]):
        x, y = frame.at(place["position"])
        half = len(place["name"]) * LETTER / 2
        box = (x - half, y - 3, x + half, y + 1.5)
        inside = frame.holds(box[0], box[1]) and frame.holds(box[2], box[3])
        if inside and not any(_overlap(box, other) for other in boxes):
            boxes.append(box)
            words.append(Word(place["name"], x, y))
    return words


def _overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
