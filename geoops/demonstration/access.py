"""The last metres: a drive to every site and zone, a footpath to every camp."""

from collections.abc import Iterable, Sequence

from shapely import STRtree
from shapely.geometry import LineString, Point
from shapely.ops import nearest_points

from geoops.demonstration.geography import Position, to_degrees, to_metres
from geoops.demonstration.road_plan import Road

_NEAR = 15.0  # metres; a place this near to a road needs no way of its own
_FAR = 1500.0  # metres; a longer way would be a road that someone forgot to draw
_ON_FOOT = frozenset({"path", "footway"})


def drives(places: Iterable[Position], roads: Sequence[Road]) -> list[Road]:
    """A service road from each place to the nearest road that a car may take."""
    on_wheels = [road for road in roads if road.highway not in _ON_FOOT]
    return _ways(places, on_wheels, Road("service", (), maxspeed=30))


def footpaths(places: Iterable[Position], roads: Sequence[Road]) -> list[Road]:
    """A path from each place to the nearest road or path."""
    return _ways(places, roads, Road("path", ()))


def _ways(places: Iterable[Position], roads: Sequence[Road], model: Road) -> list[Road]:
    lines = [to_metres(LineString(road.points)) for road in roads]
    tree = STRtree(lines)
    ways = []
    for place in places:
        here = to_metres(Point(place))
        there = nearest_points(lines[int(tree.nearest(here))], here)[0]
        if not here.distance(there) < _FAR:
            raise ValueError(f"no road within {_FAR} m of {place}")
        if here.distance(there) > _NEAR:
            end = to_degrees(there)
            points = (place, (round(end.x, 6), round(end.y, 6)))
            ways.append(Road(model.highway, points, maxspeed=model.maxspeed))
    return ways
