"""Plan a week: choose the days, plan each day as it really is, and learn from what did not fit."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from geoops.routing.integer_program import NotSolved
from geoops.routing.plan import Plan
from geoops.routing.problem import PatrolProblem
from geoops.routing.solver import solve
from geoops.routing.week import Need, Slot, WeekProblem
from geoops.routing.week_day import day_added, day_with
from geoops.routing.week_estimate import DayEstimate
from geoops.routing.week_master import (
    Lessons,
    choose,
    choose_added,
    choose_all,
    estimates,
    least_added,
    needs_possible,
)
from geoops.routing.week_plan import Shortage, WeekPlan, account, missed_by, value_of, visited
from geoops.routing.week_program import Choice

ROUNDS = 4
"""How often the days are chosen anew at most, if some of what was chosen did not fit."""
HELPED = 2
"""How often a week is planned for the help of teams that are not there, if any is needed."""
TRIES = 12
"""How many missed visits are tried, one after the other, on days that have room."""

_AT_LEAST, _A_STOP = 0.3, 0.04
"""Seconds of search for any day, and for each of its stops."""


@dataclass(frozen=True)
class Effort:
    """How long is searched: for a day's plan `seconds` or `iterations`, `choosing` for the days.

    A day of few stops takes less than its seconds: its search comes to rest long before.
    """

    seconds: float | None = 2.0
    iterations: int | None = None
    choosing: float = 1.5
    seed: int = 0
    processes: int = 1

    def seconds_for(self, stops: int) -> float | None:
        """Seconds that a day of so many stops is planned."""
        return self.seconds and min(self.seconds, _AT_LEAST + _A_STOP * stops)


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
    hours) late, little work and travel. None when it was called off before a week was whole; one
    that was called off later does not say what is missing.

    Raises
    ------
    geoops.routing.integer_program.NotSolved
        The program that chooses the days found nothing in its time.
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
    lessons: Lessons = field(default_factory=Lessons)
    solved: dict[tuple[int, frozenset[str]], Plan] = field(default_factory=dict)

    @cached_property
    def _estimates(self) -> tuple[DayEstimate, ...]:
        """The days' numbers with the teams that there are."""
        return estimates(self.week)

    def run(self) -> WeekPlan | None:
        """Choose, plan, fill what is left, and say what is missing."""
        try:
            self._choose_and_plan()
            self._fill()
            self._tell(0.9)
            if self.best:
                self.best = replace(self.best, shortage=self._shortage(self.best))
        except _CalledOff:
            pass
        return self.best

    def _choose_and_plan(self) -> None:
        """Rounds of choosing and planning, until all that was chosen fits."""
        days, floor = self._estimates, 0.0
        for number in range(ROUNDS):
            try:
                choice = choose(self.week, days, self.lessons, self.effort.choosing)
            except NotSolved:
                if self.best is None:
                    raise
                return
            floor = floor if number else choice.unmet_at_least
            plans = [self._plan(day, choice.on(day), number) for day in range(len(days))]
            self._keep(account(self.week, plans, floor))
            if not self._learn(choice, plans, days):
                return

    def _learn(self, choice: Choice, plans: Sequence[Plan], days: tuple[DayEstimate, ...]) -> bool:
        """Take to heart what was chosen and did not fit; whether there was anything."""
        made = visited(plans)
        left = {day for day, _ in choice.slots - made}
        shares = []
        for day in left:
            names = choice.on(day)
            fits = names & {name for d, name in made if d == day}
            room = (days[day].work(fits) + days[day].work(names)) / 2
            self.lessons.room[day] = min(room, self.lessons.room.get(day, room))
            self.lessons.sets.append(frozenset((day, name) for name in names))
            shares.append(room / days[day].hours if days[day].hours else 1.0)
        self._expect(choice, left, sum(shares) / len(shares) if shares else 1.0)
        return bool(left)

    def _expect(self, choice: Choice, left: Collection[int], share: float) -> None:
        """Expect of days that had room no more than of the others, yet what they have shown."""
        for day, one in enumerate(self._estimates):
            if day not in left:
                most = min(share * one.hours, self.lessons.room.get(day, one.hours))
                self.lessons.room[day] = max(one.work(choice.on(day)), most)

    def _plan(self, day: int, names: frozenset[str], number: int) -> Plan:
        """A day's plan with these visits; what was planned before is not planned again."""
        if (day, names) not in self.solved:
            self._tell((number + day / len(self.week.days)) / (ROUNDS + 1) * 0.9, day)
            self.solved[day, names] = self._solve(day_with(self.week, day, names))
        return self.solved[day, names]

    def _solve(self, problem: PatrolProblem) -> Plan:
        plan = solve(
            problem,
            seconds=self.effort.seconds_for(len(problem.stops)),
            iterations=self.effort.iterations,
            seed=self.effort.seed,
            processes=self.effort.processes,
            should_stop=self.should_stop,
        )
        if self.should_stop():
            raise _CalledOff
        return plan

    def _keep(self, found: WeekPlan) -> None:
        if self.best is None or value_of(self.week, found) < value_of(self.week, self.best):
            self.best = found

    def _fill(self) -> None:
        """Try each missed need, the heaviest first, as one more visit of a day that has room."""
        weight = {zone.id: zone.weight for zone in self.week.zones}
        tries = 0
        while self.best and tries < TRIES:
            missed = sorted(self.best.missed, key=lambda need: -weight[need.zone_id])
            for day, name in self._candidates(missed):
                tries += 1
                if self._fits_in(day, name) or tries >= TRIES:
                    break
            else:
                return

    def _candidates(self, missed: list[Need]) -> Iterator[Slot]:
        """Visits that were not tried on their day before, on days with time for them; the emptiest
        day first."""
        plans = self.best.days if self.best else ()
        free = [
            one.hours - sum(out.back - out.departure for out in plan.outings)
            for one, plan in zip(self._estimates, plans, strict=True)
        ]
        takes = {
            (day, stop.id): stop.service * stop.teams
            for day, one in enumerate(self._estimates)
            for stop in one.stops
        }
        for need in missed:
            for day, name in sorted(need.slots & takes.keys(), key=lambda slot: -free[slot[0]]):
                if (day, self._made(day) | {name}) in self.solved:
                    continue
                if takes[day, name] <= free[day]:
                    yield day, name

    def _made(self, day: int) -> frozenset[str]:
        """The visits that the best week makes on the day."""
        plans = self.best.days if self.best else ()
        made = (name for d, name in visited(plans) if d == day)
        return frozenset(name for name in made if (day, name) in self.week.zone_of)

    def _fits_in(self, day: int, name: str) -> bool:
        """Plan the day with one more visit; whether the week is better for it."""
        before = self.best
        if before is None:
            return False
        plan = self._plan(day, self._made(day) | {name}, ROUNDS)
        plans = [*before.days[:day], plan, *before.days[day + 1 :]]
        self._keep(account(self.week, plans, before.unmet_at_least))
        return self.best is not before

    def _shortage(self, best: WeekPlan) -> Shortage:
        """What more teams would have to do: the least by the program, and a plan that does it."""
        if not best.missed:
            return Shortage(0, 0, best.days, (None,) * len(best.days))
        able = estimates(self.week, extra=True)
        least = int(least_added(self.week, able, self.effort.choosing))
        found = [self._helped(best.days, able, least)]
        for number in range(HELPED):
            self._tell(0.92 + 0.03 * number)
            try:
                choice = choose_all(self.week, able, self.lessons, self.effort.choosing)
            except NotSolved:
                break
            plans = [self._plan(day, choice.on(day), ROUNDS) for day in range(len(able))]
            self._learn(choice, plans, able)
            found.append(self._helped(plans, able, least))
        return min(found, key=lambda one: (len(one.beyond), one.enough))

    def _helped(self, plans: Sequence[Plan], able: tuple[DayEstimate, ...], least: int) -> Shortage:
        """What these days miss, planned for teams that are not there."""
        possible = set(needs_possible(self.week, able))
        missed = [need for need in missed_by(self.week, visited(plans)) if need in possible]
        choice = choose_added(self.week, able, missed, self.effort.choosing)
        added = tuple(self._added(day, choice) for day in range(len(able)))
        enough = sum(one.back - one.departure for plan in added if plan for one in plan.outings)
        beyond = missed_by(self.week, visited(plans) | visited(added))
        return Shortage(least, enough, tuple(plans), added, beyond)

    def _added(self, day: int, choice: Choice) -> Plan | None:
        names = choice.on(day)
        return self._solve(day_added(self.week, day, names)) if names else None

    def _tell(self, share: float, day: int | None = None) -> None:
        if self.should_stop():
            raise _CalledOff
        self.on_step(Step(share, day, self.best))
