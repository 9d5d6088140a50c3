"""Answer a question of a plan: what a worker does. It can be done again without harm."""

import logging
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from geoops.db.engine import transaction
from geoops.desk.day_problem import DayProblem, day_problem
from geoops.desk.overriding import overrides_of
from geoops.desk.plan_document import Document, plan_again
from geoops.desk.plan_request import PlanRequest
from geoops.desk.roads_closed import around, closed_on
from geoops.desk.solving import Workshop, failure
from geoops.errors import GeoOpsError
from geoops.records import PatrolPlan, PlanQuestion, QuestionState, RoadClosure, Territory
from geoops.routing.overridden import Overridden
from geoops.routing.why import Answer, Wish, what_if

log = logging.getLogger("geoops.plans")

OPEN = (QuestionState.QUEUED, QuestionState.RUNNING)


@dataclass(frozen=True)
class Inquiry:
    """A question with the day and the plan that it is about."""

    wish: Wish
    request: PlanRequest
    day: DayProblem
    best: Document
    closures: tuple[RoadClosure, ...]
    time_zone: str


def answer_question(workshop: Workshop, territory: UUID, question_id: UUID) -> None:
    """Find the answer and write it down; what keeps it from being found is written in words.

    When the database goes away the question stays as it is, for the queue to try again.
    """
    inquiry = _take_up(workshop.engine, territory, question_id)
    if inquiry is None:
        return

    def write(**values: Any) -> None:
        _write(workshop.engine, territory, question_id, values)

    try:
        write(state=QuestionState.DONE, answer=_document(_answer(workshop, inquiry)))
    except GeoOpsError as error:
        write(state=QuestionState.FAILED, problem=failure(error))
    except DBAPIError:
        raise
    except Exception:
        write(state=QuestionState.FAILED, problem=failure(GeoOpsError()))
        raise


def give_up_question(
    engine: Engine, territory: UUID, question_id: UUID, error: GeoOpsError
) -> None:
    """End a question as failed that no worker has survived."""
    _write(
        engine, territory, question_id, {"state": QuestionState.FAILED, "problem": failure(error)}
    )


def _take_up(engine: Engine, territory: UUID, question_id: UUID) -> Inquiry | None:
    """Begin, or begin again where another worker died; None when it has ended."""
    with transaction(engine, territory) as session:
        asked = session.get(PlanQuestion, question_id, with_for_update=True)
        if asked is None or asked.state not in OPEN:
            return None
        asked.state = QuestionState.RUNNING
        plan = session.get_one(PatrolPlan, asked.plan_id)
        request = PlanRequest.of(plan)
        time_zone = session.get_one(Territory, territory).time_zone
        day = day_problem(session, request, time_zone, datetime.now(UTC))
        team = str(asked.team_id) if asked.team_id else None
        return Inquiry(
            Wish(asked.stop_id, team, asked.position),
            *(request, day, plan.best or {}),
            closed_on(session, day, request.service_date, time_zone),
            time_zone,
        )


def _answer(workshop: Workshop, inquiry: Inquiry) -> Answer:
    day, request = inquiry.day, inquiry.request
    on = request.service_date, inquiry.time_zone
    roads = around(workshop.roads, inquiry.closures, *on)
    problem = day.on_roads(request.service_date, roads)
    base = plan_again(inquiry.best, problem, inquiry.time_zone, empty=True)
    return what_if(Overridden(problem, overrides_of(request), base), inquiry.wish, request.seed)


def _document(answer: Answer) -> Document:
    """The answer as its row keeps it: sentences are put into words when it is read."""
    cost = {name: getattr(answer, name) for name in ("weight", "driving", "distance")}
    kept = {k: v for k, v in asdict(answer).items() if k not in cost}
    return kept | {"cost": cost if answer.possible else None}


def _write(engine: Engine, territory: UUID, question_id: UUID, values: dict[str, Any]) -> None:
    """Write the end of a question, unless it has ended before."""
    with transaction(engine, territory) as session:
        asked = session.get_one(PlanQuestion, question_id, with_for_update=True)
        if asked.state in OPEN:
            for name, value in (values | {"finished_at": datetime.now(UTC)}).items():
                setattr(asked, name, value)
