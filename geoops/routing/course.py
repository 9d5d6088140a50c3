"""The course of a search: turns, by one process or two, each from the best that all have found.

A small problem (a patrol day) is searched whole: alone in one turn, with a helper in several, each
process with random numbers of its own, and the better solution goes on. A large one is searched
whole at first and then in halves, each turn cut in another direction: by both processes at once,
or one half after the other. One in which nearly everybody must be visited is annealed first, while
there is a clock (cooling.py); one with few long rounds is searched whole for longer.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from math import pi

import numpy as np
from pyvrp import CostEvaluator, ProblemData, Solution

from geoops.routing.cooling import HALVED, Cooling, Schedule, schedule
from geoops.routing.ending import Ending
from geoops.routing.ground import Ground
from geoops.routing.halves import Routes, halves, routes_of, solution_of
from geoops.routing.helper import Helper
from geoops.routing.scout import Scout
from geoops.routing.search import LARGE, Found, Penalties
from geoops.routing.telling import Watch
from geoops.routing.turn import Task, Workshop

FIRST, TURNS = 0.1, 4
"""The first turn's share of a search that has several, and how many come after it."""

SOON, LAST, END = 0.7, 0.65, 0.85
"""Seconds of the first turn of a patrol day, the share after which there are only two, and that of
the last but one.
"""

RECOMBINED = frozenset({2})
"""The turns of a patrol day in which the second process puts pooled routes together; and in those
without anything left to look at.
"""

SCOUTING = 0.7
"""How much of its turn the second process may take for its start."""

RECOMBINING = 0.5
"""How much of the last turn it may take to put routes together that annealing has passed."""

HUGE, FEW = 450, 2
"""Below so many clients a large search has this many turns after its first, long and thorough."""

LONG = 25
"""Rounds of more clients than that, on average, are long: they are searched with PyVRP's own
parameters, whole for most of the time, for a half has few of them."""

LONG_TURNS = 0.6, 0.8, 1.0
"""The shares that are over after each of their turns."""

_GOLDEN = pi * (5**0.5 - 1) / 2
"""Radians between two cuts: no direction comes near an earlier one soon."""


@dataclass(frozen=True)
class Least:
    """From how many clients, seconds and iterations on a helper pays; it takes 0.3 s to come."""

    clients: int = 20
    seconds: float = 1.0
    iterations: int = 1_000


HELPS = Least()


