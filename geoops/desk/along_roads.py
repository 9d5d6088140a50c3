"""The way along a road from point to point, as a line that closes it, both carriageways of it.

A hand presses on a road in any order, and on a dual carriageway the nearest one leads one way only;
points on its middle may even be nearest to one each. So the way is asked for in both orders, and a
little to the right of them, where traffic goes. The shortest is it: in the wrong order, a way
leaves the road and turns round somewhere. Then the way back is looked for on the left of it, where
the other carriageway runs. What comes back far from the first, or round about, is another road.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import shapely
from shapely import LineString

from geoops.desk.actor import Actor, permitted
from geoops.errors import Conflict, Invalid
from geoops.records import Role
from geoops.routing.answers import Profile, Route
from geoops.routing.closures import DEGREE, Closure
from geoops.routing.errors import NetworkNotBuilt, NetworkUnavailable, NoWay, PointOffRoad
from geoops.routing.points import Point

ASIDE = 15.0
"""Metres to the right of points on a road's middle at which its carriageway is looked for."""
LEFT = 30.0
"""Metres from a carriageway to where the other one is looked for."""
NEAR = 60.0
"""Metres within which it runs."""
ALIKE = 1.2
"""How many times as long it may be."""
ROUND_ABOUT = 3.0
"""How many times as long as the straight way a road may be; plus a kilometre."""
MOST_POINTS = 1_000
"""Points of a drawing that the database keeps."""
METRE = 1e-5
"""Degrees, about."""


class Roads(Protocol):
    """The part of `geoops.routing.network.Network` that finds ways."""

    def route(
        self,
        points: Sequence[Point],
        profile: Profile,
        steps: bool = False,
        *,
        closures: Sequence[Closure] = (),
    ) -> Route:
        """The fastest way through `points`."""


@dataclass(frozen=True)
class Stretch:
    """A way along roads (EPSG:4326) and what they are called, the longest first."""

    line: LineString
    names: tuple[str, ...]


@permitted(Role.COORDINATOR)
def along_the_road(actor: Actor, roads: Roads, points: Sequence[Point]) -> Stretch:
    """The way by car from point to point, as a line to close.

    Raises
    ------
    Invalid
        A point is off every road, or no road leads straight from one to the next.
    Conflict
        The road network does not answer.
    """
    try:
        there = _there(roads, points)
    except (NetworkNotBuilt, NetworkUnavailable) as error:
        raise Conflict(
            reason="No road can be followed: the road network does not answer. "
            "Draw across roads, or an area."
        ) from error
    line = LineString(there.geometry)
    beside = (_to_the_left(line, len(points)), _to_the_right(points[::-1]), points[::-1])
    for back in filter(None, (_way(roads, order) for order in beside)):
        other = LineString(back.geometry)
        if back.distance <= ALIKE * there.distance and _beside(line, other):
            line = LineString([*line.coords, *other.coords])
            break
    return Stretch(_short_enough(line), _names(there))


def _there(roads: Roads, points: Sequence[Point]) -> Route:
    """The way between the two ends if it comes by the other points; else through each of them.

    A point between, on a motorway's middle, may be nearest to a bridge over it.
    """
    ends = [points[0], points[-1]]
    found = _shortest(roads, ends)
    line = LineString(found.geometry)
    far = max(line.distance(shapely.Point(point)) for point in points)
    return found if far < NEAR * METRE / 0.7 else _shortest(roads, points)


def _shortest(roads: Roads, points: Sequence[Point]) -> Route:
    """The way through the points in their order or the other, on them or to the right of them."""
    orders = (points, points[::-1])
    asked = [*orders, *map(_to_the_right, orders)]
    found = [way for order in asked if (way := _way(roads, order))]
    if not found:
        raise Invalid(field="points", reason="A point is too far from any road.")
    shortest = min(found, key=lambda way: way.distance)
    straight = float(_flat(LineString(points)).length)
    if shortest.distance > 1000 + ROUND_ABOUT * straight:
        raise Invalid(
            field="points",
            reason="No road leads straight from point to point. Put them nearer to each other.",
        )
    return shortest


def _way(roads: Roads, points: Sequence[Point]) -> Route | None:
    """The way through the points in this order, if there is one."""
    try:
        return roads.route(points, "car", steps=True)
    except (NoWay, PointOffRoad):
        return None


def _flat(line: LineString) -> LineString:
    """The line in metres, on a map that is true where it begins."""
    wide = np.cos(np.radians(line.coords[0][1]))
    return LineString([(x * wide * DEGREE, y * DEGREE) for x, y in line.coords])


def _to_the_right(points: Sequence[Point]) -> list[Point]:
    """The points, each moved to the right of the way from the one before to the one after."""
    wide = np.cos(np.radians(points[0][1]))
    flat = np.array(points) * [wide * DEGREE, DEGREE]
    ahead = np.gradient(flat, axis=0)
    length = np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    moved = flat + ASIDE * (ahead / length)[:, ::-1] * [1, -1]
    return [(float(x / wide / DEGREE), float(y / DEGREE)) for x, y in moved]


def _to_the_left(line: LineString, count: int) -> list[Point]:
    """As many points beside the line, from its end to its beginning, where traffic comes back."""
    wide, flat = np.cos(np.radians(line.coords[0][1])), _flat(line)
    aside = flat.parallel_offset(LEFT, "left", join_style="mitre")
    if aside.geom_type != "LineString" or aside.is_empty:
        aside = flat
    places = [aside.interpolate(share, normalized=True) for share in np.linspace(1, 0, count)]
    return [(at.x / DEGREE / wide, at.y / DEGREE) for at in places]


def _beside(line: LineString, other: LineString) -> bool:
    """Whether `other` runs beside `line`, and not on it."""
    apart = shapely.hausdorff_distance(other, line)
    return bool(2 * METRE < apart < NEAR * METRE / 0.7)


def _names(route: Route) -> tuple[str, ...]:
    lengths: dict[str, float] = {}
    for step in (step for leg in route.legs for step in leg.steps):
        name = step.ref or step.name
        lengths[name] = lengths.get(name, 0.0) + step.distance
    return tuple(sorted(filter(None, lengths), key=lambda name: -lengths[name]))


def _short_enough(line: LineString) -> LineString:
    """The line without points that hardly matter, until there are few enough."""
    tolerance = METRE / 2
    while shapely.get_num_coordinates(line) > MOST_POINTS:
        line, tolerance = LineString(line.simplify(tolerance).coords), tolerance * 2
    return line
