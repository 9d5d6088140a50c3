"""The past of places, by night: what the ledger's entries say, and nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor
from geoops.desk.occupancy import Night, Scope, occupancy
from geoops.desk.reckoning import Census, take_census
from geoops.errors import Forbidden, Invalid, NotFound
from geoops.records import EntryCause, PlaceCategory, PlaceEntry, Role, SiteKind, Territory
from geoops.records.ledger_proof import complaints
from tests.builders import add_site
from tests.conftest import ActorOf

MEN, WOMEN = PlaceCategory.ISOLATED_MAN, PlaceCategory.ISOLATED_WOMAN
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TONIGHT = date(2026, 11, 23)


def enter(owner: Engine, territory: Territory, site: UUID, at: datetime, **changes: object) -> None:
    with Session(owner) as session, session.begin():
        plain = {"territory_id": territory.id, "site_id": site, "category": MEN, "at": at}
        session.add(PlaceEntry(**plain | changes))


def came(owner: Engine, territory: Territory, site: UUID, at: datetime, people: int) -> None:
    cause = EntryCause.ARRIVAL if people > 0 else EntryCause.DEPARTURE
    enter(owner, territory, site, at, cause=cause, occupied=people)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026; Paris is one hour ahead of UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    """A CAES with ten places since 1 November."""
    return add_site(owner, territory)


@pytest.fixture
def read(engine: Engine, actor: ActorOf) -> Callable[..., dict[date, Night]]:
    coordinator = actor(Role.COORDINATOR)

    def nights(
        scope: Scope | None = None,
        first: date | None = None,
        last: date | None = None,
        now: datetime = NOON,
    ) -> dict[date, Night]:
        past = occupancy(coordinator, engine, scope or Scope(), first, last, now)
        return {night.night: night for night in past.nights}

    return nights


Read = Callable[..., dict[date, Night]]


def test_a_night_closes_at_its_midnight_on_the_territorys_clocks(
    owner: Engine, territory: Territory, site: UUID, read: Read
) -> None:
    came(owner, territory, site, at(20, 22, 59), 4)  # 23:59 in Calais
    came(owner, territory, site, at(20, 23, 0), 2)  # midnight: the next night's
    nights = read()
    assert [nights[date(2026, 11, day)].occupied for day in (19, 20, 21)] == [0, 4, 6]


def test_a_census_on_the_next_morning_puts_its_night_right(
    engine: Engine, owner: Engine, territory: Territory, site: UUID, actor: ActorOf, read: Read
) -> None:
    came(owner, territory, site, at(21, 18), 4)
    census = Census(MEN, 7, date(2026, 11, 21), uuid4().hex)
    take_census(actor(Role.COORDINATOR), engine, site, census, at(22, 7))
    assert read()[date(2026, 11, 21)].occupied == 7


def test_a_night_is_final_at_its_noon(site: UUID, read: Read) -> None:
    before, after = read(now=at(23, 10, 59)), read(now=at(23, 11))
    assert [before[date(2026, 11, day)].final for day in (21, 22, 23)] == [True, False, False]
    assert [after[date(2026, 11, day)].final for day in (21, 22, 23)] == [True, True, False]


def test_a_site_has_no_places_before_it_opens(site: UUID, read: Read) -> None:
    nights = read(first=date(2026, 10, 1))
    assert (nights[date(2026, 10, 31)].capacity, nights[date(2026, 11, 1)].capacity) == (0, 10)
    assert nights[date(2026, 10, 31)].rate is None


def test_more_than_95_percent_is_more_than_95_percent(
    owner: Engine, territory: Territory, read: Read
) -> None:
    site = add_site(owner, territory, places=20)
    came(owner, territory, site, at(20, 12), 19)
    came(owner, territory, site, at(21, 12), 1)
    nights = read()
    assert [nights[date(2026, 11, day)].over_95 for day in (19, 20, 21)] == [False, False, True]
    assert nights[date(2026, 11, 20)].rate == 0.95


def test_kinds_and_categories_are_told_apart_and_sites_ranked(
    owner: Engine, territory: Territory, engine: Engine, actor: ActorOf, read: Read
) -> None:
    calm, full = add_site(owner, territory), add_site(owner, territory, name="Full")
    add_site(owner, territory, category=WOMEN, places=3)
    came(owner, territory, full, at(20, 12), 10)
    came(owner, territory, calm, at(20, 12), 1)
    assert read(Scope(category=WOMEN))[TONIGHT].capacity == 3
    assert read(Scope(category=MEN))[TONIGHT].occupied == 11
    assert read(Scope(kind=SiteKind.SAS)) == {}
    assert read(Scope(kind=SiteKind.CAES))[TONIGHT].capacity == 23
    past = occupancy(actor(Role.DIRECTOR), engine, Scope(category=MEN), None, None, NOON)
    assert [(s.site_id, s.over_95) for s in past.sites] == [(full, 4), (calm, 0)]


def test_a_manager_reads_of_the_own_site_and_of_no_other(
    owner: Engine, territory: Territory, engine: Engine, actor: ActorOf, site: UUID
) -> None:
    other = add_site(owner, territory)
    manager = actor(Role.SITE_MANAGER, site_id=site)
    assert occupancy(manager, engine, Scope(), None, None, NOON).scope == Scope(site)
    for foreign in (Scope(other), Scope(kind=SiteKind.CAES)):
        with pytest.raises(Forbidden):
            occupancy(manager, engine, foreign, None, None, NOON)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 1)),
        (None, date(2026, 11, 24)),
        (date(2020, 1, 1), date(2026, 1, 1)),
    ],
    ids=["backwards", "not yet", "too long"],
)
def test_a_period_that_cannot_be_is_refused(
    site: UUID, read: Read, first: date | None, last: date
) -> None:
    with pytest.raises(Invalid):
        read(first=first, last=last)


def test_an_unknown_site_is_not_there(read: Read) -> None:
    with pytest.raises(NotFound):
        read(Scope(uuid4()))


CHANGES = st.lists(
    st.tuples(st.integers(0, 20 * 24 * 60), st.integers(-3, 5), st.booleans()), max_size=12
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES)
def test_every_night_is_what_the_entries_up_to_its_close_add_up_to(
    owner: Engine, territory: Territory, engine: Engine, actor: ActorOf, changes: list[tuple]
) -> None:
    coordinator: Actor = actor(Role.COORDINATOR)
    site = add_site(owner, territory, places=50)
    there, told = 0, []
    for minutes, people, _ in sorted(changes):
        people = max(people, -there)  # noqa: PLW2901 - nobody leaves who is not there
        if people and there + people <= 50:
            when = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(minutes=minutes)
            came(owner, territory, site, when, people)
            there += people
            told.append(((when + timedelta(hours=1)).date(), people))
    past = occupancy(coordinator, engine, Scope(site), None, None, NOON)
    for night in past.nights:
        assert night.occupied == sum(people for day, people in told if day <= night.night)
    with owner.connect() as connection:
        assert [c for c in complaints(connection) if c.site_id == site] == []


def test_verify_finds_a_night_that_is_not_what_its_entries_say(
    owner: Engine, territory: Territory, site: UUID
) -> None:
    came(owner, territory, site, at(20, 12), 4)
    with owner.connect() as connection:
        connection.execute(
            text("UPDATE place_night SET occupied = 5 WHERE site_id = :site AND occupied = 4"),
            {"site": site},
        )
        found = [c.claim for c in complaints(connection)]
        connection.rollback()
    assert found == ["every night equals its entries"]


def test_the_application_cannot_write_a_night(engine: Engine, territory: Territory) -> None:
    from sqlalchemy.exc import ProgrammingError

    from geoops.db.engine import transaction

    with pytest.raises(ProgrammingError), transaction(engine, territory.id) as session:
        session.execute(text("UPDATE place_night SET occupied = 0"))
