"""Plan a bus, change its times, cancel it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import KeyTaken, digest_of
from geoops.desk.bus_at_work import TRANSFER_MARGIN, BusAtWork, BusMoved, at_work_on_bus
from geoops.desk.buses import Bus, read_bus
from geoops.errors import Conflict, Invalid
from geoops.records import (
    GroupState,
    Hold,
    HoldState,
    Role,
    Transfer,
    TransferDestination,
    TransferPickup,
    TransferState,
    TransferStep,
    TransferStepKind,
)

LONGEST_TRIP = timedelta(hours=48)


@dataclass(frozen=True)
class PlannedPickup:
    """A pick-up at a site of ours or in a zone (one of the two), with its time."""

    due_at: datetime
    site_id: UUID | None = None
    zone_id: UUID | None = None


@dataclass(frozen=True)
class PlannedDestination:
    """A CAES, SAS or CAO that the bus goes to, and when it is expected there."""

    site_id: UUID
    arrives_at: datetime


@dataclass(frozen=True)
class TransferPlan:
    """A bus with `seats`; pick-ups in their order."""

    seats: int
    pickups: tuple[PlannedPickup, ...]
    destinations: tuple[PlannedDestination, ...]
    idempotency_key: str


@dataclass(frozen=True)
class Timetable:
    """The bus's new times: of all its pick-ups, in their order, and all its destinations."""

    pickups: tuple[datetime, ...]
    destinations: tuple[PlannedDestination, ...]
    idempotency_key: str


@permitted(Role.COORDINATOR)
def plan_transfer(actor: Actor, engine: Engine, plan: TransferPlan, now: datetime) -> BusMoved:
    """Plan a bus without groups yet.

    Raises
    ------
    Invalid
        It has no pick-up or no destination, or not in a possible order of times.
    KeyTaken
        The key already stands for another request.
    """
    _possible([pickup.due_at for pickup in plan.pickups], plan.destinations)
    if len({destination.site_id for destination in plan.destinations}) < len(plan.destinations):
        raise Invalid(field="destinations", reason="a bus goes to each destination once")
    with work(actor, engine) as session:
        digest = digest_of(actor.territory_id, plan)
        known = select(TransferStep).where(TransferStep.idempotency_key == plan.idempotency_key)
        earlier = session.scalars(known).one_or_none()
        if earlier is not None and earlier.digest != digest:
            raise KeyTaken(key=plan.idempotency_key)
        if earlier is not None:
            return BusMoved(read_bus(session, earlier.transfer_id), created=False)
        transfer = _inserted(session, actor, plan, now)
        planned = BusAtWork(session, actor, transfer, now, TRANSFER_MARGIN)
        planned.note(TransferStepKind.PLANNED, plan.idempotency_key, digest)
        return BusMoved(read_bus(session, transfer.id), created=True)


def _possible(due: Iterable[datetime], destinations: tuple[PlannedDestination, ...]) -> None:
    due = list(due)
    if not due:
        raise Invalid(field="pickups", reason="a bus has at least one pick-up")
    if not destinations:
        raise Invalid(field="destinations", reason="a bus has at least one destination")
    if any(later < earlier for earlier, later in pairwise(due)):
        raise Invalid(field="pickups", reason="pick-ups are in the order of their times")
    if not all(due[0] < to.arrives_at <= due[0] + LONGEST_TRIP for to in destinations):
        raise Invalid(
            field="destinations", reason="a bus arrives after it has left, within two days"
        )


def _inserted(session: Session, actor: Actor, plan: TransferPlan, now: datetime) -> Transfer:
    transfer = Transfer(
        id=uuid4(),
        territory_id=actor.territory_id,
        seats=plan.seats,
        departs_at=plan.pickups[0].due_at,
        author_id=actor.account_id,
        created_at=now,
    )
    session.add(transfer)
    session.flush()
    of_bus = {"territory_id": actor.territory_id, "transfer_id": transfer.id}
    for rank, pickup in enumerate(plan.pickups):
        session.add(
            TransferPickup(
                rank=rank,
                site_id=pickup.site_id,
                zone_id=pickup.zone_id,
                due_at=pickup.due_at,
                **of_bus,
            )
        )
    for to in plan.destinations:
        session.add(TransferDestination(site_id=to.site_id, arrives_at=to.arrives_at, **of_bus))
    session.flush()
    return transfer


@permitted(Role.COORDINATOR)
def reschedule(
    actor: Actor,
    engine: Engine,
    transfer_id: UUID,
    timetable: Timetable,
    now: datetime,
    margin: timedelta = TRANSFER_MARGIN,
) -> BusMoved:
    """Change the bus's times; the places kept at its destinations wait as much longer or shorter.

    Raises
    ------
    NotFound
        There is no such bus, or it does not go there.
    Invalid
        Other pick-ups or destinations than the bus has, or not in a possible order of times.
    Conflict
        The bus has arrived or is cancelled.
    KeyTaken
        The key already stands for another request.
    """
    _possible(timetable.pickups, timetable.destinations)
    with at_work_on_bus(actor, engine, transfer_id, now, margin) as bus:
        return bus.once(timetable, TransferStepKind.RESCHEDULED, lambda: _set_times(bus, timetable))


def _set_times(bus: BusAtWork, timetable: Timetable) -> None:
    if bus.transfer.ended_at is not None:
        raise Conflict(reason="This bus has arrived or is cancelled.")
    pickups = bus.pickups()
    if len(pickups) != len(timetable.pickups):
        raise Invalid(field="pickups", reason="give a time for each pick-up")
    for pickup, due_at in zip(pickups, timetable.pickups, strict=True):
        pickup.due_at = due_at
    bus.transfer.departs_at = timetable.pickups[0]
    expected = {to.site_id: to.arrives_at for to in timetable.destinations}
    if len(expected) != _destinations(bus):
        raise Invalid(field="destinations", reason="give a time for each destination")
    for site_id, arrives_at in expected.items():
        bus.destination(site_id).arrives_at = arrives_at
    for group in bus.groups(GroupState.PLANNED, GroupState.DEPARTED):
        bus.session.execute(
            update(Hold)
            .where(Hold.transfer_group_id == group.id, Hold.state == HoldState.ACTIVE)
            .values(expires_at=max(expected[group.site_id], bus.now) + bus.margin)
        )


def _destinations(bus: BusAtWork) -> int:
    return bus.session.scalars(
        select(func.count()).where(TransferDestination.transfer_id == bus.transfer.id)
    ).one()


@permitted(Role.COORDINATOR)
def cancel_transfer(actor: Actor, engine: Engine, transfer_id: UUID, now: datetime) -> Bus:
    """Cancel a bus that has not left anywhere: all its places are free again, nobody leaves a bed.

    Cancelling again changes nothing.

    Raises
    ------
    NotFound
        There is no such bus in the territory.
    Conflict
        It has left a pick-up.
    """
    with at_work_on_bus(actor, engine, transfer_id, now) as bus:
        if bus.transfer.state is not TransferState.CANCELLED:
            bus.move_on(TransferState.CANCELLED)
            for group in bus.groups(GroupState.PLANNED):
                bus.fit_places(group, 0)
                group.state = GroupState.REMOVED
            bus.note(TransferStepKind.CANCELLED, f"cancel:{transfer_id}")
        return read_bus(bus.session, transfer_id)
