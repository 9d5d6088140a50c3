"""Patrol plans: ask for a day's plan, follow it, call it off, publish it."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import ConfigDict, Field, field_validator

from geoops.desk.planning import (
    PlanOfDay,
    PlanRequest,
    ask_for_plan,
    cancel_plan,
    plan,
    plans_of_day,
)
from geoops.desk.publishing import publish_plan
from geoops.records import Patrol, PatrolPlan, PatrolStatus, PlanState
from geoops.web.api.answers import Answer
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.problems import translated
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("patrol_plans", __name__, url_prefix="/api/v1", tag="Patrol plans")

Identifiers = Annotated[tuple[UUID, ...], Field(max_length=500)]


class PlanAsked(Asked):
    """What to plan: a day from today on, and who goes out (all active teams, if none are named)."""

    service_date: Day
    team_ids: Identifiers | None = None
    include_camps: bool = False
    on_foot: bool = True
    required_zone_ids: Identifiers = ()
    site_ids: Identifiers = ()

    def request(self) -> PlanRequest:
        """The request that the desk takes."""
        return PlanRequest(**dict(self))


class PlannedDay(Answer):
    """The best plan found so far; see `docs` for patrols, stops and legs. `elapsed`: seconds."""

    model_config = ConfigDict(extra="allow")

    objective: dict[str, Any]
    patrols: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    elapsed: float


class WhyFailed(Answer):
    """Why there is no plan: `detail` in the reader's language, `details` its figures."""

    code: str
    detail: str
    details: dict[str, Any]

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """What the worker wrote down; before it kept templates, only the English sentence."""
        details, template = kept["details"], kept.get("template")
        detail = translated(template, details) if template else kept["sentence"]
        return cls(code=kept["code"], detail=detail, details=details)


class PlanAnswer(Answer):
    """A plan as it stands: its state, how far it is (0 to 1), and the best found so far."""

    id: UUID
    service_date: date
    state: PlanState
    progress: float
    cancel_requested: bool
    best: PlannedDay | None
    problem: WhyFailed | None
    created_at: datetime
    finished_at: datetime | None

    @field_validator("problem", mode="before")
    @classmethod
    def _in_the_readers_language(cls, kept: dict[str, Any] | None) -> WhyFailed | None:
        return WhyFailed.of(kept) if kept else None


class PlansAsked(Asked):
    """A day on the territory's calendar."""

    service_date: Day


class PlanInBrief(Answer):
    """How far a plan of the day is (0 to 1), and when it was asked for, ended and published."""

    id: UUID
    service_date: date
    state: PlanState
    progress: float
    created_at: datetime
    finished_at: datetime | None
    published_at: datetime | None


class PublishedPatrol(Answer):
    """One team's patrol of a published plan; distance in metres."""

    id: UUID
    team_id: UUID
    plan_id: UUID
    service_date: date
    status: PatrolStatus
    starts_at: datetime
    ends_at: datetime
    distance: float


def _where(asked: PatrolPlan) -> dict[str, str]:
    return {"Location": url_for("patrol_plans.read", plan_id=asked.id)}


@blueprint.post("/patrol-plans")
@blueprint.input(PlanAsked, arg_name="asked")
@blueprint.output(PlanAnswer, status_code=202, description="A worker makes the plan")
def ask(asked: PlanAsked) -> ResponseReturnValue:
    """Ask for a day's plan; follow it at the `Location`."""
    at_work = services()
    queued = ask_for_plan(current_actor(), at_work.engine, asked.request(), at_work.now())
    return queued, 202, _where(queued)  # type: ignore[return-value]


@blueprint.get("/patrol-plans")
@blueprint.input(PlansAsked, location="query", arg_name="asked")
@blueprint.output(list[PlanInBrief])  # type: ignore[arg-type]
def list_plans(asked: PlansAsked) -> list[PlanOfDay]:
    """The day's last five plans, the newest first, without what they found."""
    return plans_of_day(current_actor(), services().engine, asked.service_date)


@blueprint.get("/patrol-plans/<uuid:plan_id>")
@blueprint.output(PlanAnswer)
def read(plan_id: UUID) -> PatrolPlan:
    """A plan as it stands."""
    return plan(current_actor(), services().engine, plan_id)


@blueprint.delete("/patrol-plans/<uuid:plan_id>")
@blueprint.output(PlanAnswer, status_code=202, description="It stops within half a second")
@blueprint.doc(responses={409: "The plan has ended"})
def cancel(plan_id: UUID) -> PatrolPlan:
    """Call a plan off; the best found so far stays. Cancelling again changes nothing."""
    at_work = services()
    return cancel_plan(current_actor(), at_work.engine, plan_id, at_work.now())


@blueprint.post("/patrol-plans/<uuid:plan_id>/publication")
@blueprint.output(list[PublishedPatrol], status_code=201)  # type: ignore[arg-type]
@blueprint.doc(
    responses={
        409: "It is not finished, empty, or published already; or its teams are out",
        422: "Its day has passed",
    }
)
def publish(plan_id: UUID) -> list[Patrol]:
    """Make the plan's best the day's patrols; the teams see them from now on."""
    at_work = services()
    return publish_plan(current_actor(), at_work.engine, plan_id, at_work.now())
