"""A second process that searches beside the first, and ends with it whatever ends that.

It is a plain process and not a fork: the first one has threads, database connections and a road
engine. They talk through a socket pair; that it closes, even because its owner was killed, is what
the helper waits for while it searches.
"""

import pickle
import signal
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Thread
from typing import cast

from pyvrp import ProblemData

from geoops.routing.ending import Ending
from geoops.routing.search import Found
from geoops.routing.turn import Task, Workshop

_LISTEN_EVERY = 0.1
_GRACE = 0.4
"""Seconds past the end of the search that the owner waits for the helper's last word."""


class Helper:
    """A helper process and its owner's end of the line; its first task tells it the problem."""

    def __init__(self) -> None:
        self._line, there = Pipe()
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "geoops.routing.helper", str(there.fileno())],
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._sending: Thread | None = None
        self._known: ProblemData | None = None

    def begin(self, data: ProblemData, task: Task) -> None:
        """Give it a task. Returns at once: the helper may be starting, the problem be megabytes."""
        parcel = pickle.dumps((None if data is self._known else data, task))
        self._known = data
        self._sending = Thread(target=self._send, args=(parcel,), daemon=True)
        self._sending.start()

    def _send(self, parcel: bytes) -> None:
        with suppress(OSError):
            self._line.send_bytes(parcel)

    def result(self, ending: Ending) -> Found | None:
        """What it found, waited for until the search is over; None when it has nothing to say."""
        with suppress(EOFError, OSError):
            while not self._line.poll(0.02):
                if ending.called_off() or ending.late(_GRACE):
                    return None
            return cast(Found, self._line.recv())
        return None

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._line.close()
        self._process.wait()


def serve(line: Connection) -> None:
    """Do one task after the other until the line closes."""
    workshop: Workshop | None = None
    with suppress(EOFError, OSError):
        while True:
            data, task = pickle.loads(line.recv_bytes())  # noqa: S301 - from its owner alone
            workshop = Workshop(data) if data else cast(Workshop, workshop)
            line.send(workshop.do(task, Listening(line)))


class Listening:
    """A stopping criterion: whether the owner has gone or wants something else."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._next = 0.0

    def __call__(self, best_cost: int) -> bool:
        """Look at the line now and then."""
        now = time.perf_counter()
        if now < self._next:
            return False
        self._next = now + _LISTEN_EVERY
        return self._line.poll()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks its owner to stop, stops it as well
    serve(Connection(int(sys.argv[1])))
