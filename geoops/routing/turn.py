"""What one process does in one turn of a search, the same in every process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from pyvrp import CostEvaluator, IteratedLocalSearchCallbacks, ProblemData, Solution

from geoops.routing.cooling import Cooling
from geoops.routing.ending import Turn
from geoops.routing.halves import Part, Routes, cut_out, routes_of, solution_of
from geoops.routing.plan import Outing
from geoops.routing.recombining import Limits, Packing, recombined
from geoops.routing.route_pool import PooledRoute, RoutePool
from geoops.routing.scout import Look, Recombination
from geoops.routing.search import Found, Penalties, Searcher

_STEPS = 60
"""The most steps of one recombination."""

type Watching = Callable[[Callable[[Solution], Routes]], IteratedLocalSearchCallbacks]
"""Makes the callbacks of a search, given how its solutions become routes of the whole."""


@dataclass(frozen=True)
class Task:
    """What to do: improve `part`, or the whole from `routes` on.

    Parameters
    ----------
    until
        The instant of `time.perf_counter` (one clock for all processes) to end at; None without.
    iterations
        How many to do; None without.
    expected
        How many there will be, about.
    thorough
        Whether to look at clients further off as well, which is slower.
    plain
        Whether to search with PyVRP's own parameters.
    pooling
        Whether the routes that the search passes are kept.
    pool
        Routes that others have found.
    look
        A look around to go on from, if what it sees breaks no rule.
    recombining
        A better start out of all pooled routes.
    cooling
        Anneal so, instead of a local search.
    """

    routes: Routes
    part: Part | None
    until: float | None
    iterations: int | None
    expected: float
    penalties: Penalties
    seed: int
    thorough: bool
    plain: bool = False
    pooling: bool = False
    pool: tuple[PooledRoute, ...] = ()
    look: Look | None = None
    recombining: Recombination | None = None
    cooling: Cooling | None = None


@dataclass
class Workshop:
    """A process's place of work on one problem."""

    data: ProblemData
    pool: RoutePool = field(default_factory=RoutePool)

    def do(
        self, task: Task, over: Callable[[int], bool], watching: Watching | None = None
    ) -> Found:
        """Do a task; `over` may end it early. What is found is never worse than the start, which
        is the task's, or what is seen or recombined.
        """
        turn = Turn(over, task.until, task.iterations)
        seen: tuple[Outing, ...] = ()
        self.pool.take(task.pool)
        if task.part is None:
            data, back = self.data, routes_of
            start, seen = self._start(task, over)
        else:
            piece = cut_out(self.data, task.part)
            data, start, back = piece.data, piece.start, piece.back
        if task.cooling and task.until:
            return self._annealed(task, data, start, back, over)
        searcher = Searcher(data, task.seed, task.penalties, task.thorough, task.plain)
        callbacks = watching(back) if watching else IteratedLocalSearchCallbacks()
        if task.pooling:
            callbacks = Pooling(self.pool, callbacks)
        shaken = task.part is not None and start.is_feasible()
        best = searcher.improve(start, turn, task.expected, callbacks, shaken)
        return Found(back(best), turn.done, searcher.penalties, seen, self.pool.fresh())

    def _annealed(
        self,
        task: Task,
        data: ProblemData,
        start: Solution,
        back: Callable[[Solution], Routes],
        over: Callable[[int], bool],
    ) -> Found:
        """Where annealing ends, with the routes that it passes in the pool."""
        from geoops.routing.annealing import annealed  # Numba takes a second to load

        def passed(routes: Routes) -> None:
            self.pool.see(solution_of(self.data, back(solution_of(data, routes))))

        cooling, until = cast(Cooling, task.cooling), cast(float, task.until)
        routes, steps = annealed(data, routes_of(start), cooling, until, task.seed, over, passed)
        found = back(solution_of(data, routes))
        return Found(found, steps, task.penalties, (), self.pool.fresh())

    def _start(
        self, task: Task, over: Callable[[int], bool]
    ) -> tuple[Solution, tuple[Outing, ...]]:
        """Where a search of the whole begins, and what was seen in a look around for it."""
        known = solution_of(self.data, task.routes)
        if task.look:
            sights = task.look.sights()
            starts = [solution_of(self.data, task.look.routes(one)) for one in sights]
            for start in starts:
                self.pool.see(start)
            start = next((one for one in starts if one.is_feasible()), known)
            return start, sights[0] if sights else ()
        if task.recombining:
            limits = Limits(task.recombining.seconds, _STEPS, over)
            return self._put_together(task.recombining, known, task.seed, limits)
        return known, ()

    def _put_together(
        self, of: Recombination, known: Solution, seed: int, limits: Limits
    ) -> tuple[Solution, tuple[Outing, ...]]:
        """The best plan found of the pool's routes, and its outings."""
        told = solution_of(self.data, of.routes)
        start = told if told.is_feasible() else known
        self.pool.see(start)
        packing = Packing(self.data, self.pool.routes)
        found = solution_of(self.data, recombined(start, packing, seed, limits, of.holds))
        return found, of.model.outings(found)


class Pooling(IteratedLocalSearchCallbacks):
    """Keeps the routes that a search passes, beside what others want of it."""

    def __init__(self, pool: RoutePool, others: IteratedLocalSearchCallbacks) -> None:
        self._pool = pool
        self._others = others

    def on_best(self, best: Solution) -> None:
        """Pass it on."""
        self._others.on_best(best)

    def on_iteration(
        self, current: Solution, candidate: Solution, best: Solution, costs: CostEvaluator
    ) -> None:
        """Keep the candidate's routes."""
        self._pool.see(candidate)
        self._others.on_iteration(current, candidate, best, costs)
