"""How soon a day's plan is there, and how much of the time is the solver's.

    python -m benchmarks.planning [--extract FILE.osm.pbf] [--days 5] [--seconds 4]

Each day has 60 stops, 8 teams and 3 bases: the demonstration's zones, camps, sites and bases on its
road network, or random places of the extract that is given. Prints Markdown: medians over the
days, worst, and ratios against bare PyVRP, which gets the very same matrices, prizes and seed and
no callbacks: put together as ours for the time of equal iterations, with its own defaults for what
it finds in equal time.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations, MaxRuntime

from geoops.demonstration.geography import Position
from geoops.demonstration.places import (
    demonstration_bases,
    demonstration_camps,
    demonstration_sites,
    demonstration_zones,
)
from geoops.demonstration.prepare import NETWORK_SOURCE
from geoops.demonstration.roads import write_osm
from geoops.routing.beginning import first_of
from geoops.routing.build import build
from geoops.routing.ground import Ground
from geoops.routing.itinerary import itineraries
from geoops.routing.network import Network
from geoops.routing.plan import Outing, Plan
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team, Window
from geoops.routing.pyvrp_model import model_of
from geoops.routing.reasons import obstacles
from geoops.routing.search import Searcher
from geoops.routing.solver import solve, worth_of
from geoops.routing.weight import weight_of
from geoops.settings import Settings

STOPS, TEAMS, BASES, ITERATIONS = 60, 8, 3, 2_000
HOUR = 3600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extract", type=Path)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="geoops-bench-") as home:
        settings = Settings(home=Path(home))
        build(settings, choices.extract or demonstration_extract(Path(home)))
        network = Network(settings)
        network.nearest(
            scene(network, 0)[0][0].start, "car"
        )  # starts the engine, which is not what is timed
        days = [measure(network, seed, choices.seconds) for seed in range(choices.days)]
        source = network.manifest().source
    print(f"{source}, {STOPS} stops, {TEAMS} teams, {BASES} bases, {len(days)} days\n")
    report(days, choices.seconds)


def demonstration_extract(folder: Path) -> Path:
    extract = folder / NETWORK_SOURCE
    write_osm(extract)
    return extract


def spots_of(network: Network, random: np.random.Generator) -> list[Position]:
    """The bases, then the stops: the demonstration's on its network, random ones on any other."""
    if network.manifest().source == NETWORK_SOURCE:
        stops = [zone.access for zone in demonstration_zones()]
        stops += [place.position for place in (*demonstration_camps(), *demonstration_sites())]
        return [*(base.position for base in demonstration_bases()), *stops[:STOPS]]
    west, south, east, north = network.manifest().bounds
    longitudes, latitudes = (
        random.uniform(low, high, BASES + STOPS).tolist()
        for low, high in ((west, east), (south, north))
    )
    return list(zip(longitudes, latitudes, strict=True))


def scene(network: Network, seed: int) -> tuple[list[Team], list[Stop]]:
    """A day with about a quarter more to do than its teams can."""
    random = np.random.default_rng(seed)
    spots = spots_of(network, random)
    shifts = [Window(8 * HOUR, 13 * HOUR), Window(13 * HOUR, 18 * HOUR)]
    teams = [
        Team(f"t{n}", f"Team {n}", spots[n % BASES], spots[n % BASES], shifts[n % 2], "car")
        for n in range(TEAMS)
    ]
    hours = [(Window(0, 24 * HOUR),), (Window(9 * HOUR, 11 * HOUR), Window(14 * HOUR, 17 * HOUR))]
    stops = [
        Stop(
            id=f"s{n}",
            name=f"Stop {n}",
            kind=Kind.ZONE,
            position=spots[BASES + n],
            service=int(random.integers(30, 70)) * 60,
            windows=hours[int(random.integers(2))],
            required=bool(random.random() < 0.1),
            weight=weight_of(float(random.integers(1, 20)), float(random.choice([2, 7, 14]))),
        )
        for n in range(STOPS)
    ]
    return teams, stops


def measure(network: Network, seed: int, seconds: float) -> dict[str, float]:
    """Every figure of one day: seconds, but for the weights."""
    teams, stops = scene(network, seed)
    began = perf_counter()
    problem = PatrolProblem.on_roads(date(2026, 3, 2), teams, stops, network)
    found: dict[str, float] = {"tables": perf_counter() - began}
    told: list[tuple[Plan, float]] = []
    plan = solve(problem, seconds=seconds, seed=seed, on_progress=lambda *it: told.append(it))
    found["first plan"] = found["tables"] + told[0][1]
    found["first drawn"], _ = timed(lambda: itineraries(told[0][0], problem, network))
    found["first shown"] = found["first plan"] + found["first drawn"]
    model, worth = bare(problem)
    rest = pyvrp.solve(model.data, MaxRuntime(seconds), seed=seed, collect_stats=False)
    ours, theirs = value(problem, plan.outings), value(problem, model.outings(rest.best))
    found |= {"weight": ours[0], "travel": ours[1]}
    found |= {"bare weight": theirs[0], "bare travel": theirs[1]}
    found["steps"], _ = timed(
        lambda: solve(problem, iterations=ITERATIONS, seed=seed, on_progress=lambda *_: None)
    )
    found["bare steps"], _ = timed(lambda: searched(model, worth, seed))
    return found


def searched(model: Any, worth: dict[str, int], seed: int) -> pyvrp.Solution:
    """The solver's share: the same search from the same start, and nothing else."""
    start = first_of(model, worth, seed)
    ground = Ground(model, worth)
    ground.settle(start)
    searcher = Searcher(ground.data, seed, ground.penalties)
    return searcher.improve(start, MaxIterations(ITERATIONS), ITERATIONS)


def bare(problem: PatrolProblem) -> tuple[Any, dict[str, int]]:
    """The model that `solve` would make, and what each stop is worth in it."""
    worth = worth_of(problem, obstacles(problem))
    return model_of(problem, (problem.stop[name] for name in worth), worth), worth


def value(problem: PatrolProblem, outings: Iterable[Outing]) -> tuple[float, float]:
    """The weight visited, and the seconds on the way."""
    visits = [visit.stop_id for one in outings for visit in one.visits]
    return sum(problem.stop[name].weight for name in visits), sum(one.travel for one in outings)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def report(days: list[dict[str, float]], seconds: float) -> None:
    """The table; the ratios are medians of each day's ratio."""
    rows = [
        ("travel table on roads", "tables"),
        ("first plan, table included", "first plan"),
        ("first plan drawn on roads, all included", "first shown"),
        (f"{ITERATIONS:,} iterations through solve(), with progress", "steps"),
        (f"{ITERATIONS:,} iterations of bare PyVRP", "bare steps"),
    ]
    print("| what | median s | worst s |\n| --- | --- | --- |")
    for words, name in rows:
        figures = [day[name] for day in days]
        print(f"| {words} | {median(figures):.3f} | {max(figures):.3f} |")
    time = median(day["steps"] / day["bare steps"] for day in days)
    weight = median(day["weight"] / day["bare weight"] for day in days)
    travel = median(day["travel"] / day["bare travel"] for day in days)
    print("\n| ratio against bare PyVRP | median |\n| --- | --- |")
    print(f"| time of the same iterations | {time:.3f} |")
    print(f"| weight visited after {seconds:g} s (above 1 is better) | {weight:.4f} |")
    print(f"| time on the way for it (below 1 is better) | {travel:.3f} |")


if __name__ == "__main__":
    main()
