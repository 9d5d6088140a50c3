"""The moments that an earlier plan has agreed for visits that hang together.

Teams that meet, and visits that must be apart, owe their times to each other: an outing that is
timed anew by itself would come sooner and miss the others. So its tied stops keep their moments.
"""

from collections.abc import Iterable

from geoops.routing.plan import Outing, Visit
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.schedule import outing


def agreed(problem: PatrolProblem, visits: Iterable[Visit]) -> list[Stop]:
    """The stops of these visits that there still are, the tied ones open at their moment alone."""
    tied = {name for tie in problem.apart for name in (tie.one, tie.other)}
    return [
        _at_its_moment(problem.stop[visit.stop_id], visit.start, tied)
        for visit in visits
        if visit.stop_id in problem.stop
    ]


def again(problem: PatrolProblem, team: Team, visits: Iterable[Visit]) -> Outing | None:
    """The outing with these visits as agreed; or else in their order; None if that cannot be."""
    stops = agreed(problem, visits)
    if not stops:
        return None
    free = [problem.stop[stop.id] for stop in stops]
    return outing(problem, team, stops) or outing(problem, team, free)


def _at_its_moment(stop: Stop, start: int, tied: set[str]) -> Stop:
    bound = stop.teams > 1 or stop.id in tied
    return stop.at(start) if bound and stop.earliest_start(start) == start else stop
