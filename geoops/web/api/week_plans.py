"""Week plans: seven days planned together, so that every zone meets the interval it wants."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import ConfigDict, Field

from geoops.desk.week_planning import (
    WeekInBrief,
    ask_for_week,
    cancel_week,
    week_plan,
    week_plans,
)
from geoops.desk.week_request import WeekRequest
from geoops.desk.week_taking import TEMPLATES, DayTaken, take_day
from geoops.records import WeekPlanRecord, WeekState
from geoops.web.api.answers import Answer, Position
from geoops.web.api.day_setups import SetupAnswer, named_day
from geoops.web.api.patrol_plans import Identifiers, Labelled, WhyFailed
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.problems import translated
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("week_plans", __name__, url_prefix="/api/v1", tag="Week plans")


class WeekAsked(Asked):
    """The week from `starts_on`, and who may go out (everybody, if none are named).

    On each day those go who are present in its setup. Each day is planned for so many `iterations`,
    or for `seconds`; without these, the same `seed` plans the same week.
    """

    starts_on: Day
    team_ids: Identifiers | None = None
    on_foot: bool = True
    seed: int = Field(default=0, ge=0, lt=2**32)
    seconds: float | None = Field(default=None, ge=0.5, le=20)
    iterations: int | None = Field(default=None, ge=1, le=100_000)


class WeekTotals(Answer):
    """What a week comes to: zones and those met, weight, seconds.

    `proved`: no week with these teams leaves less weight unmet.
    """

    zones: int
    met: int
    weight_unmet: float
    proved: bool
    visits: int
    hours: float
    working: float
    driving: float


class WeekVisit(Answer):
    """A visit of a zone, or a call that the day asks for besides; a camp has no name here."""

    place_id: UUID
    kind: str
    name: str
    starts_at: datetime
    ends_at: datetime


class AddedPatrol(Answer):
    """An outing by a team that is not there; `working` and `driving` in seconds."""

    starts_at: datetime
    ends_at: datetime
    working: float
    driving: float
    visits: list[WeekVisit]


class WeekPatrol(AddedPatrol):
    """A team's outing."""

    team_id: UUID
    team: str
    colour_index: int


class WeekTeam(Answer):
    """A team that goes out on a day, whether it has a visit or not."""

    team_id: UUID
    team: str
    colour_index: int


class DayOfWeekPlan(Answer):
    """One day: its teams, the seconds that they can work, and what they do."""

    date: date
    teams: list[WeekTeam]
    hours: float
    working: float
    driving: float
    distance: float
    patrols: list[WeekPatrol]


class ZoneDay(Answer):
    """A zone on a day: visits made and wanted if it is visited, its interval, whether too late."""

    visits: int
    wanted: int
    every: int
    late: bool


class ZoneOfWeek(Answer):
    """A zone over the week. `certain`: no plan of these teams could meet it.

    `late_before`: days overdue when the week began. `longest_gap`: days between two visits at most,
    from the last one before the week (the first in it, if it was overdue) until the day after it.
    `interval_hours`: the shortest interval that counts, which is planned in whole days from a day
    on; `longest_hours`: from one visit's start to the next in the week. `in_hours`: whether visits
    are held to certain hours on some day.
    """

    zone_id: UUID
    name: str
    position: Position | None
    weight: float
    met: bool
    certain: bool
    reason: Labelled | None
    last_visit: date | None
    late_before: int
    longest_gap: int | None
    interval_hours: float | None = None
    longest_hours: float | None = None
    in_hours: bool = False
    days: list[ZoneDay]


class AddedDay(Answer):
    """What teams that are not there would do on a day, in so many seconds."""

    date: date
    seconds: float
    patrols: list[AddedPatrol]


class ShortageAnswer(Answer):
    """Seconds of teams that are missing: less than `at_least` cannot do, `enough` does.

    `days` prove it, beside this week or one planned for such help. `beyond`: zones that no further
    team would meet.
    """

    beside_this_week: bool
    at_least: float
    enough: float
    beyond: list[UUID]
    days: list[AddedDay]


class PlannedWeek(Answer):
    """The best week found so far; `shortage` is None until it is worked out."""

    model_config = ConfigDict(from_attributes=True)

    totals: WeekTotals
    days: list[DayOfWeekPlan]
    zones: list[ZoneOfWeek]
    shortage: ShortageAnswer | None

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """The worker's document, its sentences in the reader's language."""
        zones = [one | {"reason": _labelled(one["reason"])} for one in kept["zones"]]
        return cls(**kept | {"zones": zones})


