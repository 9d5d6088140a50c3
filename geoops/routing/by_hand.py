"""Plan again around what was decided by hand, with as little disturbance as it is worth.

The plan with nothing but what was asked for is there at once: the pinned stop is where it was put,
who has to make room for it loses the visits that are worth least, and these go where they fit. The
search goes on from there, and everyone's visits are their habits (habits.py): one is only moved to
another team, given up, or put in another order where that brings what it disturbs. Asked to plan
freely, the search owes the earlier plan nothing but a start.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from geoops.routing.agreed import agreed
from geoops.routing.mending import filled, shortened
from geoops.routing.overridden import Overridden, orders_of
from geoops.routing.placed import put_in_place
from geoops.routing.plan import Outing, Plan
from geoops.routing.problem import PatrolProblem, Stop
from geoops.routing.reasons import obstacles
from geoops.routing.schedule import outing
from geoops.routing.solver import solve, worth_of
from geoops.routing.telling import Progress, value_of


def replan(  # noqa: PLR0913 - as `solve`, whose choices these are
    day: Overridden,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    processes: int = 1,
    calm: bool = True,
    initial: Plan | None = None,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan of a day that keeps what was decided by hand; the same for a seed's iterations.

    Parameters
    ----------
    calm
        Whether others keep their teams and their order where it does not pay to change them.
    initial
        A plan of this very day to go on from, rather than from the earlier one.
    processes
        As for `solve`; a calm search is near its end where it begins, and one is enough for it.
    on_progress, should_stop, seconds, iterations, seed
        As for `geoops.routing.solver.solve`.
    """
    calm = calm and day.base is not None
    problem = day.calm if calm else day.free
    telling = Telling(day, problem, on_progress)
    starts = openings(day, problem, initial)
    start = _better(problem, starts, telling, seed)
    last = solve(
        problem,
        seconds=None if seconds is None else max(0.0, seconds - telling.elapsed),
        iterations=iterations,
        seed=seed,
        processes=1 if calm else processes,
        initial=start,
        on_progress=telling.hear,
        should_stop=should_stop,
    )
    return telling.end(last, repeatable=seconds is None)


class Telling:
    """Passes on what is better than what was told, as plans of the whole day."""

    def __init__(
        self, day: Overridden, problem: PatrolProblem, on_progress: Progress | None
    ) -> None:
        self._day = day
        self._habits = problem.habits
        self._on_progress = on_progress
        self._worth = worth_of(problem, obstacles(problem))
        self._started = time.perf_counter()
        self._best: tuple[int, Plan] | None = None
        self._opened: tuple[int, Plan] | None = None

    @property
    def elapsed(self) -> float:
        """Seconds since the search began."""
        return time.perf_counter() - self._started

    def hear(self, part: Plan, _seconds: float) -> None:
        """Tell a plan of what is free if it is better."""
        value = self.value(part)
        self._opened = self._opened or (value, part)  # before the search, so it is no chance
        if self._best is None or value > self._best[0]:
            self._best = value, part
            if self._on_progress:
                self._on_progress(self._day.whole(part), self.elapsed)

    def end(self, last: Plan, *, repeatable: bool) -> Plan:
        """The last word: the best told; or, as when it was told is chance, the best that is not."""
        self.hear(last, 0.0)
        ends = [*([self._opened] if self._opened else []), (self.value(last), last)]
        value, part = max(ends, key=lambda it: it[0])
        if not repeatable and self._best and self._best[0] > value:
            part = self._best[1]
        whole = self._day.whole(replace(part, iterations=last.iterations))
        if self._on_progress:
            self._on_progress(whole, self.elapsed)
        return whole

    def value(self, part: Plan) -> int:
        """What a plan is worth in seconds on the way, less what it disturbs."""
        return value_of(part.outings, self._worth, self._habits)


