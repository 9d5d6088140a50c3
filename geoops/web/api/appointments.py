"""Appointments at the GUDA: booked for a referral, moved, honoured, missed, called off."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.attending import attend, cancel
from geoops.desk.registering import Booking, Moving, book, move
from geoops.records import AppointmentState
from geoops.web.api.answers import Answer
from geoops.web.api.reading import Asked
from geoops.web.api.referrals import Instant
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("appointments", __name__, url_prefix="/api/v1", tag="Appointments")

People = Annotated[int, Field(ge=1, le=500)]
ENDED = "It ended already, or is still ahead"


class BookingAsked(Asked):
    """Seats at a GUDA: at `starts_at`, or the first free ones after `after` (or now).

    Without `people`, for everybody of the referral who has no appointment.
    """

    site_id: UUID
    people: People | None = None
    starts_at: Instant | None = None
    after: Instant | None = None
    idempotency_key: UUID


class MoveAsked(Asked):
    """Another time: `starts_at`, or the first free one after `after` (or now)."""

    starts_at: Instant | None = None
    after: Instant | None = None
    site_id: UUID | None = None
    idempotency_key: UUID


class Outcome(StrEnum):
    """What became of an appointment; `booked` takes a wrong outcome back."""

    HONOURED = "honoured"
    MISSED = "missed"
    BOOKED = "booked"


class OutcomeAsked(Asked):
    """The outcome; `people` when only some of the group came."""

    outcome: Outcome
    people: People | None = None


class AppointmentAnswer(Answer):
    """`people` of a referral expected at one slot, of whom `honoured` came."""

    id: UUID
    referral_id: UUID
    site_id: UUID
    starts_at: datetime
    people: int
    honoured: int
    state: AppointmentState
    replaces: UUID | None


class AppointmentList(Answer):
    """The appointments that one request made: one for each slot that it took."""

    appointments: list[AppointmentAnswer]


@blueprint.post("/referrals/<uuid:referral_id>/appointments")
@blueprint.input(BookingAsked, arg_name="asked")
@blueprint.output(AppointmentList, status_code=201)
@blueprint.doc(
    responses={
        200: "The same request came before: its appointments",
        404: "The referral or the site is not there",
        409: "The seats (`next_at` offers others) or the key are taken, or everybody has one",
    }
)
def add(referral_id: UUID, asked: BookingAsked) -> ResponseReturnValue:
    """Book seats at a GUDA for a referral."""
    at_work = services()
    booking = Booking(
        asked.site_id, str(asked.idempotency_key), asked.people, asked.starts_at, asked.after
    )
    made = book(current_actor(), at_work.engine, referral_id, booking, at_work.now())
    return made, 201 if made.created else 200  # type: ignore[return-value]


@blueprint.post("/appointments/<uuid:appointment_id>/move")
@blueprint.input(MoveAsked, arg_name="asked")
@blueprint.output(AppointmentList, status_code=201)
@blueprint.doc(
    responses={
        200: "The same request came before: its appointments",
        404: "The appointment or the site is not there",
        409: "The seats are taken, the appointment has ended, or the key is taken",
    }
)
def change(appointment_id: UUID, asked: MoveAsked) -> ResponseReturnValue:
    """Give the group another time; the old seats are free in the same instant."""
    at_work = services()
    moving = Moving(str(asked.idempotency_key), asked.starts_at, asked.after, asked.site_id)
    made = move(current_actor(), at_work.engine, appointment_id, moving, at_work.now())
    return made, 201 if made.created else 200  # type: ignore[return-value]


@blueprint.post("/appointments/<uuid:appointment_id>/outcome")
@blueprint.input(OutcomeAsked, arg_name="asked")
@blueprint.output(AppointmentAnswer)
@blueprint.doc(responses={404: "There is no such appointment", 409: ENDED})
def note(appointment_id: UUID, asked: OutcomeAsked) -> ResponseReturnValue:
    """Note who came, that nobody did, or take it back. Again changes nothing."""
    at_work = services()
    state = AppointmentState(asked.outcome.value)
    actor, engine = current_actor(), at_work.engine
    return attend(actor, engine, appointment_id, state, asked.people, at_work.now())  # type: ignore[return-value]


@blueprint.delete("/appointments/<uuid:appointment_id>")
@blueprint.output({}, status_code=204, description="The seats are free again")
@blueprint.doc(responses={404: "There is no such appointment for this reader", 409: ENDED})
def call_off(appointment_id: UUID) -> ResponseReturnValue:
    """Call an appointment off. Again changes nothing."""
    at_work = services()
    cancel(current_actor(), at_work.engine, appointment_id, at_work.now())
    return ""
