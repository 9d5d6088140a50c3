"""What is done to the embedded cluster from outside: kills, pid files, a full disk."""

import os
import select
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from geoops.db import postmaster
from geoops.db.cluster import Cluster, ClusterError
from geoops.db.place import Place, locate
from geoops.db.postmaster import postmaster_pid, server_processes
from geoops.service import _keep_running
from tests.serving import wait_for

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that was made where an earlier initdb had been killed half-way."""
    cluster = Cluster(tmp_path_factory.mktemp("faults") / "postgres")
    (locate(cluster.home).folder / "data.new" / "base").mkdir(parents=True)
    cluster.start()
    yield cluster
    cluster.destroy()


@pytest.fixture
def cluster(made: Cluster) -> Cluster:
    """A running cluster with an empty table `encounter`."""
    made.start()
    with connect(made) as owner:
        owner.execute("DROP TABLE IF EXISTS encounter")
        owner.execute("CREATE TABLE encounter (id int PRIMARY KEY)")
    return made


@pytest.fixture
def place(cluster: Cluster) -> Place:
    return locate(cluster.home)


def connect(cluster: Cluster) -> psycopg.Connection:
    url = cluster.url("geoops_owner").replace("+psycopg", "")
    return psycopg.connect(url, autocommit=True)


def written(cluster: Cluster) -> list[int]:
    with connect(cluster) as owner:
        return [number for (number,) in owner.execute("SELECT id FROM encounter ORDER BY id")]


def kill(pids: list[int]) -> None:
    """`kill -9`, and wait until they are gone; some end by themselves when others do."""
    handles = []
    for pid in pids:
        with suppress(ProcessLookupError):
            handles.append(os.pidfd_open(pid))
    for handle in handles:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    for handle in handles:
        select.select([handle], [], [])  # readable once the process has ended
        os.close(handle)


def pid_of(place: Place) -> int:
    pid = postmaster_pid(place.data)
    assert pid is not None
    return pid


def test_what_was_committed_survives_the_killing_of_everything(
    cluster: Cluster, place: Place
) -> None:
    committed: list[int] = []
    enough = threading.Event()

    def write() -> None:
        with suppress(psycopg.Error), connect(cluster) as owner:
            while True:
                owner.execute("INSERT INTO encounter VALUES (%s)", [len(committed)])
                committed.append(len(committed))
                if len(committed) == 100:
                    enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(30)
    kill(server_processes(place.data))
    writer.join()
    assert (place.data / "postmaster.pid").exists()
    cluster.start()
    assert len(committed) >= 100
    assert written(cluster)[: len(committed)] == committed  # one more may lack only its answer


def test_the_supervisor_starts_a_killed_server_again(cluster: Cluster, place: Place) -> None:
    stopping, died = threading.Event(), pid_of(place)
    keeper = threading.Thread(target=_keep_running, args=[[], cluster.revive, stopping])
    keeper.start()
    try:
        kill([died])
        wait_for(lambda: postmaster_pid(place.data) not in (None, died), 30)
    finally:
        stopping.set()
        keeper.join()
    assert written(cluster) == []


@pytest.mark.parametrize("action", ["start", "stop"])
def test_the_orphans_of_a_killed_server_are_ended(
    cluster: Cluster, place: Place, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    monkeypatch.setattr(postmaster, "PATIENCE", 0.2)
    busy = connect(cluster)
    orphan = busy.info.backend_pid
    spinner = threading.Thread(target=spin, args=[busy])
    spinner.start()
    await_busy(cluster, orphan)
    kill([pid_of(place)])
    assert orphan in server_processes(place.data)
    try:
        getattr(cluster, action)()
        assert orphan not in server_processes(place.data)
        assert cluster.running == (action == "start")
    finally:
        kill([pid for pid in server_processes(place.data) if pid == orphan])
        spinner.join()


def spin(connection: psycopg.Connection) -> None:
    """Keep a backend at work, without a wait in which it would notice that its server is gone."""
    with suppress(psycopg.Error):
        connection.execute("DO 'BEGIN LOOP END LOOP; END'")


def await_busy(cluster: Cluster, pid: int) -> None:
    query = "SELECT FROM pg_stat_activity WHERE pid = %s AND query LIKE 'DO%%'"
    with connect(cluster) as owner:
        while owner.execute(query, [pid]).fetchone() is None:
            pass


def test_a_pid_file_that_names_a_stranger_is_removed(cluster: Cluster, place: Place) -> None:
    kill(server_processes(place.data))
    pid_file = place.data / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"]) as stranger:
        rest = pid_file.read_text().split("\n", 1)[1]
        pid_file.write_text(f"{stranger.pid}\n{rest}")
        assert not cluster.running
        cluster.start()
        assert stranger.poll() is None
        stranger.kill()
    assert pid_of(place) != stranger.pid


@pytest.mark.parametrize("text", ["", "4194300\n/nowhere\n", "no number\n"])
def test_a_broken_or_stale_pid_file_is_no_hindrance(
    cluster: Cluster, place: Place, text: str
) -> None:
    cluster.stop()
    (place.data / "postmaster.pid").write_text(text)
    cluster.start()
    assert written(cluster) == []


@pytest.mark.parametrize("major", ["14", "99"])
def test_data_of_another_version_is_not_started(cluster: Cluster, place: Place, major: str) -> None:
    cluster.stop()
    version = place.data / "PG_VERSION"
    ours = version.read_text()
    version.write_text(f"{major}\n")
    with pytest.raises(ClusterError, match=f"written by PostgreSQL {major}"):
        Cluster(cluster.home).start()
    version.write_text(ours)


def test_half_a_data_folder_is_not_started(cluster: Cluster, place: Place) -> None:
    cluster.stop()
    version = (place.data / "PG_VERSION").rename(place.folder / "kept")
    with pytest.raises(ClusterError, match=r"not a whole .* data folder.*backup"):
        Cluster(cluster.home).start()
    version.rename(place.data / "PG_VERSION")


def test_what_the_server_refuses_is_quoted(cluster: Cluster, place: Place) -> None:
    cluster.stop()
    own = place.data / "postgresql.auto.conf"
    before = own.read_text()
    own.write_text("max_connections = many\n")
    with pytest.raises(ClusterError, match=r"not start the server.*max_connections"):
        cluster.start()
    own.write_text(before)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 30 MB, which anyone may enter."""
    folder = Path(tempfile.mkdtemp(prefix="geoops-disk-"))
    folder.chmod(0o755)
    if not mount("-t", "tmpfs", "-o", "size=30m,mode=755", "tmpfs", folder):
        folder.rmdir()
        pytest.skip("only root, where mounting is allowed, can make a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)
    folder.rmdir()


def fill(ballast: Path) -> None:
    """Take all the space that is left on the disk of `ballast`."""
    with suppress(OSError), ballast.open("wb", 0) as file:
        while True:
            file.write(bytes(4096))


def mount(*words: str | Path) -> bool:
    return subprocess.run(["mount", *words], check=False, capture_output=True).returncode == 0


def test_a_full_disk_is_named_and_nothing_half_made_stays(small_disk: Path) -> None:
    cluster = Cluster(small_disk / "postgres")
    with pytest.raises(
        ClusterError, match=r"create its data folder. The disk is full.*GEOOPS_HOME"
    ):
        cluster.start()
    assert not list(cluster.home.glob("data*"))
    assert mount("-o", "remount,size=200m", small_disk)
    cluster.start()
    cluster.stop()
    fill(ballast := small_disk / "ballast")
    with pytest.raises(ClusterError, match=r"The disk is full.*GEOOPS_HOME"):
        cluster.start()
    ballast.unlink()
    cluster.start()
    cluster.stop()
