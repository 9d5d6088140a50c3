"""The engine's first process: it forks the workers, and forks again when one dies.

It loads neither NumPy nor OSRM, so that it forks from a single thread, and nothing that OSRM
might do can end it.
"""

import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

YOUNG = 1.0
"""Seconds: a worker that dies younger is not replaced at once, or we would only fork."""


def supervise(
    network_home: Path, listener: socket.socket, workers: int, parent: int | None = None
) -> None:
    """Keep `workers` processes answering at `listener` until a signal ends it.

    Parameters
    ----------
    parent
        A pipe's file descriptor, if there is one: when its other end closes, the parent is gone
        (even by SIGKILL), and so are we.
    """
    born: dict[int, float] = {}
    with _wakeups() as wake, selectors.DefaultSelector() as selector:
        selector.register(wake, selectors.EVENT_READ)
        if parent is not None:
            selector.register(parent, selectors.EVENT_READ)
        try:
            while True:
                while len(born) < workers:
                    born[_fork(network_home, listener)] = time.monotonic()
                if any(key.fileobj == parent for key, _ in selector.select()):
                    return
                wake.recv(64)
                _bury(born)
        finally:
            _end(born)


@contextmanager
def _wakeups() -> Iterator[socket.socket]:
    """A socket that becomes readable at a signal; SIGTERM ends us as SIGINT does."""
    wake, hand = socket.socketpair()
    hand.setblocking(False)
    with wake, hand:
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        before = signal.set_wakeup_fd(hand.fileno(), warn_on_full_buffer=False)
        try:
            yield wake
        finally:
            signal.set_wakeup_fd(before)


def _fork(network_home: Path, listener: socket.socket) -> int:
    supervisor = os.getpid()
    child = os.fork()
    if child:
        return child
    _be_worker(network_home, listener, supervisor)


def _be_worker(network_home: Path, listener: socket.socket, supervisor: int) -> NoReturn:
    """The worker's whole life: it never returns into the supervisor's code."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        from geoops.routing.worker import work

        work(network_home, listener, supervisor)
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _bury(born: dict[int, float]) -> None:
    """Forget the workers that have ended; after an early death, wait a little."""
    while born:
        child, _ = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        if time.monotonic() - born.pop(child, 0.0) < YOUNG:
            time.sleep(YOUNG)


def _end(born: dict[int, float]) -> None:
    for child in born:
        os.kill(child, signal.SIGTERM)
    for child in born:
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


if __name__ == "__main__":
    home, inherited, count = sys.argv[1:]
    supervise(Path(home), socket.socket(fileno=int(inherited)), int(count), sys.stdin.fileno())
