"""One LISTEN connection a process, fanned out to the open pages of each territory.

Triggers write each change into `live_event` and notify (migration 0002). A page resumes with the
cursor of its last message: a transaction number below which it has seen everything. Events come at
least once, in the order of their ids; each holds a state, so seeing one twice does no harm.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from threading import Event, Lock, Thread
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Engine, text

from geoops.db.engine import transaction

log = logging.getLogger("geoops.live")

CHANNEL = "geoops_live"
RETRY = 0.5  # seconds between two tries to listen, and after which closing is noticed
HEARTBEAT = 15.0  # seconds of silence after which a proxy might close the stream
BACKLOG = 1_000  # messages that a slow page may lag behind before it must reconnect

HORIZON = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
SINCE = text(
    "SELECT id, topic, payload, xact::text FROM live_event"
    " WHERE xact >= CAST(:cursor AS xid8) AND NOT id = ANY (:seen) ORDER BY id"
)
KNOWN = text("SELECT EXISTS (SELECT FROM live_event WHERE xact < CAST(:cursor AS xid8))")


@dataclass(frozen=True)
class LiveMessage:
    """One message; `id` is the cursor to resume from (Last-Event-ID)."""

    id: str
    topic: str
    payload: dict[str, Any]


@dataclass
class Reader:
    """How far a territory's events have been read: all below `cursor`, and `seen` above it."""

    cursor: str
    seen: dict[int, int] = field(default_factory=dict)

    def read(self, engine: Engine, territory: UUID) -> list[LiveMessage]:
        """The territory's events that are new to this reader.

        The horizon is taken before the events: a transaction that commits in between is read
        again next time rather than missed.
        """
        with transaction(engine, territory) as session:
            horizon = session.execute(HORIZON).scalar_one()
            rows = session.execute(SINCE, {"cursor": self.cursor, "seen": list(self.seen)}).all()
        before, self.cursor = self.cursor, horizon
        self.seen |= {row.id: int(row.xact) for row in rows}
        self.seen = {i: xact for i, xact in self.seen.items() if xact >= int(horizon)}
        # Only the last message may move the page on: whoever breaks off before it resumes earlier.
        cursors = [before] * (len(rows) - 1) + [horizon]
        return [
            LiveMessage(cursor, row.topic, row.payload)
            for cursor, row in zip(cursors, rows, strict=False)
        ]


class LiveHub:
    """The process's ear. Start it lazily in each web worker; it reconnects by itself.

    Parameters
    ----------
    engine
        The application's engine; the hub opens one connection of its own beside it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._queues: dict[UUID, set[Queue[LiveMessage | None]]] = defaultdict(set)
        self._readers: dict[UUID, Reader] = {}
        self._listening = Event()
        self._thread: Thread | None = None
        self._closing = Event()

    def subscribe(
        self, territory: UUID, last_event_id: str | None = None
    ) -> Iterator[LiveMessage | None]:
        """Messages for `territory`, without end; None after each 15 s of silence.

        The first message has the topic `hello`; its `resumed` is False where the page must fetch
        the current state anew. The iterator ends when the page lags too far behind.
        """
        self._start()
        self._listening.wait(HEARTBEAT)
        queue: Queue[LiveMessage | None] = Queue(BACKLOG)
        with self._lock:
            if territory not in self._readers:
                self._readers[territory] = Reader(self._horizon(territory))
            self._queues[territory].add(queue)
            start = self._readers[territory].cursor
        try:
            yield from self._replay(territory, start, last_event_id)
            while True:
                try:
                    message = queue.get(timeout=HEARTBEAT)
                except Empty:
                    yield None
                    continue
                if message is None:
                    return
                yield message
        finally:
            self._forget(territory, queue)

    def _replay(
        self, territory: UUID, start: str, last_event_id: str | None
    ) -> Iterator[LiveMessage]:
        """What the page missed since `last_event_id`, after the word whether that is all."""
        resumable = last_event_id is not None and last_event_id.isascii()
        cursor = last_event_id if resumable and last_event_id and last_event_id.isdigit() else None
        if cursor is None or not self._knows(territory, cursor):
            yield LiveMessage(start, "hello", {"resumed": False})
            return
        yield LiveMessage(cursor, "hello", {"resumed": True})
        yield from Reader(cursor).read(self._engine, territory)

    def _knows(self, territory: UUID, cursor: str) -> bool:
        """Whether events from before the cursor are still kept, so that none since is purged."""
        if len(cursor) > 19:  # xid8 has 64 bits
            return False
        with transaction(self._engine, territory) as session:
            return bool(session.execute(KNOWN, {"cursor": cursor}).scalar_one())

    def _horizon(self, territory: UUID) -> str:
        with transaction(self._engine, territory) as session:
            horizon: str = session.execute(HORIZON).scalar_one()
            return horizon

    def _forget(self, territory: UUID, queue: Queue[LiveMessage | None]) -> None:
        with self._lock:
            self._queues[territory].discard(queue)
            if not self._queues[territory]:
                del self._queues[territory]
                self._readers.pop(territory, None)

    def close(self) -> None:
        """Stop listening; the streams that are open hear nothing more."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._listen_for_ever, name="live", daemon=True)
                self._thread.start()

    def _listen_for_ever(self) -> None:
        while not self._closing.is_set():
            try:
                self._listen()
            except psycopg.Error as lost:
                log.warning("lost the live connection, trying again: %s", lost)
            self._listening.clear()
            self._closing.wait(RETRY)

    def _listen(self) -> None:
        url = self._engine.url.set(drivername="postgresql")
        dsn = url.render_as_string(hide_password=False)
        with psycopg.connect(dsn, autocommit=True, application_name="geoops live") as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._listening.set()
            for territory in list(self._queues):  # whatever happened while nobody listened
                self._deliver(territory)
            while not self._closing.is_set():
                for notice in connection.notifies(timeout=RETRY):
                    self._deliver(UUID(notice.payload))

    def _deliver(self, territory: UUID) -> None:
        """Read the territory's new events once and hand them to each of its pages."""
        with self._lock:
            queues, reader = set(self._queues.get(territory, ())), self._readers.get(territory)
        if not queues or reader is None:
            return
        for message in reader.read(self._engine, territory):
            for queue in queues:
                _put(queue, message)


def _put(queue: Queue[LiveMessage | None], message: LiveMessage) -> None:
    """Queue the message; a page that lags too far loses its stream, and resumes where it was."""
    try:
        queue.put_nowait(message)
    except Full:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
