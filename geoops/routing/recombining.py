"""A better plan out of the routes of many: some teams' routes are chosen anew from the pool.

Which routes of a pool make the best plan together is a set packing problem: each stop at most once,
each vehicle at most one route. A local search that collects routes for it is what Subramanian,
Uchoa and Ochi (2013), "A hybrid algorithm for a class of vehicle routing problems", do. The whole
of it takes HiGHS too long here; so the routes of a few teams at a time are freed, and of the rest
of the pool only those columns are kept that the linear relaxation does not rule out: for a few
teams, that is a matter of hundredths of a second. The more quickly it goes, the more are freed.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyvrp import ProblemData, Solution
from scipy.optimize import Bounds, LinearConstraint, linprog
from scipy.sparse import csc_array

from geoops.routing.halves import Routes
from geoops.routing.highs import solved
from geoops.routing.route_pool import PooledRoute, pooled

_FEW = 4
"""How many routes are freed at first, and never fewer."""

_QUICK = 0.1
"""A step that took fewer seconds may be followed by a larger one."""

_LONGEST, _NODES = 1.0, 200
"""Seconds that a step takes at most, and nodes that HiGHS looks at."""

_LEAST = 0.5
"""A second less or more is no rounding."""


type Holds = Callable[[PooledRoute], bool]


@dataclass(frozen=True)
class Limits:
    """How long recombining may go on: seconds, steps, or until it is told to stop."""

    seconds: float | None
    steps: int
    over: Callable[[int], bool]


def recombined(
    start: Solution, packing: "Packing", seed: int, limits: Limits, holds: Holds
) -> Routes:
    """The routes of the best plan found out of those of `start` and of the packing's.

    Parameters
    ----------
    holds
        Whether a route keeps every rule, also those that the search's model knows only nearly.
    """
    mine = [pooled(route).key for route in start.routes() if route.num_clients()]
    chosen = packing.columns(mine)
    dice = random.Random(seed)  # noqa: S311 - it draws teams, not secrets
    free, begun = min(_FEW, len(chosen)), time.perf_counter()
    for _ in range(limits.steps):
        before = time.perf_counter()
        left = None if limits.seconds is None else limits.seconds - (before - begun)
        if (left is not None and left <= 0) or limits.over(0):
            break
        step = packing.repacked(chosen, dice.sample(chosen, free), left)
        if packing.barred(set(step.chosen) - set(chosen), holds):
            continue
        chosen = step.chosen
        if step.proven and free >= len(chosen):
            break
        quick = time.perf_counter() - before < _QUICK if limits.seconds else step.proven
        free = min(free + 1 if step.proven and quick else max(_FEW, free - 1), len(chosen))
    return packing.plan(chosen)


@dataclass(frozen=True)
class Step:
    """What a step has chosen, and whether nothing better is to be had of what was free."""

    chosen: list[int]
    proven: bool


class Packing:
    """The set packing problem: a column for each route, a row for each client, group and type.

    Parameters
    ----------
    routes
        The pool; shape of the matrix: (clients + groups + vehicle types, routes).
    """

    def __init__(self, data: ProblemData, routes: Sequence[PooledRoute]) -> None:
        self._data = data
        self._routes = [route for route in routes if route.clients]
        self._profit = np.array([route.profit for route in self._routes], dtype=float)
        self._shut = np.zeros(len(self._routes), dtype=bool)
        self._matrix = self._filled()
        required = [*(it.required for it in data.clients()), *(it.required for it in data.groups())]
        self._need = np.array([*required, *[False] * data.num_vehicle_types], dtype=float)
        self._room = np.array(
            [1.0] * len(required) + [float(kind.num_available) for kind in data.vehicle_types()]
        )

    def _filled(self) -> csc_array:
        """The matrix."""
        data = self._data
        above = data.num_clients + data.num_groups
        group = {
            client: data.num_clients + number
            for number, one in enumerate(data.groups())
            for client in one.clients
        }
        rows: list[int] = []
        ends = [0]
        for route in self._routes:
            rows += route.clients
            rows += (group[client] for client in route.clients if client in group)
            rows.append(above + route.kind)
            ends.append(len(rows))
        shape = above + data.num_vehicle_types, len(self._routes)
        matrix = csc_array((np.ones(len(rows)), np.array(rows, dtype=int), ends), shape=shape)
        matrix.sum_duplicates()  # a group twice in a route: HiGHS takes no such entry
        return matrix

    def columns(self, keys: Sequence[tuple[int, frozenset[int]]]) -> list[int]:
        """The columns of these routes; one for each vehicle, should two have the same."""
        at = {route.key: number for number, route in enumerate(self._routes)}
        return [at[key] for key in keys if key in at]

    def barred(self, columns: Iterable[int], holds: Holds) -> bool:
        """Bar those of the columns that do not hold; whether there was any."""
        broken = [column for column in columns if not holds(self._routes[column])]
        self._shut[broken] = True
        return bool(broken)

    def plan(self, chosen: Sequence[int]) -> Routes:
        """The routes of these columns."""
        return tuple((self._routes[n].kind, self._routes[n].clients) for n in chosen)

    def repacked(self, chosen: list[int], free: Sequence[int], seconds: float | None) -> Step:
        """The same choice with the best columns in place of the free ones, as far as it is found.

        `seconds` at most, and never more than the longest step.
        """
        kept = [column for column in chosen if column not in set(free)]
        used = np.asarray(self._matrix[:, kept].sum(axis=1)).ravel()
        room, need = self._room - used, np.maximum(self._need - used, 0.0)
        shut = self._matrix.T @ (room < _LEAST) > 0
        open_ones = np.flatnonzero(~shut & ~self._shut)
        now = float(self._profit[list(free)].sum())
        found, proven = self._best(open_ones, need, room, now, seconds)
        return Step(kept + found if found is not None else chosen, proven)

    def _best(
        self,
        columns: NDArray[np.intp],
        need: NDArray[np.float64],
        room: NDArray[np.float64],
        now: float,
        seconds: float | None,
    ) -> tuple[list[int] | None, bool]:
        """The columns worth more than `now` together, or None; and whether that is proven."""
        if not len(columns):
            return None, True
        matrix = self._matrix[:, columns]
        rows = np.flatnonzero((room > _LEAST) & (np.asarray(matrix.sum(axis=1)).ravel() > 0))
        matrix, least, most = matrix[rows], need[rows], room[rows]
        cost = -self._profit[columns]
        bound, duals = _relaxed(matrix, least, most, cost)
        if bound is None or bound - now < 1:
            return None, bound is not None
        able = np.flatnonzero(cost - matrix.T @ duals <= bound - now)
        if not len(able):
            return [], True  # nothing is worth its way
        limit = _LONGEST if seconds is None else min(_LONGEST, max(0.02, seconds))
        options = {"node_limit": _NODES} | ({} if seconds is None else {"time_limit": limit})
        answer = solved(
            cost[able],
            constraints=LinearConstraint(matrix[:, able], least, most),
            integrality=np.ones(len(able)),
            bounds=Bounds(0, 1),
            options=options,
        )
        proven = answer.status == 0
        if answer.x is None or -answer.fun < now + _LEAST:
            return None, proven
        return [int(columns[n]) for n in able[answer.x > _LEAST]], proven


def _relaxed(
    matrix: csc_array,
    least: NDArray[np.float64],
    most: NDArray[np.float64],
    cost: NDArray[np.float64],
) -> tuple[float | None, NDArray[np.float64]]:
    """What the linear relaxation is worth, and the price of each row; None if it has no answer."""
    held = least == most
    answer = linprog(
        cost, matrix[~held], most[~held], matrix[held], most[held], bounds=(0, 1), method="highs"
    )
    prices = np.zeros(len(most))
    if answer.x is None:
        return None, prices
    prices[~held], prices[held] = answer.ineqlin.marginals, answer.eqlin.marginals
    return float(-answer.fun), prices
