"""Arrivals, no-shows and departures: each counted once, by those whose site it is."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

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
    mark_no_show,
)
from geoops.desk.bookkeeping import KeyTaken
from geoops.desk.sheltering import HoldRequest, expire_holds, extend_hold, keep_places
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.records import Hold, HoldState, PlaceCapacity, PlaceCategory, Role, Territory
from geoops.records.violations import NoPlacesLeft
from tests.builders import add_site
from tests.conftest import ActorOf, new_territory

FAMILY = PlaceCategory.FAMILY


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    return add_site(owner, territory, places=10, category=FAMILY)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def hold(engine: Engine, coordinator: Actor, site: UUID, now: datetime) -> UUID:
    """A family of five is on its way."""
    request = HoldRequest(FAMILY, 5, "family")
    return keep_places(coordinator, engine, site, request, now).hold.id


def standing(engine: Engine, actor: Actor, hold_id: UUID) -> tuple[HoldState, int, int]:
    with transaction(engine, actor.territory_id) as session:
        hold = session.get_one(Hold, hold_id)
        return hold.state, hold.places, hold.arrived


def balance(engine: Engine, actor: Actor, site: UUID) -> tuple[int, int]:
    with transaction(engine, actor.territory_id) as session:
        row = session.get_one(PlaceCapacity, (actor.territory_id, site, FAMILY))
        return row.occupied, row.held


def test_a_whole_family_arrives(
    engine: Engine, coordinator: Actor, site: UUID, hold: UUID, now: datetime
) -> None:
    first = arrive(coordinator, engine, Arrival(hold, 5, "here"), now)
    again = arrive(coordinator, engine, Arrival(hold, 5, "here"), now + timedelta(hours=1))
    assert (first.created, again.created) == (True, False)
    assert again.entry.id == first.entry.id
    assert standing(engine, coordinator, hold) == (HoldState.ARRIVED, 5, 5)
    assert balance(engine, coordinator, site) == (5, 0)


@pytest.mark.parametrize(
    ("rest", "left"),
    [(Rest.STAYS_HELD, (HoldState.ACTIVE, 2)), (Rest.RELEASED, (HoldState.RELEASED, 0))],
)
def test_some_of_a_group_arrive(
    engine: Engine,
    coordinator: Actor,
    site: UUID,
    hold: UUID,
    now: datetime,
    rest: Rest,
    left: tuple[HoldState, int],
) -> None:
    for _ in range(2):
        arrive(coordinator, engine, Arrival(hold, 3, "three", rest), now)
    assert standing(engine, coordinator, hold) == (left[0], 2, 3)
    assert balance(engine, coordinator, site) == (3, left[1])


def test_the_places_asked_for_are_the_holds_content_also_after_some_arrived(
    engine: Engine, coordinator: Actor, site: UUID, hold: UUID, now: datetime
) -> None:
    arrive(coordinator, engine, Arrival(hold, 3, "three"), now)
    again = keep_places(coordinator, engine, site, HoldRequest(FAMILY, 5, "family"), now)
    assert (again.created, again.hold.id) == (False, hold)


def test_more_than_were_awaited_cannot_arrive_on_one_hold(
    engine: Engine, coordinator: Actor, hold: UUID, now: datetime
) -> None:
    with pytest.raises(Conflict, match="fewer places"):
        arrive(coordinator, engine, Arrival(hold, 6, "six"), now)


def test_a_key_stands_for_one_request_of_any_kind(
    engine: Engine, coordinator: Actor, site: UUID, hold: UUID, now: datetime
) -> None:
    arrive(coordinator, engine, Arrival(hold, 3, "k"), now)
    with pytest.raises(KeyTaken):
        arrive(coordinator, engine, Arrival(hold, 2, "k"), now)
    with pytest.raises(KeyTaken):
        depart(coordinator, engine, site, Departure(FAMILY, 1, "k"), now)
    with pytest.raises(KeyTaken):
        depart(coordinator, engine, site, Departure(FAMILY, 1, "family"), now)
    with pytest.raises(KeyTaken):
        keep_places(coordinator, engine, site, HoldRequest(FAMILY, 1, "k"), now)


def test_a_group_at_the_door_arrives_although_its_time_is_over(
    engine: Engine, coordinator: Actor, hold: UUID, now: datetime
) -> None:
    late = now + timedelta(hours=4)
    assert arrive(coordinator, engine, Arrival(hold, 5, "late"), late).created


def test_once_freed_a_hold_takes_nobody_in(
    engine: Engine, coordinator: Actor, hold: UUID, now: datetime
) -> None:
    late = now + timedelta(hours=4)
    expire_holds(engine, late)
    with pytest.raises(Conflict, match="already ended"):
        arrive(coordinator, engine, Arrival(hold, 5, "late"), late)
    with pytest.raises(Conflict, match="already ended"):
        extend_hold(coordinator, engine, hold, late + timedelta(hours=1), late)
    with pytest.raises(Conflict, match="already ended"):
        mark_no_show(coordinator, engine, hold, late)


def test_a_no_show_frees_its_places_once(
    engine: Engine, coordinator: Actor, site: UUID, hold: UUID, now: datetime
) -> None:
    for _ in range(2):
        assert mark_no_show(coordinator, engine, hold, now).state is HoldState.NO_SHOW
    assert balance(engine, coordinator, site) == (0, 0)


def test_extended_a_hold_outlives_its_first_expiry(
    engine: Engine, coordinator: Actor, hold: UUID, now: datetime
) -> None:
    until = now + timedelta(hours=5)
    for _ in range(2):
        assert extend_hold(coordinator, engine, hold, until, now).expires_at == until
    sooner = extend_hold(coordinator, engine, hold, now + timedelta(hours=4), now)
    assert sooner.expires_at == until
    expire_holds(engine, now + timedelta(hours=4))
    assert standing(engine, coordinator, hold)[0] is HoldState.ACTIVE
    with pytest.raises(Invalid, match="until"):
        extend_hold(coordinator, engine, hold, now + timedelta(hours=13), now)


def test_walk_ins_take_only_places_that_are_left(
    engine: Engine, coordinator: Actor, site: UUID, hold: UUID, now: datetime
) -> None:
    arrive_unannounced(coordinator, engine, site, WalkIn(FAMILY, 4, "four"), now)
    with pytest.raises(NoPlacesLeft) as refused:
        arrive_unannounced(coordinator, engine, site, WalkIn(FAMILY, 2, "two"), now)
    assert refused.value.details == {"available": 1, "asked": 2}


def test_nobody_leaves_who_is_not_there(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime
) -> None:
    with pytest.raises(Conflict, match="Fewer people"):
        depart(coordinator, engine, site, Departure(FAMILY, 1, "k"), now)


def test_a_site_manager_works_at_their_own_site(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    actor: ActorOf,
    site: UUID,
    hold: UUID,
    now: datetime,
) -> None:
    other = actor(Role.SITE_MANAGER, site_id=add_site(owner, territory, category=FAMILY))
    with pytest.raises(Forbidden):
        arrive(other, engine, Arrival(hold, 5, "k"), now)
    with pytest.raises(Forbidden):
        mark_no_show(other, engine, hold, now)
    with pytest.raises(Forbidden):
        depart(other, engine, site, Departure(FAMILY, 1, "k"), now)
    own = actor(Role.SITE_MANAGER, site_id=site)
    assert arrive(own, engine, Arrival(hold, 5, "k"), now).created


def test_another_territorys_hold_is_not_there(
    owner: Engine, engine: Engine, actor: ActorOf, hold: UUID, now: datetime
) -> None:
    stranger = actor(Role.COORDINATOR, territory=new_territory(owner))
    with pytest.raises(NotFound):
        arrive(stranger, engine, Arrival(hold, 5, "k"), now)
