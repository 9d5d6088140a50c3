"""The engine: processes of its own that hold OSRM and answer over a Unix socket.

`EngineServer` runs it as a child (for `geoops serve`, or for a client that finds none), `run` in
the foreground. supervisor.py keeps its workers alive, worker.py is one of them. The parent opens
the socket and hands it down, so that a question asked before the workers are up waits in the
socket's queue instead of failing.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from geoops.routing.listening import listen, socket_path
from geoops.routing.supervisor import supervise
from geoops.settings import Settings

STOPPING = 5.0
"""Seconds that the workers are given to end before they are killed."""


def default_workers() -> int:
    """One process more than cores, so that a short question finds one free beside long ones."""
    return (os.cpu_count() or 1) + 1


class EngineServer:
    """An engine as a child process that ends with its parent, however the parent ends.

    Parameters
    ----------
    settings
        Its `network_home` holds the datasets; nothing needs to be built yet.
    workers
        Processes that answer; one more than there are cores by default.
    path
        The socket to listen on; the home's own by default.
    """

    def __init__(
        self, settings: Settings, *, workers: int | None = None, path: Path | None = None
    ) -> None:
        self._home = settings.network_home
        self._workers = workers or default_workers()
        self.path = path or socket_path(self._home)
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it; questions may be asked as soon as this returns.

        Raises
        ------
        EngineRunning
            When another engine keeps the socket for five seconds.
        """
        with listen(self.path) as (listener, lock):
            socket_number = listener.fileno()
            words = [str(self._home), str(socket_number), str(self._workers)]
            self._child = subprocess.Popen(
                [sys.executable, "-m", "geoops.routing.supervisor", *words],
                stdin=subprocess.PIPE,
                pass_fds=(socket_number, lock.fileno()),
                start_new_session=True,  # Ctrl-C reaches the parent, which then stops us in order
            )
        return self

    @property
    def running(self) -> bool:
        """Whether the child lives."""
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int | None:
        """The child's process id, for whoever supervises it."""
        return self._child.pid if self._child else None

    def stop(self) -> None:
        """End it and wait until it is gone; nothing happens when it is gone already."""
        child, self._child = self._child, None
        if child is None:
            return
        child.terminate()
        try:
            child.wait(STOPPING)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdin:
            child.stdin.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Start it."""
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()


def run(
    settings: Settings, workers: int | None = None, tell: Callable[[str], None] = lambda line: None
) -> None:
    """Be the engine, in the foreground, until SIGINT or SIGTERM; `tell` hears where it listens.

    Raises
    ------
    EngineRunning
        When another engine keeps the socket for five seconds.
    """
    path = socket_path(settings.network_home)
    with listen(path) as (listener, _lock):
        tell(f"Listening at {path}")
        try:
            supervise(settings.network_home, listener, workers or default_workers())
        finally:
            path.unlink(missing_ok=True)
