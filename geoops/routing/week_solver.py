"""Plan a week: try many in numbers, plan the best one's days as they really are, and learn."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

from geoops.routing.plan import Plan
from geoops.routing.week import Need, WeekProblem
from geoops.routing.week_bounds import estimates, least_added, least_unmet, needs_possible
from geoops.routing.week_days import WeekDays
from geoops.routing.week_plan import Shortage, WeekPlan, account, missed_by, value_of, visited
from geoops.routing.week_routes import WeekRoutes
from geoops.routing.week_search import WeekSearch
from geoops.routing.week_sketch import WeekSketch

STEPS, FEWEST_STEPS, A_ZONE = 170_000, 400, 300
"""How many weeks are tried: so many over the number of zones, at least so many, and no more than so
many for each zone."""
ROUNDS = (0.0, 0.2, 0.5, 0.3)
"""The shares of the steps after which the days are planned: at once, and then on what that taught.
"""
HELPED = 0.15
"""The share of steps, beside those, in which teams that are not there are sent."""
ITERATIONS = 300
"""How long the search for a day's plan is: its stops are chosen to fit, so it has little to do."""
_SEARCH = 0.8
"""The share of all work that the search is; bounds and the help of others are the rest."""
_ROOM = 0.9
"""The least share of a day's room that is left after something that was chosen did not fit."""


@dataclass(frozen=True)
class Effort:
    """How long is searched: for weeks `steps` (by their zones, for None), and for each day's plan
    `iterations` or `seconds`. Without `seconds`, the same seed plans the same week.
    """

    seconds: float | None = None
    iterations: int | None = ITERATIONS
    steps: int | None = None
    seed: int = 0
    processes: int = 1

    def steps_for(self, zones: int) -> int:
        """How many weeks of so many zones are tried."""
        return self.steps or min(max(FEWEST_STEPS, STEPS // max(1, zones)), A_ZONE * zones)


@dataclass(frozen=True)
class Step:
    """How far planning is: the share behind it, the day in hand, the best week so far."""

    share: float
    day: int | None
    best: WeekPlan | None


def plan_week(
    week: WeekProblem,
    effort: Effort,
    on_step: Callable[[Step], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> WeekPlan | None:
    """The best week found, and what is missing for it to miss nothing.

    Sought, in this order: little weight of zones that miss a need, few evenings (or stretches of
    hours) late, little work and travel. The first whole week is there within a second or two. None
    when it was called off before; one that was called off later does not say what is missing.
    """
    return _Planner(week, effort, on_step or _nobody, should_stop or _never).run()


def _nobody(_: Step) -> None:
    """Nobody follows."""


def _never() -> bool:
    return False


class _CalledOff(Exception):
    """Planning is to stop."""


@dataclass
class _Planner:
    week: WeekProblem
    effort: Effort
    on_step: Callable[[Step], None]
    should_stop: Callable[[], bool]
    best: WeekPlan | None = None
    rooms: dict[int, float] = field(default_factory=dict)
    share: float = 0.0

    @cached_property
    def sketch(self) -> WeekSketch:
        """The week in numbers."""
        return WeekSketch.of(self.week)

    @cached_property
    def days(self) -> WeekDays:
        """The day's planner."""
        asked = self.effort
        return WeekDays(
            self.sketch,
            asked.seconds,
            asked.iterations,
            asked.seed,
            asked.processes,
            self.should_stop,
        )

    def run(self) -> WeekPlan | None:
        """Search, plan, learn; then say what is missing, and what no plan can do better."""
        try:
            self._search()
            if self.best and self.best.missed:
                floor = least_unmet(self.week, estimates(self.week))
                self._tell(_SEARCH)
                self.best = replace(self.best, unmet_at_least=floor)
            if self.best:
                self.best = replace(self.best, shortage=self._shortage(self.best))
        except _CalledOff:
            pass
        return self.best

    def _search(self) -> None:
        """Rounds of searching and planning, each from the best week that was really planned."""
        steps, random = self.effort.steps_for(len(self.week.zones)), Random(self.effort.seed)  # noqa: S311 - no secret
        search = WeekSearch(self.sketch, random)
        for share in ROUNDS:
            found = search.run(self._start(), round(share * steps), self._watch(_SEARCH * share))
            plans = self._plans(found)
            self._keep(account(self.week, plans, 0.0))
            self._learn(found, plans)

    def _start(self) -> WeekRoutes:
        """The best week's routes, with the hours that its days have shown to be of use."""
        if self.best is None:
            return WeekRoutes.none(self.sketch)
        return WeekRoutes.planned(self.sketch, self.best.days, self.rooms)

    def _plans(self, routes: WeekRoutes) -> list[Plan]:
        """The days as they are really planned."""
        plans = []
        for day in range(len(self.week.days)):
            self._tell(self.share, day)
            plans.append(self.days.plan(day, routes))
        self._tell(self.share)
        return plans

    def _learn(self, routes: WeekRoutes, plans: Sequence[Plan]) -> None:
        """Expect less of the days on which something chosen did not fit."""
        made = visited(plans)
        for day in range(len(plans)):
            chosen = self.sketch.names(routes.made, day)
            if left := sum((day, name) not in made for name in chosen):
                room = max(_ROOM, 1 - left / (2 * len(chosen)))
                self.rooms[day] = self.rooms.get(day, 1.0) * room

    def _keep(self, found: WeekPlan) -> None:
        if self.best is None or value_of(self.week, found) < value_of(self.week, self.best):
            self.best = found
        self._tell(self.share)

    def _shortage(self, best: WeekPlan) -> Shortage:
        """What more teams would have to do: the least by the program, and a plan that does it."""
        if not best.missed:
            return Shortage(0, 0, best.days, (None,) * len(best.days))
        able = estimates(self.week, extra=True)
        possible = set(needs_possible(self.week, able))
        least = int(least_added(self.week, able))
        random = Random(self.effort.seed)  # noqa: S311 - no secret
        search = WeekSearch(self.sketch, random, helped=True)
        beside = search.run(self._start(), 0)
        found = [self._helped(best.days, beside, least, possible)]
        steps = round(HELPED * self.effort.steps_for(len(self.week.zones)))
        around = search.run(beside, steps, self._watch(0.97 - self.share))
        found.append(self._helped(self._plans(around), around, least, possible))
        return min(found, key=lambda one: (len(one.beyond), one.enough))

    def _helped(
        self, plans: Sequence[Plan], routes: WeekRoutes, least: int, possible: Collection[Need]
    ) -> Shortage:
        """What these days miss, planned for teams that are not there, as the routes have it."""
        made, days = visited(plans), range(len(plans))
        missed = {slot for n in missed_by(self.week, made) if n in possible for slot in n.slots}
        added = tuple(
            self.days.added(day, {name for name in self.sketch.names(routes.made, day)
                                  if (day, name) in missed and (day, name) not in made})
            for day in days
        )  # fmt: skip
        self._tell(self.share)
        enough = sum(one.back - one.departure for plan in added if plan for one in plan.outings)
        beyond = missed_by(self.week, made | visited(added))
        return Shortage(least, enough, tuple(plans), added, beyond)

    def _watch(self, share: float) -> Callable[[float], None]:
        """Follows a search that is so large a share of the whole."""
        before, self.share = self.share, self.share + share
        return lambda part: self._tell(before + share * part)

    def _tell(self, share: float, day: int | None = None) -> None:
        if self.should_stop():
            raise _CalledOff
        self.on_step(Step(share, day, self.best))
