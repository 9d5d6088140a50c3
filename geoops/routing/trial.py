"""One run on a published instance: our planner's, or that of PyVRP alone to compare with."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyvrp
from pyvrp.stop import MaxRuntime

from geoops.routing.instance import SECONDS_EACH, Instance
from geoops.routing.solver import solve


@dataclass(frozen=True)
class Trial:
    """What came of it.

    Parameters
    ----------
    cost
        In the instance's units: distance and uncollected prizes; None when no plan kept its rules.
    seconds
        From the problem, already read, to its plan.
    processes
        How many the search was allowed.
    """

    instance: str
    solver: str
    seed: int
    processes: int
    cost: int | None
    best_known: int | None
    seconds: float
    iterations: int

    @property
    def gap(self) -> float | None:
        """Percent above the best known cost."""
        if self.cost is None or not self.best_known:
            return None
        return 100 * (self.cost / self.best_known - 1)

    def document(self) -> dict[str, Any]:
        """The trial for JSON, rounded to what can be read."""
        gap = None if self.gap is None else round(self.gap, 3)
        return asdict(self) | {"seconds": round(self.seconds, 2), "gap": gap}


def solved(instance: Instance, seconds: float, seed: int, processes: int) -> Trial:
    """GeoOps's own problem and solver."""
    problem = instance.problem
    began = time.perf_counter()
    plan = solve(
        problem,
        seconds=seconds,
        seed=seed,
        minutes_per_weight=SECONDS_EACH,
        processes=processes,
    )
    took = time.perf_counter() - began
    return Trial(
        *(instance.name, "geoops", seed, processes, instance.cost(plan)),
        *(instance.best_known, took, plan.iterations),
    )


def solved_bare(instance: Instance, file: Path, seconds: float, seed: int) -> Trial:
    """PyVRP's own reader, model, start and parameters, in one process."""
    data = pyvrp.read(file, instance.rounding)
    began = time.perf_counter()
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False)
    took = time.perf_counter() - began
    best = result.best
    cost = best.distance() + best.uncollected_prizes() if best.is_feasible() else None
    return Trial(
        *(instance.name, "pyvrp", seed, 1, cost),
        *(instance.best_known, took, result.num_iterations),
    )
