"""Transfers (départs en bus): planned, timed, cancelled, and read with all that is on them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import AwareDatetime, Field

from geoops.desk.bus_at_work import BusMoved
from geoops.desk.buses import Bus, bus, buses
from geoops.desk.transferring import (
    PlannedDestination,
    PlannedPickup,
    Timetable,
    TransferPlan,
    cancel_transfer,
    plan_transfer,
    reschedule,
)
from geoops.records import GroupState, PlaceCategory, SiteKind, TransferState
from geoops.web.api.answers import Answer
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("transfers", __name__, url_prefix="/api/v1", tag="Transfers")

SAME_BUS = "The same request came before: the bus as it stands"

Stops = Annotated[int, Field(ge=1, le=200)]


class PickupAsked(Asked):
    """A pick-up: a site of ours or a zone, one of the two."""

    due_at: AwareDatetime
    site_id: UUID | None = None
    zone_id: UUID | None = None


class DestinationAsked(Asked):
    """A CAES, SAS or CAO, and when the bus is expected there."""

    site_id: UUID
    arrives_at: AwareDatetime


class TransferAsked(Asked):
    """A bus: its seats, its pick-ups in the order of their times, and where it goes."""

    seats: Stops
    pickups: Annotated[list[PickupAsked], Field(min_length=1, max_length=20)]
    destinations: Annotated[list[DestinationAsked], Field(min_length=1, max_length=20)]
    idempotency_key: UUID


class TimetableAsked(Asked):
    """New times: of every pick-up, in their order, and of every destination."""

    pickups: Annotated[list[AwareDatetime], Field(min_length=1, max_length=20)]
    destinations: Annotated[list[DestinationAsked], Field(min_length=1, max_length=20)]
    idempotency_key: UUID


class PickupAnswer(Answer):
    """Where people board, when the bus is due there and when it left."""

    id: UUID
    site_id: UUID | None
    zone_id: UUID | None
    name: str
    commune: str
    due_at: datetime
    departed_at: datetime | None


class LeftAnswer(Answer):
    """Places of a category that can still be promised."""

    category: PlaceCategory
    places: int


class DestinationAnswer(Answer):
    """Where the bus goes, when it is expected and came, and what is left there."""

    site_id: UUID
    name: str
    kind: SiteKind
    commune: str
    arrives_at: datetime
    arrived_at: datetime | None
    left: list[LeftAnswer]


class GroupAnswer(Answer):
    """A group: `kept` places wait for it; `left_behind` did not board before the bus left."""

    id: UUID
    pickup_id: UUID
    site_id: UUID
    category: PlaceCategory
    people: int
    aboard: int
    state: GroupState
    kept: int
    arrived: int
    left_behind: int


class TransferAnswer(Answer):
    """One bus, `booked` of whose `seats` are taken."""

    id: UUID
    seats: int
    booked: int
    state: TransferState
    departs_at: datetime
    created_at: datetime
    ended_at: datetime | None
    pickups: list[PickupAnswer]
    destinations: list[DestinationAnswer]
    groups: list[GroupAnswer]


class TransfersAnswer(Answer):
    """Buses by their departure."""

    transfers: list[TransferAnswer]


def moved(done: BusMoved) -> ResponseReturnValue:
    """The bus after what was asked: 201 if this request did it, 200 if an earlier one had."""
    return done.bus, 201 if done.created else 200  # type: ignore[return-value]


def _planned(destinations: list[DestinationAsked]) -> tuple[PlannedDestination, ...]:
    return tuple(PlannedDestination(one.site_id, one.arrives_at) for one in destinations)


@blueprint.get("/transfers")
@blueprint.output(TransfersAnswer)
def list_transfers() -> dict[str, list[Bus]]:
    """The buses of the last seven days and all that are to come; a site manager's own."""
    at_work = services()
    return {"transfers": buses(current_actor(), at_work.engine, at_work.now())}


@blueprint.get("/transfers/<uuid:transfer_id>")
@blueprint.output(TransferAnswer)
def read(transfer_id: UUID) -> Bus:
    """One bus with its pick-ups, destinations and groups."""
    return bus(current_actor(), services().engine, transfer_id)


@blueprint.post("/transfers")
@blueprint.input(TransferAsked, arg_name="asked")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(responses={200: SAME_BUS, 409: "The key is taken"})
def plan(asked: TransferAsked) -> ResponseReturnValue:
    """Plan a bus; groups are added to it afterwards."""
    at_work = services()
    stops = (PlannedPickup(one.due_at, one.site_id, one.zone_id) for one in asked.pickups)
    planned = TransferPlan(
        asked.seats, tuple(stops), _planned(asked.destinations), str(asked.idempotency_key)
    )
    done = plan_transfer(current_actor(), at_work.engine, planned, at_work.now())
    headers = {"Location": url_for("transfers.read", transfer_id=done.bus.id)}
    return done.bus, 201 if done.created else 200, headers  # type: ignore[return-value]


@blueprint.delete("/transfers/<uuid:transfer_id>")
@blueprint.output({}, status_code=204, description="Its places are free again")
@blueprint.doc(responses={409: "It has left a pick-up"})
def cancel(transfer_id: UUID) -> ResponseReturnValue:
    """Cancel a bus that has not left anywhere. Cancelling again changes nothing."""
    at_work = services()
    cancel_transfer(current_actor(), at_work.engine, transfer_id, at_work.now())
    return ""


@blueprint.post("/transfers/<uuid:transfer_id>/timetable")
@blueprint.input(TimetableAsked, arg_name="asked")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(
    responses={200: SAME_BUS, 409: "It has arrived or is cancelled, or the key is taken"}
)
def set_times(transfer_id: UUID, asked: TimetableAsked) -> ResponseReturnValue:
    """Change the times; the places kept at the destinations wait as much longer or shorter."""
    at_work = services()
    times = Timetable(
        tuple(asked.pickups), _planned(asked.destinations), str(asked.idempotency_key)
    )
    return moved(
        reschedule(
            current_actor(),
            at_work.engine,
            transfer_id,
            times,
            at_work.now(),
            at_work.settings.transfer_margin,
        )
    )
