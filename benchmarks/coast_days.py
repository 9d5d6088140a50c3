"""Twenty coast days: GeoOps beside VROOM and OR-Tools, on the same problem, time and cores.

    python -m benchmarks.coast_days [--days 1-20] [--seconds 10] [--reference 120]
        [--skip-reference] [--skip-rivals] [--json FILE]

Days 1 to 20 are made from their seeds (`benchmarks/coast/scenes.py`): 40 to 120 stops, 4 to 12
teams, shifts with a meal of 45 minutes in a window, languages and health care, seats, opening
hours and a GUDA slot, "not this team" and "only these", visits by two teams at once, visits three
hours apart, loops on foot; most have more work than hours.

Each planner has `--seconds` and both cores, one after the other: GeoOps `solve()` in two processes,
VROOM with two threads (`coast/vroom_rival.py`), OR-Tools in two processes
(`coast/ortools_rival.py`).
Every plan is checked by the tests' validator, which shares no code with any of them, and weighed
alike: required stops missed, then weight covered, then minutes on the way.

What they cannot express, and what is done so that it does not count against them:

- Two teams at one moment (VROOM, and OR-Tools without constraints that slow it down) and two visits
  far enough apart (VROOM): both are given the doors by which GeoOps's own plan keeps these ties, so
  that this plan, and any better one with those doors, is theirs to find.
- Required before weight (VROOM): several scales of priorities, the best counts.
- What does not hold of a rival's orders is mended as GeoOps mends its own, and what it left out is
  put in where it fits.
- No team has a longest outing, which VROOM does not know.

Weight comes before time for all of them: GeoOps's exchange of the one for the other
(`minutes_per_weight`), and OR-Tools' penalties with it, are set so high that weight decides; at the
desk, an hour's way is not made for a twentieth of a visit.

The plan "on screen" after 1 s or 3 s is the last that `solve()` has told by then, in the run of
`--seconds`; through the worker, database and stream it is there up to 0.4 s later
(`WRITE_EVERY` in `geoops/desk/solving.py`). Its shortfall is that of its weight against a run of
`--reference` seconds. Parts may be run one after the other with the same `--json` file, which keeps
what was measured before; the table is of all that it holds.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.coast import ortools_rival, vroom_rival
from benchmarks.coast.judging import WEIGHT_FIRST, Judge, Value
from benchmarks.coast.scenes import DAYS, Scene, scene
from benchmarks.planning import demonstration_extract
from geoops.routing.build import build
from geoops.routing.network import Network
from geoops.routing.plan import Plan
from geoops.routing.solver import solve
from geoops.settings import Settings

MOMENTS = (1.0, 3.0)
"""Seconds at which the plan on the screen is looked at."""

PROCESSES = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", default=f"1-{DAYS}", help="such as 3, 1-20 or 2,5,9")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--reference", type=float, default=120.0)
    parser.add_argument("--skip-reference", action="store_true")
    parser.add_argument("--skip-rivals", action="store_true")
    parser.add_argument("--json", type=Path)
    choices = parser.parse_args()
    known: dict[str, Any] = {}
    if choices.json and choices.json.exists():
        known = json.loads(choices.json.read_text())
    with tempfile.TemporaryDirectory(prefix="geoops-bench-") as home:
        settings = Settings(home=Path(home))
        build(settings, demonstration_extract(Path(home)))
        network = Network(settings)
        for seed in seeds_of(choices.days):
            day = known.setdefault(str(seed), {})
            day |= measure(scene(network, seed), choices)
            print(f"day {seed}: load {os.getloadavg()[0]:.1f}, {told(day)}", flush=True)
            if choices.json:
                choices.json.write_text(json.dumps(known, indent=1))
    report([{"seed": seed, **known[seed]} for seed in sorted(known, key=int)], choices)


def seeds_of(words: str) -> list[int]:
    """The seeds that are asked for."""
    spans = [part.partition("-") for part in words.split(",")]
    return [n for low, _, high in spans for n in range(int(low), int(high or low) + 1)]


def measure(day: Scene, choices: argparse.Namespace) -> dict[str, Any]:
    """Every figure of one day that is asked for."""
    judge = Judge(day.problem)
    found: dict[str, Any] = {
        "stops": len(day.problem.stops),
        "teams": len(day.problem.teams),
        "fullness": round(day.fullness, 2),
        "all": round(sum(stop.weight for stop in day.problem.stops), 2),
    }
    if not choices.skip_rivals:
        found |= contest(day, judge, choices.seconds)
    if not choices.skip_reference:
        plans = searched(day, choices.reference)
        found["reference"] = as_json(judge.value(plans[-1][0]))
        found |= {f"reference at {at:g}": as_json(judge.value(shown(plans, at))) for at in MOMENTS}
    return found


def contest(day: Scene, judge: Judge, seconds: float) -> dict[str, Any]:
    """GeoOps at every moment, then each rival with the doors of its plan."""
    plans = searched(day, seconds)
    ours = {"first": plans[0][0], **{f"at {at:g}": shown(plans, at) for at in MOMENTS}}
    found = {name: judge.value(plan) for name, plan in (ours | {"geoops": plans[-1][0]}).items()}
    arranged = judge.arranged(plans[-1][0])
    found["vroom"] = judge.best(arranged, vroom_rival.plans(arranged, judge.worth, seconds))
    found["ortools"] = judge.best(arranged, ortools_rival.plans(arranged, judge.worth, seconds))
    return {"first after": round(plans[0][1], 2), **{k: as_json(v) for k, v in found.items()}}


def searched(day: Scene, seconds: float) -> list[tuple[Plan, float]]:
    """Every plan told, and when; the last is the one returned."""
    plans: list[tuple[Plan, float]] = []
    solve(
        day.problem,
        seconds=seconds,
        seed=day.seed,
        processes=PROCESSES,
        minutes_per_weight=WEIGHT_FIRST,
        on_progress=lambda plan, at: plans.append((plan, at)),
    )
    return plans


def shown(plans: list[tuple[Plan, float]], moment: float) -> Plan:
    """The plan on the screen at that moment; the first one if none was there yet."""
    return [plan for plan, at in plans if at <= moment or plan is plans[0][0]][-1]


def as_json(value: Value) -> list[float]:
    return [value.missed, value.weight, value.minutes]


def winner(day: dict[str, Any]) -> str:
    """Who has the best plan after equal time; a tie is nobody's."""
    names = {"geoops": "GeoOps", "vroom": "VROOM", "ortools": "OR-Tools"}
    best = max(day[name] for name in names)
    return " = ".join(words for name, words in names.items() if day[name] == best)


