"""Patrol plans: ask for a day's plan, follow it, call it off, publish it."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import ConfigDict, Field, field_validator

from geoops.desk.plan_request import Pin, PlanRequest
from geoops.desk.planning import (
    PlanOfDay,
    ask_for_plan,
    cancel_plan,
    compare_plans,
    plan,
    plans_of_day,
)
from geoops.desk.publishing import publish_plan
from geoops.records import Patrol, PatrolPlan, PatrolStatus, PlanState
from geoops.web.api.answers import Answer
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.api.stop_id import StopId
from geoops.web.problems import translated
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("patrol_plans", __name__, url_prefix="/api/v1", tag="Patrol plans")

Identifiers = Annotated[tuple[UUID, ...], Field(max_length=500)]
StopIds = Annotated[tuple[StopId, ...], Field(max_length=500)]


class PinAsked(Asked):
    """A stop held to a team; `position`: its place in that team's order, from 0, or any."""

    stop_id: StopId
    team_id: UUID
    position: int | None = Field(default=None, ge=0, le=500)

    def pin(self) -> Pin:
        """The pin that the desk takes."""
        return Pin(self.stop_id, self.team_id, self.position)


class PlanAsked(Asked):
    """What to plan: a day from today on, and who goes out (all active teams, if none are named).

    `seconds` of search, or so many `iterations`, which with the same `seed` give the same plan. The
    search starts from the plan `based_on`; whoever is locked goes as there.
    """

    service_date: Day
    team_ids: Identifiers | None = None
    include_camps: bool = False
    on_foot: bool = True
    required_zone_ids: Identifiers = ()
    site_ids: Identifiers = ()
    seed: int = Field(default=0, ge=0, lt=2**32)
    seconds: float | None = Field(default=None, ge=1, le=120)
    iterations: int | None = Field(default=None, ge=1, le=1_000_000)
    based_on: UUID | None = None
    pins: Annotated[tuple[PinAsked, ...], Field(max_length=500)] = ()
    locked_team_ids: Identifiers = ()
    excluded_stop_ids: StopIds = ()
    forced_stop_ids: StopIds = ()
    gently: bool = True

    def request(self) -> PlanRequest:
        """The request that the desk takes."""
        return PlanRequest(**dict(self) | {"pins": tuple(one.pin() for one in self.pins)})


class Totals(Answer):
    """What a plan comes to: metres, seconds, kilograms of CO₂; `balance` is 1 for an even day."""

    required_missed: int | None = None
    weight: float
    visited: int
    overdue_visited: int
    overdue_missed: int
    distance: float
    driving: float
    working: float
    co2: float
    balance: float


class Visited(Answer):
    """Where and when a plan visits a stop; `position` from 0."""

    team_id: UUID
    team: str
    position: int
    arrives_at: datetime


class Changed(Answer):
    """A stop that two plans visit otherwise; None where one does not visit it."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, serialize_by_alias=True)

    stop_id: str
    name: str
    was: Visited | None = Field(alias="from")
    now: Visited | None = Field(alias="to")


class Point(Answer):
    """One better plan on the curve: seconds since the start, and what it was worth."""

    elapsed: float
    required_missed: int
    weight: float
    driving: float


class PlannedDay(Answer):
    """The best plan found so far; see `docs` for patrols, stops and legs. `elapsed`: seconds.

    `weight_change`: the weight covered beyond that of the plan it is based on, below 0 for a loss.
    """

    model_config = ConfigDict(extra="allow")

    objective: dict[str, Any]
    totals: Totals | None = None
    patrols: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    elapsed: float
    weight_change: float | None = None


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


class Labelled(Answer):
    """What a plan has otherwise than the plan before, in the reader's language."""

    code: str
    words: str


def labelled(kept: list[dict[str, Any]] | None) -> list[Labelled]:
    """The sentences of a change in the reader's language."""
    return [
        Labelled(code=one["code"], words=translated(one["template"], one["details"]))
        for one in kept or ()
    ]


