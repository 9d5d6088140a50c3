"""Publish a plan: its best becomes the day's patrols, which the teams then see."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2.shape import from_shape
from shapely import Point
from shapely.geometry import shape
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.db.columns import SRID
from geoops.desk.actor import Actor, permitted, work
from geoops.desk.day_demands import place_of
from geoops.desk.plan_request import PlanRequest
from geoops.desk.planning import plan_of, refuse_past
from geoops.desk.published_walks import rests, walks
from geoops.desk.replan_request import REPLAN
from geoops.desk.setup_of_day import TeamOnDay
from geoops.desk.setup_reading import setup_of_day
from geoops.errors import Conflict
from geoops.records import (
    Patrol,
    PatrolLeg,
    PatrolPlan,
    PatrolStatus,
    PatrolStop,
    PlanState,
    Role,
    StopKind,
    Team,
)


class PlanNotFinished(Conflict):
    """A plan that is still being made, or that failed, cannot be published."""

    code = "plan-not-finished"
    template = "This plan is {state}: only a finished plan can be published."


class PlanIsEmpty(Conflict):
    """A plan without a single outing has nothing to publish."""

    code = "plan-is-empty"
    template = "This plan sends no team out, so there is nothing to publish."


class AlreadyPublished(Conflict):
    """A plan is published once."""

    code = "already-published"
    template = "This plan has already been published."


class TeamsAreOut(Conflict):
    """A team of the plan is on patrol, or back from it: its day is no longer to be planned."""

    code = "teams-are-out"
    template = "Already under way or back from patrol on that day: {teams}."


class PlanIsReplan(Conflict):
    """The rest of a day under way is agreed with its teams, not published over their heads."""

    code = "plan-is-replan"
    template = "This is a replan of teams that are out: send it to them instead."


@permitted(Role.COORDINATOR)
def publish_plan(
    actor: Actor, engine: Engine, plan_id: UUID, now: datetime | None = None
) -> list[Patrol]:
    """Make the plan's best the day's patrols, in place of what its teams were given before.

    A plan that was cancelled can be published if it had found one.

    Raises
    ------
    NotFound
        There is no such plan in the territory.
    PlanNotFinished, PlanIsEmpty, PlanIsReplan, AlreadyPublished, TeamsAreOut
        As they say.
    Invalid
        The day has passed.
    """
    with work(actor, engine) as session:
        plan = plan_of(session, plan_id, lock=True)
        best = _publishable(plan)
        refuse_past(plan.service_date, actor, now or datetime.now(UTC))
        _withdraw_earlier(session, plan)
        equipped = equipment(session, plan.service_date)
        patrols = [
            publish_patrol(session, actor, plan, drawn, equipped.get(drawn["team_id"]))
            for drawn in best["patrols"]
        ]
        plan.state = PlanState.PUBLISHED
        return patrols


def _publishable(plan: PatrolPlan) -> dict[str, Any]:
    """The best of a plan that may be published."""
    if REPLAN in plan.request:
        raise PlanIsReplan
    if plan.state is PlanState.PUBLISHED:
        raise AlreadyPublished
    if plan.state not in (PlanState.DONE, PlanState.CANCELLED) or plan.best is None:
        raise PlanNotFinished(state=plan.state.value)
    if not plan.best["patrols"]:
        raise PlanIsEmpty
    return plan.best


def _withdraw_earlier(session: Session, plan: PatrolPlan) -> None:
    """Cancel what the plan's teams were to do that day, unless one of them is at it already."""
    earlier = session.execute(
        select(Patrol, Team.name)
        .join(Team, Team.id == Patrol.team_id)
        .where(
            Patrol.service_date == plan.service_date,
            Patrol.team_id.in_(PlanRequest.of(plan).team_ids or ()),
            Patrol.status != PatrolStatus.CANCELLED,
        )
        .order_by(Team.name)
        .with_for_update(of=Patrol)
    ).all()
    out = [name for patrol, name in earlier if patrol.status is not PatrolStatus.PUBLISHED]
    if out:
        raise TeamsAreOut(teams=", ".join(out))
    for patrol, _ in earlier:
        patrol.status = PatrolStatus.CANCELLED
    session.flush()


def equipment(session: Session, on: date) -> dict[str, TeamOnDay]:
    """Each active team as the day has it, by its id as plans write it."""
    return {str(one.team_id): one for one in setup_of_day(session, on).teams}


def publish_patrol(
    session: Session,
    actor: Actor,
    plan: PatrolPlan,
    drawn: dict[str, Any],
    equipped: TeamOnDay | None,
) -> Patrol:
    """Add one team's patrol with its stops, legs, loops on foot and breaks.

    `equipped` is the team as the day has it; None if it has become inactive.
    """
    patrol = Patrol(
        id=uuid4(),
        territory_id=plan.territory_id,
        team_id=UUID(drawn["team_id"]),
        plan_id=plan.id,
        service_date=plan.service_date,
        starts_at=_instant(drawn["starts_at"]),
        ends_at=_instant(drawn["ends_at"]),
        distance=drawn["distance"],
        vehicle=equipped and equipped.vehicle,
        start_base_id=equipped and equipped.start_base_id,
        end_base_id=equipped and equipped.end_base_id,
        author_id=actor.account_id,
    )
    session.add(patrol)
    session.flush()
    add_stops(session, patrol, drawn["stops"])
    add_legs(session, patrol, drawn["legs"])
    session.add_all(rests(patrol, drawn))
    session.flush()
    return patrol


def add_stops(
    session: Session, patrol: Patrol, drawn: Sequence[dict[str, Any]], first: int = 0
) -> None:
    """Add a plan's stops with their loops on foot to the patrol, numbered from `first` on."""
    stops = list(_stops(patrol, drawn, first))
    session.add_all(stops)
    session.flush()
    for stop, planned in zip(stops, drawn, strict=True):
        session.add_all(walks(stop, planned))


def add_legs(
    session: Session, patrol: Patrol, drawn: Iterable[dict[str, Any]], first: int = 0
) -> None:
    """Add a plan's legs to the patrol, the first of them to stop number `first`."""
    session.add_all(_legs(patrol, drawn, first))


def _stops(patrol: Patrol, drawn: Iterable[dict[str, Any]], first: int) -> Iterable[PatrolStop]:
    for sequence, stop in enumerate(drawn, first):
        yield PatrolStop(
            id=uuid4(),
            territory_id=patrol.territory_id,
            patrol_id=patrol.id,
            sequence=sequence,
            kind=StopKind(stop["kind"]),
            position=from_shape(Point(stop["position"]), srid=SRID),
            arrives_at=_instant(stop["arrives_at"]),
            starts_at=_instant(stop["starts_at"]),
            departs_at=_instant(stop["departs_at"]),
            **{f"{stop['kind']}_id": UUID(place_of(stop["id"]))},
        )


def _legs(patrol: Patrol, drawn: Iterable[dict[str, Any]], first: int) -> Iterable[PatrolLeg]:
    for leg in drawn:
        yield PatrolLeg(
            territory_id=patrol.territory_id,
            patrol_id=patrol.id,
            sequence=first + leg["sequence"],
            departs_at=_instant(leg["departs_at"]),
            arrives_at=_instant(leg["arrives_at"]),
            duration=leg["duration"],
            distance=leg["distance"],
            path=from_shape(shape(leg["geometry"]), srid=SRID),
            steps=leg.get("steps") or [],
        )


def _instant(words: str) -> datetime:
    return datetime.fromisoformat(words)
