"""Turns the centre line of a motorway into two one-way carriageways with ramps."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from shapely import get_coordinates
from shapely.geometry import LineString, Point

from geoops.demonstration.geography import Position, to_degrees, to_metres
from geoops.demonstration.road_plan import DualRoad, Interchange, Road

_HALF_GAP = 12.0  # metres from the centre line to a carriageway
_RAMP = 300.0  # metres along the carriageway from the interchange to where a ramp leaves or joins
_RAMP_SPEED = 70  # km/h


def carriageways(duals: Sequence[DualRoad], interchanges: Sequence[Interchange]) -> list[Road]:
    """Both carriageways of every dual road, and four ramps for every interchange.

    The carriageways of a road meet at its first and its last point, so that its end is a
    junction like any other and no lane ends in nothing.
    """
    roads: list[Road] = []
    for dual in duals:
        exits = [interchange for interchange in interchanges if interchange.ref == dual.ref]
        centre = to_metres(LineString(dual.points))
        right, left = _beside(centre, -_HALF_GAP), _beside(centre, _HALF_GAP)
        roads += _carriageway(dual, right, exits, forward=True)
        roads += _carriageway(dual, left.reverse(), exits, forward=False)
    return roads


def _beside(centre: LineString, distance: float) -> LineString:
    """The line at a distance to the left (positive) or right of the centre line, same direction."""
    return LineString(get_coordinates(centre.offset_curve(distance)))


def _carriageway(
    dual: DualRoad, line: LineString, exits: Sequence[Interchange], *, forward: bool
) -> list[Road]:
    ends = (dual.points[0], dual.points[-1]) if forward else (dual.points[-1], dual.points[0])
    ramps = [_ramp_distances(line, exit_) for exit_ in exits]
    vertices = [line.project(Point(point)) for point in line.coords[1:-1]]
    cuts = sorted({*vertices, *(distance for pair in ramps for distance in pair)})
    points = [ends[0], *(_at(line, distance) for distance in cuts), ends[1]]
    roads = _by_speed(dual, points)
    for exit_, (leave, join) in zip(exits, ramps, strict=True):
        roads.append(_ramp(dual, _at(line, leave), exit_.on_surface))
        roads.append(_ramp(dual, exit_.on_surface, _at(line, join)))
    return roads


def _ramp_distances(line: LineString, exit_: Interchange) -> tuple[float, float]:
    """Metres along the carriageway where one leaves for the interchange, and where one joins."""
    middle = line.project(to_metres(Point(exit_.on_carriageway)))
    return max(middle - _RAMP, 20.0), min(middle + _RAMP, line.length - 20.0)


def _at(line: LineString, distance: float) -> Position:
    point = to_degrees(line.interpolate(distance))
    return round(point.x, 6), round(point.y, 6)


def _ramp(dual: DualRoad, start: Position, end: Position) -> Road:
    return Road(f"{dual.highway}_link", (start, end), maxspeed=_RAMP_SPEED, oneway=True)


def _by_speed(dual: DualRoad, points: Sequence[Position]) -> list[Road]:
    """The carriageway in a piece for every stretch of one speed."""
    centre = to_metres(LineString(dual.points))
    lengths = [Point(a).distance(Point(b)) for a, b in pairwise(centre.coords)]
    starts = list(accumulate(lengths[:-1], initial=0.0))
    pieces: list[tuple[int, list[Position]]] = []
    for start, end in pairwise(points):
        middle = to_metres(LineString([start, end])).centroid
        speed = dual.speeds[bisect_right(starts, centre.project(middle)) - 1]
        if not pieces or pieces[-1][0] != speed:
            pieces.append((speed, [start]))
        pieces[-1][1].append(end)
    return [
        Road(dual.highway, tuple(piece), dual.ref, dual.name, speed, oneway=True)
        for speed, piece in pieces
    ]
