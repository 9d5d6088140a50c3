"""Ask for a day's plan, follow it, and call it off. A worker makes it (`geoops.desk.solving`)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.clocks import has_passed, today
from geoops.desk.day_problem import day_problem
from geoops.desk.errands import call_off, hand_over
from geoops.desk.overriding import Earlier, refuse_contradictions
from geoops.desk.plan_change import change
from geoops.desk.plan_changes import changes, names
from geoops.desk.plan_request import PlanRequest
from geoops.desk.replan_request import REPLAN
from geoops.desk.setup_reading import places_asked, setup_of_day
from geoops.desk.showing import record_read
from geoops.desk.zone_stops import VisitDay, zone_stops
from geoops.errors import Conflict, Invalid, NotFound
from geoops.records import (
    Patrol,
    PatrolPlan,
    PlanQuestion,
    PlanState,
    QuestionState,
    Role,
    Site,
    SiteStatus,
    StopKind,
)
from geoops.routing.stop import Stop

SOLVE_PLAN = "solve_plan"
"""The task's name in the queue; `geoops.jobs` registers it."""

REMEMBERED = 20
"""Plans of a day that are told of: the newest."""


class NotComparable(Conflict):
    """Two plans that cannot be set side by side."""

    code = "not-comparable"
    template = "Two plans can be compared when they are of one day and have both found something."


@dataclass(frozen=True)
class PlanOfDay:
    """One of a day's plans in brief; `published_at` is when its patrols came to be.

    `change` says what it has otherwise than `based_on`; `totals` are those of its best.
    """

    id: UUID
    service_date: date
    state: PlanState
    progress: float
    created_at: datetime
    finished_at: datetime | None
    published_at: datetime | None
    based_on: UUID | None
    change: list[dict[str, Any]] | None
    stopped_early: bool
    seed: int
    totals: dict[str, Any] | None


@permitted(Role.COORDINATOR)
def ask_for_plan(
    actor: Actor, engine: Engine, request: PlanRequest, now: datetime | None = None
) -> PatrolPlan:
    """Queue the planning of a day; the plan and its job are recorded together or not at all.

    The plan of a day that is over is a study, with the zones, teams and closures of that day: it
    can be compared and changed like any other, and never be published.

    Raises
    ------
    Invalid
        There is no team, a team, zone, site or stop is not the territory's, or
        the decisions by hand contradict each other (`geoops.desk.overriding`).
    """
    moment = now or datetime.now(UTC)
    day = VisitDay(request.service_date, actor.time_zone, moment)
    with work(actor, engine) as session:
        teams = _teams_asked_for(session, request, day)
        _refuse_unplaced(session, request, day)
        going = replace(request, team_ids=tuple(teams))
        base = session.get(PatrolPlan, request.based_on) if request.based_on else None
        earlier = Earlier.of(base, request)
        stops = _stops_named(session, going, actor.time_zone, moment)
        refuse_contradictions(going, earlier, teams, stops)
        plan = PatrolPlan(
            territory_id=actor.territory_id,
            service_date=request.service_date,
            request=going.as_json(),
            based_on_id=request.based_on,
            change=_change(base, going, stops, teams) if base else None,
            author_id=actor.account_id,
        )
        hand_over(session, plan, SOLVE_PLAN, "plan")
        if request.shows_camps or _demands_camps(session, request.service_date):
            record_read(session, actor, "camps in a plan")
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
        if _shows_camps(found) and found.author_id != actor.account_id:
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
            *(PatrolPlan.based_on_id, PatrolPlan.change, PatrolPlan.stopped_early),
            func.coalesce(PatrolPlan.request["seed"].as_integer(), 0),
            PatrolPlan.best["totals"],
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

    One that has found something is done then, as good as it is (`stopped_early`); one that has not
    is cancelled. Stopping again changes nothing. Questions that wait for it are called off, too.

    Raises
    ------
    NotFound
        There is no such plan in the territory.
    geoops.desk.errands.PlanIsOver
        It is done, failed or published.
    """
    moment = now or datetime.now(UTC)
    with work(actor, engine) as session:
        found = plan_of(session, plan_id, lock=True)
        if call_off(found, moment):
            waiting = PlanQuestion.plan_id == plan_id, PlanQuestion.state == QuestionState.QUEUED
            ended = {"state": QuestionState.CANCELLED, "finished_at": moment}
            session.execute(update(PlanQuestion).where(*waiting).values(**ended))
        return found


@permitted(Role.COORDINATOR)
def compare_plans(
    actor: Actor, engine: Engine, plan_id: UUID, other_id: UUID
) -> tuple[tuple[PatrolPlan, PatrolPlan], list[dict[str, Any]]]:
    """Two plans of a day side by side, and what the first has otherwise than the other.

    Raises
    ------
    NotFound
        One of them is not in the territory.
    NotComparable
        They are of two days, or one has found nothing yet.
    """
    with work(actor, engine) as session:
        one, other = plan_of(session, plan_id), plan_of(session, other_id)
        if one.service_date != other.service_date or one.best is None or other.best is None:
            raise NotComparable
        return (one, other), changes(other.best, one.best)


def plan_of(session: Session, plan_id: UUID, *, lock: bool = False) -> PatrolPlan:
    """The plan, locked if its state is about to change; `NotFound` when there is none."""
    found = session.get(PatrolPlan, plan_id, with_for_update=lock or None)
    if found is None:
        raise NotFound(kind="plan", identifier=plan_id)
    return found


def refuse_past(day: date, actor: Actor, now: datetime) -> None:
    """Raise `Invalid` for a day that is over on the territory's calendar."""
    if has_passed(day, now, actor.time_zone):
        current = today(now, actor.time_zone)
        reason = f"{day.isoformat()} has passed; today is {current.isoformat()}"
        raise Invalid(field="service_date", reason=reason)


