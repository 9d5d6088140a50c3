"""What goes wrong with the embedded cluster, in words: which step, why, and what to do."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, EFBIG, ENOSPC, EPERM, EROFS

import psycopg

from geoops.errors import GeoOpsError

FREE_SPACE = "Free some space there, or set GEOOPS_HOME to a folder on a larger disk."
FIX_RIGHTS = "Give the folder to the user who runs GeoOps, or set GEOOPS_HOME to another one."
READ_LOG = "The log beside the data folder says more."

# What PostgreSQL's programs say (LC_ALL=C), why that is, and what to do; the first match wins.
_SAYINGS: tuple[tuple[str, str, str], ...] = (
    (
        r"shared memory segment .*No space left on device",
        "The machine has too little shared memory (/dev/shm).",
        "Give the container at least 256 MB of it (docker run --shm-size=256m).",
    ),
    (
        r"No space left on device|Disk quota exceeded|File too large",
        "The disk is full.",
        FREE_SPACE,
    ),
    (
        r"pre-existing shared memory block|lock file .* already exists",
        "Another server process still uses this data folder.",
        "Wait until it has ended, or end it, and start again.",
    ),
    (
        r"database files are incompatible with server",
        "The data folder was written by another version of PostgreSQL.",
        "Install that version beside this one, or point GEOOPS_PG_BIN at it.",
    ),
    (r"Permission denied|Operation not permitted", "A file or folder is forbidden.", FIX_RIGHTS),
    (
        r"error while loading shared libraries|GLIBC_",
        "The PostgreSQL programs do not run here: a system library is missing.",
        "Install PostgreSQL and PostGIS again, or point GEOOPS_PG_BIN at a set that works.",
    ),
)

_ERRNOS = {
    ENOSPC: ("The disk is full.", FREE_SPACE),
    EDQUOT: ("The disk quota is used up.", FREE_SPACE),
    EFBIG: ("A file may not grow any further here.", FREE_SPACE),
    EACCES: ("A file or folder is forbidden.", FIX_RIGHTS),
    EPERM: ("A file or folder is forbidden.", FIX_RIGHTS),
    EROFS: ("The disk is read-only.", "Set GEOOPS_HOME to a folder that can be written."),
}


class ClusterError(GeoOpsError):
    """The embedded cluster cannot do `step`; `reason` and `remedy` are sentences."""

    code = "database-cluster"
    status = 503
    template = "The embedded database could not {step}. {reason} {remedy}"


@contextmanager
def step(name: str) -> Iterator[None]:
    """Turn what fails inside into a `ClusterError` of the step `name` ("start the server").

    Raises
    ------
    ClusterError
        For operating-system errors, failing programs and database errors; others pass.
    """
    try:
        yield
    except subprocess.CalledProcessError as error:
        raise explain(name, f"{error.stdout or ''}{error.stderr or ''}") from error
    except subprocess.TimeoutExpired as error:
        reason = f"It took longer than {error.timeout:.0f} s."
        raise ClusterError(step=name, reason=reason, remedy=READ_LOG) from error
    except psycopg.Error as error:
        raise explain(name, str(error)) from error
    except OSError as error:
        raise _from_errno(name, error) from error


def explain(name: str, said: str) -> ClusterError:
    """The error of a step from what PostgreSQL said; its last lines are quoted when unknown."""
    telling = [line.strip() for line in said.splitlines() if line.strip()]
    for pattern, reason, remedy in _SAYINGS:
        for line in telling:
            if re.search(pattern, line):
                return ClusterError(step=name, reason=f"{reason} ({line})", remedy=remedy)
    quoted = " | ".join(telling[-3:])
    reason = f"PostgreSQL said: {quoted}." if quoted else "PostgreSQL did not say why."
    return ClusterError(step=name, reason=reason, remedy=READ_LOG)


def _from_errno(name: str, error: OSError) -> ClusterError:
    why, remedy = _ERRNOS.get(error.errno or 0, (f"{error.strerror or error}.", READ_LOG))
    where = f" ({error.filename})" if error.filename else ""
    return ClusterError(step=name, reason=f"{why}{where}", remedy=remedy)
