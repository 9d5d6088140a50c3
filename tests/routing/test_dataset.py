"""Building a dataset, and switching to it under an engine that answers."""

import hashlib
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest

from geoops.routing import build as building
from geoops.routing.build import build
from geoops.routing.dataset import Manifest, current, hold, sweep, switch
from geoops.routing.engine import EngineServer
from geoops.routing.errors import BadExtract, NetworkError, NoRoads, NoSpace
from geoops.routing.network import Network
from geoops.routing.private_engine import stop_private_engines
from geoops.settings import Settings
from tests.routing.conftest import CATHEDRAL, PARK, STATION, Drawing

POINTS = [STATION, CATHEDRAL, PARK]
STREET = [(1.80, 50.90), (1.81, 50.90)]


def names(settings: Settings) -> list[str]:
    return sorted(folder.name for folder in (settings.network_home / "datasets").iterdir())


def test_the_manifest_says_what_it_was_made_from(
    helsinki: Path, helsinki_settings: Settings, network: Network
) -> None:
    manifest = network.manifest()
    assert manifest.source == "Helsinki.osm.pbf"
    assert manifest.sha256 == hashlib.sha256(helsinki.read_bytes()).hexdigest()
    assert manifest.bounds == pytest.approx((24.9351762, 60.164155, 24.9534145, 60.179113))
    assert timedelta(0) <= datetime.now(UTC) - manifest.built_at < timedelta(hours=1)
    assert manifest == Manifest.read(current(helsinki_settings.network_home))


def test_a_file_without_a_box_gets_the_box_of_its_points(
    settings: Settings, tmp_path: Path
) -> None:
    street = Drawing().way(*STREET, highway="residential").save(tmp_path / "street.osm")
    assert build(settings, street).bounds == pytest.approx((1.80, 50.90, 1.81, 50.90))


def test_every_step_is_told(settings: Settings, tmp_path: Path) -> None:
    lines: list[str] = []
    street = Drawing().way(*STREET, highway="residential").save(tmp_path / "street.osm")
    build(settings, street, lines.append)
    for profile in ("car", "foot"):
        for step in ("1/3 extract", "2/3 partition", "3/3 customize"):
            assert any(line.startswith(f"{profile} {step}: done") for line in lines)


def damaged(tmp_path: Path, helsinki: Path) -> dict[str, Path]:
    files = {
        "missing.osm.pbf": None,
        "empty.osm.pbf": b"",
        "noise.osm.pbf": bytes(range(256)) * 40,
        "cut.osm.pbf": helsinki.read_bytes()[:300_000],
        "cut.osm": b'<?xml version="1.0"?><osm version="0.6"><node id=',
        "hollow.osm": b'<?xml version="1.0"?><osm version="0.6"></osm>',
        "map.txt": b"roads",
    }
    for name, content in files.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in files}


@pytest.mark.parametrize(
    "name",
    [
        "missing.osm.pbf",
        "empty.osm.pbf",
        "noise.osm.pbf",
        "cut.osm.pbf",
        "cut.osm",
        "hollow.osm",
        "map.txt",
    ],
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    settings: Settings, tmp_path: Path, helsinki: Path, name: str
) -> None:
    with pytest.raises(BadExtract, match=name):
        build(settings, damaged(tmp_path, helsinki)[name])
    assert not (settings.network_home / "current").is_symlink()
    assert not list(settings.network_home.glob("datasets/*"))


def test_an_extract_without_roads_says_for_whom(settings: Settings, tmp_path: Path) -> None:
    steps = Drawing().way(*STREET, highway="steps").save(tmp_path / "steps.osm")
    with pytest.raises(NoRoads, match=r"steps\.osm has no road for car"):
        build(settings, steps)


def test_too_little_room_is_said_before_anything_is_built(
    settings: Settings, helsinki: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "ROOM", 10**12)
    with pytest.raises(NoSpace, match="MB wanted"):
        build(settings, helsinki)


