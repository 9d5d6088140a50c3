"""Checks a week's plan day by day and evening by evening, sharing no code with what made it.

The days' own plans are left to `plan_validator`, which shares none either; what a visit weighs on
its day is the week's business and not looked at.
"""

from collections.abc import Iterator
from dataclasses import replace

from tests.routing.days import day
from tests.routing.plan_validator import complaints


def week_complaints(week, plan):
    """Every rule that the week breaks, in words."""
    found = [*_days(week, plan.days, extra=False), *_promises(week, plan)]
    if plan.shortage:
        found += [*_days(week, plan.shortage.days, extra=False), *_enough(week, plan)]
        found += _days(week, plan.shortage.added, extra=True)
    return found


def late(week, plans):
    """The zones that have waited too long, with the day on whose evening they had."""
    made = [{v.stop_id for p in several if p for o in p.outings for v in o.visits}
            for several in zip(*plans, strict=True)]  # fmt: skip
    return {(zone.id, number) for zone in week.zones for number in _evenings(week, zone, made)}


def _evenings(week, zone, made) -> Iterator[int]:
    last = None if zone.since is None else -zone.since
    for number, visits in enumerate(made):
        names = zone.stops[number]
        here = [name for name in names if name in visits]
        last = number if here else last
        stop = week.days[number].problem.stop
        asked = [name for name in names if stop[name].required]
        waited = last is None or number - last >= zone.every[number]
        missed = len(here) < len(names) if len(names) > 1 else waited
        if missed or not set(asked) <= visits:
            yield number


def _days(week, plans, *, extra) -> Iterator[str]:
    """Every day's plan holds with the teams of that day, or with those that could be added."""
    for number, (of, plan) in enumerate(zip(week.days, plans, strict=True)):
        if plan is None:
            continue
        stops = [s for s in of.problem.stops if s.id in _told_of(plan)]
        teams = [t for t in of.problem.teams if (t.id in of.extra) == extra]
        if extra:
            teams = [_as(of, out.team_id) for out in plan.outings]
        for words in complaints(day(teams, stops), plan):
            if "weight" not in words:
                yield f"day {number}: {words}"


def _as(of, name):
    """The team that an added one is a copy of, by its name."""
    (team,) = [team for team in of.problem.teams if name.startswith(f"{team.id} ")]
    return replace(team, id=name)


def _told_of(plan):
    visited = {visit.stop_id for out in plan.outings for visit in out.visits}
    return visited | {one.stop_id for one in plan.left_out}


def _promises(week, plan) -> Iterator[str]:
    """A zone is said to be met if it is, and missed on the evenings on which it is late."""
    found = late(week, [plan.days])
    said = {(need.zone_id, need.day) for need in plan.missed}
    if found != said:
        yield f"late {sorted(found)}, but said to be late {sorted(said)}"
    zones = {zone for zone, _ in found}
    if abs(plan.unmet - sum(z.weight for z in week.zones if z.id in zones)) > 1e-6:
        yield "the weight unmet is not that of the zones that are late"
    if plan.unmet < plan.unmet_at_least - 1e-6:
        yield "less is unmet than was proved to be at least"


def _enough(week, plan) -> Iterator[str]:
    """With the added teams nothing is late but what is beyond them, and their hours add up."""
    missing = plan.shortage
    found = late(week, [missing.days, missing.added])
    if found != {(need.zone_id, need.day) for need in missing.beyond}:
        yield f"late {sorted(found)} even with the hours that are said to be enough"
    seconds = sum(o.back - o.departure for p in missing.added if p for o in p.outings)
    if seconds != missing.enough:
        yield "the hours that are enough are not those of the added teams"
    if missing.at_least > missing.enough and not missing.beyond:
        yield "more is said to be missing at least than is said to be enough"
