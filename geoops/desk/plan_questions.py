"""Ask a plan why it is as it is: what it would cost to have it otherwise. A worker answers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.errands import hand_over
from geoops.desk.overriding import orders_in
from geoops.desk.planning import plan_of
from geoops.errors import Conflict, Invalid, NotFound
from geoops.records import PatrolPlan, PlanQuestion, PlanState, QuestionKind, QuestionState, Role

ANSWER_QUESTION = "answer_question"
"""The task's name in the queue; `geoops.jobs` registers it."""


class NothingToAsk(Conflict):
    """A plan that has found nothing has nothing to explain."""

    code = "nothing-to-ask"
    template = "This plan has found nothing yet, so there is nothing to ask about."


@dataclass(frozen=True)
class Question:
    """What is asked: force a stop that is left out, another team, or another place in the order."""

    kind: QuestionKind
    stop_id: str
    team_id: UUID | None = None
    position: int | None = None


@permitted(Role.COORDINATOR)
def ask_question(
    actor: Actor, engine: Engine, plan_id: UUID, question: Question, now: datetime | None = None
) -> PlanQuestion:
    """Queue a question; one that was asked before of the plan is that one.

    Raises
    ------
    NotFound
        There is no such plan in the territory.
    NothingToAsk
        It has no best yet.
    Invalid
        The stop or the team is none of the plan's, or the question says too little.
    """
    with work(actor, engine) as session:
        plan = plan_of(session, plan_id, lock=True)
        _refuse_senseless(plan, question)
        known = _known(session, plan, question)
        if known:
            return known
        asked = PlanQuestion(
            territory_id=actor.territory_id,
            plan_id=plan_id,
            kind=question.kind,
            stop_id=question.stop_id,
            team_id=question.team_id,
            position=question.position,
            author_id=actor.account_id,
            asked_at=now or datetime.now(UTC),
        )
        hand_over(session, asked, ANSWER_QUESTION, "question", known_as="question_id")
        return asked


@permitted(Role.COORDINATOR)
def question(actor: Actor, engine: Engine, question_id: UUID) -> PlanQuestion:
    """A question as it stands.

    Raises
    ------
    NotFound
        There is no such question in the territory.
    """
    with work(actor, engine) as session:
        found = session.get(PlanQuestion, question_id)
        if found is None:
            raise NotFound(kind="question", identifier=question_id)
        return found


@permitted(Role.COORDINATOR)
def questions(actor: Actor, engine: Engine, plan_id: UUID) -> list[PlanQuestion]:
    """The questions of a plan, the newest first.

    Raises
    ------
    NotFound
        There is no such plan in the territory.
    """
    with work(actor, engine) as session:
        plan_of(session, plan_id)
        newest = PlanQuestion.asked_at.desc()
        of_plan = select(PlanQuestion).where(PlanQuestion.plan_id == plan_id)
        return list(session.scalars(of_plan.order_by(newest, PlanQuestion.id).limit(100)))


def _refuse_senseless(plan: PatrolPlan, asked: Question) -> None:
    """Raise unless the plan can be asked this."""
    if plan.best is None:
        raise NothingToAsk
    orders = orders_in(plan.best)
    visited = {stop for stops in orders.values() for stop in stops}
    left_out = {one["id"] for one in plan.best["left_out"]}
    if asked.stop_id not in visited | left_out:
        raise Invalid(field="stop_id", reason="a stop is none of that day's")
    if asked.team_id is not None and str(asked.team_id) not in plan.request["team_ids"]:
        raise Invalid(field="team_id", reason="this team does not go out in that plan")
    if asked.kind is QuestionKind.TEAM and asked.team_id is None:
        raise Invalid(field="team_id", reason="say which team it should be")
    if asked.kind is QuestionKind.ORDER:
        if asked.position is None:
            raise Invalid(field="position", reason="say which place in the order it should have")
        if asked.team_id is None and asked.stop_id not in visited:
            raise Invalid(field="team_id", reason="nobody visits this stop: say which team should")


def _known(session: Session, plan: PatrolPlan, asked: Question) -> PlanQuestion | None:
    """The same question, if it was asked before and its answer still holds or is still to come."""
    states = [QuestionState.QUEUED, QuestionState.RUNNING]
    states += [QuestionState.DONE] if plan.state is not PlanState.RUNNING else []
    same = select(PlanQuestion).where(
        PlanQuestion.plan_id == plan.id,
        PlanQuestion.kind == asked.kind,
        PlanQuestion.stop_id == asked.stop_id,
        PlanQuestion.team_id.is_not_distinct_from(asked.team_id),
        PlanQuestion.position.is_not_distinct_from(asked.position),
        PlanQuestion.state.in_(states),
    )
    return session.scalars(same.order_by(PlanQuestion.asked_at.desc()).limit(1)).first()
