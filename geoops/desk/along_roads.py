"""The way along a road from point to point, as a line that closes it, both carriageways of it.

A hand presses on a road in any order, and on a motorway the nearest carriageway leads one way only.
So the way is asked for in both orders, and the shorter one is it; in the wrong order it would leave
the road and turn round somewhere. Then the same way back is looked for a little to the left, where
the other carriageway runs. What comes back far from the first, or round about, is another road.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import shapely
from shapely import LineString

from geoops.desk.actor import Actor, permitted
from geoops.errors import Invalid
from geoops.records import Role
from geoops.routing.answers import Profile, Route
from geoops.routing.closures import DEGREE, Closure
from geoops.routing.errors import NoWay, PointOffRoad
from geoops.routing.points import Point

LEFT = 30.0
"""Metres from a carriageway to where the other one is looked for."""
NEAR = 60.0
"""Metres within which it runs."""
ALIKE = 1.2
"""How many times as long it may be."""
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
        A point is off every road, or no road leads from one to the next.
    NetworkNotBuilt, NetworkUnavailable
    """
    try:
        there = _there(roads, points)
    except PointOffRoad as error:
        raise Invalid(field="points", reason="A point is too far from any road.") from error
    except NoWay as error:
        raise Invalid(field="points", reason="No road leads from point to point.") from error
    line = LineString(there.geometry)
    with suppress(NoWay, PointOffRoad):
        back = roads.route(_to_the_left(line, len(points)), "car")
        other = LineString(back.geometry)
        if back.distance <= ALIKE * there.distance and _beside(line, other):
            line = LineString([*line.coords, *other.coords])
    return Stretch(_short_enough(line), _names(there))


def _there(roads: Roads, points: Sequence[Point]) -> Route:
    """The way between the two ends if it comes by the other points; else through each of them.

    A point between, on a motorway's middle, may be nearest to a bridge over it.
    """
    found = _shorter(roads, [points[0], points[-1]])
    line = LineString(found.geometry)
    far = max(line.distance(shapely.Point(point)) for point in points)
    return found if far < NEAR * METRE / 0.7 else _shorter(roads, points)


def _shorter(roads: Roads, points: Sequence[Point]) -> Route:
    """The way through the points in their order or the other."""
    found = []
    for order in (points[::-1], points):
        try:
            found.append(roads.route(order, "car", steps=True))
        except NoWay:
            if order is points and not found:
                raise
    return min(found, key=lambda route: route.distance)


def _to_the_left(line: LineString, count: int) -> list[Point]:
    """As many points beside the line, from its end to its beginning, where traffic comes back."""
    wide = np.cos(np.radians(line.coords[0][1]))
    flat = shapely.transform(line, lambda xy: xy * [wide * DEGREE, DEGREE])
    aside = flat.parallel_offset(LEFT, "left", join_style="mitre")
    if aside.geom_type != "LineString" or aside.is_empty:
        aside = LineString(flat)
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
