"""The order of a round in which a road is closed for a part of the shift: what is behind it, later.

The search takes a road that is closed at any time of a shift for closed all shift (by_hour.py), so
to it there is no better hour for what lies behind. Our own timing knows the hours of each leg
(easing.py); so when the search is over, each visit of such a round is tried a few places earlier
and later, as long as that saves time on the way. An order that is not possible round everything is
not found this way.
"""

from collections.abc import Iterator, Sequence

from geoops.routing.by_hour import in_force
from geoops.routing.placed import in_place
from geoops.routing.plan import Outing
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.schedule import outing

FAR = 3
"""By how many places a visit is tried earlier and later."""
ROUNDS = 3
"""How often all visits of a round are gone through at most."""


def reordered(problem: PatrolProblem, outings: tuple[Outing, ...]) -> tuple[Outing, ...]:
    """The outings, those in better order for which roads come and go within the shift."""
    return tuple(
        _bettered(problem, one) if _changes(problem, problem.team[one.team_id]) else one
        for one in outings
    )


def _changes(problem: PatrolProblem, team: Team) -> bool:
    """Whether a road is closed for a part of the team's shift."""
    shift = team.shift
    return any(
        not (
            problem.works[number].opens <= shift.opens
            and shift.closes <= problem.works[number].closes
        )
        for number in in_force(problem.works, shift)
    )


def _bettered(problem: PatrolProblem, one: Outing) -> Outing:
    """The outing in the best order that is found step by step; as it is, if visits are tied."""
    team, best = problem.team[one.team_id], one
    stops = [problem.stop[visit.stop_id] for visit in one.visits]
    tied = {name for tie in problem.apart for name in (tie.one, tie.other)}
    if any(stop.teams > 1 or stop.id in tied for stop in stops):
        return one
    for _ in range(ROUNDS):
        found = _step(problem, team, stops, best)
        if found is None:
            break
        stops, best = found
    return best


def _step(
    problem: PatrolProblem, team: Team, stops: list[Stop], best: Outing
) -> tuple[list[Stop], Outing] | None:
    """The order with one visit where it saves most time on the way, and its outing."""
    tries = (
        (order, found)
        for order in _moved(stops)
        if in_place(problem.placed, team.id, order)
        if (found := outing(problem, team, order)) and found.travel < best.travel
    )
    return min(tries, key=lambda it: it[1].travel, default=None)


def _moved(stops: Sequence[Stop]) -> Iterator[list[Stop]]:
    """Each order with one visit a few places earlier or later."""
    for number, stop in enumerate(stops):
        others = [*stops[:number], *stops[number + 1 :]]
        for place in range(max(0, number - FAR), min(len(others), number + FAR) + 1):
            if place != number:
                yield [*others[:place], stop, *others[place:]]
