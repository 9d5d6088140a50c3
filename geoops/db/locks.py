"""Locks between processes, on files. A lock ends with its process, however that ends."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger("geoops.cluster")


@contextmanager
def exclusively(path: Path) -> Iterator[None]:
    """Wait until no one else holds the lock on `path`, and hold it for the block."""
    lock = _open(path)
    try:
        if not _try(lock, fcntl.LOCK_EX):
            log.info("Waiting for another process that starts or stops the database")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        _release(lock)


class Share:
    """A share in the file at `path`, held from the beginning until `end`."""

    def __init__(self, path: Path) -> None:
        self._lock = _open(path)
        fcntl.flock(self._lock, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether no one else holds a share; the answer stays true until `end` if it is yes."""
        return _try(self._lock, fcntl.LOCK_EX)

    def end(self) -> None:
        """Give the share back."""
        _release(self._lock)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def _try(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _release(lock: int) -> None:
    fcntl.flock(lock, fcntl.LOCK_UN)  # also for forked children that inherited it
    os.close(lock)
