"""Questions of a plan: why is it so, and what would it cost to have it otherwise."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from apiflask import APIBlueprint
from babel import Locale
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from pydantic import Field

from geoops.desk.day_teams import LANGUAGE
from geoops.desk.plan_questions import Question, ask_question, question, questions
from geoops.records import PlanQuestion, QuestionKind, QuestionState
from geoops.web.api.answers import Answer
from geoops.web.api.patrol_plans import WhyFailed
from geoops.web.api.reading import Asked
from geoops.web.api.stop_id import StopId
from geoops.web.problems import translated
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("plan_questions", __name__, url_prefix="/api/v1", tag="Patrol plans")


class QuestionAsked(Asked):
    """`visit`: force a stop; `team`: by this team; `order`: at this place, from 0, of its team."""

    kind: QuestionKind
    stop_id: StopId
    team_id: UUID | None = None
    position: int | None = Field(default=None, ge=0, le=500)


class Cost(Answer):
    """What is more, or less, than in the plan: weight covered, seconds and metres on the way."""

    weight: float
    driving: float
    distance: float


class Found(Answer):
    """What a search found; `words` in the reader's language. Names are those of stops.

    `reason` is the rule that stands in the way, or forces the present plan; None for no rule.
    """

    possible: bool
    reason: str | None
    words: str
    cost: Cost | None
    dropped: list[str]
    moved: list[str]

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """The worker's answer in the reader's language."""
        said = (translated(one["template"], _named(one["details"])) for one in kept["sentences"])
        return cls(**kept | {"words": " ".join(said)})


def _named(details: dict[str, Any]) -> dict[str, Any]:
    """What fills a sentence, with skills that are languages called by their names."""
    if "skills" not in details:
        return details
    languages = Locale.parse(str(get_locale())).languages
    tags = [skill.removeprefix(LANGUAGE) for skill in details["skills"].split(", ")]
    return details | {"skills": ", ".join(languages.get(tag, tag) for tag in tags)}


class QuestionAnswer(Answer):
    """A question as it stands."""

    id: UUID
    plan_id: UUID
    kind: QuestionKind
    stop_id: str
    team_id: UUID | None
    position: int | None
    state: QuestionState
    answer: Found | None
    problem: WhyFailed | None
    asked_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, asked: PlanQuestion) -> Self:
        """The answer that tells a question."""
        plain = {name: getattr(asked, name) for name in cls.model_fields}
        told = {
            "answer": Found.of(asked.answer) if asked.answer else None,
            "problem": WhyFailed.of(asked.problem) if asked.problem else None,
        }
        return cls(**plain | told)


@blueprint.post("/patrol-plans/<uuid:plan_id>/questions")
@blueprint.input(QuestionAsked, arg_name="asked")
@blueprint.output(QuestionAnswer, status_code=202, description="A worker answers it")
@blueprint.doc(responses={409: "The plan has found nothing yet"})
def ask(plan_id: UUID, asked: QuestionAsked) -> ResponseReturnValue:
    """Ask why a plan is as it is; follow the answer at the `Location`."""
    at_work = services()
    queued = ask_question(
        current_actor(), at_work.engine, plan_id, Question(**dict(asked)), at_work.now()
    )
    where = {"Location": url_for("plan_questions.read", question_id=queued.id)}
    return QuestionAnswer.of(queued), 202, where  # type: ignore[return-value]


@blueprint.get("/patrol-plans/<uuid:plan_id>/questions")
@blueprint.output(list[QuestionAnswer])  # type: ignore[arg-type]
def list_questions(plan_id: UUID) -> list[QuestionAnswer]:
    """What was asked of a plan, the newest first."""
    asked = questions(current_actor(), services().engine, plan_id)
    return [QuestionAnswer.of(one) for one in asked]


@blueprint.get("/plan-questions/<uuid:question_id>")
@blueprint.output(QuestionAnswer)
def read(question_id: UUID) -> QuestionAnswer:
    """A question, and its answer once there is one."""
    return QuestionAnswer.of(question(current_actor(), services().engine, question_id))
