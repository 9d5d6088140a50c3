"""`geoops network …` as typed at the shell."""

import json
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geoops.cli import main
from geoops.routing.network import Network, NetworkNotBuilt
from geoops.settings import Settings
from tests.routing.conftest import AT_SEA, CATHEDRAL, PARK, STATION

ENGINE = "from geoops.cli import main; main(['network', 'engine', '--workers', '1'])"


def words(*points: tuple[float, float]) -> list[str]:
    return [f"{longitude},{latitude}" for longitude, latitude in points]


@pytest.fixture
def run(helsinki_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("GEOOPS_HOME", str(helsinki_settings.home))
    return Run()


class Run:
    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["network", *arguments])


def test_route_answers_a_feature(run: Run) -> None:
    done = run("route", "--profile", "foot", *words(STATION, CATHEDRAL, PARK), "--json", "--steps")
    feature = json.loads(done.stdout)
    assert feature["geometry"]["type"] == "LineString"
    assert len(feature["properties"]["legs"]) == 2
    assert feature["properties"]["legs"][0]["steps"][0]["maneuver"] == "depart"


def test_route_answers_in_words(run: Run) -> None:
    done = run("route", *words(STATION, CATHEDRAL))
    assert re.match(r"0 h 0\d  \d\.\d km  car\n  leg 1 ", done.stdout)


def test_table_answers_arrays(run: Run) -> None:
    found = json.loads(run("table", "--json", *words(STATION, CATHEDRAL)).stdout)
    assert found["durations"][0][0] == 0
    assert found["distances"][0][1] > 500


def test_a_point_west_of_greenwich_is_no_option(run: Run) -> None:
    done = run("route", *words(STATION), "-1.55,49.21")
    assert done.exit_code == 1
    assert "Point 2 (-1.55000, 49.21000)" in done.stderr


def test_a_point_at_sea_ends_with_its_sentence(run: Run) -> None:
    done = run("table", *words(STATION, AT_SEA))
    assert done.exit_code == 1
    assert "m from the nearest road for car" in done.stderr


def test_what_is_no_point_is_a_usage_error(run: Run) -> None:
    assert run("route", "calais", "dunkerque").exit_code == 2


def test_info_says_the_source(run: Run) -> None:
    assert "Helsinki.osm.pbf" in run("info").stdout
    assert json.loads(run("info", "--json").stdout)["profiles"] == ["car", "foot"]


def test_build_tells_its_steps_and_switches(helsinki: Path, tmp_path: Path) -> None:
    done = CliRunner(env={"GEOOPS_HOME": str(tmp_path)}).invoke(
        main, ["network", "build", str(helsinki)]
    )
    assert "foot 3/3 customize: done" in done.stderr
    assert (tmp_path / "network" / "current" / "manifest.json").exists()


@pytest.mark.faults
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_the_foreground_engine_ends_at_a_signal(tmp_path: Path, sign: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ENGINE],
        env={**os.environ, "GEOOPS_HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
    ) as engine:
        assert engine.stderr
        assert b"Listening at" in engine.stderr.readline()
        with pytest.raises(NetworkNotBuilt):  # said by a worker, so all is up
            Network(Settings(home=tmp_path), autostart=False).route([STATION, PARK], "car")
        engine.send_signal(sign)
        assert select.select([os.pidfd_open(engine.pid)], [], [], 10)[0]
    assert not (tmp_path / "network" / "run" / "engine.sock").exists()
