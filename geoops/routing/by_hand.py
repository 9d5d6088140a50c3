"""Plan again around what was decided by hand, with as little disturbance as it is worth.

First everyone keeps their visits and only the order, and what is free, is searched; then the teams
that the change is about may give theirs away, too. Then all is, and what is found counts only so
far as it pays: each visit that changes team against the earlier plan has to bring `DISTURBANCE`
seconds, and each that comes after another one than before `REORDERING`. So the plan with nothing
but what was asked for stands until a better one is worth it.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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

DISTURBANCE = 180
"""Seconds on the way that a visit's change of team has to be worth."""
REORDERING = 60
"""Seconds on the way that a visit's change of what it comes after has to be worth."""
CALM = 0.3
"""The share of the search in which everyone keeps their visits, and of that in which most do."""


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
        Whether others keep their teams where it does not pay to move them.
    initial
        A plan of this very day to go on from, rather than from the earlier one.
    on_progress, should_stop, seconds, iterations, seed, processes
        As for `geoops.routing.solver.solve`.
    """
    telling = Telling(day, on_progress, calm=calm)
    starts = openings(day, initial)
    start = starts[0] if starts else None
    if start and calm:
        start = _better(day, starts, telling, seed)
        for loose in _circles(day, start):
            found = solve(
                day.calm(start, loose),
                seconds=None if seconds is None else CALM * seconds,
                iterations=None if iterations is None else max(1, round(CALM * iterations)),
                seed=seed,
                initial=start,
                on_progress=telling.hear,
                should_stop=should_stop,
            )
            start = replace(telling.settle(found), left_out=())
            if should_stop and should_stop():
                return telling.told
    rest = 1 - CALM * telling.circles
    last = solve(
        day.free,
        seconds=None if seconds is None else max(0.0, seconds - telling.elapsed),
        iterations=None if iterations is None else round(rest * iterations),
        seed=seed,
        processes=processes,
        initial=start,
        on_progress=telling.hear,
        should_stop=should_stop,
    )
    return telling.end(last, repeatable=seconds is None)


def _circles(day: Overridden, start: Plan) -> Iterator[frozenset[str]]:
    """The teams whose visits may go to others: at first none, then those that the change is about.

    These are the teams that no longer make what they made in the earlier plan.
    """
    yield frozenset()
    before, now = _made(day.base or start), _made(start)
    changed = {team.id for team in day.free.teams if before.get(team.id) != now.get(team.id)}
    if changed:
        yield frozenset(changed)


def _made(plan: Plan) -> Mapping[str, set[str]]:
    """What each team visits, in whatever order."""
    return {team: set(names) for team, names in orders_of(plan.outings).items()}


class Telling:
    """Passes on what is better than what was told; a visit's change of team counts against it."""

    def __init__(self, day: Overridden, on_progress: Progress | None, *, calm: bool) -> None:
        self._day = day
        self._on_progress = on_progress
        self._worth = worth_of(day.free, obstacles(day.free))
        self._teams = _teams(day.base) if day.base and calm else {}
        self._after = _after(day.base) if day.base and calm else {}
        self._started = time.perf_counter()
        self._best: tuple[int, Plan] | None = None
        self._opened: tuple[int, Plan] | None = None
        self._settled: list[tuple[int, Plan]] = []
        self._made = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the search began."""
        return time.perf_counter() - self._started

    @property
    def told(self) -> Plan:
        """The best plan that was told, as a plan of the whole day."""
        assert self._best is not None  # noqa: S101 - asked for only after a plan was heard
        return self._day.whole(self._best[1])

    def hear(self, part: Plan, _seconds: float) -> None:
        """Tell a plan of what is free if it is better."""
        part = replace(part, iterations=part.iterations + self._made)
        value = self.value(part)
        self._opened = self._opened or (value, part)  # before the search, so it is no chance
        if self._best is None or value > self._best[0]:
            self._best = value, part
            if self._on_progress:
                self._on_progress(self._day.whole(part), self.elapsed)

    @property
    def circles(self) -> int:
        """How many searches were made in which some had to keep their visits."""
        return len(self._settled)

    def settle(self, part: Plan) -> Plan:
        """Go on from the best plan so far that is no chance; the next has to be worth more."""
        self.hear(part, 0.0)
        self._made += part.iterations
        self._settled.append((self.value(part), part))
        return max(self._ends, key=lambda it: it[0])[1]

    @property
    def _ends(self) -> list[tuple[int, Plan]]:
        """What each search began and ended with: the same for the same seed and iterations."""
        return [*([self._opened] if self._opened else []), *self._settled]

    def end(self, last: Plan, *, repeatable: bool) -> Plan:
        """The last word: the best told; or, as when it was told is chance, the best that is not."""
        self.hear(last, 0.0)
        ends = [*self._ends, (self.value(last), last)]
        value, part = max(ends, key=lambda it: it[0])
        if not repeatable and self._best and self._best[0] > value:
            part = self._best[1]
        whole = self._day.whole(replace(part, iterations=self._made + last.iterations))
        if self._on_progress:
            self._on_progress(whole, self.elapsed)
        return whole

    def value(self, part: Plan) -> int:
        """What a plan is worth in seconds on the way, less what it disturbs."""
        teams = _teams(part)
        moved = {name for name, team in teams.items() if self._teams.get(name, team) != team}
        after = _after(part)
        others = (name for name in after.keys() & self._after.keys() if name not in moved)
        reordered = sum(after[name] != self._after[name] for name in others)
        disturbed = DISTURBANCE * len(moved) + REORDERING * reordered
        return value_of(part.outings, self._worth) - disturbed


def _teams(plan: Plan) -> Mapping[str, str]:
    """The team that visits each stop; the last one named where several do."""
    return {visit.stop_id: one.team_id for one in plan.outings for visit in one.visits}


def _after(plan: Plan) -> Mapping[str, str | None]:
    """The visit that each one comes after, None for a team's first; of several teams, one."""
    orders = ([None, *(visit.stop_id for visit in one.visits)] for one in plan.outings)
    return {name: before for order in orders for before, name in pairwise(order) if name}


def openings(day: Overridden, initial: Plan | None = None) -> list[Plan]:
    """Where to start: the earlier plan with every pinned stop put where it was pinned.

    Who has to make room for it loses the visits that are worth least, which then go where they
    make the least detour. Where visits hang together there is a second start, in which they need
    not keep their moments. None without an earlier plan; then the search makes its own start.
    """
    before = initial or day.base
    if before is None:
        return []
    held = _agreed(day.free, before)
    problems = [held] if held.stops == day.free.stops else [held, day.free]
    return [_opening(problem, before) for problem in problems]


def _opening(problem: PatrolProblem, before: Plan) -> Plan:
    worth = worth_of(problem, obstacles(problem))
    orders = _orders(problem, before, worth)
    kept = {
        team.id: shortened(problem, team, orders.get(team.id, ()), worth) for team in problem.teams
    }
    return _plan(problem, filled(problem, kept, worth))


def _better(day: Overridden, starts: Sequence[Plan], telling: "Telling", seed: int) -> Plan:
    """The start that is worth most once what hangs together has found its moments."""
    if len(starts) == 1:
        return starts[0]
    made = [solve(day.calm(one), iterations=1, seed=seed, initial=one) for one in starts]
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
