"""The demonstration's roads, built once, with an engine that every worker shares."""

from collections.abc import Iterator

import pytest

from geoops.demonstration.roads import write_osm
from geoops.routing.build import build
from geoops.routing.engine import EngineServer
from geoops.routing.network import Network
from geoops.settings import Settings


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
