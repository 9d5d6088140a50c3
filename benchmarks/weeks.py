"""How soon a week is planned, how good it is, and whether the same seed gives the same week.

    python -m benchmarks.weeks [--weeks 1-8] [--twice] [--json FILE]

Weeks are made from their seeds: 24 to 60 zones of the demonstration's coast and near it, which want
a visit every one to fourteen days, and teams of its bases. Odd weeks are normal (`full` well under
1: the hours that the visits take at least, over those of the teams), even ones overfull. For each:
seconds to the first whole week and to the last, the zones met and the weight unmet of both, and
with `--twice` whether a second run ends with the same visits.
"""

import argparse
import json
import os
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.coast_days import seeds_of
from benchmarks.planning import demonstration_extract
from geoops.demonstration.places import demonstration_bases, demonstration_zones
from geoops.errors import GeoOpsError
from geoops.routing.build import build
from geoops.routing.narrowed import narrowed
from geoops.routing.network import Network
from geoops.routing.plan import Plan
from geoops.routing.points import Point
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team, Window
from geoops.routing.week import WeekDay, WeekProblem, WeekZone
from geoops.routing.week_day import hours_of, present
from geoops.routing.week_plan import WeekPlan, visited
from geoops.routing.week_solver import Effort, Step, plan_week
from geoops.settings import Settings
from tests.routing.plan_validator import complaints
from tests.routing.week_validator import late

MONDAY = date(2026, 3, 2)
DAYS = 7
HOUR, MINUTE = 3600, 60
SIZES = (24, 24, 32, 32, 40, 40, 60, 60)
"""How many zones a week of each number has; beyond, they begin again."""
NORMAL, OVERFULL = 0.55, 1.15
"""The share of their hours that visits alone take, which decides how many teams there are."""
EVERY = (1, 1, 2, 2, 3, 3, 4, 5, 7, 7, 14)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", default="1-8", help="such as 2, 1-8 or 2,4")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--json", type=Path)
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="geoops-bench-") as home:
        settings = Settings(home=Path(home))
        build(settings, demonstration_extract(Path(home)))
        network = Network(settings)
        found = []
        for seed in seeds_of(choices.weeks):
            found.append(measured(network, seed, twice=choices.twice))
            print(f"load {os.getloadavg()[0]:.1f}: {found[-1]}", flush=True)
    if choices.json:
        choices.json.write_text(json.dumps(found, indent=1))
    report(found)


def measured(network: Network, seed: int, *, twice: bool) -> dict[str, Any]:
    """The figures of one week."""
    week = week_of(network, seed)
    plan, steps, seconds = planned(week, seed)
    first, at = steps[0]
    figures = {
        "week": seed,
        "zones": len(week.zones),
        "teams": len(week.days[0].problem.teams) - len(week.days[0].extra),
        "full": round(fullness(week), 2),
        "first after": round(at, 2),
        "first": told(week, first),
        "last after": round(seconds, 2),
        "last": told(week, plan),
        "at least": round(plan.unmet_at_least, 1),
        "missing": [round(s / HOUR, 1) for s in hours_missing(plan)],
    }
    if twice:
        again, _, _ = planned(week, seed)
        same = visited(again.days) == visited(plan.days)
        figures["same"] = same and hours_missing(again) == hours_missing(plan)
    return figures


def planned(week: WeekProblem, seed: int) -> tuple[WeekPlan, list[tuple[WeekPlan, float]], float]:
    """The week, every better one told with the second it was, and the seconds of all."""
    began, steps = time.perf_counter(), list[tuple[WeekPlan, float]]()

    def told_of(step: Step) -> None:
        if step.best is not None and (not steps or step.best is not steps[-1][0]):
            steps.append((step.best, time.perf_counter() - began))

    plan = plan_week(week, Effort(seed=seed), told_of)
    seconds = time.perf_counter() - began
    assert plan is not None
    for number, day in enumerate(plan.days):
        _refuse_broken(week, number, day)
    return plan, steps or [(plan, seconds)], seconds


