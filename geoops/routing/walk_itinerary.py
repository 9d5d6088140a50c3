"""A visit's loop on foot, with the time at each camp and the lines between them."""

from dataclasses import dataclass
from itertools import pairwise

from geoops.routing.plan import Outing, Visit
from geoops.routing.problem import PatrolProblem, Stop
from geoops.routing.timed_leg import Hop, TimedLeg, drawn
from geoops.routing.travel import RoadNetwork
from geoops.routing.walk import Walk


@dataclass(frozen=True)
class Call:
    """The visit of one camp; times are seconds since the plan date's local midnight."""

    camp_id: str
    arrival: int
    end: int


@dataclass(frozen=True)
class TimedWalk:
    """The loop of one visit: legs on foot from the van through its calls and back to the van."""

    stop_id: str
    legs: tuple[TimedLeg, ...]
    calls: tuple[Call, ...]


def timed_walks(
    outing: Outing, problem: PatrolProblem, network: RoadNetwork, steps: bool = False
) -> tuple[TimedWalk, ...]:
    """The walks of an outing's visits, in their order; asks for a route for each leg."""
    return tuple(
        _timed(visit, stop, stop.loop, network, steps)
        for visit in outing.visits
        for stop in [problem.stop[visit.stop_id]]
        if stop.loop and stop.loop.camps
    )


def _timed(visit: Visit, stop: Stop, walk: Walk, network: RoadNetwork, steps: bool) -> TimedWalk:
    """The walk that begins when the visit starts."""
    calls = [Call(camp.id, arrival, end) for camp, arrival, end in walk.calls(visit.start)]
    leaves = [visit.start, *(call.end for call in calls)]
    names = pairwise([None, *(call.camp_id for call in calls), None])
    places = pairwise([stop.position, *(camp.position for camp in walk.camps), stop.position])
    ways = zip(names, places, leaves, walk.travels, walk.distances, strict=True)
    legs = [
        drawn(Hop(*called, between, leave, leave + travel, 0), "foot", distance, network, steps)
        for called, between, leave, travel, distance in ways
    ]
    return TimedWalk(stop.id, tuple(legs), tuple(calls))
