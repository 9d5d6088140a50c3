"""What one process does in one turn of a search, the same in every process."""

from collections.abc import Callable
from dataclasses import dataclass

from pyvrp import IteratedLocalSearchCallbacks, ProblemData, Solution

from geoops.routing.ending import Turn
from geoops.routing.halves import Part, Routes, cut_out, routes_of, solution_of
from geoops.routing.plan import Outing
from geoops.routing.scout import Look
from geoops.routing.search import Found, Penalties, Searcher

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
    look
        A look around to go on from, if what it sees breaks no rule.
    """

    routes: Routes
    part: Part | None
    until: float | None
    iterations: int | None
    expected: float
    penalties: Penalties
    seed: int
    thorough: bool
    look: Look | None = None


@dataclass
class Workshop:
    """A process's place of work on one problem."""

    data: ProblemData

    def do(
        self, task: Task, over: Callable[[int], bool], watching: Watching | None = None
    ) -> Found:
        """Do a task; `over` may end it early. What is found is never worse than the start."""
        turn = Turn(over, task.until, task.iterations)
        seen: tuple[Outing, ...] = ()
        if task.part is None:
            data, back = self.data, routes_of
            start, seen = self._start(task)
        else:
            piece = cut_out(self.data, task.part)
            data, start, back = piece.data, piece.start, piece.back
        searcher = Searcher(data, task.seed, task.penalties, task.thorough)
        callbacks = watching(back) if watching else IteratedLocalSearchCallbacks()
        shaken = task.part is not None and start.is_feasible()
        best = searcher.improve(start, turn, task.expected, callbacks, shaken)
        return Found(back(best), turn.done, searcher.penalties, seen)

    def _start(self, task: Task) -> tuple[Solution, tuple[Outing, ...]]:
        """Where a search of the whole begins, and what was seen in a look around for it."""
        known = solution_of(self.data, task.routes)
        if task.look is None:
            return known, ()
        seen, routes = task.look.sight()
        start = solution_of(self.data, routes)
        return (start if start.is_feasible() else known), seen
