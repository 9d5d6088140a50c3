"""The real service for tests that need all of it: started, asked, stopped or killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from threading import Event

from geoops.db.cluster import Cluster

PATIENCE = 120.0  # seconds for a first start: a new cluster, its data and its road network


class Service:
    """`geoops demo serve` in a home of its own, on a free port.

    Parameters
    ----------
    home
        GEOOPS_HOME; what an earlier service left there is found again.
    """

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._log = home.parent / f"{home.name}.log"

    def start(self) -> "Service":
        """Start the service and wait until it is ready."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "geoops", "demo", "serve"],
                env=os.environ
                | {"GEOOPS_HOME": str(self.home), "GEOOPS_PORT": str(self.port)}
                | self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self._ready, PATIENCE, self._why_not, pause=0.3)  # or asking slows it down
        return self

    def stop(self) -> None:
        """Ctrl-C, and wait until everything has ended."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(60)

    def kill(self) -> None:
        """`kill -9` of the supervisor, of all that it started, and of the database."""
        assert self._process is not None
        victims = descendants(self._process.pid)
        for pid in (self._process.pid, *victims):
            kill_if_there(pid)
        self._process.wait(10)
        servers = postgres_of(self.cluster)
        for pid in servers:
            kill_if_there(pid)
        wait_for(lambda: not any(map(lives, servers)), 10, lambda: "PostgreSQL does not die")

    @property
    def pid(self) -> int:
        """The supervisor's process."""
        assert self._process is not None
        return self._process.pid

    @property
    def cluster(self) -> Cluster:
        """The service's embedded cluster."""
        return Cluster(self.home / "postgres")

    def _ready(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(self._why_not())
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _why_not(self) -> str:
        return "the service did not get ready:\n" + self._log.read_text()[-4000:]


def free_port() -> int:
    """A port of the loopback address that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(
    condition: Callable[[], bool],
    seconds: float,
    why_not: Callable[[], str] = lambda: "it did not happen in time",
    pause: float = 0.05,
) -> None:
    """Wait until `condition()` is true, with a pause after each asking; all in seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(why_not())
        Event().wait(pause)


def descendants(pid: int) -> list[int]:
    """The process's children, their children, and so on."""
    tasks = Path(f"/proc/{pid}/task")
    children = [
        int(child)
        for task in (tasks.iterdir() if tasks.exists() else ())
        for child in (task / "children").read_text().split()
    ]
    return children + [deeper for child in children for deeper in descendants(child)]


def postgres_of(cluster: Cluster) -> list[int]:
    """Every process of the cluster's server."""
    pid_file = cluster._server.place.data / "postmaster.pid"
    if not pid_file.exists():
        return []
    postmaster = int(pid_file.read_text().split()[0])
    return [postmaster, *descendants(postmaster)]


def lives(pid: int) -> bool:
    """Whether the process is there, and not only its last word to a parent."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def kill_if_there(pid: int) -> None:
    """`kill -9`, whether or not the process has gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
