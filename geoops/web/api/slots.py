"""A GUDA's slots and days: which seats are free, who is expected, and when it is closed."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.closing import DayStatement, state_days, stated_days, withdraw_day
from geoops.desk.slots import next_seats, site_slots
from geoops.desk.tracing import site_appointments
from geoops.records import AppointmentState, DayCause
from geoops.web.api.answers import Answer
from geoops.web.api.appointments import People
from geoops.web.api.reading import Asked
from geoops.web.api.referrals import Day, Instant
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("slots", __name__, url_prefix="/api/v1", tag="Slots")

NO_SITE = {404: "There is no such site"}


class DaysAsked(Asked):
    """The first and the last day, on the territory's calendar; at most 62 days apart."""

    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]


class SlotAnswer(Answer):
    """One slot: seats, of which some are booked; `closed` says why nobody is seen."""

    day: date
    starts_at: datetime
    seats: int
    booked: int
    free: int
    closed: str | None


class SlotList(Answer):
    """The slots in the order of time."""

    slots: list[SlotAnswer]


class SeatsAsked(Asked):
    """How many people are to be seen, after which instant (or from now on)."""

    people: People
    after: Instant | None = None


class SeatsAnswer(Answer):
    """How many of the group can come then."""

    starts_at: datetime
    people: int


class SeatsList(Answer):
    """The next seats for a group, together on one day; empty when there are none."""

    seats: list[SeatsAnswer]


class ExpectedAnswer(Answer):
    """A group that is expected: a count, its team and the languages it speaks, nothing else."""

    id: UUID
    referral_id: UUID
    site_id: UUID
    starts_at: datetime
    people: int
    honoured: int
    state: AppointmentState
    referred: int
    team: str | None
    languages: list[str]
    to_move: bool


class ExpectedList(Answer):
    """The groups expected at a site, in the order of time."""

    appointments: list[ExpectedAnswer]


class ClosureAsked(Asked):
    """From `first` to `last` there are `desks`: 0 closes, more opens a day otherwise shut."""

    first: Day
    last: Day
    desks: Annotated[int, Field(ge=0, le=50)]
    cause: DayCause
    idempotency_key: UUID


class ClosureAnswer(Answer):
    """A day on which a site has other desks than usual."""

    id: UUID
    site_id: UUID
    day: date
    desks: int
    cause: DayCause


class ClosureList(Answer):
    """Days that differ, in their order."""

    days: list[ClosureAnswer]


class SinceAsked(Asked):
    """The first day."""

    first: Annotated[Day, Field(alias="from")]


@blueprint.get("/sites/<uuid:site_id>/slots")
@blueprint.input(DaysAsked, location="query", arg_name="asked")
@blueprint.output(SlotList)
@blueprint.doc(responses=NO_SITE)
def list_slots(site_id: UUID, asked: DaysAsked) -> ResponseReturnValue:
    """The slots of a GUDA from one day to another, with their seats."""
    return {
        "slots": site_slots(current_actor(), services().engine, site_id, asked.first, asked.last)
    }


@blueprint.get("/sites/<uuid:site_id>/next-seats")
@blueprint.input(SeatsAsked, location="query", arg_name="asked")
@blueprint.output(SeatsList)
@blueprint.doc(responses=NO_SITE)
def show_next_seats(site_id: UUID, asked: SeatsAsked) -> ResponseReturnValue:
    """When a group could be seen next."""
    at_work = services()
    after = max(asked.after or at_work.now(), at_work.now())
    seats = next_seats(current_actor(), at_work.engine, site_id, asked.people, after)
    return {"seats": [{"starts_at": at, "people": people} for at, people in seats]}


@blueprint.get("/sites/<uuid:site_id>/appointments")
@blueprint.input(DaysAsked, location="query", arg_name="asked")
@blueprint.output(ExpectedList)
@blueprint.doc(responses=NO_SITE)
def list_expected(site_id: UUID, asked: DaysAsked) -> ResponseReturnValue:
    """The groups expected at a GUDA from one day to another."""
    at_work = services()
    found = site_appointments(
        current_actor(), at_work.engine, site_id, asked.first, asked.last, at_work.now()
    )
    return {"appointments": found}


@blueprint.get("/sites/<uuid:site_id>/closures")
@blueprint.input(SinceAsked, location="query", arg_name="asked")
@blueprint.output(ClosureList)
def list_closures(site_id: UUID, asked: SinceAsked) -> ResponseReturnValue:
    """The days on which a GUDA has other desks than usual."""
    return {"days": stated_days(current_actor(), services().engine, site_id, asked.first)}


@blueprint.post("/sites/<uuid:site_id>/closures")
@blueprint.input(ClosureAsked, arg_name="asked")
@blueprint.output(ClosureList, status_code=201)
@blueprint.doc(
    responses={
        200: "The same request came before: its days",
        404: "There is no such site",
        409: "The key is taken",
    }
)
def close(site_id: UUID, asked: ClosureAsked) -> ResponseReturnValue:
    """State how many desks there are on some days. Nobody's appointment is taken away."""
    at_work = services()
    statement = DayStatement(
        asked.first, asked.last, asked.desks, asked.cause, str(asked.idempotency_key)
    )
    stated = state_days(current_actor(), at_work.engine, site_id, statement, at_work.now())
    return stated, 201 if stated.created else 200  # type: ignore[return-value]


@blueprint.delete("/closures/<uuid:closure_id>")
@blueprint.output({}, status_code=204, description="The usual calendar holds again")
@blueprint.doc(responses={404: "There is no such day"})
def withdraw(closure_id: UUID) -> ResponseReturnValue:
    """Let the usual calendar hold again on a day. Again changes nothing."""
    at_work = services()
    withdraw_day(current_actor(), at_work.engine, closure_id, at_work.now())
    return ""