@dataclass
class Course:
    """A search from its start to its end.

    Parameters
    ----------
    watch
        Is shown each better solution.
    iterations
        How many were made, by all processes.
    long_rounds
        Whether the rounds are too long to be shared out.
    """

    ground: Ground
    ending: Ending
    seed: int
    watch: Watch
    processes: int
    scout: Scout
    iterations: int = 0
    rate: float = 1_000.0
    penalties: Penalties = field(init=False)
    workshop: Workshop = field(init=False)
    cooling: Schedule | None = field(init=False)
    long_rounds: bool = False

    def run(self, start: Solution) -> Solution:
        """The best solution found from `start` on; infeasible only if no feasible one was."""
        best = now = routes_of(start)
        self.ground.settle(start)
        self._begin()
        self.long_rounds = self._large and start.num_clients() > LONG * max(1, start.num_routes())
        self.cooling = schedule(self.data) if self._large and self.ending.seconds else None
        with closing(Helper()) if self._helped() else nullcontext() as helper:
            for turn, share in enumerate(self._shares(helper is not None)):
                if self.ending.over():
                    break
                began, before = time.perf_counter(), self.ending.done
                now = self._turn(now, turn, share, helper)
                best = min(now, best, key=self._cost)  # while it is hot, a plan may be worse
                now = now if self._stays_loose(turn) else best
                self.rate = (self.ending.done - before) / (time.perf_counter() - began)
                self._show(best)
        return solution_of(self.data, best)

    def _show(self, best: Routes) -> None:
        """Let the watch see what all have found together."""
        solution = solution_of(self.data, best)
        if solution.is_feasible():
            self.watch.better(solution)
        if self.ground.settle(solution):
            self._begin()

    def _begin(self) -> None:
        """Stand on the ground as it now is."""
        self.penalties = self.ground.penalties
        self.workshop = Workshop(self.data)

    @property
    def data(self) -> ProblemData:
        """What is searched."""
        return self.ground.data

    @property
    def _large(self) -> bool:
        return self.data.num_clients >= LARGE

    @property
    def _huge(self) -> bool:
        return self.data.num_clients >= HUGE

    def _helped(self) -> bool:
        """Whether a second process pays."""
        if self.processes < 2 or self.data.num_clients < HELPS.clients:
            return False
        seconds, iterations = self.ending.seconds, self.ending.iterations
        return (seconds is None or seconds >= HELPS.seconds) and (
            iterations is None or iterations >= HELPS.iterations
        )

    def _shares(self, helped: bool) -> Iterator[float]:
        """The share of the search that is over after each turn."""
        if not self._large:
            return self._doubling() if helped else iter((1.0,))
        if self.cooling:
            return (share for share, _ in self.cooling)
        if self.long_rounds:
            return iter(LONG_TURNS)
        turns = TURNS if self._huge else FEW
        return (FIRST + (1 - FIRST) * turn / turns for turn in range(turns + 1))

    def _doubling(self) -> Iterator[float]:
        """The shares of a patrol day's turns, each as long as all before it: what one process has
        found is on the screen soon, however long the search may be.
        """
        share = FIRST if self.ending.seconds is None else SOON / self.ending.seconds
        while share < LAST:
            yield share
            share *= 2
        yield END
        yield 1.0

    def _turn(self, best: Routes, turn: int, share: float, helper: Helper | None) -> Routes:
        """One turn, in halves or whole; what comes of it."""
        one, other = self._tasks(best, turn, share)
        if one.part is None or other.part is None:
            return self._whole(best, turn, one, other, helper)
        if helper:
            helper.begin(self.data, other)
            mine = self._do(one, other.part.routes)
            its = self._heard(helper)
        else:
            mine = self._do(_half(one), other.part.routes)
            its = self._do(other, mine.routes)
        self.penalties = mine.penalties
        return mine.routes + (its.routes if its else other.part.routes)

    def _whole(
        self, best: Routes, turn: int, one: Task, other: Task, helper: Helper | None
    ) -> Routes:
        """A turn in which everyone searches the whole problem: the best of what they find."""
        if helper and self.cooling and one.cooling is None:
            other = self._recombining(other)
        if helper and not self._large:
            one = replace(one, pooling=True)
            other = self._scouting(other, turn)
        if helper:
            helper.begin(self.data, other)
        mine = self._do(one)
        its = self._heard(helper) if helper else None
        if its is None or self._cost(its.routes) >= self._cost(mine.routes):
            self.penalties = mine.penalties
            return mine.routes
        self.penalties = its.penalties
        return its.routes

    def _scouting(self, task: Task, turn: int) -> Task:
        """The task of the second process of a patrol day: from another start than the first."""
        left = None if task.until is None else max(0.0, task.until - time.perf_counter())
        seconds = None if left is None else SCOUTING * left
        task = replace(task, pooling=True, pool=self.workshop.pool.fresh())
        look = self.scout.look(seconds) if turn not in RECOMBINED else None
        if look:
            return replace(task, look=look)
        told = self.scout.recombination(self.watch.told, seconds)
        return replace(task, recombining=told)

    def _recombining(self, task: Task) -> Task:
        """The task of the second process after annealing: from what its routes make together."""
        left = None if task.until is None else max(0.0, task.until - time.perf_counter())
        told = self.scout.recombination(self.watch.told, left and RECOMBINING * left)
        return replace(task, recombining=told, pool=self.workshop.pool.fresh())

    def _do(self, task: Task, rest: Routes = ()) -> Found:
        """Do a task here, while the watch sees what is found with the `rest` of the routes."""

        def watching(back: Callable[[Solution], Routes]) -> Watch:
            return self.watch.seen(lambda found: solution_of(self.data, back(found) + rest))

        found = self.workshop.do(task, self.ending, watching)
        self.iterations += found.iterations
        return found

    def _heard(self, helper: Helper) -> Found | None:
        """What the helper found."""
        found = helper.result(self.ending)
        if found:
            self.iterations += found.iterations
            self.workshop.pool.take(found.pool)
            self.watch.saw(found.seen)
        return found

    def _cost(self, routes: Routes) -> int:
        """The cost of a solution; the largest there is for one that breaks a rule."""
        loads = [1.0] * self.data.num_load_dimensions
        return CostEvaluator(loads, 1.0, 1.0).cost(solution_of(self.data, routes))

    def _tasks(self, best: Routes, turn: int, share: float) -> list[Task]:
        """What there is to do for two, until that share of the search is over."""
        until, iterations, expected = None, None, []
        if self.ending.seconds is not None:
            until = self.ending.started + share * self.ending.seconds
            expected.append(self.rate * (until - time.perf_counter()))
        if self.ending.iterations is not None:
            iterations = max(0, round(share * self.ending.iterations) - self.ending.done)
            expected.append(iterations)
        cut = halves(self.data, best, self._angle(turn)) if self._cut(turn) else (None, None)
        thorough = self.long_rounds or (turn > 0 and (turn % 2 == 0 or not self._huge))
        ways = (thorough, thorough) if self._large else (True, False)
        seeds = np.random.SeedSequence([self.seed, turn]).generate_state(2).tolist()
        task = Task(best, None, until, iterations, min(expected), self.penalties, 0, True)
        task = replace(task, plain=self.long_rounds, cooling=self._cooled(turn))
        return [
            replace(task, part=part, seed=seed, thorough=way)
            for part, seed, way in zip(cut, seeds, ways, strict=True)
        ]

    def _cut(self, turn: int) -> bool:
        """Whether a turn goes in halves."""
        if self.cooling:
            return turn > 0 and self.data.num_clients >= HALVED
        return turn > 0 and self._large

    def _cooled(self, turn: int) -> Cooling | None:
        """How a turn anneals, if it does."""
        return self.cooling[turn][1] if self.cooling else None

    def _stays_loose(self, turn: int) -> bool:
        """Whether the next turn cools what this one has left, be it worse than the best."""
        cooling = self._cooled(turn)
        return cooling is not None and not cooling.sets

    def _angle(self, turn: int) -> float:
        """The direction of a turn's cut."""
        return (self.seed % 997 + turn) * _GOLDEN


def _half(task: Task) -> Task:
    """The task in half its time."""
    now = time.perf_counter()
    return replace(
        task,
        until=None if task.until is None else (now + task.until) / 2,
        iterations=None if task.iterations is None else task.iterations // 2,
        expected=task.expected / 2,
    )