def _stops_named(
    session: Session, request: PlanRequest, time_zone: str, now: datetime
) -> dict[str, Stop]:
    """The day's stops by identifier; none when the request names no stop."""
    if not request.named_stops:
        return {}
    day = day_problem(session, request, time_zone, now)
    return {stop.id: stop for stop in day.demands.asked(day.stops).stops}


def _change(
    base: PatrolPlan, request: PlanRequest, stops: dict[str, Stop], teams: dict[UUID, str]
) -> list[dict[str, Any]]:
    """What is asked otherwise than of the plan before, in sentences."""
    known = names(base.best) if base.best else {}
    named = {stop.id: stop.name for stop in stops.values()}
    return change(PlanRequest.of(base), request, known | named, teams)


def _teams_asked_for(session: Session, request: PlanRequest, day: VisitDay) -> dict[UUID, str]:
    """The teams asked for, else those present on the day: their names, in the order of these."""
    if request.team_ids is not None and not request.team_ids:
        raise Invalid(field="team_ids", reason="choose at least one team")
    on_day = setup_of_day(session, day.date, over=day.is_over).teams
    names = {team.team_id: team.name for team in on_day}
    _refuse_unknown(request.team_ids or (), names, "team_ids", "active team")
    if request.team_ids is not None:
        return {team: name for team, name in names.items() if team in request.team_ids}
    if not on_day:
        raise Invalid(field="team_ids", reason="the territory has no active team")
    present = {team.team_id: team.name for team in on_day if team.present}
    if not present:
        raise Invalid(field="team_ids", reason="no team is present on that day")
    return present


def _refuse_unplaced(session: Session, request: PlanRequest, day: VisitDay) -> None:
    """Raise `Invalid` for a zone that the day does not have, and for a site that is not open."""
    if request.required_zone_ids:
        zones = {UUID(stop.id) for stop in zone_stops(session, day)}
        _refuse_unknown(request.required_zone_ids, zones, "required_zone_ids", "zone")
    if request.site_ids:
        sites = set(session.scalars(select(Site.id).where(Site.status == SiteStatus.OPEN)))
        _refuse_unknown(request.site_ids, sites, "site_ids", "open site")


def _refuse_unknown(ids: Iterable[UUID], known: Collection[UUID], field: str, kind: str) -> None:
    """Raise `Invalid` unless every one of `ids` is known."""
    unknown = [one for one in ids if one not in known]
    if unknown:
        reason = f"there is no such {kind}: {', '.join(sorted(map(str, unknown)))}"
        raise Invalid(field=field, reason=reason)


def _demands_camps(session: Session, day: date) -> bool:
    """Whether the day's setup sends teams to camps for themselves."""
    return bool(places_asked(setup_of_day(session, day), StopKind.CAMP))


def _shows_camps(plan: PatrolPlan) -> bool:
    """Whether exact positions of camps are in the plan: asked for, by the day, or walked to."""
    best = plan.best or {"patrols": (), "left_out": ()}
    stops = [stop for patrol in best["patrols"] for stop in patrol["stops"]]
    kinds = {stop["kind"] for stop in (*stops, *best["left_out"])}
    return PlanRequest.of(plan).shows_camps or StopKind.CAMP.value in kinds
