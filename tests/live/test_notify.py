"""What is committed reaches every open page, and one that reconnects misses nothing."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Engine, text

from geoops.db.cluster import Cluster
from geoops.db.engine import transaction
from geoops.desk.listening import may_hear
from geoops.desk.sheltering import HoldRequest, keep_places
from geoops.desk.zone_editing import create_zone
from geoops.live.notify import LiveHub, LiveMessage
from geoops.records import PlaceCategory, Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf, new_territory
from tests.desk.test_zone_editing import a_draft

MEN = PlaceCategory.ISOLATED_MAN
Stream = Iterator[LiveMessage | None]


@pytest.fixture(scope="module")
def hub(engine: Engine) -> Iterator[LiveHub]:
    hub = LiveHub(engine)
    yield hub
    hub.close()


def opened(hub: LiveHub, territory: Territory, since: str | None = None) -> tuple[Stream, str]:
    """A stream past its first word, and the cursor that it begins with."""
    stream = hub.subscribe(territory.id, since)
    hello = next(stream)
    assert hello is not None
    assert hello.topic == "hello"
    return stream, hello.id


def held_of(stream: Stream) -> list[int]:
    """What the next event of a balance says; the hold itself is told, too."""
    while (message := next(stream)) is None or message.topic != "places":
        pass
    return [message.payload["held"]]


def test_a_hold_reaches_the_territorys_pages(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    actor: ActorOf,
    now: datetime,
    hub: LiveHub,
) -> None:
    site_id, field = add_site(owner, territory), actor(Role.FIELD)
    streams = [opened(hub, territory)[0] for _ in range(3)]
    keep_places(field, engine, site_id, HoldRequest(MEN, 3, "k"), now)
    for stream in streams:
        message = next(stream)
        assert message is not None
        assert message.topic == "places"
        assert message.payload["site_id"] == str(site_id)
        assert message.payload["held"] == 3
        assert message.payload["available"] == 7


def test_another_territorys_pages_hear_nothing(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    actor: ActorOf,
    now: datetime,
    hub: LiveHub,
) -> None:
    site_id, field = add_site(owner, territory), actor(Role.FIELD)
    elsewhere = new_territory(owner)
    stream, _ = opened(hub, elsewhere)
    keep_places(field, engine, site_id, HoldRequest(MEN, 3, "k"), now)
    ours = add_site(owner, elsewhere)
    message = next(stream)
    assert message is not None
    assert message.payload["site_id"] == str(ours)


def test_a_page_that_reconnects_misses_nothing(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    actor: ActorOf,
    now: datetime,
    hub: LiveHub,
) -> None:
    site_id, field = add_site(owner, territory), actor(Role.FIELD)
    stream, _ = opened(hub, territory)
    keep_places(field, engine, site_id, HoldRequest(MEN, 1, "1"), now)
    seen = next(stream)
    assert seen is not None
    stream.close()  # type: ignore[attr-defined]
    for key in ("2", "3"):
        keep_places(field, engine, site_id, HoldRequest(MEN, 1, key), now)
    resumed, _ = opened(hub, territory, seen.id)
    held = 0
    while held != 3:
        [held] = held_of(resumed)


def test_an_event_committed_out_of_order_is_not_lost(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    hub: LiveHub,
) -> None:
    """A transaction that began earlier commits after the page has seen a later one's event."""
    first, second = add_site(owner, territory), add_site(owner, territory)
    stream, _ = opened(hub, territory)
    with transaction(engine, territory.id) as early:
        change(early, first, 11)
        with transaction(engine, territory.id) as late:
            change(late, second, 12)
        seen = next(stream)
    assert seen is not None
    assert seen.payload["site_id"] == str(second)
    resumed, _ = opened(hub, territory, seen.id)
    for continued in (stream, resumed):
        sites = set()
        while str(first) not in sites:
            message = next(continued)
            assert message is not None
            sites.add(message.payload["site_id"])


def change(session: object, site_id: UUID, capacity: int) -> None:
    session.execute(  # type: ignore[attr-defined]
        text(
            "INSERT INTO place_entry (territory_id, site_id, category, cause, capacity, at)"
            " SELECT territory_id, site_id, category, 'works', :capacity - capacity, now()"
            " FROM place_capacity WHERE site_id = :site"
        ),
        {"capacity": capacity, "site": site_id},
    )
    session.flush()  # type: ignore[attr-defined]


@pytest.mark.parametrize("cursor", [None, "", "x", "-1", "9" * 30, "1"])
def test_a_page_that_cannot_resume_is_told_to_fetch_anew(
    territory: Territory, hub: LiveHub, cursor: str | None
) -> None:
    hello = next(hub.subscribe(territory.id, cursor))
    assert hello is not None
    assert hello.payload == {"resumed": False}


def test_the_hub_hears_again_after_its_connection_was_cut(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    actor: ActorOf,
    now: datetime,
    hub: LiveHub,
    cluster: Cluster,
) -> None:
    superuser_dsn = cluster.url("postgres", "postgres").replace("+psycopg", "")
    site_id, field = add_site(owner, territory), actor(Role.FIELD)
    stream, _ = opened(hub, territory)
    with psycopg.connect(superuser_dsn, autocommit=True) as superuser:
        cut = superuser.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = 'geoops live'"
        ).fetchall()
    assert cut
    keep_places(field, engine, site_id, HoldRequest(MEN, 2, uuid4().hex), now)
    with ThreadPoolExecutor(1) as pool:
        waiting: Future[list[int]] = pool.submit(held_of, stream)
        assert waiting.result(timeout=30) == [2]


def test_a_change_of_zones_reaches_the_coordinators_pages_alone(
    engine: Engine, territory: Territory, actor: ActorOf, hub: LiveHub
) -> None:
    (stream, _), coordinator = opened(hub, territory), actor(Role.COORDINATOR)
    create_zone(coordinator, engine, a_draft())
    message = next(stream)
    assert message is not None
    assert (message.topic, message.payload["kind"]) == ("zone", "created")
    assert message.payload["author_id"] == str(coordinator.account_id)
    assert may_hear(coordinator, message)
    assert not may_hear(actor(Role.FIELD), message)
