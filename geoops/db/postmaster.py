"""The server process of a data folder: whether it lives, and what a killed one left behind."""

import logging
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from geoops.db.problems import ClusterError

PATIENCE = 3.0  # seconds that orphans have to finish by themselves, before they are asked to
LAST_WAIT = 30.0  # seconds that they have after that
POLL = 0.02
log = logging.getLogger("geoops.cluster")


def postmaster_pid(data: Path) -> int | None:
    """The process id of the living server of this data folder, or None.

    A `postmaster.pid` that outlived its server may name any process by now, so the process must
    also be a postgres that was started with `-D` this folder, or that works in it.
    """
    pid = _written_pid(data)
    return pid if pid is not None and _is_postmaster(pid, data) else None


def clear_away(data: Path, socket_lock: Path) -> None:
    """After a crash: wait for orphaned server processes to end, then remove its stale lock files.

    PostgreSQL would remove them itself, except when they cannot be read, or when their number now
    belongs to another process or to a zombie that nobody collects (in containers without init).
    What it looks for besides, shared memory that is still in use, it finds without the files too.

    Raises
    ------
    ClusterError
        When orphans of the last server do not end.
    """
    _await_orphans(data)
    socket_lock.unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        (data / "postmaster.pid").unlink()
        log.info("The last server was killed, or the machine: the next start recovers its data")


def server_processes(data: Path) -> list[int]:
    """The ids of all processes that work in this data folder (every backend's own folder is it)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink() == data and _is_alive(int(process.name)):
                found.append(int(process.name))
    return found


def _await_orphans(data: Path) -> None:
    started = time.monotonic()
    asked = told = False
    while orphans := server_processes(data):
        waited = time.monotonic() - started
        if waited > 1 and not told:
            told = True
            log.info("Waiting for %d processes of the last server to end.", len(orphans))
        if waited > PATIENCE and not asked:
            asked = True
            _terminate(orphans)
        if waited > PATIENCE + LAST_WAIT:
            raise _stuck(orphans)
        time.sleep(POLL)


def _terminate(orphans: list[int]) -> None:
    for pid in orphans:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def _stuck(orphans: list[int]) -> ClusterError:
    return ClusterError(
        step="wait for the last server's processes",
        reason=f"Process {', '.join(map(str, orphans))} still works in the data folder.",
        remedy="End it (kill, then kill -9) and start again.",
    )


def _written_pid(data: Path) -> int | None:
    try:
        return abs(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def _is_postmaster(pid: int, data: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    named = Path(os.fsdecode(words[0])).name in ("postgres", "postmaster")
    return named and (os.fsencode(data) in words[1:] or pid in server_processes(data))


def _is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not: it has ended and waits to be collected."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
