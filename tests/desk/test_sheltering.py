"""Places are kept once, never oversold, and come back exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import ProgrammingError

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.arriving import Arrival, arrive
from geoops.desk.sheltering import (
    HoldRequest,
    KeyTaken,
    LetGo,
    expire_holds,
    extend_hold,
    keep_places,
    release_places,
    release_some,
)
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.records import HoldState, PlaceCapacity, PlaceCategory, Role, Territory
from geoops.records.violations import NoPlacesLeft
from tests.builders import add_site
from tests.conftest import ActorOf, new_territory

MEN = PlaceCategory.ISOLATED_MAN


def a_request(places: int = 3, key: str | None = None) -> HoldRequest:
    return HoldRequest(MEN, places, key or uuid4().hex)


def held(engine: Engine, actor: Actor, site_id: UUID) -> int:
    with transaction(engine, actor.territory_id) as session:
        return session.scalars(
            select(PlaceCapacity.held).where(PlaceCapacity.site_id == site_id)
        ).one()


def test_a_hold_lowers_what_is_available(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory, places=10)
    kept = keep_places(field, engine, site_id, a_request(3), now)
    assert kept.created
    assert kept.hold.expires_at == now + timedelta(hours=3)
    assert held(engine, field, site_id) == 3


def test_too_few_places_say_how_many_there_are(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory, places=5)
    keep_places(field, engine, site_id, a_request(3), now)
    with pytest.raises(NoPlacesLeft) as refused:
        keep_places(field, engine, site_id, a_request(3), now)
    assert refused.value.details == {"available": 2, "asked": 3}
    assert held(engine, field, site_id) == 3


def test_the_same_key_again_keeps_nothing_more(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory)
    first = keep_places(field, engine, site_id, a_request(3, "k"), now)
    again = keep_places(field, engine, site_id, a_request(3, "k"), now)
    assert not again.created
    assert again.hold.id == first.hold.id
    assert held(engine, field, site_id) == 3


def test_the_same_key_for_something_else_is_refused(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory)
    keep_places(field, engine, site_id, a_request(3, "k"), now)
    with pytest.raises(KeyTaken):
        keep_places(field, engine, site_id, a_request(4, "k"), now)


def test_sixteen_at_once_never_oversell(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory, places=10)

    def try_to_keep(_: int) -> bool:
        try:
            return keep_places(field, engine, site_id, a_request(3), now).created
        except NoPlacesLeft:
            return False

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(try_to_keep, range(16))) == 3
    assert held(engine, field, site_id) == 9


def test_the_same_key_at_once_keeps_once(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory, places=10)
    with ThreadPoolExecutor(8) as pool:
        kept = pool.map(
            lambda _: keep_places(field, engine, site_id, a_request(1, "k"), now), range(8)
        )
        assert sum(k.created for k in kept) == 1
    assert held(engine, field, site_id) == 1


def test_released_places_come_back_once(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory)
    hold = keep_places(field, engine, site_id, a_request(3), now).hold
    for _ in range(2):
        assert release_places(field, engine, hold.id, now).state is HoldState.RELEASED
    assert held(engine, field, site_id) == 0


def test_expired_places_come_back_once(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory)
    tomorrow = now + timedelta(days=1)
    expire_holds(engine, tomorrow)  # what other tests left
    hold = keep_places(field, engine, site_id, a_request(3), tomorrow).hold
    later = tomorrow + timedelta(hours=3)
    assert expire_holds(engine, later - timedelta(seconds=1)) == 0
    assert expire_holds(engine, later) == 1
    assert expire_holds(engine, later) == 0
    assert held(engine, field, site_id) == 0
    with pytest.raises(Conflict, match="already ended"):
        release_places(field, engine, hold.id, later)


def test_expired_places_are_offered_at_once(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory, places=3)
    keep_places(field, engine, site_id, a_request(3), now)
    assert keep_places(field, engine, site_id, a_request(3), now + timedelta(hours=4)).created


@pytest.mark.parametrize("places", [0, -1, 501])
def test_a_number_that_is_no_group_is_refused(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    actor: ActorOf,
    now: datetime,
    places: int,
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory)
    with pytest.raises(Invalid, match="places"):
        keep_places(field, engine, site_id, a_request(places), now)


def test_a_category_that_the_site_has_not_is_refused(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    field, site_id = actor(Role.FIELD), add_site(owner, territory)
    with pytest.raises(Invalid, match="category"):
        keep_places(field, engine, site_id, HoldRequest(PlaceCategory.FAMILY, 1, "k"), now)


def test_another_territorys_site_is_not_there(
    owner: Engine, engine: Engine, actor: ActorOf, now: datetime
) -> None:
    site_id = add_site(owner, new_territory(owner))
    with pytest.raises(NotFound):
        keep_places(actor(Role.FIELD), engine, site_id, a_request(), now)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.SITE_MANAGER, Role.ADMINISTRATOR])
def test_only_teams_and_coordinators_keep_places(
    engine: Engine, actor: ActorOf, now: datetime, role: Role
) -> None:
    with pytest.raises(Forbidden):
        keep_places(actor(role), engine, uuid4(), a_request(), now)


def test_nobody_writes_a_balance_by_hand(
    owner: Engine, engine: Engine, territory: Territory
) -> None:
    add_site(owner, territory)
    with (
        pytest.raises(ProgrammingError, match="denied"),
        transaction(engine, territory.id) as session,
    ):
        session.execute(PlaceCapacity.__table__.update().values(held=0))


def test_a_team_works_on_its_own_holds_only(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> None:
    site_id = add_site(owner, territory)
    hold = keep_places(actor(Role.FIELD), engine, site_id, a_request(2), now).hold
    another = actor(Role.FIELD)
    for act in (
        lambda: release_places(another, engine, hold.id, now),
        lambda: release_some(another, engine, LetGo(hold.id, 1, uuid4().hex), now),
        lambda: extend_hold(another, engine, hold.id, now + timedelta(hours=4), now),
        lambda: arrive(another, engine, Arrival(hold.id, 2, uuid4().hex), now),
    ):
        with pytest.raises(NotFound):
            act()
    assert held(engine, another, site_id) == 2
    assert release_places(actor(Role.COORDINATOR), engine, hold.id, now).state == "released"
