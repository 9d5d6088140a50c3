"""How much a move by hand changes beside what it was asked to change, and what it costs.

    python -m benchmarks.moves [--days 1,5,8,12,15] [--moves 4] [--iterations 1500] [--freely]

Days are those of `benchmarks/coast/scenes.py`, planned once with a seed and iterations, so that the
figures are the same on every machine. On each, stops of the plan are put to another team that may
visit them, at a place in its order: drawn by chance, the same for every version. *Changed* counts
the other stops that go to another team, are no longer visited or newly are; *order* those that stay
with their team but not in its order (the fewest that would have to be taken out for the rest to be
as before); *times* those left as they were that come more than five minutes sooner or later. *Lost*
is the weight before less the weight after; `*` where the moved stop itself could not be kept.
Seconds are until the first plan around the move is told, and until the last. Prints Markdown.
"""

import argparse
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.coast.scenes import scene
from benchmarks.planning import demonstration_extract
from geoops.routing.build import build
from geoops.routing.by_hand import replan
from geoops.routing.network import Network
from geoops.routing.overridden import Overridden, orders_of
from geoops.routing.overrides import Overrides, Pin
from geoops.routing.plan import Plan
from geoops.routing.problem import PatrolProblem
from geoops.routing.solver import solve
from geoops.settings import Settings

BASE_ITERATIONS = 4_000
NOTICED = 300


@dataclass(frozen=True)
class Figures:
    """What a move has changed."""

    changed: int
    order: int
    times: int
    lost: float
    kept: bool
    first: float
    last: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", default="1,5,8,12,15")
    parser.add_argument("--moves", type=int, default=4)
    parser.add_argument("--iterations", type=int, default=1_500)
    parser.add_argument("--freely", action="store_true")
    choices = parser.parse_args()
    print("| day | stops | teams | changed | order | times | lost | first s | last s |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    found: list[Figures] = []
    with tempfile.TemporaryDirectory(prefix="geoops-bench-") as home:
        settings = Settings(home=Path(home))
        build(settings, demonstration_extract(Path(home)))
        network = Network(settings)
        for day in map(int, choices.days.split(",")):
            problem = scene(network, day).problem
            base = solve(problem, iterations=BASE_ITERATIONS, seed=day)
            size = f"{day} | {len(problem.stops)} | {len(problem.teams)}"
            for pin in moves(problem, base, day, choices.moves):
                one = measured(problem, base, pin, choices.iterations, calm=not choices.freely)
                found.append(one)
                print(f"| {size} | {_row(one)} |", flush=True)
    print(_summary(found))


def moves(problem: PatrolProblem, base: Plan, seed: int, number: int) -> Iterator[Pin]:
    """Stops put by chance to another team that may visit them, at a place in its order."""
    random = np.random.default_rng([7, seed])
    orders = orders_of(base.outings)
    tied = {name for tie in problem.apart for name in (tie.one, tie.other)}
    visits = [(team, name) for team, names in orders.items() for name in names if name not in tied]
    while number:
        team, name = visits[int(random.integers(len(visits)))]
        stop = problem.stop[name]
        others = [one.id for one in problem.teams if one.id != team and one.may_visit(stop)]
        if stop.teams > 1 or not others:
            continue
        to = others[int(random.integers(len(others)))]
        yield Pin(name, to, int(random.integers(len(orders.get(to, ())) + 1)))
        number -= 1


def measured(
    problem: PatrolProblem, base: Plan, pin: Pin, iterations: int, *, calm: bool
) -> Figures:
    """One move, planned around."""
    told: list[float] = []
    began = perf_counter()
    plan = replan(
        Overridden(problem, Overrides((pin,)), base),
        iterations=iterations,
        seed=1,
        calm=calm,
        on_progress=lambda _, seconds: told.append(seconds),
    )
    took = perf_counter() - began
    before, after = orders_of(base.outings), orders_of(plan.outings)
    of, to = _pairs(before), _pairs(after)
    names = {name for _, name in of | to} - {pin.stop_id}
    same = {name for team, name in of & to if name != pin.stop_id}
    start = {(one.team_id, v.stop_id): v.start for one in base.outings for v in one.visits}
    now = {(one.team_id, v.stop_id): v.start for one in plan.outings for v in one.visits}
    moved_in_order = sum(
        _out_of_order(
            [n for n in names if (team, n) in to and n != pin.stop_id], after.get(team, ())
        )
        for team, names in before.items()
    )
    times = sum(
        abs(now[pair] - start[pair]) > NOTICED for pair in of & to if pair[1] != pin.stop_id
    )
    return Figures(
        changed=len(names - same),
        order=moved_in_order,
        times=times,
        lost=base.weight - plan.weight,
        kept=(pin.team_id, pin.stop_id) in to,
        first=told[0],
        last=took,
    )


def _pairs(orders: dict[str, Sequence[str]]) -> set[tuple[str, str]]:
    return {(team, name) for team, names in orders.items() for name in names}


def _out_of_order(before: Sequence[str], after: Sequence[str]) -> int:
    """How many of `before` are outside the longest run that keeps its order in `after`."""
    place = {name: number for number, name in enumerate(after)}
    tails: list[int] = []
    for number in (place[name] for name in before):
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
    return len(before) - len(tails)


def _row(one: Figures) -> str:
    lost = f"{one.lost:.2f}{'' if one.kept else ' *'}"
    return f"{one.changed} | {one.order} | {one.times} | {lost} | {one.first:.2f} | {one.last:.2f}"


def _summary(found: Sequence[Figures]) -> str:
    def both(values: Sequence[float]) -> str:
        return f"{median(values):.2f} / {max(values):.2f}"

    return (
        f"\n{len(found)} moves, median / worst: changed {both([it.changed for it in found])}, "
        f"order {both([it.order for it in found])}, times {both([it.times for it in found])}, "
        f"lost {both([it.lost for it in found])} (sum {sum(it.lost for it in found):.2f}), "
        f"first {both([it.first for it in found])} s, last {both([it.last for it in found])} s"
    )


if __name__ == "__main__":
    main()
