"""Answer a question of a plan: what a worker does. It can be done again without harm."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import override
from uuid import UUID

from sqlalchemy.orm import Session

from geoops.desk.day_problem import DayProblem, day_problem
from geoops.desk.errands import Errand, Outcome
from geoops.desk.overriding import overrides_of
from geoops.desk.plan_document import Document, plan_again
from geoops.desk.plan_request import PlanRequest
from geoops.desk.roads_closed import around, closed_on
from geoops.desk.solving import Workshop
from geoops.records import PatrolPlan, PlanQuestion, QuestionState, RoadClosure, Territory
from geoops.routing.overridden import Overridden
from geoops.routing.why import Answer, Wish, what_if


@dataclass(frozen=True)
class Inquiry:
    """A question with the day and the plan that it is about."""

    wish: Wish
    request: PlanRequest
    day: DayProblem
    best: Document
    closures: tuple[RoadClosure, ...]
    time_zone: str


@dataclass(frozen=True)
class QuestionErrand(Errand[PlanQuestion, Inquiry]):
    """A question, as the worker that answers it may change it."""

    record = PlanQuestion

    @override
    def task(self, session: Session, row: PlanQuestion) -> Inquiry:
        plan = session.get_one(PatrolPlan, row.plan_id)
        request = PlanRequest.of(plan)
        time_zone = session.get_one(Territory, self.territory).time_zone
        day = day_problem(session, request, time_zone, datetime.now(UTC))
        team = str(row.team_id) if row.team_id else None
        return Inquiry(
            Wish(row.stop_id, team, row.position),
            *(request, day, plan.best or {}),
            closed_on(session, day, request.service_date, time_zone),
            time_zone,
        )


def answer_question(
    workshop: Workshop, territory: UUID, question_id: UUID, _interrupted: object = None
) -> Outcome:
    """Find the answer and write it down, which takes too short a time to be interrupted."""
    errand = QuestionErrand(workshop.engine, territory, question_id)

    def answer(inquiry: Inquiry) -> Outcome:
        found = _answer(workshop, inquiry)
        errand.end(QuestionState.DONE, answer=_document(found))
        return Outcome.ENDED

    return errand.carry_out(answer)


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
