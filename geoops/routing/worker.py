"""One process of the engine: one question after another, always from the current dataset."""

import logging
import os
import select
import socket
from pathlib import Path
from typing import IO

from geoops.routing.dataset import current, sweep, use_current
from geoops.routing.errors import NetworkNotBuilt
from geoops.routing.roads import Answer, Roads
from geoops.routing.wire import Arrays, Header, receive, send

TICK = 1.0
"""Seconds between two looks at an orphaned life or a new dataset, when nothing is asked."""
SILENCE = 30.0
"""Seconds that a client may take over its message before it is dropped."""

log = logging.getLogger(__name__)


class Shelf:
    """The dataset in use, exchanged for the current one whenever that changes."""

    def __init__(self, network_home: Path) -> None:
        self._home = network_home
        self._roads: Roads | None = None
        self._lock: IO[bytes] | None = None
        self._seen: Path | None = None

    def refresh(self) -> None:
        """Load the current dataset if it is another one; keep the old one if that fails."""
        try:
            if current(self._home) == self._seen:
                return
            dataset, lock = use_current(self._home)
        except NetworkNotBuilt:
            return
        self._seen = dataset
        try:
            self._roads = Roads(dataset)
        except RuntimeError:
            log.exception("%s cannot be loaded", dataset.name)
            lock.close()
            return
        before, self._lock = self._lock, lock
        if before:
            before.close()
            sweep(self._home)  # the last to let go of the old dataset removes it

    def answer(self, question: Header, arrays: Arrays) -> Answer:
        """The answer from the dataset in use."""
        if self._roads is None and self._seen:
            return {"refused": "other", "reason": f"{self._seen.name} cannot be loaded"}, {}
        if self._roads is None:
            return {"refused": "not-built"}, {}
        return self._roads.answer(question, arrays)


def work(network_home: Path, listener: socket.socket, supervisor: int) -> None:
    """Answer at `listener` until the supervisor is gone."""
    shelf = Shelf(network_home)
    waiting = select.epoll()
    waiting.register(listener, select.EPOLLIN | select.EPOLLEXCLUSIVE)  # wakes one, not all
    while os.getppid() == supervisor:
        shelf.refresh()
        if not waiting.poll(TICK):
            continue
        try:
            connection, _ = listener.accept()
        except BlockingIOError:  # another worker was faster
            continue
        shelf.refresh()
        with connection:
            _serve(connection, shelf)


def _serve(connection: socket.socket, shelf: Shelf) -> None:
    connection.settimeout(SILENCE)
    try:
        send(connection, *_answer(shelf, *receive(connection)))
    except OSError as error:
        log.warning("A client left early: %s", error)


def _answer(shelf: Shelf, question: Header, arrays: Arrays) -> Answer:
    try:
        return shelf.answer(question, arrays)
    except Exception as error:  # one bad question must not end the engine
        log.exception("A question could not be answered")
        return {"refused": "other", "reason": str(error)}, {}
