"""How a large plan is annealed: the temperatures of a search's turns.

Temperatures are in mean legs of the plan. All below 1 was found by trying on public instances of
360, 480 and 840 clients in half a minute (docs/performance.md): what matters happens between 1 and
0.15; a plan that is cut in halves while it is hot never finds its way across the cut again, so the
first halves are short, and each is cut elsewhere. A plan that has set is heated again, from the
best one: twice wholly and twice to half the heat finds better plans than one long fall does, and
hardly ever a bad one.
"""

from dataclasses import dataclass
from typing import Any

from pyvrp import ProblemData

HALVED = 600
"""From so many clients on, annealing goes on in halves."""

_SET = 0.35


@dataclass(frozen=True)
class Cooling:
    """How the temperature falls in one turn, geometrically."""

    hot: float
    cold: float

    @property
    def sets(self) -> bool:
        """Whether the plan has set at the end: then the best that it passed is worth more."""
        return self.cold < _SET

    def at(self, share: float) -> float:
        """The temperature after a share of the turn."""
        return float(self.hot * (self.cold / self.hot) ** min(1.0, share))


type Schedule = tuple[tuple[float, Cooling | None], ...]
"""For each turn the share of the search that is over after it, and its cooling; without one it is
a local search."""

WHOLE: Schedule = (
    (0.22, Cooling(1.0, 0.15)),
    (0.44, Cooling(1.0, 0.15)),
    (0.64, Cooling(0.5, 0.15)),
    (0.84, Cooling(0.5, 0.15)),
    (1.0, None),
)
IN_HALVES: Schedule = (
    (0.08, Cooling(1.0, 0.8)),
    (0.16, Cooling(0.8, 0.65)),
    (0.24, Cooling(0.65, 0.5)),
    (0.32, Cooling(0.5, 0.42)),
    (0.40, Cooling(0.42, 0.36)),
    (0.48, Cooling(0.36, 0.3)),
    (0.56, Cooling(0.3, 0.2)),
    (0.62, Cooling(0.25, 0.15)),
    (0.72, Cooling(0.4, 0.15)),
    (0.82, Cooling(0.4, 0.15)),
    (0.92, Cooling(0.35, 0.12)),
    (1.0, None),
)


def schedule(data: ProblemData) -> Schedule | None:
    """How to anneal a large problem; None where it does not pay.

    Where most clients may be left out (the prize-collecting instances), the plan that the local
    search makes is better: leaving a client out is then the cheapest way to loosen a plan. Nor does
    annealing know costs that are not time on the way (habits.py).
    """
    pairs: Any = zip(data.distance_matrices(), data.duration_matrices(), strict=True)
    if any((cost != time).any() for cost, time in pairs):
        return None
    if 2 * sum(must_be_visited(data)) <= data.num_clients:
        return None
    return IN_HALVES if data.num_clients >= HALVED else WHOLE


def must_be_visited(data: ProblemData) -> list[bool]:
    """For each client whether every plan visits it, or another of its group."""
    groups = data.groups()
    return [
        client.required or (client.group is not None and groups[client.group].required)
        for client in data.clients()
    ]
