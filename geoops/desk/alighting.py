"""A bus arrives: kept places become occupied, and those of whoever has not come are free."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, select

from geoops.desk.actor import Actor, permitted
from geoops.desk.boarding import GroupCount
from geoops.desk.bus_at_work import BusAtWork, BusMoved, at_own_stop, at_work_on_bus
from geoops.errors import Conflict, Invalid
from geoops.records import (
    EntryCause,
    GroupState,
    Role,
    TransferDestination,
    TransferGroup,
    TransferState,
    TransferStepKind,
)


@dataclass(frozen=True)
class BusArrival:
    """The bus is at a destination, with as many of each group; one not named has come complete."""

    site_id: UUID
    idempotency_key: str
    counts: tuple[GroupCount, ...] = ()


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def arrive_by_bus(
    actor: Actor, engine: Engine, transfer_id: UUID, arrival: BusArrival, now: datetime
) -> BusMoved:
    """Take in who has come by bus; what was kept for the others is free (no-show).

    Places that have run out of time are taken again, if there are any.

    Raises
    ------
    NotFound
        There is no such bus, it does not go there, or has no such group.
    Forbidden
        A site manager takes in people elsewhere.
    Invalid
        More have come of a group than were aboard, or a group goes elsewhere.
    Conflict
        The bus has not left yet, or has arrived there already.
    NoPlacesLeft
        Kept places ran out of time, and there are no others.
    KeyTaken
        The key already stands for another request.
    """
    with at_work_on_bus(actor, engine, transfer_id, now) as bus:
        at_own_stop(actor, arrival.site_id)
        return bus.once(
            arrival,
            TransferStepKind.ARRIVED,
            lambda: _take_in(bus, arrival),
            subject=arrival.site_id,
        )


def _take_in(bus: BusAtWork, arrival: BusArrival) -> None:
    destination = bus.destination(arrival.site_id)
    if bus.transfer.state not in (TransferState.DEPARTED, TransferState.ARRIVED):
        raise Conflict(reason="This bus has not left all its pick-ups yet.")
    if destination.arrived_at is not None:
        raise Conflict(reason="This bus has already arrived there.")
    counted = {one.group_id: one.people for one in arrival.counts}
    here = [one for one in bus.groups(GroupState.DEPARTED) if one.site_id == arrival.site_id]
    if counted.keys() - {group.id for group in here}:
        raise Invalid(field="counts", reason="a group that does not go there")
    for group in here:
        _take_in_group(bus, group, counted.get(group.id, group.aboard))
    destination.arrived_at = bus.now
    bus.session.flush()
    if not _still_expected(bus):
        bus.move_on(TransferState.ARRIVED)


def _take_in_group(bus: BusAtWork, group: TransferGroup, people: int) -> None:
    if not 0 <= people <= group.aboard:
        raise Invalid(field="counts", reason="more people than were aboard, or fewer than none")
    coming = max(0, people - bus.arrived(group))  # some may have been taken in one by one
    holds = bus.holds(group)
    for hold in holds:
        some = min(coming, hold.places)
        rest = hold.places - some
        coming -= some
        if some:
            bus.end_places(hold, some, EntryCause.ARRIVAL)
        if rest:
            bus.end_places(hold, rest, EntryCause.NO_SHOW)
    if coming:
        hold = bus.holds(group, active=False)[-1]
        bus.enter(group.site_id, group.category, EntryCause.ARRIVAL, hold.id, occupied=coming)


def _still_expected(bus: BusAtWork) -> bool:
    """Whether somebody is on the way to a destination where the bus has not been."""
    open_ends = bus.session.scalars(
        select(TransferDestination.site_id).where(
            TransferDestination.transfer_id == bus.transfer.id,
            TransferDestination.arrived_at.is_(None),
        )
    ).all()
    return any(
        group.aboard and group.site_id in open_ends for group in bus.groups(GroupState.DEPARTED)
    )
