"""Groups of a bus, who of them is aboard, its departure and its arrival."""

from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.alighting import BusArrival, arrive_by_bus
from geoops.desk.boarding import BoardingCount, BusDeparture, GroupCount, board, depart_by_bus
from geoops.desk.seating import GroupSize, NewGroup, add_group, change_group, remove_group
from geoops.records import PlaceCategory
from geoops.web.api.entries import Group
from geoops.web.api.reading import Asked
from geoops.web.api.transfers import SAME_BUS, TransferAnswer, moved
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint(
    "boarding", __name__, url_prefix="/api/v1/transfers/<uuid:transfer_id>", tag="Transfers"
)

Counted = Annotated[int, Field(ge=0, le=500)]


class GroupAsked(Asked):
    """People of one category, from a pick-up of the bus to one of its destinations."""

    pickup_id: UUID
    site_id: UUID
    category: PlaceCategory
    people: Group
    idempotency_key: UUID


class SizeAsked(Asked):
    """How many a group is now."""

    people: Group
    idempotency_key: UUID


class CountAsked(Asked):
    """How many of a group are there."""

    group_id: UUID
    people: Counted


class BoardingAsked(Asked):
    """Who is aboard now, group by group; what was counted before counts no more."""

    counts: Annotated[list[CountAsked], Field(min_length=1, max_length=200)]
    idempotency_key: UUID


class BusDepartureAsked(Asked):
    """The bus leaves this pick-up, or without one all that it has not left yet."""

    pickup_id: UUID | None = None
    idempotency_key: UUID


class BusArrivalAsked(Asked):
    """The bus is at this destination; a group that is not counted has come complete."""

    site_id: UUID
    counts: Annotated[list[CountAsked], Field(max_length=200, default_factory=list)]
    idempotency_key: UUID


def _counts(asked: list[CountAsked]) -> tuple[GroupCount, ...]:
    return tuple(GroupCount(one.group_id, one.people) for one in asked)


@blueprint.post("/groups")
@blueprint.input(GroupAsked, arg_name="asked")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BUS,
        409: "Too few seats (`left`) or places (`available`), it has left, or the key is taken",
    }
)
def add(transfer_id: UUID, asked: GroupAsked) -> ResponseReturnValue:
    """Seat a group and keep its places until the bus may be late."""
    at_work = services()
    group = NewGroup(**asked.model_dump() | {"idempotency_key": str(asked.idempotency_key)})
    margin = at_work.settings.transfer_margin
    return moved(
        add_group(current_actor(), at_work.engine, transfer_id, group, at_work.now(), margin)
    )


@blueprint.post("/groups/<uuid:group_id>/size")
@blueprint.input(SizeAsked, arg_name="asked")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BUS,
        409: "Too few seats or places, more are aboard, they have left, or the key is taken",
    }
)
def resize(transfer_id: UUID, group_id: UUID, asked: SizeAsked) -> ResponseReturnValue:
    """Change how many a group is, and with it its seats and its kept places."""
    at_work = services()
    size = GroupSize(group_id, asked.people, str(asked.idempotency_key))
    margin = at_work.settings.transfer_margin
    return moved(
        change_group(current_actor(), at_work.engine, transfer_id, size, at_work.now(), margin)
    )


@blueprint.delete("/groups/<uuid:group_id>")
@blueprint.output({}, status_code=204, description="Its seats and places are free again")
@blueprint.doc(responses={409: "The group has left"})
def remove(transfer_id: UUID, group_id: UUID) -> ResponseReturnValue:
    """Take a group off the bus. Again changes nothing."""
    at_work = services()
    remove_group(current_actor(), at_work.engine, transfer_id, group_id, at_work.now())
    return ""


@blueprint.post("/boarding")
@blueprint.input(BoardingAsked, arg_name="asked")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(
    responses={200: SAME_BUS, 409: "More than the group counts, it has left, or the key is taken"}
)
def count(transfer_id: UUID, asked: BoardingAsked) -> ResponseReturnValue:
    """Count who is aboard; it may be counted again until the bus leaves there."""
    at_work = services()
    counted = BoardingCount(_counts(asked.counts), str(asked.idempotency_key))
    return moved(board(current_actor(), at_work.engine, transfer_id, counted, at_work.now()))


@blueprint.post("/departure")
@blueprint.input(BusDepartureAsked, arg_name="asked")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BUS,
        409: "It has left, nobody is aboard, fewer are recorded at the site, or the key is taken",
    }
)
def leave(transfer_id: UUID, asked: BusDepartureAsked) -> ResponseReturnValue:
    """Leave with who is aboard: who stays keeps the bed, their places elsewhere are free again."""
    at_work = services()
    departure = BusDeparture(str(asked.idempotency_key), asked.pickup_id)
    margin = at_work.settings.transfer_margin
    return moved(
        depart_by_bus(
            current_actor(), at_work.engine, transfer_id, departure, at_work.now(), margin
        )
    )


@blueprint.post("/arrival")
@blueprint.input(BusArrivalAsked, arg_name="asked")
@blueprint.output(TransferAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BUS,
        409: "It has not left or has arrived there, too few places, or the key is taken",
    }
)
def arrive(transfer_id: UUID, asked: BusArrivalAsked) -> ResponseReturnValue:
    """Take in who has come at a destination; what was kept for the others is free."""
    at_work = services()
    arrival = BusArrival(asked.site_id, str(asked.idempotency_key), _counts(asked.counts))
    return moved(
        arrive_by_bus(current_actor(), at_work.engine, transfer_id, arrival, at_work.now())
    )
