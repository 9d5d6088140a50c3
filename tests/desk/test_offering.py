"""Offers: laws of the score, and what a group on the demonstration's coast is offered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from geoalchemy2.shape import from_shape
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor
from geoops.desk.offering import (
    SCARCE_MINUTES,
    UNSHARED_MINUTES,
    Group,
    Measure,
    Offer,
    offer_places,
    rank,
    score,
)
from geoops.desk.opening_hours import ALWAYS, Opening, opening_at
from geoops.errors import Invalid
from geoops.records import PlaceCategory, Role, Site, SiteKind, SiteStatus, Territory
from geoops.routing.network import Network
from geoops.settings import Settings
from tests.builders import CALAIS, add_site
from tests.conftest import ActorOf

MEN = PlaceCategory.ISOLATED_MAN
DUNKIRK = (2.3772, 51.0343)
BOULOGNE = (1.6149, 50.7257)
SECONDS = st.floats(0, 36_000)
PEOPLE = st.integers(1, 500)


class TestTheScore:
    @given(SECONDS, SECONDS, st.integers(0, 500), PEOPLE, st.booleans())
    def test_nearer_never_ranks_lower(
        self, one: float, other: float, more: int, people: int, shared: bool
    ) -> None:
        near, far = sorted((one, other))
        left = people + more
        assert score(near, left, people, shared).total <= score(far, left, people, shared).total

    @given(SECONDS, st.integers(0, 500), st.integers(0, 500), PEOPLE, st.booleans())
    def test_more_places_never_rank_lower(
        self, seconds: float, one: int, other: int, people: int, shared: bool
    ) -> None:
        few, many = sorted((people + one, people + other))
        assert (
            score(seconds, many, people, shared).total <= score(seconds, few, people, shared).total
        )

    @given(SECONDS, st.integers(0, 500), PEOPLE)
    def test_a_shared_language_never_ranks_lower(
        self, seconds: float, more: int, people: int
    ) -> None:
        left = people + more
        assert score(seconds, left, people, True).total <= score(seconds, left, people, False).total

    @given(SECONDS, st.integers(0, 500), PEOPLE, st.booleans())
    def test_is_minutes_within_its_range(
        self, seconds: float, more: int, people: int, shared: bool
    ) -> None:
        found = score(seconds, people + more, people, shared)
        assert found.driving == seconds / 60
        assert 0 < found.scarcity <= SCARCE_MINUTES
        assert found.language in (0, UNSHARED_MINUTES)

    @given(st.lists(st.tuples(st.booleans(), SECONDS, SECONDS), min_size=2))
    def test_what_no_road_leads_to_comes_last(self, sites: list[tuple[bool, float, float]]) -> None:
        offers = [an_offer(seconds if is_there else None, far) for is_there, seconds, far in sites]
        ranked = sorted(offers, key=lambda offer: rank(offer, Measure.ROAD))
        reached = [offer.score is not None for offer in ranked]
        assert reached == sorted(reached, reverse=True)


def an_offer(seconds: float | None, straight: float) -> Offer:
    return Offer(
        site_id=uuid4(), site="CAES", kind=SiteKind.CAES, places_left=3, straight=straight,
        seconds=seconds, metres=seconds, arrives_at=datetime.now(UTC), opens_at=None,
        closes_at=None, languages=(),
        score=None if seconds is None else score(seconds, 3, 2, True),
    )  # fmt: skip


NIGHTS = [{"weekday": day, "opens": "18:00", "closes": "09:00"} for day in range(5)]
ALL_DAY = [{"weekday": day, "opens": "00:00", "closes": "23:59"} for day in range(7)]
PARIS = "Europe/Paris"


class TestOpeningHours:
    @pytest.mark.parametrize(
        ("moment", "opening"),
        [
            # Monday 23 November: in Paris one hour later than UTC.
            (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), None),
            (
                datetime(2026, 11, 23, 17, 0, tzinfo=UTC),
                Opening(
                    datetime(2026, 11, 23, 17, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)
                ),
            ),
            (
                datetime(2026, 11, 24, 7, 59, tzinfo=UTC),  # the night goes on after midnight
                Opening(
                    datetime(2026, 11, 23, 17, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)
                ),
            ),
            (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), None),  # who comes when it closes is late
            (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), None),  # Sunday has no night
            (datetime(2026, 11, 28, 3, 0, tzinfo=UTC), "friday's night"),
        ],
    )
    def test_of_nights_over_midnight(self, moment: datetime, opening: object) -> None:
        found = opening_at(NIGHTS, moment, PARIS)
        assert (found is not None) if isinstance(opening, str) else (found == opening)

    @given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
    def test_day_and_night_is_always_also_at_midnight_and_when_clocks_change(
        self, moment: datetime
    ) -> None:
        assert opening_at(ALL_DAY, moment, PARIS) == ALWAYS == opening_at([], moment, PARIS)


def at(
    owner: Engine, territory: Territory, position: tuple[float, float], **changes: object
) -> UUID:
    places = changes.pop("places", 10)
    site = add_site(owner, territory, places=places, category=MEN)  # type: ignore[arg-type]
    with Session(owner) as session, session.begin():
        row = session.get_one(Site, site)
        row.position = from_shape(Point(position), srid=4326)
        for name, value in changes.items():
            setattr(row, name, value)
    return site


GROUP = Group(MEN, 3, *CALAIS, ("ps", "en"))


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def offered(found: object) -> list[UUID]:
    return [offer.site_id for offer in found.offers]  # type: ignore[attr-defined]


def test_the_nearest_sensible_site_comes_first_by_one_query_and_one_table(
    owner: Engine, engine: Engine, territory: Territory, coordinator: Actor, now: datetime,
    roads: Network,
) -> None:  # fmt: skip
    far = at(owner, territory, DUNKIRK, languages=["ps"])
    near = at(owner, territory, (1.87, 50.95), languages=["fr", "ps"])
    at(owner, territory, (1.87, 50.951), places=2)  # too few
    at(owner, territory, (1.87, 50.952), status=SiteStatus.CLOSED)
    at(owner, territory, (1.87, 50.953), opening_hours=NIGHTS)  # at 10:00 it is closed
    nobody_speaks = at(owner, territory, (1.87, 50.9501), languages=["fr"])
    island = at(owner, territory, (1.45, 51.2), languages=["ps"])
    asked = Counted(roads)
    statements: list[str] = []

    def hear(*heard: object) -> None:
        statements.append(str(heard[2]))

    event.listen(engine, "before_cursor_execute", hear)
    found = offer_places(coordinator, engine, asked, GROUP, now)
    event.remove(engine, "before_cursor_execute", hear)
    assert found.measure is Measure.ROAD
    assert offered(found) == [near, nobody_speaks, far, island]
    assert len([one for one in statements if "set_config" not in one]) == 1
    first, last = found.offers[0], found.offers[-1]
    assert first.languages == ("ps",)
    assert first.seconds is not None
    assert first.arrives_at == now + timedelta(seconds=first.seconds)
    assert first.score == score(first.seconds, 10, 3, True)
    assert (last.seconds, last.metres, last.score) == (None, None, None)
    assert asked.tables == 2  # once more, without the site in the sea


class Counted:
    """The road network, and how many tables it was asked for."""

    def __init__(self, roads: Network) -> None:
        self.roads, self.tables = roads, 0

    def table(self, *asked: object) -> object:
        self.tables += 1
        return self.roads.table(*asked)  # type: ignore[arg-type]


def test_one_table_is_enough_when_every_site_is_on_a_road(
    owner: Engine, engine: Engine, territory: Territory, coordinator: Actor, now: datetime,
    roads: Network,
) -> None:  # fmt: skip
    at(owner, territory, BOULOGNE)
    at(owner, territory, (1.87, 50.95))
    asked = Counted(roads)
    assert len(offer_places(coordinator, engine, asked, GROUP, now).offers) == 2  # type: ignore[arg-type]
    assert asked.tables == 1


def test_without_the_engine_the_straight_line_decides_and_is_named(
    owner: Engine, engine: Engine, territory: Territory, coordinator: Actor, now: datetime,
    tmp_path: object,
) -> None:  # fmt: skip
    far, near = at(owner, territory, DUNKIRK, places=500), at(owner, territory, (1.87, 50.95))
    away = Network(Settings(home=tmp_path), autostart=False)
    found = offer_places(coordinator, engine, away, GROUP, now)
    assert (found.measure, offered(found)) == (Measure.STRAIGHT, [near, far])
    assert found.offers[0].straight == pytest.approx(810, abs=30)
    assert {offer.score for offer in found.offers} == {None}


def test_a_group_where_no_road_is_gets_the_straight_line(
    owner: Engine, engine: Engine, territory: Territory, coordinator: Actor, now: datetime,
    roads: Network,
) -> None:  # fmt: skip
    site = at(owner, territory, (1.87, 50.95))
    found = offer_places(coordinator, engine, roads, replace(GROUP, lat=51.2, lon=1.45), now)
    assert (found.measure, offered(found)) == (Measure.STRAIGHT, [site])


@pytest.mark.parametrize("people", [0, 501])
def test_a_number_that_is_no_group_is_refused(
    engine: Engine, coordinator: Actor, now: datetime, roads: Network, people: int
) -> None:
    with pytest.raises(Invalid):
        offer_places(coordinator, engine, roads, replace(GROUP, people=people), now)
