"""Capacity, beds out of service, censuses, and the overflow that nobody may overlook."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from geoops.desk.actor import Actor
from geoops.desk.arriving import Departure, depart
from geoops.desk.bookkeeping import KeyTaken
from geoops.desk.clocks import night
from geoops.desk.reckoning import (
    BedsBack,
    BedsOut,
    CapacityStatement,
    Census,
    return_to_service,
    set_capacity,
    sites_in_overflow,
    take_census,
    take_out_of_service,
)
from geoops.desk.sheltering import HoldRequest, keep_places, release_places
from geoops.errors import Conflict, Forbidden, Invalid
from geoops.records import EntryCause, EntryReason, PlaceCategory, Role, Territory
from geoops.records.violations import NoPlacesLeft
from tests.builders import add_site
from tests.conftest import ActorOf

MEN = PlaceCategory.ISOLATED_MAN
TONIGHT = date(2026, 11, 22)  # 09:00 of the 23rd still belongs to it


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    return add_site(owner, territory, places=10)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def overflow(engine: Engine, actor: Actor) -> int:
    return sum(site.overflow for site in sites_in_overflow(actor, engine))


def test_a_census_states_the_difference_and_why(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime
) -> None:
    more = take_census(coordinator, engine, site, Census(MEN, 8, TONIGHT, "1"), now).entry
    assert (more.occupied, more.reason) == (8, EntryReason.UNRECORDED_ARRIVAL)
    fewer = Census(MEN, 6, TONIGHT, "2", EntryReason.MISCOUNT)
    less = take_census(coordinator, engine, site, fewer, now).entry
    assert (less.occupied, less.reason, less.night) == (-2, EntryReason.MISCOUNT, TONIGHT)


def test_a_census_that_agrees_is_an_entry_too_and_stays_itself_when_sent_again(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime
) -> None:
    census = Census(MEN, 0, TONIGHT, "none")
    first = take_census(coordinator, engine, site, census, now)
    assert (first.entry.occupied, first.entry.reason) == (0, None)
    take_census(coordinator, engine, site, Census(MEN, 5, TONIGHT, "five"), now)
    again = take_census(coordinator, engine, site, census, now + timedelta(days=1))
    assert (again.created, again.entry.id) == (False, first.entry.id)
    with pytest.raises(KeyTaken):
        take_census(coordinator, engine, site, Census(MEN, 4, TONIGHT, "none"), now)


@pytest.mark.parametrize("other", [TONIGHT - timedelta(days=1), TONIGHT + timedelta(days=1)])
def test_a_census_of_another_night_is_refused(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime, other: date
) -> None:
    with pytest.raises(Invalid, match="night"):
        take_census(coordinator, engine, site, Census(MEN, 1, other, "k"), now)


@pytest.mark.parametrize(
    ("instant", "evening"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), date(2026, 11, 23)),  # 23:59 in Paris
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), date(2026, 11, 23)),  # midnight
        (datetime(2026, 11, 24, 10, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 11, 0, tzinfo=UTC), date(2026, 11, 24)),  # noon
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 24)),  # 02:30, and once more
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 10, 59, tzinfo=UTC), date(2026, 10, 24)),  # a night of 25 hours
        (datetime(2026, 3, 29, 9, 59, tzinfo=UTC), date(2026, 3, 28)),  # and one of 23
        (datetime(2026, 3, 29, 10, 0, tzinfo=UTC), date(2026, 3, 29)),
    ],
)
def test_a_night_is_named_by_its_evening(instant: datetime, evening: date) -> None:
    assert night(instant, "Europe/Paris") == evening


def test_capacity_below_who_is_there_or_awaited_is_an_overflow_that_shrinks_by_itself(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime
) -> None:
    take_census(coordinator, engine, site, Census(MEN, 6, TONIGHT, "six"), now)
    hold = keep_places(coordinator, engine, site, HoldRequest(MEN, 3, "three"), now).hold
    lower = CapacityStatement(MEN, 5, EntryCause.CLOSURE, "lower")
    assert set_capacity(coordinator, engine, site, lower, now).entry.overflow == 4
    assert overflow(engine, coordinator) == 4
    with pytest.raises(NoPlacesLeft) as refused:
        keep_places(coordinator, engine, site, HoldRequest(MEN, 1, "one"), now)
    assert refused.value.details == {"available": 0, "asked": 1}
    release_places(coordinator, engine, hold.id, now)
    assert overflow(engine, coordinator) == 1
    for number in range(2):
        depart(coordinator, engine, site, Departure(MEN, 1, f"{number}"), now)
    assert overflow(engine, coordinator) == 0
    assert keep_places(coordinator, engine, site, HoldRequest(MEN, 1, "one"), now).created


def test_more_people_than_places_are_an_overflow_not_an_error(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime
) -> None:
    census = take_census(coordinator, engine, site, Census(MEN, 13, TONIGHT, "k"), now)
    assert census.entry.overflow == 3
    assert overflow(engine, coordinator) == 3


def test_beds_go_out_of_service_and_come_back(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime
) -> None:
    out = BedsOut(MEN, 8, EntryReason.REPAIR, "out")
    take_out_of_service(coordinator, engine, site, out, now)
    with pytest.raises(NoPlacesLeft):
        keep_places(coordinator, engine, site, HoldRequest(MEN, 3, "three"), now)
    for _ in range(2):
        return_to_service(coordinator, engine, site, BedsBack(MEN, 5, "back"), now)
    with pytest.raises(Conflict, match="out of service"):
        return_to_service(coordinator, engine, site, BedsBack(MEN, 4, "more"), now)
    with pytest.raises(Conflict, match="out of service"):
        set_capacity(
            coordinator, engine, site, CapacityStatement(MEN, 2, EntryCause.WORKS, "two"), now
        )
    assert keep_places(coordinator, engine, site, HoldRequest(MEN, 3, "three"), now).created


def test_a_cause_or_reason_of_something_else_is_refused(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime
) -> None:
    with pytest.raises(Invalid, match="cause"):
        set_capacity(
            coordinator, engine, site, CapacityStatement(MEN, 9, EntryCause.CENSUS, "k"), now
        )
    out = BedsOut(MEN, 1, EntryReason.MISCOUNT, "k")
    with pytest.raises(Invalid, match="reason"):
        take_out_of_service(coordinator, engine, site, out, now)
    census = Census(MEN, 1, TONIGHT, "k", EntryReason.REPAIR)
    with pytest.raises(Invalid, match="reason"):
        take_census(coordinator, engine, site, census, now)


def test_who_may_count(engine: Engine, actor: ActorOf, site: UUID, now: datetime) -> None:
    census = Census(MEN, 1, TONIGHT, "k")
    for role in (Role.FIELD, Role.DIRECTOR, Role.ADMINISTRATOR, Role.SITE_MANAGER):
        with pytest.raises(Forbidden):
            take_census(actor(role), engine, site, census, now)
    assert take_census(actor(Role.SITE_MANAGER, site_id=site), engine, site, census, now).created
