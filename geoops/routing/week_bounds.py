"""What no week can do better, by linear and integer programming (HiGHS).

The rows hold each day's work (`week_estimate`) to the hours of its teams and leave out what only
planning the day can show, so no possible week is forbidden: what they cannot meet, nobody can. Of
the visits any share may be made here, which loses little and makes it a matter of a second.
"""

from geoops.routing.integer_program import NotSolved
from geoops.routing.week import Need, WeekProblem
from geoops.routing.week_estimate import DayEstimate, estimate
from geoops.routing.week_program import WeekProgram

SECONDS = 4.0
"""After which HiGHS tells the bound that it has by then."""


def estimates(week: WeekProblem, *, extra: bool = False) -> tuple[DayEstimate, ...]:
    """The numbers of all days."""
    return tuple(estimate(week, day, extra=extra) for day in range(len(week.days)))


def least_unmet(week: WeekProblem, days: tuple[DayEstimate, ...]) -> float:
    """The weight of zones that every week of these teams leaves unmet, or more."""
    body = WeekProgram(week, days)
    unmet = body.cover(week.needs)
    for day, one in enumerate(days):
        body.hold(day, one)
    weight = {zone.id: zone.weight for zone in week.zones}
    try:
        goal = [(variable, weight[zone]) for zone, variable in unmet.items()]
        return max(0.0, body.program.minimise(goal, SECONDS).bound)
    except NotSolved:
        return 0.0


def least_added(week: WeekProblem, days: tuple[DayEstimate, ...]) -> float:
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
        body.hold(day, one, more[day])
    try:
        return max(0.0, body.program.minimise([(one, 1.0) for one in more], SECONDS).bound)
    except NotSolved:
        return 0.0


def needs_possible(week: WeekProblem, days: tuple[DayEstimate, ...]) -> list[Need]:
    """The needs that some team could meet, with nothing else to do."""
    slots = {(day, stop.id) for day, one in enumerate(days) for stop in one.stops}
    return [need for need in week.needs if need.slots & slots]
