"""One leg on the road: when it is travelled, how long it is, and its line."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from pyproj import Geod
from shapely import LineString

from geoops.routing.answers import Profile, Step
from geoops.routing.errors import NoWay
from geoops.routing.points import Point
from geoops.routing.travel import RoadNetwork

ROUNDING = 1.0
"""Seconds by which the plan's whole seconds may differ from the road's."""

_EARTH = Geod(ellps="WGS84")


@dataclass(frozen=True)
class TimedLeg:
    """The way from one place of an outing to the next.

    Parameters
    ----------
    origin, destination
        Identifiers of the stops, or of a walk's camps; None for the team's base, or for the van.
    departure, arrival
        Seconds since the plan date's local midnight.
    distance
        Metres along the road, without the access stretches.
    path
        Longitude and latitude, EPSG:4326, from the position of `origin` to that of `destination`.
    access_from, access_to
        Metres of the straight first and last stretch of `path`, between the stop and the road.
    exact
        Whether `path` is the way that was timed: its duration agrees within `ROUNDING`.
    paused
        Seconds of breaks on the way, between departure and arrival.
    steps
        The instructions along `path`, when they were asked for.
    """

    origin: str | None
    destination: str | None
    departure: int
    arrival: int
    distance: float
    path: LineString
    access_from: float
    access_to: float
    exact: bool
    paused: int = 0
    steps: tuple[Step, ...] = ()

    @property
    def duration(self) -> int:
        """Seconds on the way, without breaks."""
        return self.arrival - self.departure - self.paused


class Hop(NamedTuple):
    """A leg as the plan knows it: from where to where and when."""

    origin: str | None
    destination: str | None
    between: tuple[Point, Point]
    departure: int
    arrival: int
    paused: int


def drawn(
    hop: Hop, profile: Profile, distance: float, network: RoadNetwork, steps: bool = False
) -> TimedLeg:
    """The hop with its line: the road between two access stretches, or a straight line.

    `steps` asks for the instructions, too; a straight line has none.
    """
    origin, destination = hop.between
    said: tuple[Step, ...] = ()
    try:
        route = network.route(hop.between, profile, steps)
    except NoWay:
        road, duration = [origin, destination], math.inf
    else:
        road, duration = [tuple(at) for at in route.geometry.tolist()], route.duration
        said = tuple(step for leg in route.legs for step in leg.steps)
    return TimedLeg(
        origin=hop.origin,
        destination=hop.destination,
        departure=hop.departure,
        arrival=hop.arrival,
        distance=distance,
        path=LineString([origin, *road, destination]),
        access_from=_metres(origin, road[0]),
        access_to=_metres(road[-1], destination),
        exact=abs(hop.arrival - hop.departure - hop.paused - duration) <= ROUNDING,
        paused=hop.paused,
        steps=said,
    )


def _metres(one: Point, other: Point) -> float:
    """Geodesic metres between two positions, as PostGIS's `geography` measures."""
    return float(_EARTH.inv(one[0], one[1], other[0], other[1])[2])
