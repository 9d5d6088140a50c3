"""A plan outlives the database's death, on a cluster of its own that the test may kill."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from geoops.db.cluster import Cluster
from geoops.db.engine import owner_engine
from geoops.db.migrate import upgrade
from geoops.records import PlanState, Role, Territory
from tests.conftest import ActorOf
from tests.desk.days import a_day
from tests.desk.workers import LONG, StartWorker, asked, until, until_under_way
from tests.serving import kill_if_there, postgres_of


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("mortal") / "postgres")
    cluster.start()
    engine = owner_engine(cluster.url("geoops_owner"))
    upgrade(engine)
    engine.dispose()
    yield cluster
    cluster.destroy()


@pytest.fixture(scope="module")
def database_url(mortal: Cluster) -> str:
    return mortal.url("geoops_app")


@pytest.fixture(scope="module")
def owner_url(mortal: Cluster) -> str:
    return mortal.url("geoops_owner")


@pytest.mark.faults
def test_a_worker_ends_without_its_database_and_the_next_one_finishes_its_plan(
    mortal: Cluster,
    owner: Engine,
    engine: Engine,
    territory: Territory,
    actor: ActorOf,
    start_worker: StartWorker,
) -> None:
    a_day(owner, territory, teams=2, zones=8)
    coordinator = actor(Role.COORDINATOR)
    plan_id = asked(engine, coordinator)
    worker = start_worker(seconds=LONG)
    until_under_way(engine, coordinator, plan_id)
    for process in postgres_of(mortal):
        kill_if_there(process)
    assert worker.wait(20) != 0
    mortal.start()
    start_worker()
    until(engine, coordinator, plan_id, PlanState.DONE)
