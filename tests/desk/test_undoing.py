"""An arrival recorded by mistake is taken back once, soon, and by who recorded it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.arriving import (
    Arrival,
    Departure,
    Rest,
    WalkIn,
    arrive,
    arrive_unannounced,
    depart,
)
from geoops.desk.awaiting import Basis, awaited_groups
from geoops.desk.reckoning import CapacityStatement, Census, set_capacity, take_census
from geoops.desk.sheltering import HoldRequest, keep_places
from geoops.desk.undoing import GRACE, UndoTooLate, undo_arrival
from geoops.desk.waiting import WaitingRequest, ask_for_places
from geoops.errors import Conflict, Forbidden, NotFound
from geoops.records import (
    EntryCause,
    Hold,
    HoldState,
    PlaceCapacity,
    PlaceCategory,
    Role,
    Territory,
)
from geoops.records.ledger_proof import complaints
from geoops.routing.network import Network
from geoops.settings import Settings
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.desk.buses import a_trip

FAMILY = PlaceCategory.FAMILY
MINUTE = timedelta(minutes=1)


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    return add_site(owner, territory, places=10, category=FAMILY)


@pytest.fixture
def manager(actor: ActorOf, site: UUID) -> Actor:
    return actor(Role.SITE_MANAGER, site_id=site)


@pytest.fixture
def hold(owner: Engine, engine: Engine, actor: ActorOf, site: UUID, now: datetime) -> Hold:
    """A family of five is on its way."""
    request = HoldRequest(FAMILY, 5, "family")
    kept = keep_places(actor(Role.COORDINATOR), engine, site, request, now)
    with Session(owner) as session:
        return session.get_one(Hold, kept.hold.id)


def balance(engine: Engine, actor: Actor, site: UUID) -> tuple[int, int, int]:
    with transaction(engine, actor.territory_id) as session:
        row = session.get_one(PlaceCapacity, (actor.territory_id, site, FAMILY))
        return row.occupied, row.held, row.overflow_allowed


@pytest.fixture(autouse=True)
def proven(owner: Engine) -> object:
    """After each test the ledger proves itself."""
    yield
    with owner.connect() as connection:
        assert complaints(connection) == []


def test_an_arrival_is_undone_exactly_once_and_its_group_is_awaited_again(
    engine: Engine, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 5, "here"), now).entry
    first = undo_arrival(manager, engine, entry.id, now + MINUTE)
    again = undo_arrival(manager, engine, entry.id, now + 20 * MINUTE)
    assert (first.created, again.created) == (True, False)
    assert (again.correction.id, again.hold and again.hold.id) == (
        first.correction.id,
        first.hold and first.hold.id,
    )
    assert (first.correction.cause, first.correction.occupied) == (EntryCause.CORRECTION, -5)
    assert first.hold is not None
    assert (first.hold.state, first.hold.places) == (HoldState.ACTIVE, 5)
    assert first.hold.expires_at == hold.expires_at
    assert (first.hold.author_id, first.hold.encounter_id) == (hold.author_id, hold.encounter_id)
    assert balance(engine, manager, site) == (0, 5, 0)


def test_a_group_that_was_nearly_given_up_is_awaited_a_little_longer(
    engine: Engine, manager: Actor, hold: Hold
) -> None:
    late = hold.expires_at + MINUTE
    entry = arrive(manager, engine, Arrival(hold.id, 5, "here"), late).entry
    undone = undo_arrival(manager, engine, entry.id, late + MINUTE)
    assert undone.hold is not None
    assert undone.hold.expires_at == late + MINUTE + GRACE


def test_what_the_same_press_let_go_is_kept_again(
    engine: Engine, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 3, "three", Rest.RELEASED), now).entry
    assert balance(engine, manager, site) == (3, 0, 0)
    undo_arrival(manager, engine, entry.id, now + MINUTE)
    assert balance(engine, manager, site) == (0, 5, 0)


def test_those_still_awaited_stay_so_when_the_others_are_undone(
    engine: Engine, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 3, "three"), now).entry
    undone = undo_arrival(manager, engine, entry.id, now + MINUTE)
    assert undone.hold is not None
    assert undone.hold.places == 3
    assert balance(engine, manager, site) == (0, 5, 0)


def test_who_came_unannounced_leaves_no_hold_behind(
    engine: Engine, manager: Actor, site: UUID, now: datetime
) -> None:
    entry = arrive_unannounced(manager, engine, site, WalkIn(FAMILY, 4, "four"), now).entry
    assert undo_arrival(manager, engine, entry.id, now + MINUTE).hold is None
    assert balance(engine, manager, site) == (0, 0, 0)


def test_where_too_few_places_are_left_fewer_are_kept_again(
    engine: Engine, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 5, "here"), now).entry
    works = CapacityStatement(FAMILY, 2, EntryCause.WORKS, "works")
    set_capacity(manager, engine, site, works, now)
    assert balance(engine, manager, site) == (5, 0, 3)
    undone = undo_arrival(manager, engine, entry.id, now + MINUTE)
    assert undone.hold is not None
    assert undone.hold.places == 2
    assert balance(engine, manager, site) == (0, 2, 0)


def test_an_arrival_is_undone_within_a_quarter_of_an_hour(
    engine: Engine, manager: Actor, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 5, "here"), now).entry
    with pytest.raises(UndoTooLate, match="15 minutes"):
        undo_arrival(manager, engine, entry.id, now + 15 * MINUTE + timedelta(seconds=1))
    assert undo_arrival(manager, engine, entry.id, now + 15 * MINUTE).created


def test_only_the_account_that_recorded_it_takes_an_arrival_back(
    engine: Engine, actor: ActorOf, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 5, "here"), now).entry
    for other in (
        actor(Role.COORDINATOR),
        actor(Role.SITE_MANAGER, site_id=site),
        actor(Role.SITE_MANAGER),
        actor(Role.FIELD),
    ):
        with pytest.raises(Forbidden):
            undo_arrival(other, engine, entry.id, now + MINUTE)


def test_only_an_arrival_is_undone(
    engine: Engine, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    arrive(manager, engine, Arrival(hold.id, 5, "here"), now)
    left = depart(manager, engine, site, Departure(FAMILY, 1, "left"), now).entry
    with pytest.raises(NotFound):
        undo_arrival(manager, engine, left.id, now + MINUTE)


def test_what_a_census_has_counted_is_not_taken_back(
    engine: Engine, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 5, "here"), now).entry
    tonight = Census(FAMILY, 0, (now - timedelta(hours=12)).date(), "count")
    take_census(manager, engine, site, tonight, now)
    with pytest.raises(Conflict, match="census"):
        undo_arrival(manager, engine, entry.id, now + MINUTE)


def test_nobody_is_taken_back_who_has_left(
    owner: Engine, engine: Engine, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 5, "here"), now).entry
    depart(manager, engine, site, Departure(FAMILY, 5, "left"), now)
    with pytest.raises(Conflict, match="Fewer people"):
        undo_arrival(manager, engine, entry.id, now + MINUTE)
    with Session(owner) as session:
        assert session.get_one(Hold, hold.id).state is HoldState.ARRIVED


def test_an_undone_group_comes_before_those_who_wait_where_there_is_room(
    engine: Engine, actor: ActorOf, manager: Actor, site: UUID, hold: Hold, now: datetime
) -> None:
    entry = arrive(manager, engine, Arrival(hold.id, 5, "here"), now).entry
    ask_for_places(actor(Role.COORDINATOR), engine, WaitingRequest(FAMILY, 6, "line"), now)
    undone = undo_arrival(manager, engine, entry.id, now + MINUTE)
    assert undone.hold is not None
    assert (undone.wanted, undone.hold.places) == (5, 5)
    assert balance(engine, manager, site) == (0, 5, 0)


def test_who_came_by_bus_is_corrected_by_a_census(
    owner: Engine, engine: Engine, actor: ActorOf, territory: Territory, now: datetime
) -> None:
    coordinator = actor(Role.COORDINATOR)
    trip = a_trip(owner, engine, territory, coordinator, now)
    group = trip.add(4)
    (bus,) = awaited_groups(coordinator, engine, Network(Settings()), trip.destination, now)
    assert (bus.places, bus.basis, bus.team) == (4, Basis.BUS, None)
    assert bus.arrives_at == now + timedelta(hours=7)
    trip.board(group, 4)
    trip.depart()
    here = arrive(coordinator, engine, Arrival(bus.hold_id, 4, "here"), now).entry
    with pytest.raises(Conflict, match="bus"):
        undo_arrival(coordinator, engine, here.id, now + MINUTE)
