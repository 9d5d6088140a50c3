"""Where the engine listens: a Unix socket in a folder that only its owner may enter."""

import fcntl
import hashlib
import os
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geoops.routing.errors import EngineRunning, NetworkError

LONGEST = 107
"""Bytes that Linux allows in the path of a Unix socket, less the final NUL."""
PATIENCE = 5.0
"""Seconds that a new engine waits for the one before it to let go."""
QUEUE = 1024
"""Questions that may wait for a free process."""


def socket_path(network_home: Path) -> Path:
    """The path of this home's socket; short even where the home's own path is too long."""
    path = network_home / "run" / "engine.sock"
    if len(os.fsencode(path)) <= LONGEST:
        return path
    key = hashlib.sha256(os.fsencode(network_home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"geoops-{os.getuid()}-{key}" / "engine.sock"


@contextmanager
def listen(path: Path) -> Iterator[tuple[socket.socket, IO[bytes]]]:
    """The socket at `path`, listening, and the lock that says whose it is.

    Both may be handed to children; the lock lasts until the last of them ends.

    Raises
    ------
    EngineRunning
        When another engine keeps the lock for five seconds.
    NetworkError
        When somebody else owns the folder.
    """
    _make_private(path.parent)
    with path.with_suffix(".lock").open("wb") as lock, socket.socket(socket.AF_UNIX) as listener:
        _lock_soon(lock, path)
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        listener.listen(QUEUE)
        listener.setblocking(False)
        yield listener, lock


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise NetworkError(reason=f"{folder} belongs to somebody else.")
    folder.chmod(0o700)


def _lock_soon(lock: IO[bytes], path: Path) -> None:
    """Take the lock, waiting for an engine that is just ending."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EngineRunning(socket=path) from None
            time.sleep(0.05)
