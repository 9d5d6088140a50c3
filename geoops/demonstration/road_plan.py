"""The hand-drawn road plan: reads `data/roads.txt` and `data/streets.csv` (formats: see there)."""

import csv
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from geoops.demonstration.geography import Position, read_text


@dataclass(frozen=True, slots=True)
class Road:
    """One way of the network: `points` in EPSG:4326, `maxspeed` in km/h or None on foot."""

    highway: str
    points: tuple[Position, ...]
    ref: str = ""
    name: str = ""
    maxspeed: int | None = None
    oneway: bool = False


@dataclass(frozen=True, slots=True)
class DualRoad:
    """A road of two carriageways, by its centre line; `speeds` has one km/h for each segment."""

    highway: str
    ref: str
    name: str
    points: tuple[Position, ...]
    speeds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Interchange:
    """Where the dual road `ref` is left and joined: a point of it, and one of the surface roads."""

    ref: str
    on_carriageway: Position
    on_surface: Position


@dataclass(frozen=True, slots=True)
class StreetGrid:
    """A town's mesh of streets: centre, size and spacing in metres, bearing in degrees."""

    town: str
    centre: Position
    width: float
    height: float
    spacing: float
    bearing: float
    highway: str


@dataclass(frozen=True, slots=True)
class RoadPlan:
    """Everything that is drawn by hand."""

    roads: tuple[Road, ...]
    duals: tuple[DualRoad, ...]
    interchanges: tuple[Interchange, ...]
    grids: tuple[StreetGrid, ...]


@cache
def road_plan() -> RoadPlan:
    """The plan as committed. Raises KeyError for a junction that has no position."""
    lines = [line.strip() for line in read_text("roads.txt").splitlines()]
    statements = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    junctions = dict(_junction(rest) for word, rest in statements if word == "at")
    roads = [_road(rest, junctions) for word, rest in statements if word == "road"]
    return RoadPlan(
        roads=tuple(piece for pieces in roads for piece in pieces),
        duals=tuple(_dual(rest, junctions) for word, rest in statements if word == "dual"),
        interchanges=tuple(
            _interchange(rest, junctions) for word, rest in statements if word == "interchange"
        ),
        grids=tuple(_grid(row) for row in csv.DictReader(read_text("streets.csv").splitlines())),
    )


def _junction(text: str) -> tuple[str, Position]:
    name, position = text.split()
    return name, _position(position, {})


def _position(token: str, junctions: dict[str, Position]) -> Position:
    if "," not in token:
        return junctions[token]
    lon, lat = token.split(",")
    return float(lon), float(lat)


def _fields(text: str) -> list[str]:
    return [field.strip() for field in text.split("|")]


def _track(
    maxspeed: str, points: str, junctions: dict[str, Position]
) -> tuple[list[Position], list[int | None]]:
    """The points of a road, and the speed of each of its segments."""
    speed = int(maxspeed) if maxspeed else None
    positions: list[Position] = []
    speeds: list[int | None] = []
    for token in points.split():
        if token.startswith(":"):
            speed = int(token[1:])
            continue
        positions.append(_position(token, junctions))
        speeds.append(speed)
    # A speed is met with the point that ends its segment; the first point ends none.
    return positions, speeds[1:]


def _road(text: str, junctions: dict[str, Position]) -> list[Road]:
    """One road, in a piece for every stretch of one speed."""
    highway, ref, name, maxspeed, points = _fields(text)
    positions, speeds = _track(maxspeed, points, junctions)
    pieces: list[list[Position]] = []
    limits: list[int | None] = []
    for segment, speed in zip(pairwise(positions), speeds, strict=True):
        if not pieces or limits[-1] != speed:
            pieces.append([segment[0]])
            limits.append(speed)
        pieces[-1].append(segment[1])
    return [
        Road(highway, tuple(piece), ref, name, limit)
        for piece, limit in zip(pieces, limits, strict=True)
    ]


def _dual(text: str, junctions: dict[str, Position]) -> DualRoad:
    highway, ref, name, maxspeed, points = _fields(text)
    positions, speeds = _track(maxspeed, points, junctions)
    return DualRoad(highway, ref, name, tuple(positions), tuple(speed or 0 for speed in speeds))


def _interchange(text: str, junctions: dict[str, Position]) -> Interchange:
    ref, on_carriageway, on_surface = _fields(text)
    return Interchange(ref, _position(on_carriageway, junctions), _position(on_surface, junctions))


def _grid(row: dict[str, str]) -> StreetGrid:
    return StreetGrid(
        town=row["town"],
        centre=(float(row["lon"]), float(row["lat"])),
        width=float(row["width_m"]),
        height=float(row["height_m"]),
        spacing=float(row["spacing_m"]),
        bearing=float(row["bearing_deg"]),
        highway=row["highway"],
    )