def _refuse_broken(week: WeekProblem, number: int, day: Plan) -> None:
    """Raise `ValueError` if the tests' validator finds anything wrong with a day."""
    asked = {visit.stop_id for out in day.outings for visit in out.visits}
    asked |= {one.stop_id for one in day.left_out}
    problem = week.days[number].problem
    stops = [stop for stop in problem.stops if stop.id in asked]
    wrong = complaints(narrowed(problem, present(week, number), stops), day)
    if found := [words for words in wrong if "weight" not in words]:
        raise ValueError("; ".join(found))


def told(week: WeekProblem, plan: WeekPlan) -> str:
    """Zones met, weight unmet, evenings late, and minutes on the way."""
    evenings = len(late(week, [plan.days]))
    way = sum(day.travel for day in plan.days) / MINUTE
    met = len(week.zones) - len(plan.zones_unmet)
    return f"{met} met, {plan.unmet:.1f} unmet, {evenings} late, {way:.0f} min"


def hours_missing(plan: WeekPlan) -> tuple[int, int]:
    """The seconds missing at least, and enough."""
    return (plan.shortage.at_least, plan.shortage.enough) if plan.shortage else (0, 0)


def fullness(week: WeekProblem) -> float:
    """The time that the visits wanted take, over the hours of the teams."""
    wanted = sum(
        of.problem.stop[zone.id].service / zone.every[number]
        for number, of in enumerate(week.days)
        for zone in week.zones
    )
    hours = sum(
        hours_of(team) for of in week.days for team in of.problem.teams if team.id not in of.extra
    )
    return wanted / hours


def week_of(network: Network, seed: int) -> WeekProblem:
    """The week of a seed."""
    random = np.random.default_rng([2027, seed])
    count = SIZES[(seed - 1) % len(SIZES)]
    spots = _spots(network, random, count)
    service = [int(random.integers(4, 13)) * 5 * MINUTE for _ in spots]
    every = [int(random.choice(EVERY)) for _ in spots]
    weights = [float(random.integers(1, 11)) for _ in spots]
    daily = sum(s / n for s, n in zip(service, every, strict=True)) / HOUR
    teams = max(1, round(daily / 7.25 / (NORMAL if seed % 2 else OVERFULL)))
    stops = [
        Stop(f"z{n}", f"Zone {n}", Kind.ZONE, spot, service[n]) for n, spot in enumerate(spots)
    ]
    there, extra = _teams(teams)
    problem = PatrolProblem.on_roads(MONDAY, [*there, *extra], stops, network)
    day = WeekDay(problem, frozenset(team.id for team in extra))
    zones = [
        WeekZone(
            *(stop.id, stop.name, weights[n], int(random.integers(1, every[n] + 1))),
            every=(every[n],) * DAYS,
            stops=((stop.id,),) * DAYS,
        )
        for n, stop in enumerate(stops)
    ]
    return WeekProblem((day,) * DAYS, tuple(zones))


def _teams(count: int) -> tuple[list[Team], list[Team]]:
    """Who is there, and who could be added: one of each base."""
    bases = [base.position for base in demonstration_bases()]
    hours = Window(9 * HOUR, 16 * HOUR + 15 * MINUTE)
    there = [Team(f"t{n}", f"Team {n}", bases[n % 3], bases[n % 3], hours) for n in range(count)]
    longest = Window(8 * HOUR, 18 * HOUR)
    extra = [Team(f"extra {n}", "", base, base, longest) for n, base in enumerate(bases)]
    return there, extra


def _spots(network: Network, random: np.random.Generator, count: int) -> list[Point]:
    """The demonstration's zones, and as many places at a road near them as it takes."""
    known = [zone.access for zone in demonstration_zones()]
    found = dict.fromkeys(known[:count])
    while len(found) < count:
        x, y = known[int(random.integers(len(known)))]
        near = (x + float(random.normal(0, 0.03)), y + float(random.normal(0, 0.02)))
        try:
            found[network.nearest(near, "car").position] = None
        except GeoOpsError:  # in the sea
            continue
    return [*found]


def report(found: list[dict[str, Any]]) -> None:
    """The table."""
    names = list(found[0])
    print(f"\n| {' | '.join(names)} |\n| {' | '.join('---' for _ in names)} |")
    for one in found:
        print(f"| {' | '.join(str(one[name]) for name in names)} |")


if __name__ == "__main__":
    main()
