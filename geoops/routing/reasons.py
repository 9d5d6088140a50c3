"""Why a stop is left out: worked out from the problem and the plan, never guessed."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from geoops.routing.plan import LeftOut, Outing, Reason
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.schedule import Gap, detour, gaps, outing

_NEARER = (Reason.NO_TEAM, Reason.UNREACHABLE, Reason.CLOSED, Reason.DOES_NOT_FIT)
"""The obstacles in the order in which a team meets them: the last one met is the one told."""


def obstacles(problem: PatrolProblem) -> dict[str, Reason]:
    """The stops that no team could visit even alone, each with what stands in the way.

    When it differs by team, the reason is that of the team that comes closest to a visit.
    """
    found: dict[str, Reason] = {}
    kinds = {(t.start, t.end, t.shift, t.profile): t for t in problem.teams}.values()
    for stop in problem.stops:
        met = [_obstacle(problem, team, stop) for team in kinds]
        if None not in met:
            known = [Reason.NO_TEAM, *(reason for reason in met if reason)]
            found[stop.id] = max(known, key=_NEARER.index)
    return found


def _obstacle(problem: PatrolProblem, team: Team, stop: Stop) -> Reason | None:
    """What keeps one team from visiting one stop and nothing else; None when nothing does."""
    there = problem.seconds(team.profile, team.start, stop.position)
    if there is None or problem.seconds(team.profile, stop.position, team.end) is None:
        return Reason.UNREACHABLE
    start = stop.earliest_start(team.shift.opens)
    if start is None or start + stop.service > team.shift.closes:
        return Reason.CLOSED
    return Reason.DOES_NOT_FIT if outing(problem, team, [stop]) is None else None


def left_out(
    problem: PatrolProblem,
    outings: Sequence[Outing],
    alone: Mapping[str, Reason],
    worth: Mapping[str, int],
) -> tuple[LeftOut, ...]:
    """Every stop that no outing visits, in the problem's order, with its reason.

    Parameters
    ----------
    alone
        What `obstacles` found.
    worth
        Seconds on the way that the visit of each other stop is worth.
    """
    visited = {visit.stop_id for one in outings for visit in one.visits}
    missed = [stop for stop in problem.stops if stop.id not in visited]
    room = _room(problem, outings) if len(missed) > len(alone) else []
    return tuple(
        LeftOut(stop.id, alone[stop.id])
        if stop.id in alone
        else _beside(problem, stop, room, worth[stop.id])
        for stop in missed
    )


def _room(problem: PatrolProblem, outings: Iterable[Outing]) -> list[tuple[Team, Gap]]:
    """Every gap of every team's day."""
    visits = {one.team_id: [problem.stop[visit.stop_id] for visit in one.visits] for one in outings}
    return [
        (team, gap)
        for team in problem.teams
        for gap in gaps(problem, team, visits.get(team.id, []))
    ]


def _beside(
    problem: PatrolProblem, stop: Stop, room: Iterable[tuple[Team, Gap]], worth: int
) -> LeftOut:
    """Why a stop that could be visited alone is not visited beside the others."""
    tried = (detour(problem, team, gap, stop) for team, gap in room)
    cheapest = min((extra for extra in tried if extra is not None), default=None)
    if cheapest is None:
        return LeftOut(stop.id, Reason.NO_ROOM_LEFT)
    if cheapest >= worth:
        return LeftOut(stop.id, Reason.NOT_WORTH_THE_WAY, {"minutes": ceil(cheapest / 60)})
    return LeftOut(stop.id, Reason.NOT_PLACED_YET)
