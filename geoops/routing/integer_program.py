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


class NotSolved(GeoOpsError):
    """No solution was found in time, or there is none."""

    code = "program-not-solved"
    template = "No solution of the program was found in time."


@dataclass(frozen=True)
class Minimum:
    """The values of all variables, what they cost, and what nothing can cost less than."""

    values: NDArray[np.float64]
    cost: float
    bound: float


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
            None were found, or (without whole variables) none is known to be the cheapest.
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
        if found.x is None or (found.status != 0 and found.mip_dual_bound is None):
            raise NotSolved
        bound = found.mip_dual_bound if found.mip_dual_bound is not None else found.fun
        return Minimum(found.x, float(found.fun), float(bound))

    def _rows(self) -> LinearConstraint:
        rows, columns, factors = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        shape = (len(self.limits), len(self.upper))
        matrix = csr_array((factors, (rows, columns)), shape=shape)
        least, most = np.array(self.limits).T
        return LinearConstraint(matrix, least, most)
