"""Buses: seats and places are never promised twice, and nobody loses a bed who did not leave."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from geoops.db.engine import transaction
from geoops.desk.alighting import BusArrival, arrive_by_bus
from geoops.desk.boarding import BoardingCount, BusDeparture, GroupCount, board, depart_by_bus
from geoops.desk.bookkeeping import KeyTaken
from geoops.desk.buses import buses
from geoops.desk.seating import NewGroup, add_group, remove_group
from geoops.desk.sheltering import expire_holds
from geoops.desk.transferring import (
    PlannedDestination,
    PlannedPickup,
    Timetable,
    TransferPlan,
    cancel_transfer,
    plan_transfer,
    reschedule,
)
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.records import PlaceCategory, Role, Territory, TransferState
from geoops.records.ledger_proof import complaints
from geoops.records.violations import NoPlacesLeft, NoSeatsLeft
from tests.builders import add_guda, add_site
from tests.conftest import ActorOf
from tests.desk.buses import MEN, Trip, a_trip, key

ATrip = Callable[..., Trip]


@pytest.fixture
def trip(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> Iterator[ATrip]:
    """Make a trip; whatever was done to it, the ledger proves itself at the end."""

    def make(**sizes: int) -> Trip:
        return a_trip(owner, engine, territory, actor(Role.COORDINATOR), now, **sizes)

    yield make
    with owner.connect() as connection:
        assert complaints(connection) == []


def test_a_group_keeps_seats_and_its_places_until_the_bus_may_be_late(trip: ATrip) -> None:
    bus = trip()
    bus.add(5)
    assert bus.read().booked == 5
    assert bus.places(bus.destination) == (0, 5)
    with transaction(bus.engine, bus.actor.territory_id) as session:
        until = session.execute(text("SELECT expires_at FROM hold")).scalar_one()
    assert until == bus.now + timedelta(hours=13)


def test_seats_are_never_oversold(trip: ATrip) -> None:
    bus = trip(seats=7)
    bus.add(5)
    with pytest.raises(NoSeatsLeft) as refused:
        bus.add(3)
    assert refused.value.details == {"left": 2, "asked": 3}
    assert bus.places(bus.destination) == (0, 5)


def test_places_are_never_oversold(trip: ATrip) -> None:
    bus = trip(there=4)
    with pytest.raises(NoPlacesLeft):
        bus.add(5)
    assert bus.read().booked == 0


@pytest.mark.parametrize("people", [2, 9])
def test_changing_a_group_changes_its_seats_and_places(trip: ATrip, people: int) -> None:
    bus = trip()
    bus.resize(bus.add(5), people)
    assert (bus.read().booked, bus.places(bus.destination)) == (people, (0, people))


def test_a_group_grows_in_place_where_all_is_full(trip: ATrip) -> None:
    bus = trip(there=6)
    group = bus.add(5)
    bus.resize(group, 6)
    with pytest.raises(NoPlacesLeft):
        bus.resize(group, 7)
    assert bus.places(bus.destination) == (0, 6)


def test_removing_a_group_frees_seats_and_places_once(trip: ATrip) -> None:
    bus = trip()
    group = bus.add(5)
    for _ in range(2):
        after = remove_group(bus.actor, bus.engine, bus.id, group, bus.now)
        assert (after.booked, after.groups) == (0, [])
    assert bus.places(bus.destination) == (0, 0)


def test_who_does_not_board_keeps_the_bed_and_frees_the_place(trip: ATrip) -> None:
    bus = trip()
    group = bus.add(8)
    bus.board(group, 8)
    bus.board(group, 6)  # counted again
    left = bus.depart().bus
    assert left.state is TransferState.DEPARTED
    assert (left.booked, left.groups[0].left_behind) == (6, 2)
    assert bus.places(bus.origin) == (14, 0)
    assert bus.places(bus.destination) == (0, 6)


def test_the_origins_ledger_tells_where_they_went(trip: ATrip) -> None:
    bus = trip()
    bus.board(bus.add(3), 3)
    bus.depart()
    with transaction(bus.engine, bus.actor.territory_id) as session:
        gone = text(
            "SELECT e.occupied, h.site_id FROM place_entry e JOIN hold h ON h.id = e.hold_id"
            " WHERE e.cause = 'transfer'"
        )
        assert tuple(session.execute(gone).one()) == (-3, bus.destination)


def test_arriving_fills_the_places_and_frees_those_of_who_did_not_come(trip: ATrip) -> None:
    bus = trip()
    group = bus.add(8)
    bus.board(group, 8)
    bus.depart()
    after = bus.arrive(GroupCount(group, 7)).bus
    assert after.state is TransferState.ARRIVED
    assert after.groups[0].arrived == 7
    assert bus.places(bus.destination) == (7, 0)
    assert bus.places(bus.origin) == (12, 0)


def test_cancelling_frees_everything_and_nobody_left_a_bed(trip: ATrip) -> None:
    bus = trip()
    bus.board(bus.add(8), 8)
    for _ in range(2):
        cancelled = cancel_transfer(bus.actor, bus.engine, bus.id, bus.now)
        assert (cancelled.state, cancelled.booked) == (TransferState.CANCELLED, 0)
    assert bus.places(bus.origin) == (20, 0)
    assert bus.places(bus.destination) == (0, 0)


def test_a_bus_that_left_is_not_cancelled(trip: ATrip) -> None:
    bus = trip()
    bus.board(bus.add(2), 2)
    bus.depart()
    with pytest.raises(Conflict):
        cancel_transfer(bus.actor, bus.engine, bus.id, bus.now)
    assert bus.places(bus.destination) == (0, 2)


def test_no_more_leave_a_site_than_are_there(trip: ATrip) -> None:
    bus = trip(at_origin=3)
    bus.board(bus.add(5), 5)
    with pytest.raises(Conflict, match="Fewer people"):
        bus.depart()
    assert bus.read().state is TransferState.BOARDING
    assert bus.places(bus.destination) == (0, 5)


def test_a_bus_does_not_leave_empty(trip: ATrip) -> None:
    bus = trip()
    bus.add(5)
    with pytest.raises(Conflict, match="Nobody is aboard"):
        bus.depart()


def test_nobody_boards_beyond_the_group(trip: ATrip) -> None:
    bus = trip()
    group = bus.add(5)
    with pytest.raises(Conflict):
        bus.board(group, 6)
    with pytest.raises(Conflict):
        bus.board(group, -1)


def test_boarding_is_not_corrected_once_the_bus_has_left(trip: ATrip) -> None:
    bus = trip()
    group = bus.add(5)
    bus.board(group, 4)
    bus.depart()
    with pytest.raises(Conflict):
        bus.board(group, 5)
    with pytest.raises(Conflict):
        bus.resize(group, 6)
    with pytest.raises(Conflict):
        bus.add(1)


def test_one_pickup_departs_while_others_still_board(
    trip: ATrip, owner: Engine, territory: Territory
) -> None:
    bus = trip()
    second = add_site(owner, territory, places=9)
    plan = TransferPlan(
        20,
        (
            PlannedPickup(bus.now, site_id=bus.origin),
            PlannedPickup(bus.now + timedelta(minutes=30), site_id=second),
        ),
        (PlannedDestination(bus.destination, bus.now + timedelta(hours=5)),),
        key(),
    )
    both = plan_transfer(bus.actor, bus.engine, plan, bus.now).bus
    bus = replace(bus, id=both.id, pickup=both.pickups[0].id)
    later = NewGroup(both.pickups[1].id, bus.destination, MEN, 2, key())
    bus.board(bus.add(4), 4)
    add_group(bus.actor, bus.engine, bus.id, later, bus.now)
    assert bus.depart(both.pickups[0].id).bus.state is TransferState.BOARDING
    with pytest.raises(Conflict):
        bus.depart(both.pickups[0].id)
    with pytest.raises(Conflict):
        bus.arrive()
    assert bus.depart().bus.state is TransferState.DEPARTED
    assert bus.places(bus.destination) == (0, 4)


def test_places_wait_as_long_as_the_bus_is_late(trip: ATrip) -> None:
    bus = trip()
    bus.board(bus.add(4), 4)
    bus.depart()
    late = bus.now + timedelta(hours=30)
    times = Timetable((bus.now,), (PlannedDestination(bus.destination, late),), key())
    reschedule(bus.actor, bus.engine, bus.id, times, bus.now)
    expire_holds(bus.engine, late + timedelta(hours=5))
    assert bus.places(bus.destination) == (0, 4)


def test_who_comes_too_late_takes_what_is_left(trip: ATrip) -> None:
    bus = trip(there=5)
    bus.board(bus.add(4), 4)
    bus.depart()
    expire_holds(bus.engine, bus.now + timedelta(days=1))
    assert bus.places(bus.destination) == (0, 0)
    assert bus.arrive().bus.groups[0].arrived == 4
    assert bus.places(bus.destination) == (4, 0)


def test_what_a_phone_sends_again_is_done_once(trip: ATrip) -> None:
    bus = trip()
    group, on = bus.add(5), (bus.actor, bus.engine, bus.id)
    count = BoardingCount((GroupCount(group, 4),), key())
    leave, come = BusDeparture(key()), BusArrival(bus.destination, key())
    for act, asked in ((board, count), (depart_by_bus, leave), (arrive_by_bus, come)):
        act(*on, asked, bus.now)  # type: ignore[operator]
        assert not act(*on, asked, bus.now).created  # type: ignore[operator]
    assert bus.places(bus.destination) == (4, 0)
    with pytest.raises(KeyTaken):
        board(*on, replace(count, counts=(GroupCount(group, 3),)), bus.now)


def test_a_bus_goes_to_places_for_the_night_only(
    trip: ATrip, owner: Engine, territory: Territory
) -> None:
    bus = trip()
    to_guda = (PlannedDestination(add_guda(owner, territory), bus.now + timedelta(hours=2)),)
    plan = TransferPlan(20, (PlannedPickup(bus.now, site_id=bus.origin),), to_guda, key())
    with pytest.raises(Invalid, match="CAES, a SAS or a CAO"):
        plan_transfer(bus.actor, bus.engine, plan, bus.now)


@pytest.mark.parametrize("change", ["nowhere", "no_pickup", "both", "before", "seats"])
def test_an_impossible_bus_is_refused_in_words(trip: ATrip, change: str) -> None:
    bus = trip()
    pickup = PlannedPickup(bus.now, site_id=bus.origin)
    to = PlannedDestination(bus.destination, bus.now + timedelta(hours=2))
    plan = TransferPlan(20, (pickup,), (to,), key())
    changed = {
        "nowhere": replace(plan, destinations=()),
        "no_pickup": replace(plan, pickups=()),
        "both": replace(plan, pickups=(replace(pickup, site_id=None),)),
        "before": replace(plan, destinations=(replace(to, arrives_at=bus.now),)),
        "seats": replace(plan, seats=0),
    }[change]
    with pytest.raises(Invalid):
        plan_transfer(bus.actor, bus.engine, changed, bus.now)


def test_a_site_manager_works_at_their_own_stop_and_sees_its_buses(
    trip: ATrip, actor: ActorOf, owner: Engine, territory: Territory
) -> None:
    bus = trip()
    group = bus.add(4)
    elsewhere = add_site(owner, territory)
    there = actor(Role.SITE_MANAGER, site_id=bus.destination)
    other = actor(Role.SITE_MANAGER, site_id=elsewhere)
    with pytest.raises(Forbidden):
        replace(bus, actor=there).board(group, 4)
    replace(bus, actor=actor(Role.SITE_MANAGER, site_id=bus.origin)).board(group, 4)
    bus.depart()
    with pytest.raises(Forbidden):
        replace(bus, actor=other).arrive()
    replace(bus, actor=there).arrive()
    assert [one.id for one in buses(there, bus.engine, bus.now)] == [bus.id]
    assert buses(other, bus.engine, bus.now) == []
    with pytest.raises(NotFound):
        replace(bus, actor=other).read()


def test_the_last_seats_and_places_go_once_whoever_asks_at_once(trip: ATrip) -> None:
    one, group = trip(seats=20, there=30), PlaceCategory.ISOLATED_MAN
    two = replace(one, id=_again(one, 20))
    two = replace(two, pickup=two.read().pickups[0].id)

    def ask(number: int) -> int:
        bus = (one, two)[number % 2]
        asked = NewGroup(bus.pickup, bus.destination, group, 3, uuid4().hex)
        try:
            return int(add_group(bus.actor, bus.engine, bus.id, asked, bus.now).created)
        except (NoSeatsLeft, NoPlacesLeft):
            return 0

    with ThreadPoolExecutor(16) as pool:
        granted = sum(pool.map(ask, range(40)))
    assert granted == 10
    assert one.places(one.destination) == (0, 30)
    assert max(one.read().booked, two.read().booked) <= 20


def test_groups_added_while_others_board_and_leave_wait_for_nobody_forever(trip: ATrip) -> None:
    bus = trip(seats=60, there=60, at_origin=60)
    groups = [bus.add(2) for _ in range(8)]

    def act(number: int) -> None:
        try:
            match number % 4:
                case 0:
                    bus.add(1)
                case 1 | 2:
                    bus.board(groups[number % 8], 1)
                case _:
                    bus.resize(groups[number % 8], 1 + number % 3)
            if number == 30:
                bus.depart()
        except Conflict:
            pass

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(act, range(48)))
    aboard = sum(group.aboard for group in bus.read().groups)
    assert bus.places(bus.origin) == (60 - aboard, 0)
    assert bus.places(bus.destination) == (0, aboard)


def _again(bus: Trip, seats: int) -> UUID:
    to = (PlannedDestination(bus.destination, bus.now + timedelta(hours=7)),)
    plan = TransferPlan(seats, (PlannedPickup(bus.now, site_id=bus.origin),), to, key())
    return plan_transfer(bus.actor, bus.engine, plan, bus.now).bus.id
