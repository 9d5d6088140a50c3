"""Give groups seats on a bus and places where it goes, change how many they are, take them off."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted
from geoops.desk.bookkeeping import a_group
from geoops.desk.bus_at_work import (
    TRANSFER_MARGIN,
    BusAtWork,
    BusMoved,
    Place,
    at_work_on_bus,
)
from geoops.desk.buses import Bus, read_bus
from geoops.errors import NotFound
from geoops.records import (
    GroupState,
    PlaceCategory,
    Role,
    TransferGroup,
    TransferPickup,
    TransferStepKind,
)
from geoops.records.violations import NoSeatsLeft, constraint_of


@dataclass(frozen=True)
class NewGroup:
    """`people` of one category, from one of the bus's pick-ups to one of its destinations."""

    pickup_id: UUID
    site_id: UUID
    category: PlaceCategory
    people: int
    idempotency_key: str


@dataclass(frozen=True)
class GroupSize:
    """The group is `people` now."""

    group_id: UUID
    people: int
    idempotency_key: str


@permitted(Role.COORDINATOR)
def add_group(
    actor: Actor,
    engine: Engine,
    transfer_id: UUID,
    group: NewGroup,
    now: datetime,
    margin: timedelta = TRANSFER_MARGIN,
) -> BusMoved:
    """Seat a group, and keep its places until the bus is expected and `margin` more.

    Raises
    ------
    NotFound
        There is no such bus, or it has no such pick-up or destination.
    Invalid
        The number is not from 1 to 500, or a site has no places of this category.
    NoSeatsLeft, NoPlacesLeft
        Fewer seats are left, or fewer places at the destination.
    Conflict
        The bus has left that pick-up.
    KeyTaken
        The key already stands for another request.
    """
    a_group("people", group.people)
    group_id = uuid4()

    def places(session: Session) -> list[Place]:
        sites = [_pickup(session, transfer_id, group.pickup_id).site_id, group.site_id]
        return [(site, group.category) for site in sites if site is not None]

    with at_work_on_bus(actor, engine, transfer_id, now, margin, places) as bus:
        return bus.once(
            group,
            TransferStepKind.GROUP_ADDED,
            lambda: _seat(bus, group, group_id),
            subject=group_id,
            people=group.people,
        )


def _pickup(session: Session, transfer_id: UUID, pickup_id: UUID) -> TransferPickup:
    pickup = session.get(TransferPickup, pickup_id)
    if pickup is None or pickup.transfer_id != transfer_id:
        raise NotFound(kind="pickup", identifier=pickup_id)
    return pickup


def _seat(bus: BusAtWork, asked: NewGroup, group_id: UUID) -> None:
    bus.destination(asked.site_id)
    group = TransferGroup(
        id=group_id,
        territory_id=bus.actor.territory_id,
        transfer_id=bus.transfer.id,
        pickup_id=asked.pickup_id,
        site_id=asked.site_id,
        category=asked.category,
        people=asked.people,
        created_at=bus.now,
    )
    with _seats(bus, asked.people):
        bus.session.add(group)
        bus.session.flush()
    bus.fit_places(group, group.people)


@contextmanager
def _seats(bus: BusAtWork, more: int) -> Iterator[None]:
    """Say how many seats there were."""
    left = bus.transfer.seats - bus.transfer.booked
    try:
        yield
    except IntegrityError as refusal:
        if constraint_of(refusal) == "ck_transfer_booked_fits_the_seats":
            raise NoSeatsLeft(left=left, asked=more) from refusal
        raise


@permitted(Role.COORDINATOR)
def change_group(
    actor: Actor,
    engine: Engine,
    transfer_id: UUID,
    size: GroupSize,
    now: datetime,
    margin: timedelta = TRANSFER_MARGIN,
) -> BusMoved:
    """Change how many a group is: more places are kept for it, or the spare ones are free again.

    Raises
    ------
    NotFound
        There is no such bus or group.
    Invalid
        The number is not from 1 to 500.
    NoSeatsLeft, NoPlacesLeft
        Fewer seats are left, or fewer places at the destination.
    Conflict
        More of them are aboard, or they have left.
    KeyTaken
        The key already stands for another request.
    """
    a_group("people", size.people)
    with at_work_on_bus(actor, engine, transfer_id, now, margin) as bus:

        def resize() -> None:
            group = bus.group(size.group_id)
            with _seats(bus, size.people - group.people):
                group.people = size.people
                bus.session.flush()
            bus.fit_places(group, size.people)

        return bus.once(
            size,
            TransferStepKind.GROUP_CHANGED,
            resize,
            subject=size.group_id,
            people=size.people,
        )


@permitted(Role.COORDINATOR)
def remove_group(
    actor: Actor, engine: Engine, transfer_id: UUID, group_id: UUID, now: datetime
) -> Bus:
    """Take a group off that has not left: its seats and places are free. Again changes nothing.

    Raises
    ------
    NotFound
        There is no such bus or group.
    Conflict
        The group has left.
    """
    with at_work_on_bus(actor, engine, transfer_id, now) as bus:
        group = bus.group(group_id)
        if group.state is not GroupState.REMOVED:
            group.state = GroupState.REMOVED
            bus.session.flush()
            bus.fit_places(group, 0)
            bus.note(
                TransferStepKind.GROUP_REMOVED,
                f"remove:{group_id}",
                subject=group_id,
                people=group.people,
            )
        return read_bus(bus.session, transfer_id)
