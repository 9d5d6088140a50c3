"""Ask for a week's plan, follow it, call it off. A worker makes it (`geoops.desk.week_solving`)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.errands import call_off, hand_over
from geoops.desk.planning import refuse_past as refuse_past_day
from geoops.desk.week_request import WeekRequest
from geoops.errors import Conflict, Invalid, NotFound
from geoops.records import Role, Team, WeekPlanRecord, WeekState

SOLVE_WEEK = "solve_week"
"""The task's name in the queue; `geoops.jobs` registers it."""

REMEMBERED = 20
"""Week plans that are told of: the newest."""


class DayNotPlanned(Conflict):
    """The week has no plan for that day."""

    code = "day-not-planned"
    template = "The week has no finished plan for that day."


@dataclass(frozen=True)
class WeekInBrief:
    """One of the territory's week plans, without its days."""

    id: UUID
    starts_on: date
    state: WeekState
    progress: float
    created_at: datetime
    finished_at: datetime | None
    totals: dict[str, Any] | None


@permitted(Role.COORDINATOR)
def ask_for_week(
    actor: Actor, engine: Engine, request: WeekRequest, now: datetime | None = None
) -> WeekPlanRecord:
    """Queue the planning of a week; the plan and its job are recorded together or not at all.

    Raises
    ------
    Invalid
        The first day has passed, no team is chosen, or one is not the territory's.
    """
    _refuse_past(request.starts_on, actor, now or datetime.now(UTC))
    with work(actor, engine) as session:
        _refuse_teams(session, request)
        plan = WeekPlanRecord(
            territory_id=actor.territory_id,
            starts_on=request.starts_on,
            request=request.as_json(),
            author_id=actor.account_id,
        )
        hand_over(session, plan, SOLVE_WEEK, "week")
        return plan


@permitted(Role.COORDINATOR)
def week_plan(actor: Actor, engine: Engine, plan_id: UUID) -> WeekPlanRecord:
    """A week's plan as it stands: state, progress, and the best found so far.

    Raises
    ------
    NotFound
        There is no such plan in the territory.
    """
    with work(actor, engine) as session:
        return plan_of(session, plan_id)


@permitted(Role.COORDINATOR)
def week_plans(actor: Actor, engine: Engine) -> list[WeekInBrief]:
    """The newest week plans, the last one first."""
    columns = (
        *(WeekPlanRecord.id, WeekPlanRecord.starts_on, WeekPlanRecord.state),
        *(WeekPlanRecord.progress, WeekPlanRecord.created_at, WeekPlanRecord.finished_at),
        WeekPlanRecord.best["totals"],
    )
    newest = select(*columns).order_by(WeekPlanRecord.created_at.desc(), WeekPlanRecord.id)
    with work(actor, engine) as session:
        return [WeekInBrief(*row) for row in session.execute(newest.limit(REMEMBERED))]


@permitted(Role.COORDINATOR)
def cancel_week(
    actor: Actor, engine: Engine, plan_id: UUID, now: datetime | None = None
) -> WeekPlanRecord:
    """Call the planning off: at once while it waits, within seconds while it goes on.

    One that has found a whole week is done then (`stopped_early`), though what is missing may not
    be worked out; one that has not is cancelled. Stopping again changes nothing.

    Raises
    ------
    NotFound
        There is no such plan in the territory.
    geoops.desk.errands.PlanIsOver
        It is done or failed.
    """
    with work(actor, engine) as session:
        found = plan_of(session, plan_id, lock=True)
        call_off(found, now or datetime.now(UTC))
        return found


def plan_of(session: Session, plan_id: UUID, *, lock: bool = False) -> WeekPlanRecord:
    """The territory's week plan of that name, locked if it is to be changed; else `NotFound`."""
    found = session.get(WeekPlanRecord, plan_id, with_for_update=lock or None)
    if found is None:
        raise NotFound(kind="week plan", identifier=plan_id)
    return found


def _refuse_past(day: date, actor: Actor, now: datetime) -> None:
    try:
        refuse_past_day(day, actor, now)
    except Invalid as error:
        raise Invalid(field="starts_on", reason=error.details["reason"]) from error


def _refuse_teams(session: Session, request: WeekRequest) -> None:
    """Raise `Invalid` unless somebody is chosen, and all who are are active teams."""
    active = set(session.scalars(select(Team.id).where(Team.active)))
    if not active:
        raise Invalid(field="team_ids", reason="the territory has no active team")
    if request.team_ids is None:
        return
    if not request.team_ids:
        raise Invalid(field="team_ids", reason="choose at least one team")
    unknown = set(request.team_ids) - active
    if unknown:
        reason = f"there is no such active team: {', '.join(sorted(map(str, unknown)))}"
        raise Invalid(field="team_ids", reason=reason)
