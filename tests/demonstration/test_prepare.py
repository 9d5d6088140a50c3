"""The demonstration's network is built anew when it is of a version that could close no road."""

from pathlib import Path

from geoops.demonstration import prepare
from geoops.demonstration.roads import write_osm
from geoops.routing.build import build
from geoops.routing.dataset import current
from geoops.settings import Settings


def test_a_network_without_segments_is_built_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert not prepare._has_its_network(settings)
    write_osm(tmp_path / prepare.NETWORK_SOURCE)
    build(settings, tmp_path / prepare.NETWORK_SOURCE)
    prepare._stamp(settings).write_text(prepare._version())
    assert prepare._has_its_network(settings)
    segments = current(settings.network_home) / "segments"
    segments.rename(tmp_path / "away")
    assert not prepare._has_its_network(settings)
