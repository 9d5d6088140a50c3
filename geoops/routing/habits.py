"""What an earlier plan has settled, and what leaving it costs: for changes around a decision.

A coordinator who moves one stop has not asked for another day. So each visit that then goes to
another team, or is no longer made, has to bring `CHANGING` seconds on the way, and each that a team
makes before one that used to come first `REORDERING`. A gain of weight counts as it does in any
plan: `MINUTES_PER_WEIGHT` for a weight of one. The search pays this as it pays the way itself
(pyvrp_places.py), so what it finds is worth its disturbance change by change, not only in sum.

Visits that were not made before cost nothing, wherever they come; nor does a pinned one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

CHANGING = 3_600
"""Seconds on the way that a visit's change of team, or its loss, has to be worth."""
REORDERING = 600
"""Seconds on the way that a visit before one that used to come first has to be worth."""


class Visited(Protocol):
    """What is visited, by its stop."""

    @property
    def stop_id(self) -> str:
        """The stop's identifier."""


class Made(Protocol):
    """What one team makes."""

    @property
    def team_id(self) -> str:
        """The team's identifier."""

    @property
    def visits(self) -> Sequence[Visited]:
        """Its visits, in order."""


@dataclass(frozen=True)
class Habits:
    """Which stops each team visited in an earlier plan, in order."""

    orders: Mapping[str, Sequence[str]]
    changing: int = CHANGING
    reordering: int = REORDERING

    @cached_property
    def _place(self) -> Mapping[tuple[str, str], int]:
        """The place of each team's stop in its order."""
        return {
            (team, name): number
            for team, names in self.orders.items()
            for number, name in enumerate(names)
        }

    @cached_property
    def visited(self) -> frozenset[str]:
        """Every stop that was visited."""
        return frozenset(name for names in self.orders.values() for name in names)

    def ways(self, team_id: str, names: Sequence[str | None]) -> NDArray[np.int64]:
        """What it costs that the team goes from each of these places to each other, int64 n × n.

        None stands for a place that is no stop, a base.
        """
        place = np.array([self._place.get((team_id, name or ""), -1) for name in names])
        own = place >= 0
        arriving = np.array([name in self.visited for name in names]) & ~own
        turning = own[:, None] & own & (place[:, None] > place)
        return self.changing * arriving + self.reordering * turning.astype(np.int64)

    def cost(self, outings: Iterable[Made]) -> int:
        """What these outings cost beside their way and what they lose, in seconds on the way."""
        return sum(self._cost(one.team_id, [v.stop_id for v in one.visits]) for one in outings)

    def _cost(self, team_id: str, names: Sequence[str]) -> int:
        place = [self._place.get((team_id, name)) for name in names]
        arriving = sum(p is None and n in self.visited for p, n in zip(place, names, strict=True))
        turning = sum(
            one is not None and other is not None and one > other for one, other in pairwise(place)
        )
        return self.changing * arriving + self.reordering * turning
