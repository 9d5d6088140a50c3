"""Itineraries: a plan's outings as timed legs along real roads.

Times and lengths are the plan's, which are the travel table's; the road network only draws the
line. Each leg is asked for alone: through several points at once OSRM does not turn round at a
point on the way unless the profile lets it, and the way would be longer than the one planned with.

Every line begins and ends exactly at the positions of its stops, so an outing is drawn without a
gap, however far from the road (`Settings.snap_radius` at most) a stop lies. The straight stretch
between the road and the stop is the *access*: it is in the line, its metres are told apart, and
its time belongs to the service time of the stop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyproj import Geod
from shapely import LineString

from geoops.routing.answers import Profile
from geoops.routing.plan import Outing, Plan
from geoops.routing.problem import PatrolProblem
from geoops.routing.travel import Point, RoadNetwork

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
    """

    origin: str | None
    destination: str | None
    departure: int
    arrival: int
    distance: float
    path: LineString
    access_from: float
    access_to: float

    @property
    def duration(self) -> int:
        """Seconds on the way."""
        return self.arrival - self.departure


@dataclass(frozen=True)
class Itinerary:
    """One team's legs in order, from its base through its stops and back."""

    team_id: str
    legs: tuple[TimedLeg, ...]


def itineraries(plan: Plan, problem: PatrolProblem, network: RoadNetwork) -> tuple[Itinerary, ...]:
    """The itinerary of each outing, in the plan's order; `problem` is the one that was planned.

    Raises
    ------
    geoops.routing.errors.NetworkError
        When the network does not answer, or no longer has a way that the plan uses.
    """
    return tuple(itinerary(one, problem, network) for one in plan.outings)


def itinerary(outing: Outing, problem: PatrolProblem, network: RoadNetwork) -> Itinerary:
    """The itinerary of one outing; asks for as many routes as the outing has legs."""
    team = problem.team[outing.team_id]
    stops = [problem.stop[visit.stop_id] for visit in outing.visits]
    names = [None, *(stop.id for stop in stops), None]
    places = [team.start, *(stop.position for stop in stops), team.end]
    leaves = [outing.departure, *(visit.end for visit in outing.visits)]
    arrives = [*(visit.arrival for visit in outing.visits), outing.back]
    legs: list[TimedLeg] = []
    for called, ends, departure, arrival in zip(
        pairwise(names), pairwise(places), leaves, arrives, strict=True
    ):
        path, access_from, access_to = _drawn(ends, team.profile, network)
        metres = problem.metres(team.profile, *ends)
        legs.append(TimedLeg(*called, departure, arrival, metres, path, access_from, access_to))
    return Itinerary(team.id, tuple(legs))


def _drawn(
    ends: tuple[Point, Point], profile: Profile, network: RoadNetwork
) -> tuple[LineString, float, float]:
    """The line between two positions, and the metres of its first and last stretch."""
    origin, destination = ends
    road: list[Sequence[float]] = network.route(ends, profile).geometry.tolist()
    path = LineString([origin, *road, destination])
    return path, _metres(origin, road[0]), _metres(road[-1], destination)


def _metres(one: Sequence[float], other: Sequence[float]) -> float:
    """Geodesic metres between two positions, as PostGIS's `geography` measures."""
    return float(_EARTH.inv(one[0], one[1], other[0], other[1])[2])
