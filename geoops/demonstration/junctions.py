"""Makes a network of lines: where surface roads touch or cross, they share a point."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from shapely import STRtree, get_coordinates
from shapely.geometry import LineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from geoops.demonstration.geography import Position, to_degrees, to_metres
from geoops.demonstration.road_plan import Road

_SNAP = 30.0  # metres within which a road that ends before another is meant to reach it


def meet(roads: Sequence[Road]) -> list[Road]:
    """The same roads with a shared point wherever two of them cross, touch or nearly do."""
    lines = [to_metres(LineString(road.points)) for road in roads]
    tree = STRtree(lines)
    shared: dict[int, set[Position]] = defaultdict(set)
    ends: dict[int, dict[bool, Position]] = defaultdict(dict)
    for index, line in enumerate(lines):
        _cross(index, line, lines, tree, shared)
        for at_start in (True, False):
            _reach(index, line, lines, tree, shared, ends, at_start=at_start)
    return [
        _through(road, line, shared[index], ends[index])
        for index, (road, line) in enumerate(zip(roads, lines, strict=True))
    ]


def largest_component(roads: Sequence[Road]) -> set[Position]:
    """The points of the largest part of the network whose points are all connected."""
    leader: dict[Position, Position] = {}

    def find(point: Position) -> Position:
        leader.setdefault(point, point)
        while leader[point] != point:
            leader[point] = leader[leader[point]]
            point = leader[point]
        return point

    for road in roads:
        for start, end in pairwise(road.points):
            leader[find(start)] = find(end)
    members: dict[Position, set[Position]] = defaultdict(set)
    for point in leader:
        members[find(point)].add(point)
    return max(members.values(), key=len)


def _cross(
    index: int,
    line: LineString,
    lines: Sequence[LineString],
    tree: STRtree,
    shared: dict[int, set[Position]],
) -> None:
    for other in sorted(int(hit) for hit in tree.query(line, predicate="intersects")):
        if other > index:
            points = _positions(line.intersection(lines[other]))
            shared[index] |= points
            shared[other] |= points


def _positions(metres: BaseGeometry) -> set[Position]:
    """The points of a geometry of EPSG:2154, as positions that are equal where they are one."""
    return {(round(lon, 6), round(lat, 6)) for lon, lat in get_coordinates(to_degrees(metres))}


def _reach(
    index: int,
    line: LineString,
    lines: Sequence[LineString],
    tree: STRtree,
    shared: dict[int, set[Position]],
    ends: dict[int, dict[bool, Position]],
    *,
    at_start: bool,
) -> None:
    """Lengthen a road that stops short of another one, to a point that both then share."""
    end = Point(line.coords[0 if at_start else -1])
    near = [int(hit) for hit in tree.query(end.buffer(_SNAP)) if hit != index]
    gaps = sorted((lines[other].distance(end), other) for other in near)
    if not gaps or gaps[0][0] > _SNAP or line.crosses(lines[gaps[0][1]]):
        return
    other = lines[gaps[0][1]]
    (point,) = _positions(other.interpolate(other.project(end)))
    shared[gaps[0][1]].add(point)
    ends[index][at_start] = point


def _through(
    road: Road, line: LineString, shared: set[Position], ends: dict[bool, Position]
) -> Road:
    """The road with the shared points at their places along it."""
    ordered = sorted(shared)
    metres = to_metres(MultiPoint(ordered)).geoms
    places = {point: line.project(there) for point, there in zip(ordered, metres, strict=True)}
    places |= dict(zip(road.points, _distances(line), strict=True))
    points = sorted(places, key=lambda point: places[point])
    points = [ends.get(True, points[0]), *points, ends.get(False, points[-1])]
    kept = points[:1] + [point for before, point in pairwise(points) if before != point]
    return replace(road, points=tuple(kept))


def _distances(line: LineString) -> list[float]:
    total = [0.0]
    for start, end in pairwise(line.coords):
        total.append(total[-1] + Point(start).distance(Point(end)))
    return total