def shortfall(day: dict[str, Any], name: str) -> float:
    """Percent of weight that is missing against the reference."""
    return 100 * (1 - day[name][1] / day["reference"][1])


def told(day: dict[str, Any]) -> str:
    """A day's figures in one line."""
    names = ("first", "at 1", "at 3", "geoops", "reference", "vroom", "ortools")
    return ", ".join(f"{name} {Value(*day[name])}" for name in names if name in day)


def report(days: list[dict[str, Any]], choices: argparse.Namespace) -> None:
    """The table, weight / minutes, and what it comes to."""
    print(f"\nSeeds {', '.join(str(day['seed']) for day in days)}; weight / minutes on the way.\n")
    columns = {
        "first": "first plan",
        "at 1": "1 s",
        "at 3": "3 s",
        "geoops": f"GeoOps {choices.seconds:g} s",
        "vroom": f"VROOM {choices.seconds:g} s",
        "ortools": f"OR-Tools {choices.seconds:g} s",
        "reference": f"GeoOps {choices.reference:g} s",
    }
    head = ["day", "stops", "teams", "full", "all", *columns.values(), "best"]
    print(f"| {' | '.join(head)} |\n| {' | '.join(['---:'] * (len(head) - 1))} | --- |")
    for day in days:
        cells = [str(day[name]) for name in ("seed", "stops", "teams", "fullness", "all")]
        cells += [str(Value(*day[name])) if name in day else "" for name in columns]
        print(f"| {' | '.join(cells)} | {winner(day) if 'vroom' in day else ''} |")
    contested = [day for day in days if "vroom" in day]
    if contested:
        wins = sum(winner(day) == "GeoOps" for day in contested)
        ties = sum("GeoOps =" in winner(day) for day in contested)
        print(f"\nGeoOps is better than both on {wins} of {len(contested)} days, equal on {ties}.")
        slowest = max(day["first after"] for day in contested)
        print(f"The first plan was there after {slowest:.2f} s at most.")
    for at in (f"at {moment:g}" for moment in MOMENTS):
        known = [day for day in contested if "reference" in day]
        if known:
            worst = max(known, key=lambda day: shortfall(day, at))
            print(
                f"Worst shortfall {at} s: {shortfall(worst, at):.2f} % (day {worst['seed']});"
                f" mean {sum(shortfall(day, at) for day in known) / len(known):.2f} %."
            )


if __name__ == "__main__":
    main()
