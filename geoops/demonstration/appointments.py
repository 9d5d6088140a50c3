"""The demonstration's last three weeks at the GUDA, and what became of the other referrals."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from random import Random

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from geoops.demonstration.load import Identities
from geoops.desk.calendar import DeskSlot, choose, slots_between
from geoops.records import (
    Appointment,
    AppointmentState,
    DayCause,
    DeskDay,
    Referral,
    ReferralKind,
    ReferralStep,
    Site,
    SiteKind,
    StepCause,
    Venue,
)

LIVELY = timedelta(days=21)
"""Referrals younger than this are followed; the older ones have ended."""
AHEAD = timedelta(days=40)
KEY = "demonstration:"
CLOSED_IN = 1  # working days after the next one on which the desk is closed for training

BOOKED, HONOURED, MISSED = (
    AppointmentState.BOOKED,
    AppointmentState.HONOURED,
    AppointmentState.MISSED,
)


def load_appointments(session: Session, ids: Identities, until: date) -> None:
    """Book the referrals that wait, note what became of past appointments, move the others on."""
    guda = session.scalars(
        select(Site.id).where(Site.territory_id == ids.territory, Site.kind == SiteKind.GUDA)
    ).first()
    if guda is None:
        return
    waiting = session.scalars(
        select(Referral)
        .where(Referral.territory_id == ids.territory, Referral.state.in_(("open", "interest")))
        .order_by(Referral.created_at, Referral.id)
    ).all()
    slots = slots_between(session, guda, until - LIVELY, until + AHEAD)
    for referral in waiting:
        draw = Random(f"{ids.seed}/follow {referral.id}")  # noqa: S311 - invented data, no secret
        if referral.kind is ReferralKind.GUDA:
            slots = _book(session, referral, slots, draw, guda=guda)
        elif referral.kind is not ReferralKind.PLACE:
            _follow(session, referral, draw, until)
    _note(session, ids, until)
    _close(session, ids, guda, sorted({slot.day for slot in slots if slot.day > until}))


def _book(
    session: Session, referral: Referral, slots: list[DeskSlot], draw: Random, **at: object
) -> list[DeskSlot]:
    """Give a referral the first seats after it was made, but for some; the slots thereafter."""
    if draw.random() < 0.08:
        return slots
    seats = choose(slots, referral.people, referral.created_at)
    for part, (starts_at, people) in enumerate(seats):
        appointment = {
            "id": Identities(0).of("appointment", f"{referral.id}:{part}"),
            "territory_id": referral.territory_id,
            "referral_id": referral.id,
            "site_id": at["guda"],
            "starts_at": starts_at,
            "people": people,
            "idempotency_key": f"{KEY}{referral.id}",
            "part": part,
            "digest": sha256(referral.id.bytes).digest(),
            "created_at": referral.created_at,
        }
        session.execute(insert(Appointment).values(**appointment))
    taken = dict(seats)
    return [replace(s, booked=s.booked + taken.get(s.starts_at, 0)) for s in slots]


def _note(session: Session, ids: Identities, until: date) -> None:
    """Say of each appointment before today that the group came, some of it, or nobody."""
    midnight = datetime.combine(until, time.min, UTC)
    over = session.scalars(
        select(Appointment)
        .where(
            Appointment.territory_id == ids.territory,
            Appointment.idempotency_key.startswith(KEY),
            Appointment.state == BOOKED,
            Appointment.starts_at < midnight,
        )
        .order_by(Appointment.starts_at, Appointment.id)
    ).all()
    for one in over:
        luck = Random(f"{ids.seed}/came {one.id}").random()  # noqa: S311 - invented data, no secret
        came = one.people if luck < 0.74 else one.people - 1 if luck < 0.86 else 0
        session.execute(
            update(Appointment)
            .where(Appointment.id == one.id)
            .values(
                state=HONOURED if came else MISSED,
                honoured=came,
                changed_at=one.starts_at + timedelta(minutes=20),
            )
        )


def _follow(session: Session, referral: Referral, draw: Random, until: date) -> None:
    """Take a referral to the SPADA, to care or to the voluntary return some steps on."""
    luck, at = draw.random(), referral.created_at + timedelta(hours=draw.randint(2, 30))
    if referral.kind is not ReferralKind.VOLUNTARY_RETURN:
        ends = ("honoured",) if luck < 0.6 else ("missed",) if luck < 0.75 else ()
        accompanied = referral.kind is ReferralKind.CARE and luck > 0.85
        _steps(session, referral, at, ("accompanied",) if accompanied else ends)
    elif luck < 0.75:
        ahead = timedelta(days=draw.randint(1, 6), hours=draw.randint(0, 5))
        due = datetime.combine(at.date(), time(9), UTC) + ahead
        over = due.date() < until
        later = ("interview_held", "application_lodged")[: 1 + (luck < 0.3)] if over else ()
        _steps(session, referral, at, ("interview_planned", *later), due)


def _steps(
    session: Session,
    referral: Referral,
    at: datetime,
    states: Iterable[str],
    due: datetime | None = None,
) -> None:
    for number, state in enumerate(states):
        planned = state == "interview_planned"
        session.execute(
            insert(ReferralStep).values(
                territory_id=referral.territory_id,
                referral_id=referral.id,
                state=state,
                cause=StepCause.PERSON,
                due_at=due if planned else None,
                venue=Venue.OFFICE if planned else None,
                at=at if number == 0 else (due or at) + timedelta(hours=number),
            )
        )


def _close(session: Session, ids: Identities, guda: object, days: list[date]) -> None:
    """Close one of the next days, so that some appointments are to be moved; once a month."""
    known = session.scalars(
        select(DeskDay.id).where(DeskDay.site_id == guda, DeskDay.day >= days[0])
    ).first()
    if known is not None or len(days) <= CLOSED_IN:
        return
    day = days[CLOSED_IN]
    session.execute(
        insert(DeskDay).values(
            id=ids.of("desk day", str(day)),
            territory_id=ids.territory,
            site_id=guda,
            day=day,
            desks=0,
            cause=DayCause.TRAINING,
            idempotency_key=f"{KEY}{day}",
        )
    )
