"""One day of the week as it is planned for itself: the visits chosen for it, by who is there."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from geoops.routing.narrowed import narrowed
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.week import WeekProblem

_FIRST, _MORE = 10.0, 990.0
"""What a chosen visit weighs on its day: so much that no way is too long for it (40 hours on the
road for the lightest), and up to a hundred times that for the heaviest, which goes before."""
_COPIES = 4
"""How many extra teams may leave one base."""


def day_with(week: WeekProblem, day: int, chosen: Collection[str]) -> PatrolProblem:
    """The day's teams, its chosen visits, and what else it asks for (appointments at sites)."""
    problem = week.days[day].problem
    return narrowed(problem, present(week, day), _stops(week, day, chosen, fixed=True))


def day_added(week: WeekProblem, day: int, chosen: Collection[str]) -> PatrolProblem:
    """Teams that are not there, several from each base, for the visits that nobody has time for."""
    problem = week.days[day].problem
    return narrowed(problem, added(week, day), _stops(week, day, chosen, fixed=False))


def present(week: WeekProblem, day: int) -> tuple[Team, ...]:
    """The teams that go out on the day."""
    of = week.days[day]
    return tuple(team for team in of.problem.teams if team.id not in of.extra)


def added(week: WeekProblem, day: int) -> tuple[Team, ...]:
    """The teams that could come in addition, several from each of their bases."""
    of = week.days[day]
    return tuple(
        replace(team, id=f"{team.id} {number}")
        for team in of.problem.teams
        if team.id in of.extra
        for number in range(_COPIES)
    )


def fixed_stops(week: WeekProblem, day: int) -> Iterator[Stop]:
    """What is no visit of a zone of the week: it is on the day's plan as the day asks for it."""
    stops = week.days[day].problem.stops
    return (stop for stop in stops if (day, stop.id) not in week.zone_of)


def hours_of(team: Team) -> int:
    """Seconds that a team can work on a day: its shift without breaks, or its longest outing."""
    working = team.shift.length - sum(one.length for one in team.due)
    return working if team.longest is None else min(working, team.longest)


def _stops(week: WeekProblem, day: int, chosen: Collection[str], *, fixed: bool) -> Iterable[Stop]:
    heaviest = max((zone.weight for zone in week.zones), default=0.0) or 1.0
    for stop in week.days[day].problem.stops:
        zone = week.zone_of.get((day, stop.id))
        if zone is None and fixed:
            yield stop
        elif zone is not None and stop.id in chosen:
            yield replace(stop, weight=_FIRST + _MORE * zone.weight / heaviest)
