"""Holds and censuses in the nights in which the clocks change, and around midnight.

In Paris 02:00 becomes 03:00 on 2027-03-28, and 03:00 becomes 02:00 on 2026-10-25, both at 01:00 in
UTC.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.expecting import ExpectedGroup
from geoops.desk.reckoning import Census, take_census
from geoops.desk.sheltering import HoldRequest, expire_holds, extend_hold, keep_places
from geoops.errors import Invalid
from geoops.records import EntryCause, PlaceCategory, PlaceEntry, Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf

MEN = PlaceCategory.ISOLATED_MAN
PARIS = ZoneInfo("Europe/Paris")
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    return add_site(owner, territory, places=10)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def keep(engine: Engine, actor: Actor, site: UUID, now: datetime) -> ExpectedGroup:
    request = HoldRequest(MEN, 2, uuid4().hex)
    return keep_places(actor, engine, site, request, now, 3 * HOUR).hold


def on_the_wall(day: date, clock: str, *, fold: int = 0) -> datetime:
    """The instant (UTC) at which the clocks show `clock`; fold 1 is the second time."""
    shown = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=PARIS, fold=fold)
    return shown.astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "ends"), [(date(2027, 3, 28), "05:30"), (date(2026, 10, 25), "03:30")]
)
def test_three_hours_are_three_hours_whatever_the_clocks_show(
    engine: Engine, coordinator: Actor, site: UUID, day: date, ends: str
) -> None:
    now = on_the_wall(day, "01:30")
    hold = keep(engine, coordinator, site, now)
    assert hold.expires_at - now == 3 * HOUR
    assert hold.expires_at == on_the_wall(day, ends)
    assert expire_holds(engine, hold.expires_at - SECOND) == 0
    assert expire_holds(engine, hold.expires_at) == 1


def test_two_holds_at_half_past_two_and_half_past_two_run_out_an_hour_apart(
    engine: Engine, coordinator: Actor, site: UUID
) -> None:
    day = date(2026, 10, 25)
    first = keep(engine, coordinator, site, on_the_wall(day, "02:30"))
    second = keep(engine, coordinator, site, on_the_wall(day, "02:30", fold=1))
    assert second.expires_at - first.expires_at == HOUR
    assert expire_holds(engine, first.expires_at) == 1
    assert expire_holds(engine, second.expires_at) == 1


def test_a_hold_is_extended_into_the_doubled_hour_by_the_instant_that_is_meant(
    engine: Engine, coordinator: Actor, site: UUID
) -> None:
    day = date(2026, 10, 25)
    now = on_the_wall(day, "00:00")
    hold = keep(engine, coordinator, site, now)
    assert hold.expires_at == on_the_wall(day, "02:00", fold=1)
    before, after = (on_the_wall(day, "02:45", fold=fold) for fold in (0, 1))
    assert extend_hold(coordinator, engine, hold.id, before, now).expires_at == hold.expires_at
    assert extend_hold(coordinator, engine, hold.id, after, now).expires_at == after
    last = now + 12 * HOUR
    assert last == on_the_wall(day, "11:00")  # half a day later the clocks show eleven
    with pytest.raises(Invalid, match="until"):
        extend_hold(coordinator, engine, hold.id, last + SECOND, now)
    assert extend_hold(coordinator, engine, hold.id, last, now).expires_at == last


@pytest.mark.parametrize(
    "evening", [date(2026, 11, 23), date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27)]
)
def test_a_census_around_midnight_is_of_the_night_that_began_in_the_evening(
    engine: Engine, coordinator: Actor, site: UUID, evening: date
) -> None:
    midnight = on_the_wall(evening + timedelta(days=1), "00:00")
    for number, now in enumerate((midnight - MINUTE, midnight, midnight + MINUTE)):
        census = Census(MEN, number, evening, uuid4().hex)
        recorded = take_census(coordinator, engine, site, census, now)
        assert (recorded.entry.night, recorded.balance.occupied) == (evening, number)
        for other in (evening - timedelta(days=1), evening + timedelta(days=1)):
            with pytest.raises(Invalid, match="night"):
                take_census(coordinator, engine, site, Census(MEN, 1, other, uuid4().hex), now)


def test_a_census_sent_again_past_midnight_and_past_noon_is_the_one_that_was_taken(
    engine: Engine, coordinator: Actor, site: UUID
) -> None:
    evening = date(2026, 11, 23)
    census = Census(MEN, 6, evening, "a phone without a network")
    taken = take_census(coordinator, engine, site, census, on_the_wall(evening, "23:59"))
    for clock in ("00:01", "12:00", "23:59"):
        now = on_the_wall(evening + timedelta(days=1), clock)
        again = take_census(coordinator, engine, site, census, now)
        assert (again.created, again.entry.id, again.entry.at) == (
            False,
            taken.entry.id,
            taken.entry.at,
        )


def test_two_sweeps_at_once_free_each_hold_once(
    engine: Engine, coordinator: Actor, site: UUID, now: datetime
) -> None:
    """As when two workers start after a time in which no server ran."""
    expire_holds(engine, now)  # of the tests before this one
    for _ in range(5):
        keep(engine, coordinator, site, now)
    with ThreadPoolExecutor(4) as pool:
        freed = list(pool.map(lambda _: expire_holds(engine, now + 8 * HOUR), range(4)))
    with transaction(engine, coordinator.territory_id) as session:
        expiries = session.scalar(
            select(func.count())
            .select_from(PlaceEntry)
            .where(PlaceEntry.site_id == site, PlaceEntry.cause == EntryCause.EXPIRY)
        )
    assert (sum(freed), expiries) == (5, 5)
