"""On which days each zone is visited: one integer program over the whole week (HiGHS).

Each visit is a variable, each need a row that one of its visits covers, each day a row that holds
the work of its visits (`week_estimate`) to the hours of its teams. The rows leave out what only
planning the day can show, so the program never forbids a week that is possible: what it cannot
meet, nobody can. What turns out not to fit comes back as a lesson (`Lessons`); this is the cutting
plane idea of logic-based Benders decomposition (Hooker and Ottosson 2003).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from geoops.routing.week import Need, Slot, WeekProblem
from geoops.routing.week_after import WeekAfter
from geoops.routing.week_estimate import DayEstimate, estimate
from geoops.routing.week_program import Choice, WeekProgram

_EVEN = 0.5
"""What the fullest day's share is worth, in an average day's hours: a little, to even days out."""
_LITTLE = 1e-3
"""A second of work of those who are there, in seconds of those who are not."""
_LONGEST = 1e6
"""More seconds than all added teams can work on a day."""
_OUTING = 1800.0
"""Seconds that one more outing counts when extra teams are sought: few days rather than many."""


@dataclass
class Lessons:
    """What planning the days has taught: how much work fits, and sets of visits that do not."""

    room: dict[int, float] = field(default_factory=dict)
    sets: list[frozenset[Slot]] = field(default_factory=list)


def estimates(week: WeekProblem, *, extra: bool = False) -> tuple[DayEstimate, ...]:
    """The numbers of all days."""
    return tuple(estimate(week, day, extra=extra) for day in range(len(week.days)))


def choose(
    week: WeekProblem, days: tuple[DayEstimate, ...], lessons: Lessons, seconds: float
) -> Choice:
    """The visits of which the least weight of zones is unmet; then for the fewest evenings late,
    in this week and then in the week after; then with the least work, evenly over the days.

    `unmet_at_least` holds for every week if there are no lessons yet.
    """
    body = WeekProgram(week, days)
    unmet = body.cover(week.needs)
    for day, one in enumerate(days):
        body.hold(day, one, lessons.room.get(day))
    for names in lessons.sets:
        body.program.row([(body.visit[slot], 1.0) for slot in names], most=len(names) - 1)
    weight = {zone.id: zone.weight for zone in week.zones}
    after = WeekAfter.of(week, days, body.program, body.visit)
    share = body.fullest(after.work)
    even = _EVEN * sum(one.hours for one in days) / len(days)
    goals = (
        [(variable, weight[zone]) for zone, variable in unmet.items()],
        [(variable, weight[need.zone_id]) for need, variable in body.missed.items()],
        after.missed,
        [*body.all_work(), *(term for terms in after.work for term in terms), (share, even)],
    )
    found = body.program.minimise_in_turn(goals, seconds)
    return body.choice(found[-1], found[0].bound)


def least_added(week: WeekProblem, days: tuple[DayEstimate, ...], seconds: float) -> float:
    """Seconds of work by more teams without which not all needs can be met, however it is planned.

    Parameters
    ----------
    days
        The numbers with the teams that could be added. What even they cannot visit does not count.
    """
    body = WeekProgram(week, days)
    body.cover(needs_possible(week, days), hard=True)
    more = [body.program.variable(float("inf")) for _ in days]
    for day, one in enumerate(days):
        body.hold(day, one, None, more[day])
    return max(0.0, body.program.minimise([(one, 1.0) for one in more], seconds).bound)


def choose_all(
    week: WeekProblem, days: tuple[DayEstimate, ...], lessons: Lessons, seconds: float
) -> Choice:
    """Visits that meet all that anybody could, so that added teams have the least to do."""
    body = WeekProgram(week, days)
    body.cover(needs_possible(week, days), hard=True)
    goal = [(variable, _LITTLE * seconds) for variable, seconds in body.all_work()]
    for day, one in enumerate(days):
        more, out = body.program.variable(_LONGEST), body.program.variable(whole=True)
        body.hold(day, one, lessons.room.get(day), more)
        body.program.row([(more, 1.0), (out, -_LONGEST)], most=0)
        goal += [(more, 1.0), (out, _OUTING)]
    return body.choice(body.program.minimise(goal, seconds))


def choose_added(
    week: WeekProblem, days: tuple[DayEstimate, ...], needs: Iterable[Need], seconds: float
) -> Choice:
    """The visits that meet `needs` with the least work by added teams, on few days."""
    body = WeekProgram(week, days)
    body.cover(needs, hard=True)
    goal = body.all_work()
    for day, one in enumerate(days):
        out = body.program.variable(whole=True)
        for name in (stop.id for stop in one.stops):
            body.program.row([(body.visit[day, name], 1.0), (out, -1.0)], most=0)
        goal.append((out, _OUTING))
    return body.choice(body.program.minimise(goal, seconds))


def needs_possible(week: WeekProblem, days: tuple[DayEstimate, ...]) -> list[Need]:
    """The needs that some team could meet, with nothing else to do."""
    slots = {(day, stop.id) for day, one in enumerate(days) for stop in one.stops}
    return [need for need in week.needs if need.slots & slots]
