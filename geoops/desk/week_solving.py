"""Plan a week that was asked for: what a worker does. It can be done again without harm.

A week whose worker has died is planned from the start: it takes half a minute at most.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, override
from uuid import UUID

from sqlalchemy.orm import Session

from geoops.desk.errands import Outcome, Search
from geoops.desk.roads_closed import around
from geoops.desk.solving import WRITE_EVERY, Workshop
from geoops.desk.week_document import WeekWriter
from geoops.desk.week_problem import WeekRead, read_week
from geoops.desk.week_request import WeekRequest
from geoops.records import Territory, WeekPlanRecord, WeekState
from geoops.routing.week import WeekProblem
from geoops.routing.week_solver import ITERATIONS, Effort, Step, plan_week

READING = 0.1
"""The share of the work that the roads are, before anything is planned."""


@dataclass(frozen=True)
class WeekTask:
    """What is to be planned, read when the worker takes it up."""

    request: WeekRequest
    read: WeekRead
    time_zone: str


def make_week(
    workshop: Workshop, territory: UUID, plan_id: UUID, interrupted: Callable[[], bool]
) -> Outcome:
    """Plan the week and write down each better one as it is found."""
    errand = WeekErrand(workshop.engine, territory, plan_id)
    return errand.carry_out(lambda task: _plan(workshop, errand, task, interrupted))


def _plan(
    workshop: Workshop, errand: "WeekErrand", task: WeekTask, interrupted: Callable[[], bool]
) -> Outcome:
    """The roads of the seven days, then the week."""
    report = WeekReport(errand, task, interrupted)
    week = _on_roads(workshop, task, report)
    if week is None:
        return report.ended()
    report.writer = WeekWriter(task.read, week, task.time_zone)
    asked = task.request
    iterations = asked.iterations or (None if asked.seconds else ITERATIONS)
    effort = Effort(asked.seconds, iterations, seed=asked.seed, processes=workshop.processes)
    found = plan_week(week, effort, report.step, report.should_stop)
    if report.interrupted():
        return Outcome.INTERRUPTED
    if found is None:
        return report.ended()
    best = report.writer.document(found)
    early = found.shortage is None
    errand.end(WeekState.DONE, best=best, progress=1.0, stopped_early=early)
    return Outcome.ENDED


def _on_roads(workshop: Workshop, task: WeekTask, report: "WeekReport") -> WeekProblem | None:
    """The week on its roads, each day with its own closures; None when it was called off."""
    problems = []
    for number, of in enumerate(task.read.days):
        report.say(READING * number / len(task.read.days), None)
        if report.should_stop():
            return None
        roads = around(workshop.roads, of.closures, of.date, task.time_zone)
        problems.append(task.read.problem_of(number, roads))
    return task.read.week(problems)


@dataclass
class WeekReport:
    """Tells the errand's row how planning goes, and planning when to stop."""

    errand: "WeekErrand"
    task: WeekTask
    interrupted: Callable[[], bool]
    writer: WeekWriter | None = None
    cancelled: bool = False
    written: float = float("-inf")
    values: dict[str, Any] = field(default_factory=dict)
    best: object = None

    def step(self, step: Step) -> None:
        """A step was made: a day is in hand, and perhaps there is a better week."""
        if step.best is not None and step.best is not self.best and self.writer:
            self.best = step.best
            self.values["best"] = self.writer.document(step.best)
        self.say(READING + (1 - READING) * step.share, step.day)

    def say(self, share: float, day: int | None) -> None:
        """How far it is, and which day is in hand."""
        planning = None if day is None else self.task.read.days[day].date
        self.values |= {"progress": min(0.99, share), "planning": planning}
        if "best" in self.values or time.perf_counter() - self.written >= WRITE_EVERY:
            self._write()

    def should_stop(self) -> bool:
        """Whether it was called off, ended elsewhere, or the worker is to stop."""
        if time.perf_counter() - self.written >= WRITE_EVERY:
            self._write()
        return self.cancelled or self.interrupted()

    def ended(self) -> Outcome:
        """It ends without a week: interrupted for another worker, or called off."""
        if self.interrupted():
            return Outcome.INTERRUPTED
        self.errand.end(WeekState.CANCELLED)
        return Outcome.ENDED

    def _write(self) -> None:
        self.cancelled = self.errand.write(**self.values) or self.cancelled
        self.values, self.written = {}, time.perf_counter()


@dataclass(frozen=True)
class WeekErrand(Search[WeekPlanRecord, WeekTask]):
    """A week's plan, as the worker that makes it may change it."""

    record = WeekPlanRecord

    @override
    def task(self, session: Session, row: WeekPlanRecord) -> WeekTask:
        request = WeekRequest.of(row)
        time_zone = session.get_one(Territory, self.territory).time_zone
        week = read_week(session, request, time_zone, datetime.now(UTC))
        return WeekTask(request, week, time_zone)

    @override
    def end(self, state: str, **values: Any) -> None:
        super().end(state, planning=None, **values)
