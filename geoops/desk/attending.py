"""What became of an appointment: the group came, some of it did, nobody did, or it was called off.

Each may be taken back: a wrong press on a busy morning is a correction, and the history shows it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.calendar import lock_desks
from geoops.desk.clocks import today
from geoops.desk.following import get_appointment
from geoops.errors import Conflict, Invalid
from geoops.records import Appointment, AppointmentState, Role
from geoops.records.violations import AppointmentEnded

BOOKED, HONOURED = AppointmentState.BOOKED, AppointmentState.HONOURED
MISSED, CANCELLED = AppointmentState.MISSED, AppointmentState.CANCELLED


class TooEarly(Conflict):
    """Nobody can have come to, or missed, an appointment that is still ahead."""

    code = "too-early"
    template = "This appointment is still ahead."


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def attend(
    actor: Actor,
    engine: Engine,
    appointment_id: UUID,
    outcome: AppointmentState,
    people: int | None,
    now: datetime,
) -> Appointment:
    """Record an outcome: honoured (by `people`, or all), missed, or booked to take one back.

    Raises
    ------
    Invalid
        People are counted although nobody came, or it is no outcome.
    NotFound, Forbidden, TooEarly, AppointmentEnded, MoreThanReferred
        As for each of them.
    """
    if outcome is HONOURED:
        return honour(actor, engine, appointment_id, people, now)
    if people is not None:
        raise Invalid(field="people", reason="count people only when some of the group came")
    if outcome not in (MISSED, BOOKED):
        raise Invalid(field="outcome", reason="this is no outcome")
    return (miss if outcome is MISSED else reopen)(actor, engine, appointment_id, now)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def honour(
    actor: Actor, engine: Engine, appointment_id: UUID, people: int | None, now: datetime
) -> Appointment:
    """Record that the group came, or `people` of it; the others may be booked again.

    Raises
    ------
    NotFound, Forbidden
        There is no such appointment, or it is at another site than the manager's.
    Invalid
        More people came than were booked, or none.
    TooEarly
        It is on a later day.
    AppointmentEnded
        It ended otherwise.
    """
    with work(actor, engine) as session:
        appointment = _lock(session, actor, appointment_id)
        came = appointment.people if people is None else people
        if not 1 <= came <= appointment.people:
            raise Invalid(field="people", reason="more people came than were booked, or none")
        day = today(appointment.starts_at, actor.time_zone)
        if today(now, actor.time_zone) < day:
            raise TooEarly
        return _end(session, appointment, HONOURED, now, came)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def miss(actor: Actor, engine: Engine, appointment_id: UUID, now: datetime) -> Appointment:
    """Record that nobody came, so that the group is booked again.

    Raises
    ------
    NotFound, Forbidden
        There is no such appointment, or it is at another site than the manager's.
    TooEarly
        It has not begun.
    AppointmentEnded
        It ended otherwise.
    """
    with work(actor, engine) as session:
        appointment = _lock(session, actor, appointment_id)
        if now < appointment.starts_at:
            raise TooEarly
        return _end(session, appointment, MISSED, now)


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def cancel(actor: Actor, engine: Engine, appointment_id: UUID, now: datetime) -> Appointment:
    """Call an appointment off; its seats are free again.

    Raises
    ------
    NotFound, Forbidden
        There is no such appointment for this actor.
    AppointmentEnded
        It ended otherwise.
    """
    with work(actor, engine) as session:
        return _end(session, _lock(session, actor, appointment_id), CANCELLED, now)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def reopen(actor: Actor, engine: Engine, appointment_id: UUID, now: datetime) -> Appointment:
    """Take back that the group came or missed; an appointment still booked stays so.

    Raises
    ------
    NotFound, Forbidden
        There is no such appointment, or it is at another site than the manager's.
    AppointmentEnded
        It was cancelled or moved: its seats are others'.
    MoreThanReferred
        The group was booked again meanwhile.
    """
    with work(actor, engine) as session:
        appointment = _lock(session, actor, appointment_id)
        return _become(session, appointment, BOOKED, now, after=(HONOURED, MISSED))


def _lock(session: Session, actor: Actor, appointment_id: UUID) -> Appointment:
    appointment = get_appointment(session, actor, appointment_id)
    lock_desks(session, [appointment.site_id])
    session.refresh(appointment)
    return appointment


def _end(
    session: Session,
    appointment: Appointment,
    state: AppointmentState,
    now: datetime,
    came: int = 0,
) -> Appointment:
    if appointment.state is state and appointment.honoured != came:
        raise AppointmentEnded  # with another count: taken back first, so that the history says it
    return _become(session, appointment, state, now, after=(BOOKED,), came=came)


def _become(
    session: Session,
    appointment: Appointment,
    state: AppointmentState,
    now: datetime,
    *,
    after: Iterable[AppointmentState],
    came: int = 0,
) -> Appointment:
    """Change a locked appointment, unless it stands so already."""
    if appointment.state is state:
        return appointment
    if appointment.state not in after:
        raise AppointmentEnded
    session.execute(
        update(Appointment)
        .where(Appointment.id == appointment.id)
        .values(state=state, honoured=came, changed_at=now)
    )
    session.refresh(appointment)
    return appointment
