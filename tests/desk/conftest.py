"""The demonstration's roads, built once, with an engine that every worker shares."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geoops.demonstration.roads import write_osm
from geoops.routing.build import build
from geoops.routing.engine import EngineServer
from geoops.routing.network import Network
from geoops.settings import Settings
from tests.desk.workers import SHORT, StartWorker


@pytest.fixture(scope="session")
def on_the_coast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a home with the demonstration's road network and its engine running."""
    folder = tmp_path_factory.mktemp("coast")
    settings = Settings(home=folder)
    write_osm(folder / "coast.osm.pbf")
    build(settings, folder / "coast.osm.pbf")
    with EngineServer(settings):
        yield settings


@pytest.fixture(scope="session")
def roads(on_the_coast: Settings) -> Network:
    """The demonstration's road network."""
    return Network(on_the_coast, autostart=False)


@pytest.fixture
def start_worker(
    on_the_coast: Settings, database_url: str, tmp_path: Path
) -> Iterator[StartWorker]:
    """Start `geoops worker` on the module's database; whatever still runs is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(seconds: float = SHORT, home: Path = on_the_coast.home) -> subprocess.Popen[bytes]:
        environment = {"GEOOPS_DATABASE_URL": database_url, "GEOOPS_HOME": str(home)}
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "geoops", "worker", "--seconds", str(seconds)],
                env=os.environ | environment,
                stderr=log,
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()
