"""Why a stop is left out: worked out from the problem and the plan, never guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Self

from geoops.routing.arranging import moments
from geoops.routing.mending import Place, gathering, places
from geoops.routing.plan import BreakLost, CampMissed, LeftOut, Outing, Reason, Visit
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.schedule import has_seats, keeps
from geoops.routing.window import clipped

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
        elif stop.teams > 1 and not moments(problem, stop):
            found[stop.id] = Reason.NOT_ENOUGH_TEAMS
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
    there = problem.seconds(team, team.start, stop.position)
    if there is None or problem.seconds(team, stop.position, team.end) is None:
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
    day = _Day.of(problem, outings if len(missed) > len(alone) else ())
    return tuple(
        kept_away(stop, alone[stop.id])
        if stop.id in alone
        else _beside(problem, stop, day, worth[stop.id])
        for stop in missed
    )


def kept_away(stop: Stop, reason: Reason) -> LeftOut:
    """What keeps the teams away, with what its sentence tells."""
    details: dict[Reason, dict[str, int | str]] = {
        Reason.NO_SKILL: {"skills": ", ".join(sorted(stop.skills))},
        Reason.NOT_ENOUGH_TEAMS: {"teams": stop.teams},
    }
    return LeftOut(stop.id, reason, details.get(reason, {}))


@dataclass(frozen=True)
class _Day:
    """Every place of every team's day, and a visit of each stop visited."""

    room: Sequence[Place]
    visits: Mapping[str, Visit]

    @classmethod
    def of(cls, problem: PatrolProblem, outings: Iterable[Outing]) -> Self:
        """The day of these outings."""
        orders = {o.team_id: [problem.stop[v.stop_id] for v in o.visits] for o in outings}
        room = [p for team in problem.teams for p in places(problem, team, orders.get(team.id, ()))]
        return cls(room, {visit.stop_id: visit for one in outings for visit in one.visits})


def _beside(problem: PatrolProblem, stop: Stop, day: _Day, worth: int) -> LeftOut:
    """Why a stop that could be visited alone is not visited beside the others."""
    near, other = _kept_apart(problem, stop, day.visits)
    found = gathering(problem, day.room, near)
    if found and found.extra < worth:
        return LeftOut(stop.id, Reason.NOT_PLACED_YET)
    if found:
        return LeftOut(stop.id, Reason.NOT_WORTH_THE_WAY, {"minutes": ceil(found.extra / 60)})
    if gathering(problem, day.room, near, seated=False):
        return LeftOut(stop.id, Reason.NO_SEATS_LEFT)
    if other and gathering(problem, day.room, stop):
        return LeftOut(stop.id, Reason.TOO_CLOSE, {"other": other.name})
    return LeftOut(stop.id, Reason.NO_ROOM_LEFT)


def _kept_apart(
    problem: PatrolProblem, stop: Stop, visits: Mapping[str, Visit]
) -> tuple[Stop, Stop | None]:
    """The stop, closed when it is too close to a visit it must be apart from; and that one's."""
    found = None
    for tie in problem.apart:
        name = {tie.one: tie.other, tie.other: tie.one}.get(stop.id)
        if name and name in visits:
            found, visit = problem.stop[name], visits[name]
            before = clipped(stop.windows, 0, visit.start - tie.seconds)
            after = clipped(stop.windows, visit.end + tie.seconds, None)
            stop = replace(stop, windows=(*before, *after))
    return stop, found


def breaks_lost(problem: PatrolProblem) -> tuple[BreakLost, ...]:
    """Every break that falls away for want of room in its team's shift."""
    return tuple(
        BreakLost(team.id, {"team": team.name, "minutes": ceil(one.length / 60)})
        for team in problem.teams
        for one in team.lost
    )


def camps_missed(problem: PatrolProblem) -> tuple[CampMissed, ...]:
    """Every camp that its stop's walk cannot reach."""
    return tuple(
        CampMissed(stop.id, camp.id, {"camp": camp.name})
        for stop in problem.stops
        for camp in (stop.loop.missed if stop.loop else ())
    )
