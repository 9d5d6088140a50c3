"""What a running search tells: plans as soon as they are found, with their account."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pyvrp import IteratedLocalSearchCallbacks, Solution

from geoops.routing.ending import Ending
from geoops.routing.habits import Habits
from geoops.routing.plan import Outing, Plan, Reason
from geoops.routing.problem import PatrolProblem
from geoops.routing.pyvrp_model import Model
from geoops.routing.reasons import breaks_lost, camps_missed, left_out

type Progress = Callable[[Plan, float], None]
"""Called with a better plan and the seconds since the start."""

_TELL_EVERY = 0.2


def _as_it_is(solution: Solution) -> Solution:
    """What is found in the whole problem needs nothing more."""
    return solution


@dataclass
class Teller:
    """Makes plans of outings and passes them on."""

    problem: PatrolProblem
    alone: Mapping[str, Reason]
    worth: Mapping[str, int]
    on_progress: Progress | None
    started: float
    best: Plan | None = None

    def plan(self, outings: tuple[Outing, ...], iterations: int = 0) -> Plan:
        """The plan of these outings with its account, found in so many iterations."""
        missed = left_out(self.problem, outings, self.alone, self.worth)
        stop = self.problem.stop
        return Plan(
            service_date=self.problem.service_date,
            outings=outings,
            left_out=missed,
            required_missed=sum(stop[one.stop_id].required for one in missed),
            weight=sum(stop[name].weight for name in _visited(outings)),
            travel=sum(one.travel for one in outings),
            distance=sum(one.distance for one in outings),
            breaks_lost=breaks_lost(self.problem),
            camps_missed=camps_missed(self.problem),
            iterations=iterations,
        )

    def beaten_by(self, outings: tuple[Outing, ...]) -> bool:
        """Whether these outings are better than all that were told."""
        return not self.best or self._value(outings) > self._value(self.best.outings)

    def tell(self, outings: tuple[Outing, ...], iterations: int = 0) -> Plan:
        """The best plan so far, after whoever asked for progress has seen it.

        That may be an earlier one: the search's model and what is mended differ a little.
        """
        plan = self.plan(outings, iterations)
        best = self.best or plan
        if self._value(outings) >= self._value(best.outings):
            best = plan
        self.best = replace(best, iterations=iterations)
        if self.on_progress:
            self.on_progress(self.best, time.perf_counter() - self.started)
        return self.best

    def _value(self, outings: tuple[Outing, ...]) -> int:
        """What they are worth, less what they disturb."""
        return value_of(outings, self.worth, self.problem.habits)


def value_of(
    outings: Iterable[Outing], worth: Mapping[str, int], habits: Habits | None = None
) -> int:
    """What outings are worth, in seconds on the way; less what leaving `habits` costs."""
    outings = tuple(outings)
    left = habits.cost(outings) if habits else 0
    return sum(worth[name] for name in _visited(outings)) - sum(it.travel for it in outings) - left


def _visited(outings: Iterable[Outing]) -> dict[str, None]:
    """The stops visited, each once, in the order of their visits."""
    return dict.fromkeys(visit.stop_id for one in outings for visit in one.visits)


class Watch(IteratedLocalSearchCallbacks):
    """Tells the first plan at once and better ones now and then; the last is told by `solve`."""

    def __init__(self, model: Model, teller: Teller, ending: Ending) -> None:
        self._model = model
        self._teller = teller
        self._ending = ending
        self._whole: Callable[[Solution], Solution] = _as_it_is
        self._news: Callable[[], Solution] | None = None
        self._due = 0.0

    def seen(self, whole: Callable[[Solution], Solution]) -> "Watch":
        """The same watch over a part of the problem, whose solutions `whole` completes."""
        self._whole = whole
        return self

    def better(self, best: Solution) -> None:
        """Keep a better plan, and tell it if it is time."""
        self.seen(_as_it_is).on_best(best)

    @property
    def told(self) -> Plan | None:
        """The best plan so far."""
        return self._teller.best

    def saw(self, outings: tuple[Outing, ...]) -> None:
        """Tell of outings that another planner found, if they are the best so far."""
        if outings and self._teller.beaten_by(outings):
            self._teller.tell(outings, self._ending.done)

    def on_best(self, best: Solution) -> None:
        """Keep a better plan of what is being searched, and tell it if it is time."""
        self._news = partial(self._whole, best)
        self._tell_when_due()

    def on_iteration(self, *_: Any) -> None:
        """Tell what was found since the last time."""
        self._tell_when_due()

    def _tell_when_due(self) -> None:
        """Tell unless the last time is too near; telling takes a tenth of the time at most."""
        before = time.perf_counter()
        if self._news is None or before < self._due or self._teller.on_progress is None:
            return
        self._teller.tell(self._model.outings(self._news()), self._ending.done)
        self._news = None
        now = time.perf_counter()
        self._due = now + max(_TELL_EVERY, 10 * (now - before))
