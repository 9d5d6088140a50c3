"""Find a good plan: PyVRP's iterated local search behind a front of our own.

PyVRP is told of below as measured with 0.14: it calls back on its start, after each iteration
(about a millisecond for 60 stops) and at each new best; between callbacks it holds the GIL, so it
belongs in a worker process, never in a request thread.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pyvrp import (
    IteratedLocalSearch,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
    PenaltyParams,
    Solution,
    SolveParams,
)
from pyvrp import solve as search

from geoops.errors import Invalid
from geoops.routing.plan import Outing, Plan, Reason
from geoops.routing.problem import PatrolProblem
from geoops.routing.pyvrp_model import Model, model_of
from geoops.routing.reasons import left_out, obstacles

type Progress = Callable[[Plan, float], None]
"""Called with a better plan and the seconds since the start."""

MINUTES_PER_WEIGHT = 240.0
_PENALTY_LIMIT = 1e9  # more, times the lateness of a bad candidate, overflows 64 bits
_TELL_EVERY = 0.2
_ASK_EVERY = 0.1


def solve(  # noqa: PLR0913 - each is a choice of its own, and all but the first have a name
    problem: PatrolProblem,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    initial: Plan | None = None,
    minutes_per_weight: float = MINUTES_PER_WEIGHT,
) -> Plan:
    """The best plan found within `seconds` or `iterations`, whichever ends first.

    Sought, in this order: few required stops missed, much weight covered, little time on the way.
    The first is strict. Weight and time are exchanged: a visit of weight 1 is worth
    `minutes_per_weight` on the way, one of weight 0.1 a tenth of that. A large value lets weight
    decide alone, down to differences of 1 / (60 × minutes_per_weight); a small one leaves out
    remote stops of little weight, and says so. All is whole seconds, so nothing is rounded but the
    worth of a stop, to the second.

    Parameters
    ----------
    seed
        From 0 to 2³² − 1. With `iterations` alone, the same seed gives the same plan; with
        `seconds` the machine's speed decides how far the search comes.
    on_progress
        Called with the first plan as soon as there is one, then with better ones at most each
        0.2 s, and at the end with the plan returned.
    should_stop
        Asked about each 0.1 s; True ends the search with the best plan so far.
    initial
        An earlier plan to start from, of this problem or a similar one.

    Raises
    ------
    Invalid
        When neither `seconds` nor `iterations` is given, or the seed is none that PyVRP takes.
    """
    if seconds is None and iterations is None:
        raise Invalid(field="seconds", reason="say when to stop: seconds or iterations.")
    if not 0 <= seed < 2**32:
        raise Invalid(field="seed", reason="a seed is a whole number from 0 to 4294967295.")
    started = time.perf_counter()
    alone = obstacles(problem)
    worth = _worth(problem, alone, minutes_per_weight)
    teller = _Teller(problem, alone, worth, on_progress, started)
    if not worth:
        return teller.tell(())
    model = model_of(problem, (problem.stop[stop_id] for stop_id in worth), worth)
    ending = _Ending(started, seconds, iterations, should_stop)
    watch = _Watch(model, teller)
    result = search(
        model.data,
        ending,
        seed=seed,
        collect_stats=False,
        params=_params(watch, max(worth.values())),
        initial_solution=model.solution(initial.outings) if initial else None,
    )
    best = result.best if result.is_feasible() else Solution(model.data, [])
    return teller.tell(model.outings(best))


def _worth(
    problem: PatrolProblem, alone: Mapping[str, Reason], minutes_per_weight: float
) -> dict[str, int]:
    """Seconds on the way that each possible stop is worth.

    A required one is worth more than all optional ones and all shifts together.
    """
    stops = [stop for stop in problem.stops if stop.id not in alone]
    worth = {stop.id: round(60 * minutes_per_weight * stop.weight) for stop in stops}
    above = 1 + sum(worth.values()) + sum(team.shift.length for team in problem.teams)
    return {stop.id: worth[stop.id] + above * stop.required for stop in stops}


def _params(watch: IteratedLocalSearchCallbacks, prize: int) -> SolveParams:
    """PyVRP's defaults, but no prize may pay for a second of lateness."""
    ceiling = min(max(PenaltyParams().max_penalty, 2.0 * prize), _PENALTY_LIMIT)
    return SolveParams(
        ils=IteratedLocalSearchParams(callbacks=watch), penalty=PenaltyParams(max_penalty=ceiling)
    )


@dataclass
class _Teller:
    """Makes plans of outings and passes them on."""

    problem: PatrolProblem
    alone: Mapping[str, Reason]
    worth: Mapping[str, int]
    on_progress: Progress | None
    started: float

    def plan(self, outings: tuple[Outing, ...]) -> Plan:
        """The plan of these outings with its account."""
        missed = left_out(self.problem, outings, self.alone, self.worth)
        stop = self.problem.stop
        return Plan(
            service_date=self.problem.service_date,
            outings=outings,
            left_out=missed,
            required_missed=sum(stop[one.stop_id].required for one in missed),
            weight=sum(stop[v.stop_id].weight for one in outings for v in one.visits),
            travel=sum(one.travel for one in outings),
            distance=sum(one.distance for one in outings),
        )

    def tell(self, outings: tuple[Outing, ...]) -> Plan:
        """The plan, after whoever asked for progress has seen it."""
        plan = self.plan(outings)
        if self.on_progress:
            self.on_progress(plan, time.perf_counter() - self.started)
        return plan


class _Watch(IteratedLocalSearchCallbacks):
    """Tells the first plan at once and better ones now and then; the last is told by `solve`."""

    def __init__(self, model: Model, teller: _Teller) -> None:
        self._model = model
        self._teller = teller
        self._news: Solution | None = None
        self._due = 0.0

    def on_start(self, ils: IteratedLocalSearch) -> None:
        if ils.initial_solution.is_feasible():
            self.on_best(ils.initial_solution)

    def on_best(self, best: Solution) -> None:
        self._news = best
        self._tell_when_due()

    def on_iteration(self, *_: Any) -> None:
        self._tell_when_due()

    def _tell_when_due(self) -> None:
        """Tell unless the last time is too near; telling takes a tenth of the time at most."""
        before = time.perf_counter()
        if self._news is None or before < self._due or self._teller.on_progress is None:
            return
        self._teller.tell(self._model.outings(self._news))
        self._news = None
        now = time.perf_counter()
        self._due = now + max(_TELL_EVERY, 10 * (now - before))


@dataclass
class _Ending:
    """A stopping criterion of PyVRP: out of time, out of iterations, or asked to stop."""

    started: float
    seconds: float | None
    iterations: int | None
    should_stop: Callable[[], bool] | None
    done: int = -1
    asked: float = float("-inf")

    def __call__(self, best_cost: int) -> bool:
        self.done += 1
        now = time.perf_counter()
        if self.iterations is not None and self.done >= self.iterations:
            return True
        if self.seconds is not None and now - self.started >= self.seconds:
            return True
        if self.should_stop is None or now - self.asked < _ASK_EVERY:
            return False
        self.asked = now
        return self.should_stop()
