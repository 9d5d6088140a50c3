"""The table store: the same answer again, and never one of another network or other closures."""

import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from shapely import box

from geoops.routing import kept_tables
from geoops.routing.build import build
from geoops.routing.dataset import current
from geoops.routing.errors import NetworkUnavailable, PointOffRoad
from geoops.routing.network import Closure, Network
from geoops.settings import Settings
from tests.routing.conftest import AT_SEA, CATHEDRAL, PARK, STATION
from tests.routing.test_closures import same

POINTS = [STATION, CATHEDRAL, PARK]
CLOSED = [Closure(box(24.940, 60.168, 24.947, 60.172))]


@pytest.fixture
def keeping(helsinki_settings: Settings) -> Network:
    shutil.rmtree(tables(helsinki_settings), ignore_errors=True)
    return Network(helsinki_settings, keep_tables=True)


def tables(settings: Settings) -> Path:
    return settings.network_home / "tables"


def kept(settings: Settings) -> list[Path]:
    return sorted(tables(settings).glob("*.npy"))


def test_a_kept_table_is_the_engines_to_the_last_bit_and_asks_it_no_more(
    keeping: Network, helsinki_settings: Settings
) -> None:
    cold = keeping.table(POINTS, "car")
    with engine_off(keeping):
        assert same(keeping.table(POINTS, "car"), cold)
        for other in (POINTS[::-1], POINTS[:2], [*POINTS[:2], (24.9441, 60.1760)]):
            with pytest.raises(NetworkUnavailable):
                keeping.table(other, "car")
        with pytest.raises(NetworkUnavailable):
            keeping.table(POINTS, "foot")
        with pytest.raises(NetworkUnavailable):
            keeping.table(POINTS, "car", [0], [1, 2])
    assert len(kept(helsinki_settings)) == 1


def test_closures_have_tables_of_their_own(keeping: Network, network: Network) -> None:
    open_, closed = keeping.table(POINTS, "car"), keeping.table(POINTS, "car", closures=CLOSED)
    assert not same(open_, closed)
    with engine_off(keeping):
        assert same(keeping.table(POINTS, "car"), open_)
        assert same(keeping.table(POINTS, "car", closures=CLOSED), closed)


def test_another_network_has_tables_of_its_own(
    settings: Settings, helsinki: Path, helsinki_settings: Settings
) -> None:
    build(settings, helsinki)
    network = Network(settings, keep_tables=True)
    network.table(POINTS, "car")
    build(settings, helsinki)
    with engine_off(network), pytest.raises(NetworkUnavailable):
        network.table(POINTS, "car")


def test_a_table_is_filed_under_the_dataset_that_answered(keeping: Network) -> None:
    ask = keeping._client.ask
    with patch.object(
        keeping._client,
        "ask",
        lambda *asked: (ask(*asked)[0] | {"dataset": "the-next"}, ask(*asked)[1]),
    ):
        keeping.table(POINTS, "car")
    with engine_off(keeping), pytest.raises(NetworkUnavailable):
        keeping.table(POINTS, "car")


def test_a_refusal_is_not_kept(keeping: Network, helsinki_settings: Settings) -> None:
    with pytest.raises(PointOffRoad):
        keeping.table([STATION, AT_SEA], "car")
    assert not kept(helsinki_settings)


def test_a_damaged_file_is_asked_anew(keeping: Network, helsinki_settings: Settings) -> None:
    cold = keeping.table(POINTS, "car")
    (file,) = kept(helsinki_settings)
    file.write_bytes(file.read_bytes()[:100])
    assert same(keeping.table(POINTS, "car"), cold)
    assert np.load(file).shape == (2, 3, 3)


def test_only_the_owner_reads_them_and_no_position_is_in_them(
    keeping: Network, helsinki_settings: Settings
) -> None:
    keeping.table(POINTS, "car")
    folder = tables(helsinki_settings)
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
        for number in np.array(POINTS).ravel():
            assert number.astype("<f8").tobytes() not in file.read_bytes()


def test_the_least_used_go_past_the_bound(
    keeping: Network, helsinki_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_tables, "MOST_BYTES", 600)  # two tables of 3 × 3
    for radius in range(5):
        keeping.table([*POINTS[:2], (24.944, 60.176 + radius / 10_000)], "car")
    assert len(kept(helsinki_settings)) == 2
    monkeypatch.setattr(kept_tables, "OLDEST", -1)
    keeping.table(POINTS, "foot")
    assert not kept(helsinki_settings)


def test_the_current_dataset_is_named_by_the_engine(
    network: Network, helsinki_settings: Settings
) -> None:
    question = {"ask": "nearest", "profile": "car", "radius": 500.0}
    answer, _ = network._client.ask(question, {"points": np.array([STATION])})
    assert answer["dataset"] == current(helsinki_settings.network_home).name


def engine_off(network: Network) -> AbstractContextManager[object]:
    return patch.object(network._client, "ask", side_effect=NetworkUnavailable(reason="off"))
