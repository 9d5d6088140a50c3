"""A small front over HiGHS (`geoops.routing.highs`): variables and rows; then a minimum."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csr_array

from geoops.errors import GeoOpsError
from geoops.routing.highs import solved

type Terms = list[tuple[int, float]]
"""Variables by their numbers, each with its factor; one that comes twice counts twice."""

UNLIMITED = np.inf
_SLACK = 1e-6
"""What a minimum may be missed by when it is held while another one is sought."""


class NotSolved(GeoOpsError):
    """No solution was found in time, or there is none."""

    code = "program-not-solved"
    template = "The days of the visits could not be chosen in time. Try with fewer teams or zones."


@dataclass(frozen=True)
class Minimum:
    """The values of all variables, what they cost, and what nothing can cost less than."""

    values: NDArray[np.float64]
    cost: float
    bound: float

    def chosen(self, variable: int) -> bool:
        """Whether a whole variable of 0 or 1 is 1."""
        return bool(self.values[variable] > 0.5)


@dataclass
class IntegerProgram:
    """Variables between bounds, some of them whole, and rows that hold between limits."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    limits: list[tuple[float, float]] = field(default_factory=list)

    def variable(self, upper: float = 1.0, *, whole: bool = False) -> int:
        """The number of a new variable from 0 to `upper`."""
        self.lower.append(0.0)
        self.upper.append(upper)
        self.whole.append(int(whole))
        return len(self.upper) - 1

    def row(
        self,
        terms: Iterable[tuple[int, float]],
        *,
        least: float = -UNLIMITED,
        most: float = UNLIMITED,
    ) -> None:
        """Hold the sum of `terms` between two limits."""
        number = len(self.limits)
        self.entries += [(number, variable, factor) for variable, factor in terms]
        self.limits.append((least, most))

    def minimise(self, costs: Terms, seconds: float) -> Minimum:
        """The cheapest values found within `seconds`.

        Raises
        ------
        NotSolved
            None were found.
        """
        cost = np.zeros(len(self.upper))
        for variable, factor in costs:
            cost[variable] += factor
        found = solved(
            cost,
            integrality=np.array(self.whole),
            bounds=Bounds(np.array(self.lower), np.array(self.upper)),
            constraints=self._rows() if self.limits else None,
            options={"time_limit": seconds},
        )
        if found.x is None:
            raise NotSolved
        bound = found.mip_dual_bound if found.mip_dual_bound is not None else found.fun
        return Minimum(found.x, float(found.fun), float(bound))

    def minimise_in_turn(self, goals: Iterable[Terms], seconds: float) -> list[Minimum]:
        """The first goal as small as can be, the next without giving any of that away, and so on.

        The last minimum's values are those of all. A goal that runs out of time is held to the best
        that was found; one of which nothing was found in time ends the turn, except the first.
        """
        found: list[Minimum] = []
        for goal in goals:
            try:
                found.append(self.minimise(goal, seconds))
            except NotSolved:
                if not found:
                    raise
                break
            self.row(goal, most=found[-1].cost + _SLACK * max(1.0, abs(found[-1].cost)))
        return found

    def _rows(self) -> LinearConstraint:
        rows, columns, factors = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        shape = (len(self.limits), len(self.upper))
        matrix = csr_array((factors, (rows, columns)), shape=shape)
        least, most = np.array(self.limits).T
        return LinearConstraint(matrix, least, most)
