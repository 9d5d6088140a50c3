"""Make a plan that was asked for: what a worker does, from the queue to the last best plan."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, override
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.desk.day_problem import DayProblem, day_problem
from geoops.desk.errands import Errand, Outcome, Search
from geoops.desk.overriding import overrides_of
from geoops.desk.plan_document import Document, Draughtsman, plan_again
from geoops.desk.plan_request import PlanRequest
from geoops.desk.remembered_roads import RememberedRoads
from geoops.desk.roads_closed import around, closed_on
from geoops.records import PatrolPlan, PlanState, RoadClosure, Territory
from geoops.routing.around import ClosableNetwork
from geoops.routing.by_hand import replan
from geoops.routing.overridden import Overridden
from geoops.routing.plan import Plan

CURVE = 200
"""Entries of a plan's curve at most; the last one is always that of the best."""
WRITE_EVERY = 0.35
"""Seconds between two writes of progress; each also asks whether the plan was called off."""


@dataclass(frozen=True)
class Workshop:
    """What a worker makes plans with; `seconds` is the solver's time for one, in `processes`.

    `position_lasts` is how long a shared position outlives its phone's silence.
    """

    engine: Engine
    roads: ClosableNetwork
    seconds: float
    processes: int = 1
    position_lasts: timedelta = timedelta(hours=2)


@dataclass(frozen=True)
class Task:
    """What is to be planned, read when the worker takes it up.

    Parameters
    ----------
    best, curve
        From an earlier turn at it.
    base
        What the plan that it is based on has found.
    calm
        Whether something was decided by hand since then, around which the rest is to stay as it is.
    """

    day: DayProblem
    request: PlanRequest
    time_zone: str
    best: Document | None
    closures: tuple[RoadClosure, ...] = ()
    curve: tuple[Document, ...] = ()
    base: Document | None = None
    calm: bool = False


def make_plan(
    workshop: Workshop, territory: UUID, plan_id: UUID, interrupted: Callable[[], bool]
) -> Outcome:
    """Make the plan and write down each better one as it is found, until the time is up."""
    errand = PlanErrand(workshop.engine, territory, plan_id)
    return errand.carry_out(lambda task: _solve(workshop, errand, task, interrupted))


def _solve(
    workshop: Workshop, errand: "PlanErrand", task: Task, interrupted: Callable[[], bool]
) -> Outcome:
    """The tables of the roads, one search, and the last word on it."""
    asked, day = task.request, task.day
    closed = around(workshop.roads, task.closures, asked.service_date, task.time_zone)
    roads = RememberedRoads(closed)
    problem = day.on_roads(asked.service_date, roads)
    ruled = Overridden(problem, overrides_of(asked), plan_again(task.base, problem, task.time_zone))
    drawing = Draughtsman(
        *(day, ruled.ruled, roads, task.time_zone, task.closures),
        locked=ruled.overrides.locked,
        base=task.base,
    )
    seconds = asked.seconds or (None if asked.iterations else workshop.seconds)
    report = Report(errand, drawing, seconds, asked.iterations, interrupted, list(task.curve))
    plan = replan(
        ruled,
        seconds=seconds,
        iterations=asked.iterations,
        seed=asked.seed,
        processes=workshop.processes,
        calm=task.calm,
        initial=plan_again(task.best, problem, task.time_zone),
        on_progress=report.better,
        should_stop=report.should_stop,
    )
    if report.interrupted():
        return Outcome.INTERRUPTED
    errand.end(
        PlanState.DONE,
        best=drawing.document(plan, report.elapsed, steps=True),
        curve=report.curve,
        iterations=plan.iterations,
        stopped_early=report.cancelled,
        progress=1.0,
    )
    return Outcome.ENDED


@dataclass
class Report:
    """Tells the errand's row how the search goes, and the search when to stop."""

    errand: Errand[PatrolPlan, Any]
    drawing: Draughtsman
    seconds: float | None
    iterations: int | None
    interrupted: Callable[[], bool]
    curve: list[Document]
    cancelled: bool = False
    news: Plan | None = None
    started: float = field(default_factory=time.perf_counter)
    written: float = float("-inf")
    made: int = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the search began."""
        return time.perf_counter() - self.started

    def better(self, plan: Plan, _seconds: float) -> None:
        """Write a better plan down: the first at once, another when the next write is due."""
        self.news = plan
        point = {"elapsed": round(self.elapsed, 3), "required_missed": plan.required_missed}
        point |= {"weight": plan.weight, "driving": plan.travel}
        if not self.curve or {**point, "elapsed": 0} != {**self.curve[-1], "elapsed": 0}:
            self.curve = [*self.curve[: CURVE - 1], point]
        self._write_when_due()

    def later(self, plan: Plan) -> None:
        """Write a plan down when the next write is due, so that nothing waits for its drawing."""
        self.news, self.written = plan, time.perf_counter()

    def should_stop(self) -> bool:
        """Whether the plan was called off, ended elsewhere, or the worker is to stop."""
        self._write_when_due()
        return self.cancelled or self.interrupted()

    def _share(self) -> float:
        """How much of the search is over, by its time or its iterations."""
        by_time = self.elapsed / self.seconds if self.seconds else 0.0
        done = self.news.iterations if self.news else 0
        self.made = max(self.made, done)
        return max(by_time, self.made / self.iterations if self.iterations else 0.0)

    def _write_when_due(self) -> None:
        if time.perf_counter() - self.written < WRITE_EVERY:
            return
        values: dict[str, Any] = {"progress": min(0.99, self._share())}
        if self.news:
            values["curve"] = self.curve
            values["best"] = self.drawing.document(self.news, self.elapsed)
        self.cancelled = self.errand.write(**values)
        self.news, self.written = None, time.perf_counter()


@dataclass(frozen=True)
class PlanErrand(Search[PatrolPlan, Task]):
    """A day's plan, as the worker that makes it may change it."""

    record = PatrolPlan

    @override
    def task(self, session: Session, row: PatrolPlan) -> Task:
        time_zone = session.get_one(Territory, self.territory).time_zone
        request = PlanRequest.of(row)
        day = day_problem(session, request, time_zone, datetime.now(UTC))
        base = session.get(PatrolPlan, row.based_on_id) if row.based_on_id else None
        decided = base is not None and PlanRequest.of(base).overrides != request.overrides
        return Task(
            *(day, request, time_zone, row.best),
            closures=closed_on(session, day, request.service_date, time_zone),
            curve=tuple(row.curve),
            base=base.best if base else None,
            calm=decided and request.gently,
        )
