"""Why a stop is left out: worked out from the problem and the plan, never guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil

from geoops.routing.mending import Place, detour_at, places
from geoops.routing.plan import BreakLost, LeftOut, Outing, Reason
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.schedule import has_seats, keeps

_NEARER = (
    Reason.NO_TEAM,
    Reason.NOT_ADMITTED,
    Reason.NO_SKILL,
    Reason.UNREACHABLE,
    Reason.CLOSED,
    Reason.DOES_NOT_FIT,
    Reason.NO_BREAK,
    Reason.NO_SEATS,
)
"""The obstacles in the order in which a team meets them: the last one met is the one told."""


def obstacles(problem: PatrolProblem) -> dict[str, Reason]:
    """The stops that no team could visit even alone, each with what stands in the way.

    When it differs by team, the reason is that of the team that comes closest to a visit.
    """
    found: dict[str, Reason] = {}
    crews = _crews(problem.teams)
    for stop in problem.stops:
        met = [_obstacle(problem, crew, stop) for crew in crews]
        if None not in met:
            known = [Reason.NO_TEAM, *(reason for reason in met if reason)]
            found[stop.id] = max(known, key=_NEARER.index)
    return found


def _crews(teams: Iterable[Team]) -> Iterable[Sequence[Team]]:
    """Teams put together that differ in nothing but their names."""
    alike: dict[Team, list[Team]] = defaultdict(list)
    for team in teams:
        alike[replace(team, id="", name="")].append(team)
    return alike.values()


def _obstacle(problem: PatrolProblem, crew: Iterable[Team], stop: Stop) -> Reason | None:
    """What keeps teams that are alike from visiting one stop and nothing else; None for nothing."""
    team = next((team for team in crew if stop.admits(team.id)), None)
    if team is None:
        return Reason.NOT_ADMITTED
    if not stop.skills <= team.skills:
        return Reason.NO_SKILL
    there = problem.seconds(team.profile, team.start, stop.position)
    if there is None or problem.seconds(team.profile, stop.position, team.end) is None:
        return Reason.UNREACHABLE
    start = stop.earliest_start(team.shift.opens)
    if start is None or start + stop.service > team.shift.closes:
        return Reason.CLOSED
    if not keeps(problem, team, [stop]):
        rested = keeps(problem, replace(team, breaks=()), [stop])
        return Reason.NO_BREAK if rested else Reason.DOES_NOT_FIT
    return None if has_seats(team, [stop]) else Reason.NO_SEATS


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
        _alone(stop, alone[stop.id])
        if stop.id in alone
        else _beside(problem, stop, room, worth[stop.id])
        for stop in missed
    )


def _alone(stop: Stop, reason: Reason) -> LeftOut:
    """What keeps every team away, with the skills if it is these."""
    skills = {"skills": ", ".join(sorted(stop.skills))}
    return LeftOut(stop.id, reason, skills if reason is Reason.NO_SKILL else {})


def _room(problem: PatrolProblem, outings: Iterable[Outing]) -> list[Place]:
    """Every place of every team's day."""
    visits = {one.team_id: [problem.stop[visit.stop_id] for visit in one.visits] for one in outings}
    return [
        place for team in problem.teams for place in places(problem, team, visits.get(team.id, []))
    ]


def _beside(problem: PatrolProblem, stop: Stop, room: Iterable[Place], worth: int) -> LeftOut:
    """Why a stop that could be visited alone is not visited beside the others."""
    fits = [
        (place, extra) for place in room if (extra := detour_at(problem, place, stop)) is not None
    ]
    seated = [extra for place, extra in fits if has_seats(place.team, [*place.stops, stop])]
    if not seated:
        return LeftOut(stop.id, Reason.NO_SEATS_LEFT if fits else Reason.NO_ROOM_LEFT)
    if min(seated) >= worth:
        minutes = ceil(min(seated) / 60)
        return LeftOut(stop.id, Reason.NOT_WORTH_THE_WAY, {"minutes": minutes})
    return LeftOut(stop.id, Reason.NOT_PLACED_YET)


def breaks_lost(problem: PatrolProblem) -> tuple[BreakLost, ...]:
    """Every break that falls away for want of room in its team's shift."""
    return tuple(
        BreakLost(team.id, {"team": team.name, "minutes": ceil(one.length / 60)})
        for team in problem.teams
        for one in team.lost
    )
