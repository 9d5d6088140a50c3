"""Give a group its appointments at the GUDA: the next free seats, or chosen ones; and move them.

Each person of a group takes a seat. Seats are given under the lock of the site, so that the same
one is never given twice; the database counts them again (migration 0006).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import Asked, KeyTaken, a_group, at_own_site, digest_of
from geoops.desk.calendar import FURTHEST, NoSlotFree, Seats, first_seats, lock_desks, seats_at
from geoops.desk.following import get_appointment, reachable
from geoops.errors import Conflict, Invalid
from geoops.records import Appointment, AppointmentState, Referral, ReferralKind, Role
from geoops.records.violations import AppointmentEnded


class AllBooked(Conflict):
    """Everybody of the referral has an appointment, or had one and came."""

    code = "all-booked"
    template = "Everybody of this orientation already has an appointment."


@dataclass(frozen=True)
class Booking:
    """Seats at a GUDA: those at `starts_at`, or the first free ones after `after` (or now).

    Without `people`, for everybody of the referral who has no appointment.
    """

    site_id: UUID
    idempotency_key: str
    people: int | None = None
    starts_at: datetime | None = None
    after: datetime | None = None


@dataclass(frozen=True)
class Moving:
    """Another time for an appointment: `starts_at`, or the first free one after `after` (or now).

    Without `site_id`, at the same GUDA.
    """

    idempotency_key: str
    starts_at: datetime | None = None
    after: datetime | None = None
    site_id: UUID | None = None


@dataclass(frozen=True)
class Booked:
    """The appointments of one request, in their order, and whether this call made them."""

    appointments: list[Appointment]
    created: bool


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def book(
    actor: Actor, engine: Engine, referral_id: UUID, booking: Booking, now: datetime
) -> Booked:
    """Book seats for a referral to the GUDA; the same booking again gives the same appointments.

    A group that a slot does not hold is spread over the slots of one day.

    Raises
    ------
    NotFound
        The referral or the site is not there, or the referral is another team's.
    Invalid
        The referral is not to the GUDA, or no appointment begins then.
    SlotTaken, NoSlotFree
        The seats are not free; the next ones are offered.
    AllBooked, MoreThanReferred
        Everybody has an appointment, or more people than were referred would.
    StepRefused
        The referral was cancelled.
    KeyTaken
        The key already stands for another request.
    """
    with work(actor, engine) as session:
        referral = reachable(session, actor, referral_id)
        at_own_site(actor, booking.site_id)
        return book_within(session, actor, referral, booking, now)


def book_within(
    session: Session, actor: Actor, referral: Referral, booking: Booking, now: datetime
) -> Booked:
    """`book` within a transaction under way, which a refusal ends."""
    lock_desks(session, [booking.site_id])
    earlier = _earlier(session, referral.id, booking)
    if earlier:
        return Booked(earlier, created=False)
    if referral.kind is not ReferralKind.GUDA:
        raise Invalid(
            field="referral_id", reason="only an orientation to the GUDA has appointments"
        )
    people = booking.people or _without(session, referral)
    a_group("people", people)
    seats = _seats(session, actor, booking.site_id, people, booking, now)
    return _make(
        session, actor, seats, booking, now, referral_id=referral.id, site_id=booking.site_id
    )


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def move(
    actor: Actor, engine: Engine, appointment_id: UUID, moving: Moving, now: datetime
) -> Booked:
    """Give an appointment's group other seats in one step: none of the two is ever lost.

    Raises
    ------
    NotFound
        The appointment or the site is not there, or the referral is another team's.
    Invalid, SlotTaken, NoSlotFree
        As for a booking.
    AppointmentEnded
        The group came, did not come, or the appointment was cancelled or moved.
    KeyTaken
        The key already stands for another request.
    """
    with work(actor, engine) as session:
        old = get_appointment(session, actor, appointment_id)
        site_id = moving.site_id or old.site_id
        at_own_site(actor, site_id)
        lock_desks(session, [old.site_id, site_id])
        session.refresh(old)
        earlier = _earlier(session, old.id, moving)
        if earlier:
            return Booked(earlier, created=False)
        if old.state is not AppointmentState.BOOKED:
            raise AppointmentEnded
        seats = _seats(session, actor, site_id, old.people, moving, now)
        return _make(
            session,
            actor,
            seats,
            moving,
            now,
            referral_id=old.referral_id,
            site_id=site_id,
            replaces=old.id,
        )


def _without(session: Session, referral: Referral) -> int:
    """How many of the referral neither have an appointment nor came to one.

    Raises
    ------
    AllBooked
        Nobody.
    """
    seen = select(
        func.coalesce(
            func.sum(Appointment.people).filter(Appointment.state == AppointmentState.BOOKED), 0
        )
        + func.coalesce(func.sum(Appointment.honoured), 0)
    ).where(Appointment.referral_id == referral.id)
    left = referral.people - session.scalars(seen).one()
    if left < 1:
        raise AllBooked
    return left


def _seats(
    session: Session,
    actor: Actor,
    site_id: UUID,
    people: int,
    asked: Booking | Moving,
    now: datetime,
) -> Seats:
    if asked.starts_at is not None:
        return seats_at(session, site_id, people, asked.starts_at, now, actor.time_zone)
    after = max(now, asked.after or now)
    seats = first_seats(session, site_id, people, after, actor.time_zone)
    if not seats:
        raise NoSlotFree(weeks=FURTHEST.days // 7, people=people)
    return seats


def _earlier(session: Session, subject: UUID, asked: Asked) -> list[Appointment]:
    """The appointments that the same request made when it came before.

    Raises
    ------
    KeyTaken
        The key stands for another request.
    """
    made = session.scalars(
        select(Appointment)
        .where(Appointment.idempotency_key == asked.idempotency_key)
        .order_by(Appointment.part)
    ).all()
    if made and made[0].digest != digest_of(subject, asked):
        raise KeyTaken(key=asked.idempotency_key)
    return list(made)


def _make(
    session: Session,
    actor: Actor,
    seats: Seats,
    asked: Booking | Moving,
    now: datetime,
    **of: UUID,
) -> Booked:
    """Insert an appointment for each slot; `of` are its referral, its site and what it replaces."""
    digest = digest_of(of.get("replaces", of["referral_id"]), asked)
    made = []
    for part, (starts_at, people) in enumerate(seats):
        appointment = Appointment(
            id=uuid4(),
            territory_id=actor.territory_id,
            starts_at=starts_at,
            people=people,
            idempotency_key=asked.idempotency_key,
            part=part,
            digest=digest,
            author_id=actor.account_id,
            created_at=now,
            **of,
        )
        session.add(appointment)
        session.flush()  # one statement for each part: the first gives the old seats back
        session.refresh(appointment)
        made.append(appointment)
    return Booked(made, created=True)
