"""Send a replan to its teams as differences, and take their answers.

Only the part of a patrol that the team has agreed to changes, and only once it has agreed: its
visited stops, and the next one that it is on the way to, are not in the revision at all.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.calling_out import has_patrol
from geoops.desk.estimating import behind
from geoops.desk.patrolling import own_patrol, refuse_over
from geoops.desk.planning import plan_of
from geoops.desk.published_walks import rests
from geoops.desk.publishing import (
    AlreadyPublished,
    PlanNotFinished,
    add_legs,
    add_stops,
    equipment,
    publish_patrol,
)
from geoops.desk.replan_request import REPLAN
from geoops.errors import Conflict, NotFound
from geoops.records import (
    Patrol,
    PatrolLeg,
    PatrolPlan,
    PatrolRest,
    PatrolRevision,
    PatrolStop,
    PlanState,
    RevisionState,
    Role,
)


class NoReplan(Conflict):
    """A plan of a whole day is published, not proposed."""

    code = "no-replan"
    template = "This plan is not a replan: publish it instead."


class NothingChanges(Conflict):
    """A replan that leaves every patrol as it is has nothing to send."""

    code = "nothing-changes"
    template = "This replan changes no patrol, so there is nothing to send."


class DayWentOn(Conflict):
    """A patrol is no longer what the replan was made from."""

    code = "day-went-on"
    template = "The day has gone on since this was made. Replan again from where the teams are now."


class RevisionIsOver(Conflict):
    """A revision is answered once."""

    code = "revision-is-over"
    template = "This change was {state} already."


@permitted(Role.COORDINATOR)
def propose(actor: Actor, engine: Engine, plan_id: UUID) -> list[PatrolRevision]:
    """Send each patrol that a replan changes its difference; what it had not answered is void.

    A team that it calls out gets its patrol, as if it had been published: it is not among what is
    told, for it has nothing to be compared with.

    Raises
    ------
    NotFound
        There is no such plan.
    NoReplan, PlanNotFinished, AlreadyPublished, NothingChanges, DayWentOn
        As they say.
    """
    with work(actor, engine) as session:
        plan = plan_of(session, plan_id, lock=True)
        rests = [rest for rest in _best(plan)["patrols"] if rest["difference"]]
        if not rests:
            raise NothingChanges
        plan.state = PlanState.PUBLISHED
        for opened in (rest for rest in rests if rest["patrol_id"] is None):
            _open(session, actor, plan, opened)
        sent = [_propose(session, actor, plan, rest) for rest in rests if rest["patrol_id"]]
        session.flush()
        return sent


@permitted(Role.COORDINATOR, Role.FIELD)
def revisions(actor: Actor, engine: Engine, patrol_id: UUID) -> list[PatrolRevision]:
    """A patrol's revisions, the newest first; a field account sees its own team's.

    Raises
    ------
    NotFound
        There is no such patrol, or it is another team's.
    """
    with work(actor, engine) as session:
        own_patrol(session, actor, patrol_id, lock=False)
        asked = select(PatrolRevision).where(PatrolRevision.patrol_id == patrol_id)
        newest = asked.order_by(PatrolRevision.created_at.desc(), PatrolRevision.id).limit(20)
        return list(session.scalars(newest))


@permitted(Role.COORDINATOR, Role.FIELD)
def answer_revision(
    actor: Actor, engine: Engine, revision_id: UUID, *, accepted: bool, now: datetime | None = None
) -> PatrolRevision:
    """Accept a revision, which makes it the rest of the patrol, or decline it. Once.

    The same answer again changes nothing.

    Raises
    ------
    NotFound
        There is no such revision, or it is another team's.
    RevisionIsOver
        It was answered otherwise, or a newer one has taken its place.
    DayWentOn
        The team has checked in at a stop that the revision is about.
    geoops.desk.patrolling.PatrolIsOver
        The patrol is done or cancelled.
    """
    with work(actor, engine) as session:
        found = session.get(PatrolRevision, revision_id)
        if found is None:
            raise NotFound(kind="change", identifier=revision_id)
        patrol = own_patrol(session, actor, found.patrol_id)
        session.refresh(found)
        answer = RevisionState.ACCEPTED if accepted else RevisionState.DECLINED
        if found.state is answer:
            return found
        if found.state is not RevisionState.PROPOSED:
            raise RevisionIsOver(state=found.state.value)
        refuse_over(patrol)
        if accepted:
            _make_true(session, patrol, found)
        found.state, found.answered_at = answer, now or datetime.now(UTC)
        session.flush()
        return found


def _best(plan: PatrolPlan) -> dict[str, Any]:
    if REPLAN not in plan.request:
        raise NoReplan
    if plan.state is PlanState.PUBLISHED:
        raise AlreadyPublished
    if plan.state not in (PlanState.DONE, PlanState.CANCELLED) or plan.best is None:
        raise PlanNotFinished(state=plan.state.value)
    return plan.best


def _open(session: Session, actor: Actor, plan: PatrolPlan, drawn: dict[str, Any]) -> None:
    """Give a team that was called out its patrol, unless it was given one meanwhile."""
    if has_patrol(session, plan.service_date, UUID(drawn["team_id"])):
        raise DayWentOn
    equipped = equipment(session, plan.service_date).get(drawn["team_id"])
    publish_patrol(session, actor, plan, drawn, equipped)


def _propose(
    session: Session, actor: Actor, plan: PatrolPlan, rest: dict[str, Any]
) -> PatrolRevision:
    patrol = session.get_one(Patrol, UUID(rest["patrol_id"]), with_for_update=True)
    refuse_over(patrol)
    if patrol.revision != rest["revision"] or behind(patrol.stops) > rest["from_sequence"]:
        raise DayWentOn
    session.execute(
        update(PatrolRevision)
        .where(
            PatrolRevision.patrol_id == patrol.id,
            PatrolRevision.state == RevisionState.PROPOSED,
        )
        .values(state=RevisionState.SUPERSEDED)
    )
    proposed = PatrolRevision(
        territory_id=patrol.territory_id,
        patrol_id=patrol.id,
        plan_id=plan.id,
        based_on=patrol.revision,
        from_sequence=rest["from_sequence"],
        document=rest,
        difference=rest["difference"],
        author_id=actor.account_id,
    )
    session.add(proposed)
    return proposed


def _make_true(session: Session, patrol: Patrol, revision: PatrolRevision) -> None:
    """Put the revision's stops, legs and breaks in the place of the patrol's own.

    Breaks planned before the team leaves its last fixed stop are behind it, as that stop is.
    """
    first, document = revision.from_sequence, revision.document
    if patrol.revision != revision.based_on or behind(patrol.stops) > first:
        raise DayWentOn
    taken_until = max(
        (stop.departs_at for stop in patrol.stops if stop.sequence < first), default=None
    )
    for rows in (PatrolStop, PatrolLeg):
        session.execute(delete(rows).where(rows.patrol_id == patrol.id, rows.sequence >= first))
    to_come = delete(PatrolRest).where(PatrolRest.patrol_id == patrol.id)
    if taken_until is not None:
        to_come = to_come.where(PatrolRest.starts_at >= taken_until)
    session.execute(to_come)
    add_stops(session, patrol, document["stops"], first)
    add_legs(session, patrol, document["legs"], first)
    session.add_all(rests(patrol, document))
    session.flush()
    kept = select(func.coalesce(func.sum(PatrolLeg.distance), 0.0), func.max(PatrolLeg.arrives_at))
    distance, back = session.execute(kept.where(PatrolLeg.patrol_id == patrol.id)).one()
    patrol.distance, patrol.ends_at = distance, max(back or patrol.starts_at, patrol.starts_at)
    patrol.revision += 1
