"""Plan a week that was asked for: what a worker does. It can be done again without harm.

As with a day's plan, who holds it is decided by its row: every write asks that it still be
`running`, so a second worker that takes it up, or a person who calls it off, is heard at once. A
week whose worker has died is planned from the start: it takes half a minute at most.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, update
from sqlalchemy.exc import DBAPIError

from geoops.db.engine import transaction
from geoops.desk.roads_closed import around
from geoops.desk.solving import WRITE_EVERY, Outcome, WorkerLost, Workshop, failure
from geoops.desk.week_document import WeekWriter
from geoops.desk.week_planning import OPEN
from geoops.desk.week_problem import WeekRead, read_week
from geoops.desk.week_request import WeekRequest
from geoops.errors import GeoOpsError
from geoops.records import Territory, WeekPlanRecord, WeekState
from geoops.routing.week import WeekProblem
from geoops.routing.week_solver import ITERATIONS, Effort, Step, plan_week

log = logging.getLogger("geoops.plans")

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
    """Plan the week and write down each better one as it is found.

    An error of the domain ends it as failed, with its words in `problem`. So does any other, in
    general words, and is raised again; but when the database goes away it stays as it is, for the
    queue to try again.
    """
    ledger = WeekLedger(workshop.engine, territory, plan_id)
    task = ledger.take_up()
    if task is None:
        return Outcome.NOTHING_TO_DO
    try:
        return _plan(workshop, ledger, task, interrupted)
    except GeoOpsError as error:
        ledger.fail(error)
        return Outcome.ENDED
    except DBAPIError:
        raise
    except Exception:
        ledger.fail(GeoOpsError())
        raise


def give_up_week(engine: Engine, territory: UUID, plan_id: UUID, attempts: int) -> None:
    """End a week as failed that no worker has survived."""
    ledger = WeekLedger(engine, territory, plan_id)
    if ledger.take_up():
        ledger.fail(WorkerLost(attempts=attempts))


def _plan(
    workshop: Workshop, ledger: "WeekLedger", task: WeekTask, interrupted: Callable[[], bool]
) -> Outcome:
    """The roads of the seven days, then the week."""
    report = WeekReport(ledger, task, interrupted)
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
    ledger.end(WeekState.DONE, best=best, progress=1.0, stopped_early=early)
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
    """Tells the ledger how planning goes, and planning when to stop."""

    ledger: "WeekLedger"
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
        self.ledger.end(WeekState.CANCELLED)
        return Outcome.ENDED

    def _write(self) -> None:
        self.cancelled = self.ledger.write(**self.values) or self.cancelled
        self.values, self.written = {}, time.perf_counter()


@dataclass(frozen=True)
class WeekLedger:
    """The week's row, as the worker that plans it may change it."""

    engine: Engine
    territory: UUID
    plan_id: UUID

    def take_up(self) -> WeekTask | None:
        """Begin, or begin again where another worker died; None when it has ended."""
        with transaction(self.engine, self.territory) as session:
            plan = session.get(WeekPlanRecord, self.plan_id, with_for_update=True)
            if plan is None or plan.state not in OPEN:
                return None
            if plan.cancel_requested:
                found = plan.best is not None
                plan.state = WeekState.DONE if found else WeekState.CANCELLED
                plan.stopped_early, plan.finished_at = found, _now()
                return None
            plan.state = WeekState.RUNNING
            request = WeekRequest.of(plan)
            time_zone = session.get_one(Territory, self.territory).time_zone
            return WeekTask(request, read_week(session, request, time_zone, _now()), time_zone)

    def write(self, **values: Any) -> bool:
        """Write `values`; whether to stop, because it was called off or has ended otherwise."""
        open_one = (
            update(WeekPlanRecord)
            .where(WeekPlanRecord.id == self.plan_id, WeekPlanRecord.state == WeekState.RUNNING)
            .values(**values or {"state": WeekState.RUNNING})
            .returning(WeekPlanRecord.cancel_requested)
        )
        with transaction(self.engine, self.territory) as session:
            return session.scalar(open_one) is not False

    def end(self, state: WeekState, **values: Any) -> None:
        """Write the last word, unless someone has ended it before."""
        self.write(state=state, finished_at=_now(), planning=None, **values)

    def fail(self, error: GeoOpsError) -> None:
        """End it as failed; `problem` says why: in words, translatable, and for machines."""
        log.warning("week %s failed: %s", self.plan_id, error)
        self.end(WeekState.FAILED, problem=failure(error))


def _now() -> datetime:
    return datetime.now(UTC)