def test_an_interrupted_build_leaves_the_old_network_and_no_remains(
    settings: Settings, tmp_path: Path
) -> None:
    street = Drawing().way(*STREET, highway="residential").save(tmp_path / "street.osm")
    build(settings, street)
    before = current(settings.network_home)

    def interrupt(line: str) -> None:
        if line.startswith("foot 2/3"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(settings, street, interrupt)
    assert current(settings.network_home) == before
    assert names(settings) == [before.name]


def test_the_remains_of_a_killed_build_go_with_the_next(settings: Settings, tmp_path: Path) -> None:
    remains = settings.network_home / "datasets" / ".building-1-dead"
    remains.mkdir(parents=True)
    (remains / "in-use").touch()
    street = Drawing().way(*STREET, highway="residential").save(tmp_path / "street.osm")
    build(settings, street)
    assert names(settings) == [current(settings.network_home).name]


def test_an_old_dataset_stays_as_long_as_somebody_uses_it(
    settings: Settings, tmp_path: Path
) -> None:
    street = Drawing().way(*STREET, highway="residential").save(tmp_path / "street.osm")
    build(settings, street)
    old = current(settings.network_home)
    with hold(old):
        build(settings, street)
        assert old.name in names(settings)
    assert sweep(settings.network_home) == [old.name]
    assert names(settings) == [current(settings.network_home).name]


def test_a_removal_cut_short_is_finished_by_the_next(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = Drawing().way(*STREET, highway="residential").save(tmp_path / "street.osm")
    build(settings, street)
    old = current(settings.network_home)
    with hold(old):
        build(settings, street)
    with monkeypatch.context() as patch:
        patch.setattr("os.rmdir", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            sweep(settings.network_home)
    assert sweep(settings.network_home) == [old.name]


def test_no_question_fails_while_the_dataset_is_switched(
    settings: Settings, helsinki: Path
) -> None:
    build(settings, helsinki)
    network = Network(settings)
    expected = network.table(POINTS, "car").durations
    failures: list[Exception] = []
    answers = [0, 0]
    switched = threading.Event()

    def ask(number: int) -> None:
        while not switched.is_set() or answers[number] == 0:
            try:
                assert (network.table(POINTS, "car").durations == expected).all()
                answers[number] += 1
            except Exception as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        build(settings, helsinki)
    switched.set()
    for thread in threads:
        thread.join()
    stop_private_engines()
    assert not failures
    assert min(answers) > 5
    sweep(settings.network_home)
    assert names(settings) == [current(settings.network_home).name]


def test_the_engine_answers_from_the_new_dataset_after_the_switch(
    settings: Settings, helsinki: Path, tmp_path: Path
) -> None:
    build(settings, helsinki)
    network = Network(settings)
    network.table(POINTS, "car")
    build(settings, Drawing().way(*STREET, highway="residential").save(tmp_path / "street.osm"))
    assert network.manifest().source == "street.osm"
    assert network.route(STREET, "car").distance == pytest.approx(703, rel=0.01)
    with pytest.raises(NetworkError, match="Point 1"):
        network.table(POINTS, "car")
    stop_private_engines()


def test_the_engine_removes_the_old_dataset_when_it_has_left_it(
    settings: Settings, helsinki: Path
) -> None:
    build(settings, helsinki)
    old = current(settings.network_home)
    with EngineServer(settings, workers=2):
        network = Network(settings, autostart=False)
        network.table(POINTS, "car")
        build(settings, helsinki)
        deadline = time.monotonic() + 10
        while old.exists() and time.monotonic() < deadline:
            network.table(POINTS, "car")
    assert names(settings) == [current(settings.network_home).name]


def test_a_dataset_that_cannot_be_loaded_does_not_replace_the_one_that_can(
    settings: Settings, helsinki: Path
) -> None:
    build(settings, helsinki)
    broken = settings.network_home / "datasets" / "broken"
    broken.mkdir()
    (broken / "in-use").touch()
    with EngineServer(settings, workers=1):
        network = Network(settings, autostart=False)
        network.table(POINTS, "car")
        switch(settings.network_home, broken)
        assert network.table(POINTS, "car").durations.shape == (3, 3)
    with EngineServer(settings, workers=1), pytest.raises(NetworkError, match="broken cannot be"):
        network.table(POINTS, "car")