class WeekAnswer(Answer):
    """A week's plan as it stands: state, how far it is (0 to 1), the day in hand, the best week."""

    id: UUID
    starts_on: date
    state: WeekState
    progress: float
    planning: date | None
    cancel_requested: bool
    stopped_early: bool
    team_ids: list[UUID] | None
    on_foot: bool
    seed: int
    seconds: float | None
    iterations: int | None
    best: PlannedWeek | None
    problem: WhyFailed | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, plan: WeekPlanRecord) -> Self:
        """The answer that tells a week's plan."""
        plain = {name: getattr(plan, name) for name in PLAIN}
        return cls(
            **plain | plan.request,
            best=PlannedWeek.of(plan.best) if plan.best else None,
            problem=WhyFailed.of(plan.problem) if plan.problem else None,
        )


PLAIN = (
    *("id", "starts_on", "state", "progress", "planning", "cancel_requested", "stopped_early"),
    *("created_at", "finished_at"),
)
"""What is told as it is kept."""


class WeekBrief(Answer):
    """How far a week's plan is, and what it comes to."""

    id: UUID
    starts_on: date
    state: WeekState
    progress: float
    created_at: datetime
    finished_at: datetime | None
    totals: WeekTotals | None


class PinTaken(Answer):
    """A visit that is held to the team which the week has for it."""

    stop_id: str
    team_id: UUID


class PlanToAsk(Answer):
    """The plan that the day is then to be asked for, as `POST /patrol-plans` takes it."""

    model_config = ConfigDict(from_attributes=True)

    service_date: date
    team_ids: list[UUID] | None
    required_zone_ids: list[UUID]
    pins: list[PinTaken]
    on_foot: bool
    seed: int


class DayTakenAnswer(Answer):
    """A day taken into its setup: as it was `before`, its version now, and what was left behind.

    Saving `before` over that `version` undoes it.
    """

    model_config = ConfigDict(from_attributes=True)

    before: SetupAnswer
    version: int
    plan: PlanToAsk
    notes: list[Labelled]

    @classmethod
    def of(cls, taken: DayTaken) -> Self:
        """The answer, its sentences in the reader's language."""
        notes = [
            Labelled(code=one.code, words=translated(TEMPLATES[one.code], dict(one.details)))
            for one in taken.notes
        ]
        return cls.model_validate(
            {
                "before": taken.before,
                "version": taken.after.version,
                "plan": taken.request,
                "notes": notes,
            }
        )


def _labelled(kept: dict[str, Any] | None) -> Labelled | None:
    if kept is None:
        return None
    return Labelled(code=kept["code"], words=translated(kept["template"], kept["details"]))


@blueprint.post("/week-plans")
@blueprint.input(WeekAsked, arg_name="asked")
@blueprint.output(WeekAnswer, status_code=202, description="A worker makes the plan")
def ask(asked: WeekAsked) -> ResponseReturnValue:
    """Ask for a week's plan; follow it at the `Location`."""
    at_work = services()
    request = WeekRequest(**dict(asked))
    queued = ask_for_week(current_actor(), at_work.engine, request, at_work.now())
    where = {"Location": url_for("week_plans.read", plan_id=queued.id)}
    return WeekAnswer.of(queued), 202, where  # type: ignore[return-value]


@blueprint.get("/week-plans")
@blueprint.output(list[WeekBrief])  # type: ignore[arg-type]
def list_weeks() -> list[WeekInBrief]:
    """The last twenty week plans, the newest first, without their days."""
    return week_plans(current_actor(), services().engine)


@blueprint.get("/week-plans/<uuid:plan_id>")
@blueprint.output(WeekAnswer)
def read(plan_id: UUID) -> WeekAnswer:
    """A week's plan as it stands."""
    return WeekAnswer.of(week_plan(current_actor(), services().engine, plan_id))


@blueprint.delete("/week-plans/<uuid:plan_id>")
@blueprint.output(WeekAnswer, status_code=202, description="It stops within seconds")
@blueprint.doc(responses={409: "The plan has ended"})
def cancel(plan_id: UUID) -> WeekAnswer:
    """Stop: one that has found a whole week is then done, another cancelled."""
    at_work = services()
    return WeekAnswer.of(cancel_week(current_actor(), at_work.engine, plan_id, at_work.now()))


@blueprint.post("/week-plans/<uuid:plan_id>/days/<service_date>/taking")
@blueprint.output(DayTakenAnswer)
@blueprint.doc(
    responses={
        409: "The week has no plan for that day, or its setup is being saved",
        422: "The day has passed",
    }
)
def take(plan_id: UUID, service_date: str) -> DayTakenAnswer:
    """Take a day of a planned week into that day's setup: visits, their number, and their teams."""
    at_work, day = services(), named_day(service_date)
    return DayTakenAnswer.of(take_day(current_actor(), at_work.engine, plan_id, day, at_work.now()))
