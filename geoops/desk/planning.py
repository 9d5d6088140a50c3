"""Ask for a day's plan, follow it, and call it off. A worker makes it (`geoops.desk.solving`)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from geoops.db.queue import put_in_queue
from geoops.desk.actor import Actor, permitted, work
from geoops.desk.clocks import today
from geoops.desk.replan_request import REPLAN
from geoops.desk.showing import record_read
from geoops.errors import Conflict, Invalid, NotFound
from geoops.records import Patrol, PatrolPlan, PlanState, Role, Site, SiteStatus, Team, Zone

SOLVE_PLAN = "solve_plan"
"""The task's name in the queue; `geoops.jobs` registers it."""

UNFINISHED = (PlanState.QUEUED, PlanState.RUNNING)
REMEMBERED = 5
"""Plans of a day that are told of: the newest."""


class PlanIsOver(Conflict):
    """A plan that has ended was to be called off."""

    code = "plan-is-over"
    template = "This plan is {state} and cannot be cancelled."


@dataclass(frozen=True)
class PlanRequest:
    """What is to be planned.

    Parameters
    ----------
    service_date
        A day on the territory's calendar, today or later.
    team_ids
        Who goes out; None for every active team.
    include_camps
        Whether camps are stops of their own beside the zones.
    required_zone_ids
        Zones that come before all others.
    site_ids
        Sites to call at within their opening hours; they come first, too.
    """

    service_date: date
    team_ids: tuple[UUID, ...] | None = None
    include_camps: bool = False
    required_zone_ids: tuple[UUID, ...] = ()
    site_ids: tuple[UUID, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The request as `patrol_plan.request` keeps it; the date is a column of its own."""
        return {
            "team_ids": [str(team) for team in self.team_ids or ()],
            "include_camps": self.include_camps,
            "required_zone_ids": [str(zone) for zone in self.required_zone_ids],
            "site_ids": [str(site) for site in self.site_ids],
        }

    @classmethod
    def of(cls, plan: PatrolPlan) -> Self:
        """The request that `plan` answers, its teams named one by one."""
        kept = plan.request
        return cls(
            service_date=plan.service_date,
            team_ids=tuple(map(UUID, kept["team_ids"])),
            include_camps=kept["include_camps"],
            required_zone_ids=tuple(map(UUID, kept["required_zone_ids"])),
            site_ids=tuple(map(UUID, kept["site_ids"])),
        )


@dataclass(frozen=True)
class PlanOfDay:
    """One of a day's plans in brief; `published_at` is when its patrols came to be."""

    id: UUID
    service_date: date
    state: PlanState
    progress: float
    created_at: datetime
    finished_at: datetime | None
    published_at: datetime | None


@permitted(Role.COORDINATOR)
def ask_for_plan(
    actor: Actor, engine: Engine, request: PlanRequest, now: datetime | None = None
) -> PatrolPlan:
    """Queue the planning of a day; the plan and its job are recorded together or not at all.

    Raises
    ------
    Invalid
        The date has passed, there is no team, or a team, zone or site is not the territory's.
    """
    refuse_past(request.service_date, actor, now or datetime.now(UTC))
    with work(actor, engine) as session:
        teams = _teams_asked_for(session, request)
        visited = select(Zone.id).where(Zone.active)
        _refuse_unknown(session, visited, request.required_zone_ids, "required_zone_ids", "zone")
        open_sites = select(Site.id).where(Site.status == SiteStatus.OPEN)
        _refuse_unknown(session, open_sites, request.site_ids, "site_ids", "open site")
        plan = PatrolPlan(
            territory_id=actor.territory_id,
            service_date=request.service_date,
            request=request.as_json() | {"team_ids": [str(team) for team in teams]},
            author_id=actor.account_id,
        )
        session.add(plan)
        session.flush()
        if request.include_camps:
            record_read(session, actor, "camps in a plan")
        _queue(session, plan)
        return plan


@permitted(Role.COORDINATOR)
def plan(actor: Actor, engine: Engine, plan_id: UUID) -> PatrolPlan:
    """A plan as it stands: state, progress, and the best found so far.

    Whoever asked for it has the camps' positions in it on record; anyone else's read is audited.

    Raises
    ------
    NotFound
        There is no such plan in the territory.
    """
    with work(actor, engine) as session:
        found = plan_of(session, plan_id)
        if found.request["include_camps"] and found.author_id != actor.account_id:
            record_read(session, actor, f"camps in plan {plan_id}")
        return found


@permitted(Role.COORDINATOR)
def plans_of_day(actor: Actor, engine: Engine, day: date) -> list[PlanOfDay]:
    """The day's newest plans, the last one first; replans are none of them.

    What they found is read one by one (`plan`).
    """
    published_at = (
        select(func.min(Patrol.created_at)).where(Patrol.plan_id == PatrolPlan.id).scalar_subquery()
    )
    newest = (
        select(
            *(PatrolPlan.id, PatrolPlan.service_date, PatrolPlan.state, PatrolPlan.progress),
            *(PatrolPlan.created_at, PatrolPlan.finished_at, published_at),
        )
        .where(PatrolPlan.service_date == day, ~PatrolPlan.request.has_key(REPLAN))
        .order_by(PatrolPlan.created_at.desc(), PatrolPlan.id)
        .limit(REMEMBERED)
    )
    with work(actor, engine) as session:
        return [PlanOfDay(*row) for row in session.execute(newest)]


@permitted(Role.COORDINATOR)
def cancel_plan(
    actor: Actor, engine: Engine, plan_id: UUID, now: datetime | None = None
) -> PatrolPlan:
    """Call a plan off: at once while it waits, within half a second while it is being made.

    The best plan found so far stays. Cancelling again changes nothing.

    Raises
    ------
    NotFound
        There is no such plan in the territory.
    PlanIsOver
        It is done, failed or published.
    """
    with work(actor, engine) as session:
        found = plan_of(session, plan_id, lock=True)
        if found.state not in (*UNFINISHED, PlanState.CANCELLED):
            raise PlanIsOver(state=found.state.value)
        found.cancel_requested = True
        if found.state is PlanState.QUEUED:
            found.state, found.finished_at = PlanState.CANCELLED, now or datetime.now(UTC)
        return found


def plan_of(session: Session, plan_id: UUID, *, lock: bool = False) -> PatrolPlan:
    """The plan, locked if its state is about to change; `NotFound` when there is none."""
    found = session.get(PatrolPlan, plan_id, with_for_update=lock or None)
    if found is None:
        raise NotFound(kind="plan", identifier=plan_id)
    return found


def refuse_past(day: date, actor: Actor, now: datetime) -> None:
    """Raise `Invalid` for a day that is over on the territory's calendar."""
    current = today(now, actor.time_zone)
    if day < current:
        reason = f"{day.isoformat()} has passed; today is {current.isoformat()}"
        raise Invalid(field="service_date", reason=reason)


def _teams_asked_for(session: Session, request: PlanRequest) -> list[UUID]:
    """The active teams asked for, in the order of their names."""
    if request.team_ids is not None and not request.team_ids:
        raise Invalid(field="team_ids", reason="choose at least one team")
    active = select(Team.id).where(Team.active).order_by(Team.name)
    _refuse_unknown(session, active, request.team_ids or (), "team_ids", "active team")
    chosen = [
        team
        for team in session.scalars(active)
        if request.team_ids is None or team in request.team_ids
    ]
    if not chosen:
        raise Invalid(field="team_ids", reason="the territory has no active team")
    return chosen


def _refuse_unknown(
    session: Session, known: Select[UUID], ids: tuple[UUID, ...], field: str, kind: str
) -> None:
    """Raise `Invalid` unless every one of `ids` is among those that `known` selects."""
    unknown = set(ids) - set(session.scalars(known) if ids else ())
    if unknown:
        reason = f"there is no such {kind}: {', '.join(sorted(map(str, unknown)))}"
        raise Invalid(field=field, reason=reason)


def _queue(session: Session, plan: PatrolPlan) -> None:
    arguments = {"plan_id": str(plan.id), "territory_id": str(plan.territory_id)}
    put_in_queue(session, SOLVE_PLAN, lock=f"plan {plan.id}", **arguments)
