"""The engine's processes: they outlive nobody, come back, and hold nobody up."""

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from geoops.routing import listening
from geoops.routing.engine import EngineServer
from geoops.routing.errors import EngineRunning
from geoops.routing.listening import socket_path
from geoops.routing.network import Network, NetworkUnavailable
from geoops.routing.private_engine import _engines, stop_private_engines
from geoops.settings import Settings
from tests.routing.conftest import CATHEDRAL, PARK, STATION
from tests.serving import lives, wait_for

POINTS = [STATION, CATHEDRAL, PARK]


@pytest.fixture
def own_settings(helsinki_settings: Settings, tmp_path: Path) -> Settings:
    """Another home with the same dataset, so that nobody else's engine answers."""
    home = tmp_path / "network"
    home.mkdir()
    source = helsinki_settings.network_home
    (home / "datasets").symlink_to(source / "datasets")
    (home / "current").symlink_to((source / "current").readlink())
    return Settings(home=tmp_path)


@pytest.fixture
def server(own_settings: Settings) -> Iterator[EngineServer]:
    with EngineServer(own_settings, workers=2) as engine:
        yield engine


def ended(pid: int, seconds: float = 10) -> bool:
    """Wait for a process that need not be our child."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_started_server_answers_without_an_engine_of_the_clients_own(
    server: EngineServer, own_settings: Settings
) -> None:
    assert Network(own_settings, autostart=False).table(POINTS, "car").durations.shape == (3, 3)
    assert not any(home == own_settings.network_home for _, home in _engines)


def test_without_an_engine_it_is_unavailable(own_settings: Settings) -> None:
    with pytest.raises(NetworkUnavailable):
        Network(own_settings, autostart=False).table(POINTS, "car")


def test_only_one_engine_listens_for_a_home(
    server: EngineServer, own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "PATIENCE", 0.1)
    with pytest.raises(EngineRunning):
        EngineServer(own_settings).start()
    assert Network(own_settings, autostart=False).table(POINTS, "car").durations.shape == (3, 3)


def test_only_its_owner_may_enter_the_sockets_folder(server: EngineServer) -> None:
    assert server.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_long_home_has_a_short_socket() -> None:
    long = Path("/", *["a" * 50] * 4)
    path = socket_path(long)
    assert len(os.fsencode(path)) <= 107
    assert path.is_relative_to(tempfile.gettempdir())
    assert path != socket_path(long / "b")


def test_somebody_elses_nonsense_does_not_end_a_worker(
    server: EngineServer, own_settings: Settings
) -> None:
    for nonsense in (b"", b"\xff" * 64, b"\0\0\0\2{}", b"\0\0\0\x0d" + b'{"arrays":[]}'):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(server.path))
            connection.sendall(nonsense)
            connection.shutdown(socket.SHUT_WR)
            with suppress(ConnectionResetError):
                connection.recv(1000)
    before = children(server.pid or 0)
    assert Network(own_settings, autostart=False).table(POINTS, "car").durations.shape == (3, 3)
    assert children(server.pid or 0) == before


@pytest.mark.faults
def test_dead_workers_are_replaced(server: EngineServer, own_settings: Settings) -> None:
    network = Network(own_settings, autostart=False)
    network.table(POINTS, "car")
    workers = children(server.pid or 0)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
        assert ended(worker)
    assert network.table(POINTS, "car").durations.shape == (3, 3)
    assert not set(workers) & set(children(server.pid or 0))


@pytest.mark.faults
def test_a_question_whose_worker_dies_is_asked_again(own_settings: Settings) -> None:
    points = np.random.default_rng(1).uniform((24.937, 60.166), (24.952, 60.178), (150, 2))
    answered = threading.Semaphore(0)

    def ask(network: Network) -> None:
        for _ in range(6):
            network.table(points, "foot")
            answered.release()

    with EngineServer(own_settings, workers=1) as server, ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask, Network(own_settings, autostart=False))
        for _ in range(2):
            assert answered.acquire(timeout=30)
            assert answered.acquire(timeout=30)
            os.kill(children(server.pid or 0)[0], signal.SIGKILL)
        asking.result()


@pytest.mark.faults
def test_a_killed_engine_is_started_again(own_settings: Settings) -> None:
    network = Network(own_settings)
    before = network.table(POINTS, "car").durations
    first = _engines[os.getpid(), own_settings.network_home].pid or 0
    victims = [first, *children(first)]
    for process in victims:
        os.kill(process, signal.SIGKILL)
    wait_for(lambda: not any(map(lives, victims)), 5)
    np.testing.assert_array_equal(network.table(POINTS, "car").durations, before)
    assert _engines[os.getpid(), own_settings.network_home].pid != first
    stop_private_engines()


@pytest.mark.faults
def test_the_engine_ends_with_a_parent_that_is_killed(own_settings: Settings) -> None:
    program = (
        "import sys; from geoops.routing.engine import EngineServer; "
        "from geoops.settings import Settings; "
        "print(EngineServer(Settings()).start().pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "GEOOPS_HOME": str(own_settings.home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as parent:
        assert parent.stdout
        engine = int(parent.stdout.readline())
        Network(own_settings, autostart=False).table(POINTS, "car")
        workers = children(engine)
        parent.kill()
    assert ended(engine)
    assert all(ended(worker) for worker in workers)


def test_many_threads_share_a_network(server: EngineServer, own_settings: Settings) -> None:
    network = Network(own_settings, autostart=False)
    expected = network.table(POINTS, "foot").durations
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: network.table(POINTS, "foot").durations, range(100)))
    assert all((answer == expected).all() for answer in answers)


def test_other_greenlets_run_while_one_waits(server: EngineServer, own_settings: Settings) -> None:
    program = """
from gevent import monkey; monkey.patch_all()
import gevent, numpy as np
from geoops.routing.network import Network
from geoops.settings import Settings
points = np.random.default_rng(1).uniform((24.937, 60.166), (24.952, 60.178), (150, 2))
asking = gevent.spawn(Network(Settings(), autostart=False).table, points, "foot")
turns = 0
while not asking.ready():
    gevent.sleep(0)
    turns += 1
assert asking.get().durations.shape == (150, 150)
print(turns)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "GEOOPS_HOME": str(own_settings.home)},
        stdout=subprocess.PIPE,
        check=True,
    )
    assert int(done.stdout) > 50
