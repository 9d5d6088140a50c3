"""The days of a week as they are really planned: each by the day's own solver, none twice."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from geoops.routing.plan import Outing, Plan, Visit
from geoops.routing.problem import PatrolProblem
from geoops.routing.solver import solve
from geoops.routing.week_day import day_added, day_with
from geoops.routing.week_routes import WeekRoutes
from geoops.routing.week_sketch import WeekSketch

_AT_LEAST, _A_STOP = 0.3, 0.04
"""Seconds of search for any day, and for each of its stops, if it is seconds that limit it."""


@dataclass
class WeekDays:
    """Plans days. A search of so many `iterations` finds the same for the same seed."""

    sketch: WeekSketch
    seconds: float | None
    iterations: int | None
    seed: int
    processes: int
    should_stop: Callable[[], bool]
    _known: dict[tuple[int, frozenset[str]], Plan] = field(default_factory=dict)

    def plan(self, day: int, routes: WeekRoutes) -> Plan:
        """The day with the visits that the routes make on it; what does not fit is left out.

        Where the solver leaves out something, it tries again from the order of the routes, unless
        visits are tied to moments, of which that order knows none.
        """
        names = self.sketch.names(routes.made, day)
        if (day, names) not in self._known:
            problem = day_with(self.sketch.week, day, names)
            plan = self._solve(problem)
            if _missed(plan, names) and not problem.apart:
                again = self._solve(problem, self._as_plan(problem, day, routes))
                plan = min(plan, again, key=lambda one: (_missed(one, names), one.travel))
            self._known[day, names] = plan
        return self._known[day, names]

    def added(self, day: int, names: Collection[str]) -> Plan | None:
        """The day of teams that are not there, for these visits; None if there are none."""
        return self._solve(day_added(self.sketch.week, day, names)) if names else None

    def _solve(self, problem: PatrolProblem, initial: Plan | None = None) -> Plan:
        return solve(
            problem,
            seconds=self.seconds and min(self.seconds, _AT_LEAST + _A_STOP * len(problem.stops)),
            iterations=self.iterations,
            seed=self.seed,
            processes=self.processes,
            should_stop=self.should_stop,
            initial=initial,
        )

    def _as_plan(self, problem: PatrolProblem, day: int, routes: WeekRoutes) -> Plan:
        """The routes as a plan of which only the order of visits counts."""
        calls = self.sketch.calls
        outings = tuple(
            Outing(
                crew.team.id,
                departure=0,
                visits=tuple(Visit(calls[n].stop.id, 0, 0, 0) for n in routes.routes[number]),
                back=0,
                travel=0,
                distance=0.0,
            )
            for number, crew in enumerate(self.sketch.crews)
            if crew.day == day and not crew.extra and routes.routes[number]
        )
        return Plan(problem.service_date, outings, (), 0, 0.0, 0, 0.0)


def _missed(plan: Plan, names: Collection[str]) -> int:
    return sum(one.stop_id in names for one in plan.left_out)
