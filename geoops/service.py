"""The whole service on one machine: the road engine, the job worker and the web, supervised.

Each runs in a process of its own. One that dies is started again, and so is the embedded database's
server; when the supervisor ends, by Ctrl-C or by `kill -9`, they end too.
"""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from geoops.db.address import Addresses
from geoops.db.problems import ClusterError
from geoops.errors import GeoOpsError
from geoops.settings import Settings

log = logging.getLogger("geoops.service")

PATIENCE = 15.0  # seconds that a process has to end by itself
QUICK_DEATH = 3.0  # seconds; a process that dies sooner is started again only after a pause
PR_SET_PDEATHSIG = 1  # prctl(2): the signal to get when the parent dies


class PortTaken(GeoOpsError):
    """Something else already listens where the service should."""

    code = "port-taken"
    template = (
        "Serve on {host}:{port}: another program listens there already. "
        "Stop it, or choose another port with GEOOPS_PORT."
    )


@dataclass
class Part:
    """One supervised process of the service."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = field(default=0.0)

    def start(self) -> None:
        """Start the process, in a session of its own: Ctrl-C reaches only us."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=dict(self.environment),
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
        )

    def end(self) -> None:
        """Ask the process to end, wait, and insist."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            log.warning("%s does not end, killing it", self.name)
            self.process.kill()
            self.process.wait()


def _die_with_parent() -> None:
    """Have the kernel end this process when the supervisor is gone, even by `kill -9` (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run_service(
    settings: Settings, addresses: Addresses, meanwhile: Callable[[], None] = lambda: None
) -> int:
    """Run every part until SIGINT or SIGTERM; the exit status.

    `meanwhile` is done while the web starts. The other parts start when it answers: on two cores,
    what starts at once starts late.

    Raises
    ------
    PortTaken
        The web's address is in use.
    """
    _check_port(settings)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _n, _f: stopping.set())
    parts = _parts(settings, addresses)
    try:
        parts[0].start()
        meanwhile()
        _wait_until_it_answers(settings, stopping)
        for part in parts[1:]:
            part.start()
        log.info("serving on http://%s:%d (Ctrl-C stops)", settings.host, settings.port)
        _keep_running(parts, addresses.revive, stopping)
    finally:
        log.info("stopping …")
        for part in reversed(parts):
            part.end()
    return 0


def _parts(settings: Settings, addresses: Addresses) -> list[Part]:
    environment = os.environ | {
        "GEOOPS_DATABASE_URL": addresses.app,
        "GEOOPS_HOME": str(settings.home),
        "GEOOPS_DEMONSTRATION": str(settings.demonstration).lower(),
    }
    geoops = [sys.executable, "-m", "geoops"]
    return [
        Part("web", _gunicorn(settings), environment),
        Part("road engine", [*geoops, "network", "engine"], environment),
        Part("worker", [*geoops, "worker"], environment),
    ]


def _gunicorn(settings: Settings) -> list[str]:
    """Gunicorn, with the rest of its settings in `geoops.web.server`."""
    return [
        *(sys.executable, "-m", "gunicorn", "geoops.app:create_app()"),
        *("--config", "python:geoops.web.server", "--workers", str(settings.workers)),
        *("--bind", f"{settings.host}:{settings.port}"),
    ]


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as refused:
            raise PortTaken(host=settings.host, port=settings.port) from refused


def _wait_until_it_answers(settings: Settings, stopping: threading.Event) -> None:
    """Wait until the web answers, for a minute at most: past that the supervisor sees to it."""
    deadline = time.monotonic() + 60
    while not stopping.is_set() and time.monotonic() < deadline and not _answers(settings):
        stopping.wait(0.05)


def _answers(settings: Settings) -> bool:
    web = HTTPConnection(settings.host, settings.port, timeout=5)
    try:
        web.request("GET", "/healthz")
        return web.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        web.close()


def _keep_running(parts: list[Part], revive: Callable[[], None], stopping: threading.Event) -> None:
    """Start again whatever dies, the database first, until asked to stop."""
    while not stopping.wait(0.2):
        _keep_database(revive, stopping)
        for part in parts:
            if part.process is not None and part.process.poll() is not None:
                log.warning("%s ended (%s), starting it again", part.name, part.process.returncode)
                if time.monotonic() - part.started < QUICK_DEATH:
                    stopping.wait(QUICK_DEATH)
                if not stopping.is_set():
                    part.start()


def _keep_database(revive: Callable[[], None], stopping: threading.Event) -> None:
    """A server that cannot start now, because a disk is full, may when somebody has made room."""
    try:
        revive()
    except ClusterError as failed:
        log.error("%s", failed)
        stopping.wait(QUICK_DEATH)
