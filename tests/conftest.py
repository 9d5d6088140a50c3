"""A real PostGIS for every test: one cluster a session, a fresh copy of the migrated database.

Copies are cheap (0.1 s), so that a test module commits as the application does and still finds an
empty database.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.db.cluster import Cluster
from geoops.db.engine import app_engine, owner_engine
from geoops.db.migrate import upgrade
from geoops.desk.actor import Actor
from geoops.records import Account, Membership, Role, Territory
from tests.serving import Service

pytest_plugins = ["tests.side_by_side"]
# How long an example takes says only how busy the machine is.
settings.register_profile(
    "any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

TEMPLATE = "migrated"
NUMBERS = count(1)

ActorOf = Callable[..., Actor]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The session's own PostgreSQL, with the migrated template database; destroyed at the end."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster") / "postgres")
    cluster.start()
    wait_for_no_disk(cluster)
    cluster.create_database(TEMPLATE)
    engine = owner_engine(cluster.url("geoops_owner", TEMPLATE))
    upgrade(engine)
    engine.dispose()
    yield cluster
    cluster.destroy()


def wait_for_no_disk(cluster: Cluster) -> None:
    """Let its databases be lost with the machine; what must survive has clusters of its own."""
    dsn = cluster.url("postgres", "postgres").replace("+psycopg", "")
    with psycopg.connect(dsn, autocommit=True) as superuser:
        superuser.execute("ALTER SYSTEM SET fsync = off")
        superuser.execute("ALTER SYSTEM SET full_page_writes = off")
        superuser.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def copy_of(cluster: Cluster) -> Callable[[str], str]:
    """Make a database from a template, and give its name; it goes with the cluster."""

    def copy(template: str) -> str:
        name = f"test_{next(NUMBERS)}"
        cluster.create_database(name, template)
        return name

    return copy


@pytest.fixture(scope="module")
def database(copy_of: Callable[[str], str]) -> str:
    """The name of a fresh, migrated, empty database for this test module."""
    return copy_of(TEMPLATE)


@pytest.fixture(scope="module")
def database_url(cluster: Cluster, database: str) -> str:
    """The module's database, for the application's role."""
    return cluster.url("geoops_app", database)


@pytest.fixture(scope="module")
def owner_url(cluster: Cluster, database: str) -> str:
    """The module's database, for the tables' owner, whom row security does not bind."""
    return cluster.url("geoops_owner", database)


@pytest.fixture(scope="module")
def engine(database_url: str) -> Iterator[Engine]:
    """The application's engine on the module's database."""
    engine = app_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner(owner_url: str) -> Iterator[Engine]:
    """The owner's engine on the module's database."""
    engine = owner_engine(owner_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def demo_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The whole demonstration, served as `make demo` serves it, but for shorter searches."""
    home = tmp_path_factory.mktemp("demo") / "home"
    service = Service(home, GEOOPS_PLAN_SECONDS="2.5").start()
    yield service
    service.stop()
    service.cluster.destroy()


@pytest.fixture
def territory(owner: Engine) -> Territory:
    """A new territory, so that each test sees only its own rows."""
    return new_territory(owner)


def new_territory(owner: Engine) -> Territory:
    """Insert a territory with a code of its own."""
    territory = Territory(
        id=uuid4(), code=f"t-{uuid4().hex[:12]}", name="Test", time_zone="Europe/Paris"
    )
    with Session(owner, expire_on_commit=False) as session, session.begin():
        session.add(territory)
    return territory


@pytest.fixture
def actor(owner: Engine, territory: Territory) -> ActorOf:
    """Make an account with a role in the test's territory (or another), and act as it."""

    def make(
        role: Role,
        *,
        territory: Territory = territory,
        team_id: UUID | None = None,
        site_id: UUID | None = None,
    ) -> Actor:
        return new_actor(owner, territory, role, team_id=team_id, site_id=site_id)

    return make


def new_actor(
    owner: Engine,
    territory: Territory,
    role: Role,
    *,
    team_id: UUID | None = None,
    site_id: UUID | None = None,
) -> Actor:
    """Insert an account with one membership, and give the actor that it is."""
    account_id = uuid4()
    account = Account(
        id=account_id,
        email=f"{account_id.hex}@test.geoops.example",
        label=f"Test {role.value}",
        password="!",
        fs_uniquifier=account_id.hex,
    )
    membership = Membership(
        account_id=account_id,
        territory_id=territory.id,
        role=role,
        team_id=team_id,
        site_id=site_id,
    )
    with Session(owner) as session, session.begin():
        session.add_all([account, membership])
    return Actor(
        account_id=account_id,
        territory_id=territory.id,
        role=role,
        label=account_id.hex,
        time_zone=territory.time_zone,
        team_id=team_id,
        site_id=site_id,
    )


@pytest.fixture
def now() -> datetime:
    """The instant that a test calls now: fixed, so that nothing depends on when it runs."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's folder."""
    return Path(__file__).resolve().parents[1]
