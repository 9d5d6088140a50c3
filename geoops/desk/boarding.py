"""Count who is aboard, and let the bus leave: who has not boarded stays, and keeps their bed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from geoops.desk.actor import Actor, permitted
from geoops.desk.bus_at_work import (
    TRANSFER_MARGIN,
    BusAtWork,
    BusMoved,
    at_own_stop,
    at_work_on_bus,
)
from geoops.errors import Conflict, Invalid, NotFound
from geoops.records import (
    EntryCause,
    GroupState,
    Role,
    TransferGroup,
    TransferPickup,
    TransferState,
    TransferStepKind,
)


@dataclass(frozen=True)
class GroupCount:
    """`people` of a group, counted by somebody who stands there."""

    group_id: UUID
    people: int


@dataclass(frozen=True)
class BoardingCount:
    """How many of each of these groups are aboard now; what was counted before counts no more."""

    counts: tuple[GroupCount, ...]
    idempotency_key: str


@dataclass(frozen=True)
class BusDeparture:
    """The bus leaves one pick-up, or (None) all that it has not left yet."""

    idempotency_key: str
    pickup_id: UUID | None = None


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def board(
    actor: Actor, engine: Engine, transfer_id: UUID, count: BoardingCount, now: datetime
) -> BusMoved:
    """Count who is aboard; it may be counted again until the bus leaves there.

    Raises
    ------
    NotFound
        There is no such bus or group.
    Forbidden
        A site manager counts elsewhere.
    Conflict
        More than the group counts, or the bus has left.
    KeyTaken
        The key already stands for another request.
    """
    if not count.counts:
        raise Invalid(field="counts", reason="count at least one group")
    with at_work_on_bus(actor, engine, transfer_id, now) as bus:
        at_stop = {pickup.id: pickup.site_id for pickup in bus.pickups()}

        def counted() -> None:
            for one in count.counts:
                group = bus.group(one.group_id)
                at_own_stop(actor, at_stop[group.pickup_id])
                if group.state is not GroupState.PLANNED:
                    raise Conflict(reason="This group has left, or is not on this bus any more.")
                group.aboard = one.people
            bus.move_on(TransferState.BOARDING)

        return bus.once(
            count,
            TransferStepKind.BOARDED,
            counted,
            people=sum(one.people for one in count.counts),
        )


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def depart_by_bus(
    actor: Actor,
    engine: Engine,
    transfer_id: UUID,
    departure: BusDeparture,
    now: datetime,
    margin: timedelta = TRANSFER_MARGIN,
) -> BusMoved:
    """The bus leaves with who is aboard; the others' places at the destination are free again.

    At a pick-up that is a site only those aboard leave their places; in a zone nobody had one.

    Raises
    ------
    NotFound
        There is no such bus or pick-up.
    Forbidden
        A site manager lets it leave elsewhere.
    Conflict
        It has left already, nobody is aboard of the whole bus, or fewer people are recorded at
        the site than leave it.
    NoPlacesLeft
        The places ran out of time, and the destination has no others.
    KeyTaken
        The key already stands for another request.
    """
    with at_work_on_bus(actor, engine, transfer_id, now, margin) as bus:
        return bus.once(
            departure,
            TransferStepKind.DEPARTED,
            lambda: _leave(bus, departure.pickup_id),
            subject=departure.pickup_id,
        )


def _leave(bus: BusAtWork, pickup_id: UUID | None) -> None:
    pickups = bus.pickups()
    leaving = [one for one in pickups if one.id == pickup_id or pickup_id is None]
    if not leaving:
        raise NotFound(kind="pickup", identifier=pickup_id)
    leaving = [one for one in leaving if one.departed_at is None]
    if not leaving or bus.transfer.ended_at is not None:
        raise Conflict(reason="The bus has left from there already.")
    for pickup in leaving:
        at_own_stop(bus.actor, pickup.site_id)
        _leave_pickup(bus, pickup)
    if any(pickup.departed_at is None for pickup in pickups):
        bus.move_on(TransferState.BOARDING)
        return
    if not any(group.aboard for group in bus.groups(GroupState.DEPARTED)):
        raise Conflict(reason="Nobody is aboard. Cancel the bus instead.")
    bus.move_on(TransferState.DEPARTED)


def _leave_pickup(bus: BusAtWork, pickup: TransferPickup) -> None:
    for group in bus.groups(GroupState.PLANNED):
        if group.pickup_id == pickup.id:
            bus.fit_places(group, group.aboard)
            _leave_origin(bus, group, pickup)
            group.state = GroupState.DEPARTED
    pickup.departed_at = bus.now
    bus.session.flush()


def _leave_origin(bus: BusAtWork, group: TransferGroup, pickup: TransferPickup) -> None:
    if pickup.site_id is None or group.aboard == 0:
        return
    hold = bus.holds(group, active=False)[-1]  # tells in the origin's ledger where they went
    bus.enter(pickup.site_id, group.category, EntryCause.TRANSFER, hold.id, occupied=-group.aboard)
