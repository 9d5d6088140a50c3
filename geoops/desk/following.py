"""Follow a referral: the steps it took, and the next one that a person takes for it.

A place follows its hold and the GUDA its appointments, by themselves; people move the others. What
may follow what is the table `referral_transition`; a foreign key of each step holds it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, insert, select, text
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import KeyTaken, at_own_site
from geoops.errors import Invalid, NotFound
from geoops.records import (
    Appointment,
    Encounter,
    Referral,
    ReferralState,
    ReferralStep,
    ReferralTransition,
    Role,
    StepCause,
    Venue,
)
from geoops.records.violations import StepRefused

OF_PEOPLE = (StepCause.PERSON, StepCause.CORRECTION)

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('referral ' || :referral, 0))")
"""The application may not write a referral, so it may not lock its row."""


@dataclass(frozen=True)
class Step:
    """The state that a referral comes to; a planned interview has its instant and its venue."""

    state: ReferralState
    idempotency_key: str
    due_at: datetime | None = None
    venue: Venue | None = None


@dataclass(frozen=True)
class Taken:
    """A step, and whether this call took it or an earlier one with the same key."""

    step: ReferralStep
    created: bool


@permitted(Role.COORDINATOR, Role.FIELD)
def take_step(actor: Actor, engine: Engine, referral_id: UUID, step: Step, now: datetime) -> Taken:
    """Take a referral one step on, or a wrong step back; the same step again changes nothing.

    Raises
    ------
    NotFound
        There is no such referral for this actor.
    StepRefused
        It may not come to this state from where it stands.
    Invalid
        A planned interview has no instant, no venue, or lies in the past.
    KeyTaken
        The key already stands for another request.
    """
    with work(actor, engine) as session:
        referral = reachable(session, actor, referral_id)
        session.execute(ONE_AT_A_TIME, {"referral": str(referral_id)})
        session.refresh(referral)
        earlier = session.scalars(
            select(ReferralStep).where(ReferralStep.idempotency_key == step.idempotency_key)
        ).one_or_none()
        if earlier is not None:
            return Taken(_same(earlier, referral_id, step), created=False)
        cause = _cause(session, referral, step)
        if cause is StepCause.PERSON and step.due_at is not None and step.due_at <= now:
            raise Invalid(field="due_at", reason="this interview lies in the past")
        row = insert(ReferralStep).values(
            territory_id=actor.territory_id,
            referral_id=referral_id,
            state=step.state.value,
            cause=cause,
            due_at=step.due_at,
            venue=step.venue,
            author_id=actor.account_id,
            at=now,
            idempotency_key=step.idempotency_key,
        )
        return Taken(session.scalars(row.returning(ReferralStep)).one(), created=True)


def _same(earlier: ReferralStep, referral_id: UUID, step: Step) -> ReferralStep:
    recorded = (earlier.referral_id, earlier.state, earlier.due_at, earlier.venue)
    if recorded != (referral_id, step.state.value, step.due_at, step.venue):
        raise KeyTaken(key=step.idempotency_key)
    return earlier


def _cause(session: Session, referral: Referral, step: Step) -> StepCause:
    """Whether the step goes on or takes one back; both are in the table, or it is refused."""
    found = session.scalars(
        select(ReferralTransition.cause)
        .where(
            ReferralTransition.kind == referral.kind.value,
            ReferralTransition.before == referral.state.value,
            ReferralTransition.state == step.state.value,
            ReferralTransition.cause.in_(OF_PEOPLE),
        )
        .order_by(ReferralTransition.cause.desc())
    ).first()
    if found is None:
        raise StepRefused
    return StepCause(found)


@permitted(Role.COORDINATOR, Role.FIELD)
def steps_of(actor: Actor, engine: Engine, referral_id: UUID) -> list[ReferralStep]:
    """The history of a referral, oldest first.

    Raises
    ------
    NotFound
        There is no such referral for this actor.
    """
    with work(actor, engine) as session:
        reachable(session, actor, referral_id)
        steps = select(ReferralStep).where(ReferralStep.referral_id == referral_id)
        return list(session.scalars(steps.order_by(ReferralStep.id)))


def reachable(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A referral that the actor may follow: a field account only its own team's.

    Raises
    ------
    NotFound
        There is none for this actor.
    """
    found = session.execute(
        select(Referral, Encounter.team_id)
        .join(Encounter, Encounter.id == Referral.encounter_id)
        .where(Referral.id == referral_id)
    ).one_or_none()
    if found is None or (actor.role is Role.FIELD and found[1] != actor.team_id):
        raise NotFound(kind="referral", identifier=referral_id)
    return found[0]


def get_appointment(session: Session, actor: Actor, appointment_id: UUID) -> Appointment:
    """An appointment that the actor may change, not yet locked.

    Raises
    ------
    NotFound, Forbidden
        There is none for this actor, or it is at another site than the manager's.
    """
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotFound(kind="appointment", identifier=appointment_id)
    at_own_site(actor, appointment.site_id)
    reachable(session, actor, appointment.referral_id)
    return appointment
