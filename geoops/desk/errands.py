"""Errands: what somebody asks for and a worker does, however many workers die over it.

A day's plan, a replan, a week's plan and the answer to a question are errands. Handing one over
records its row and its job together or not at all. A worker takes it up, writes down how it goes,
and ends it with what it found, or in words. Who asked may call a search off meanwhile.

Who has an errand in hand is decided by its row: every write asks that it still be `running`. So one
may be taken up by a second worker when the first has died, or only seemed to: whichever ends it
first has ended it, and the other stops at its next write.
"""

import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, override
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, false, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.db.queue import put_in_queue
from geoops.errors import Conflict, GeoOpsError
from geoops.records import PatrolPlan, PlanQuestion, WeekPlanRecord

log = logging.getLogger("geoops.errands")

QUEUED, RUNNING, DONE, CANCELLED, FAILED = "queued", "running", "done", "cancelled", "failed"
"""Where an errand stands, in the words of every such row's own state."""
OPEN = (QUEUED, RUNNING)


class Outcome(StrEnum):
    """How a worker's turn at an errand ended."""

    ENDED = "ended"
    INTERRUPTED = "interrupted"
    NOTHING_TO_DO = "nothing to do"


class PlanIsOver(Conflict):
    """A plan that has ended was to be called off."""

    code = "plan-is-over"
    template = "This plan is {state} and cannot be cancelled."


class WorkerLost(GeoOpsError):
    """Every worker that took the errand up has died over it."""

    code = "worker-lost"
    template = "Planning broke off {attempts} times without an answer. Try with fewer stops."


def hand_over(
    session: Session,
    row: PatrolPlan | WeekPlanRecord | PlanQuestion,
    task: str,
    lock: str,
    known_as: str = "plan_id",
) -> None:
    """Record an errand and put its job in the queue, to be committed together.

    Parameters
    ----------
    task
        Its name in the queue, as `geoops.jobs` registers it.
    lock
        What it is, in a word: no two workers have the same one in hand.
    known_as
        What the task calls the row's identifier.
    """
    session.add(row)
    session.flush()
    arguments = {known_as: str(row.id), "territory_id": str(row.territory_id)}
    put_in_queue(session, task, lock=f"{lock} {row.id}", **arguments)
    session.refresh(row)


def call_off[Row: (PatrolPlan, WeekPlanRecord)](row: Row, now: datetime) -> bool:
    """Call a search off: at once while it waits, else its worker hears of it at its next write.

    Again, it changes nothing; whether it changed anything.

    Raises
    ------
    PlanIsOver
        It has ended by itself.
    """
    if row.stopped_early and row.state == DONE:
        return False
    if row.state not in (*OPEN, CANCELLED):
        raise PlanIsOver(state=row.state.value)
    row.cancel_requested = True
    if row.state == QUEUED:
        row.state, row.finished_at = type(row.state)(CANCELLED), now
    return True


@dataclass(frozen=True)
class Errand[Row: (PatrolPlan, WeekPlanRecord, PlanQuestion), Task](ABC):
    """An errand's row, as the worker that has it in hand may change it."""

    engine: Engine
    territory: UUID
    id: UUID
    record: type[Row] = field(init=False, repr=False)

    @abstractmethod
    def task(self, session: Session, row: Row) -> Task:
        """What is to be done, as the records tell it now."""

    def take_up(self) -> Task | None:
        """Begin, or go on where another worker stopped; None when the errand has ended."""
        if not self._held():
            return None
        with transaction(self.engine, self.territory) as session:
            return self.task(session, session.get_one(self.record, self.id))

    def carry_out(self, do: Callable[[Task], Outcome]) -> Outcome:
        """Take the errand up and do it.

        An error of the domain ends it as failed, with its words in `problem`. So does any other, in
        general words, and is raised again; but when the database goes away the errand stays as it
        is, for the queue to try again.
        """
        try:
            task = self.take_up()
            return Outcome.NOTHING_TO_DO if task is None else do(task)
        except GeoOpsError as error:
            self.fail(error)
            return Outcome.ENDED
        except DBAPIError:
            raise
        except Exception:
            self.fail(GeoOpsError())
            raise

    def write(self, **values: Any) -> bool:
        """Write `values`; whether to stop, because it was called off or has ended otherwise."""
        running = (
            update(self.record)
            .where(self.record.id == self.id, self.record.state == RUNNING)
            .values(**values or {"state": RUNNING})
            .returning(self._calls_off())
        )
        with transaction(self.engine, self.territory) as session:
            return session.scalar(running) is not False

    def end(self, state: str, **values: Any) -> None:
        """Write the last word, unless someone has ended the errand before."""
        self.write(state=state, finished_at=datetime.now(UTC), **values)

    def fail(self, error: GeoOpsError) -> None:
        """End it as failed; `problem` says why: in words, translatable, and for machines."""
        log.warning("%s %s failed: %s", self.record.__tablename__, self.id, error)
        self.end(FAILED, problem=failure(error))

    def give_up(self, attempts: int) -> None:
        """End it as failed, for no worker has survived it."""
        if self._held():
            self.fail(WorkerLost(attempts=attempts))

    def _held(self) -> bool:
        """Whether there is anything to do; the row is `running`, then."""
        with transaction(self.engine, self.territory) as session:
            row = session.get(self.record, self.id, with_for_update=True)
            if row is None or row.state not in OPEN or self._was_called_off(row):
                return False
            row.state = type(row.state)(RUNNING)
            return True

    def _was_called_off(self, row: Row) -> bool:
        """Whether it was called off while nobody had it in hand; it has ended, then."""
        return False

    def _calls_off(self) -> ColumnElement[bool]:
        """Whether it is to be called off, as its row says."""
        return false()


class Search[Row: (PatrolPlan, WeekPlanRecord), Task](Errand[Row, Task]):
    """An errand that finds better and better; called off, it ends with the best found so far."""

    @override
    def _was_called_off(self, row: Row) -> bool:
        if not row.cancel_requested:
            return False
        found = row.best is not None
        row.state = type(row.state)(DONE if found else CANCELLED)
        row.stopped_early, row.finished_at = found, datetime.now(UTC)
        return True

    @override
    def _calls_off(self) -> ColumnElement[bool]:
        return self.record.cancel_requested.expression


def failure(error: GeoOpsError) -> dict[str, Any]:
    """An error as a row keeps it: in words, translatable, and for machines."""
    problem = {"code": error.code, "sentence": str(error), "details": _plain(error.details)}
    return problem | {"template": error.template}


def _plain(details: dict[str, Any]) -> Any:
    """Details as JSON values; what is none becomes its words."""
    return json.loads(json.dumps(details, default=str))