def openings(day: Overridden, problem: PatrolProblem, initial: Plan | None = None) -> list[Plan]:
    """Where to start: the earlier plan with every pinned stop put where it was pinned.

    Who has to make room for it loses the visits that are worth least, which then go where they
    make the least detour. Where visits hang together there is a second start, in which they need
    not keep their moments. None without an earlier plan; then the search makes its own start.
    """
    before = initial or day.base
    if before is None:
        return []
    held = _agreed(problem, before)
    problems = [held] if held.stops == problem.stops else [held, problem]
    return [_opening(problem, before) for problem in problems]


def _opening(problem: PatrolProblem, before: Plan) -> Plan:
    worth = worth_of(problem, obstacles(problem))
    orders = _orders(problem, before, worth)
    kept = {
        team.id: shortened(problem, team, orders.get(team.id, ()), worth) for team in problem.teams
    }
    return _plan(problem, filled(problem, kept, worth))


def _better(
    problem: PatrolProblem, starts: Sequence[Plan], telling: Telling, seed: int
) -> Plan | None:
    """The start that is worth most once what hangs together has found its moments."""
    if len(starts) < 2:
        return next(iter(starts), None)
    made = [solve(problem, iterations=1, seed=seed, initial=one) for one in starts]
    return replace(max(made, key=telling.value), left_out=())


def _agreed(problem: PatrolProblem, before: Plan) -> PatrolProblem:
    """The problem in which visits that hang together keep their moments, unless one is pinned."""
    visits = (visit for one in before.outings for visit in one.visits)
    held = {stop.id: stop for stop in agreed(problem, visits) if not stop.pinned}
    return replace(problem, stops=tuple(held.get(stop.id, stop) for stop in problem.stops))


def _orders(
    problem: PatrolProblem, before: Plan, worth: Mapping[str, int]
) -> dict[str, list[Stop]]:
    """The earlier orders, as far as they may be kept, with the pinned stops put in."""
    orders = {
        team: [
            problem.stop[name]
            for name in names
            if name in worth and problem.team[team].may_visit(problem.stop[name])
        ]
        for team, names in orders_of(before.outings).items()
        if team in problem.team
    }
    there = {stop.id for stops in orders.values() for stop in stops}
    for stop in problem.stops:
        if stop.pinned and stop.id in worth and stop.id not in there:
            for team in (team for team in problem.teams if team.may_visit(stop)):
                orders[team.id] = _with(problem, team.id, orders.get(team.id, []), stop)
                break
    return {t: put_in_place(problem.placed, t, stops) for t, stops in orders.items()}


def _with(problem: PatrolProblem, team_id: str, order: list[Stop], stop: Stop) -> list[Stop]:
    """The order with one more stop where that makes the least travel."""
    team = problem.team[team_id]
    tries = [
        put_in_place(problem.placed, team_id, [*order[:n], stop, *order[n:]])
        for n in range(len(order) + 1)
    ]
    made = [(found, one) for one in tries if (found := outing(problem, team, one))]
    if made:
        return min(made, key=lambda it: it[0].travel)[1]
    return _least_travel(problem, team_id, tries)


def _least_travel(problem: PatrolProblem, team_id: str, orders: list[list[Stop]]) -> list[Stop]:
    """Of orders that cannot be kept whole, the one with the shortest way."""
    team = problem.team[team_id]

    def way(order: list[Stop]) -> int:
        points = [team.start, *(stop.position for stop in order), team.end]
        return sum(problem.seconds(team, *leg) or 0 for leg in pairwise(points))

    return min(orders, key=way)


def _plan(problem: PatrolProblem, orders: Mapping[str, Sequence[Stop]]) -> Plan:
    """A plan of these orders, to start from: its account is empty."""
    outings: list[Outing] = []
    for team in problem.teams:
        found = outing(problem, team, orders[team.id]) if orders.get(team.id) else None
        outings += [found] if found else []
    return Plan(problem.service_date, tuple(outings), (), 0, 0.0, 0, 0.0)