class PlanAnswer(Answer):
    """A plan as it stands: its state, how far it is (0 to 1), and the best found so far.

    `request` is what was asked, `change` what of it is otherwise than in `based_on`, `changes` what
    came of it: each stop that changed team, place or time.
    """

    id: UUID
    service_date: date
    state: PlanState
    progress: float
    cancel_requested: bool
    best: PlannedDay | None
    problem: WhyFailed | None
    created_at: datetime
    finished_at: datetime | None
    team_ids: list[UUID]
    include_camps: bool
    on_foot: bool
    required_zone_ids: list[UUID]
    site_ids: list[UUID]
    seed: int
    seconds: float | None
    iterations: int | None
    iterations_made: int | None
    stopped_early: bool
    based_on: UUID | None
    change: list[Labelled]
    pins: list[dict[str, Any]]
    locked_team_ids: list[UUID]
    excluded_stop_ids: list[str]
    forced_stop_ids: list[str]
    gently: bool
    curve: list[Point]
    changes: list[Changed]

    @classmethod
    def of(cls, plan: PatrolPlan) -> Self:
        """The answer that tells a plan."""
        kept = PlanRequest.of(plan)
        return cls(
            **{name: getattr(plan, name) for name in PLAIN},
            best=PlannedDay(**plan.best) if plan.best else None,
            problem=WhyFailed.of(plan.problem) if plan.problem else None,
            **{name: getattr(kept, name) for name in ASKED},
            iterations_made=plan.iterations,
            based_on=plan.based_on_id,
            change=labelled(plan.change),
            pins=[pin.as_json() for pin in kept.pins],
            locked_team_ids=list(kept.locked_team_ids),
            excluded_stop_ids=list(kept.excluded_stop_ids),
            forced_stop_ids=list(kept.forced_stop_ids),
            curve=[Point(**one) for one in plan.curve],
            changes=[Changed(**one) for one in (plan.best or {}).get("changes", ())],
        )


PLAIN = (
    *("id", "service_date", "state", "progress", "cancel_requested", "created_at"),
    *("finished_at", "stopped_early"),
)
"""What a plan's answer has as its record has it."""

ASKED = (
    *("team_ids", "include_camps", "on_foot", "required_zone_ids", "site_ids"),
    *("seed", "seconds", "iterations", "gently"),
)
"""What it has as it was asked for, so that the next plan can be asked for alike."""


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
    based_on: UUID | None
    change: list[Labelled]
    stopped_early: bool
    seed: int
    totals: Totals | None

    @field_validator("change", mode="before")
    @classmethod
    def _in_the_readers_language(cls, kept: list[dict[str, Any]] | None) -> list[Labelled]:
        return labelled(kept)


class ComparisonAsked(Asked):
    """The plan to compare with."""

    other: UUID = Field(alias="with")


class Compared(Answer):
    """One of two plans that are compared."""

    id: UUID
    totals: Totals | None


class Comparison(Answer):
    """Two plans side by side; `changes` lead from the second to the first."""

    plans: list[Compared]
    changes: list[Changed]


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
    return PlanAnswer.of(queued), 202, _where(queued)  # type: ignore[return-value]


@blueprint.get("/patrol-plans")
@blueprint.input(PlansAsked, location="query", arg_name="asked")
@blueprint.output(list[PlanInBrief])  # type: ignore[arg-type]
def list_plans(asked: PlansAsked) -> list[PlanOfDay]:
    """The day's last twenty plans, the newest first, without what they found."""
    return plans_of_day(current_actor(), services().engine, asked.service_date)


@blueprint.get("/patrol-plans/<uuid:plan_id>")
@blueprint.output(PlanAnswer)
def read(plan_id: UUID) -> PlanAnswer:
    """A plan as it stands."""
    return PlanAnswer.of(plan(current_actor(), services().engine, plan_id))


@blueprint.get("/patrol-plans/<uuid:plan_id>/comparison")
@blueprint.input(ComparisonAsked, location="query", arg_name="asked")
@blueprint.output(Comparison)
@blueprint.doc(responses={409: "They are of two days, or one has found nothing yet"})
def compare(plan_id: UUID, asked: ComparisonAsked) -> Comparison:
    """Two plans of a day side by side, and what the first has otherwise than the other."""
    plans, changed = compare_plans(current_actor(), services().engine, plan_id, asked.other)
    return Comparison(
        plans=[Compared(id=one.id, totals=(one.best or {}).get("totals")) for one in plans],
        changes=[Changed(**one) for one in changed],
    )


@blueprint.delete("/patrol-plans/<uuid:plan_id>")
@blueprint.output(PlanAnswer, status_code=202, description="It stops within half a second")
@blueprint.doc(responses={409: "The plan has ended"})
def cancel(plan_id: UUID) -> PlanAnswer:
    """Stop: a plan that has found something is then done, another cancelled."""
    at_work = services()
    return PlanAnswer.of(cancel_plan(current_actor(), at_work.engine, plan_id, at_work.now()))


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
