"""HiGHS, by way of SciPy, without what its developers left in it.

HiGHS 1.12, which SciPy 1.18 brings along, writes a line to the standard output whenever it repairs
a solution, whatever its options say (HiGHS issue 2783, mended there since). Whoever reads our
standard output reads figures (`geoops bench … --json`), so meanwhile what C writes there is let go.
Python's own output, the standard error and HiGHS's answers are as ever.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from scipy.optimize import OptimizeResult, milp


def solved(cost: Any, **program: Any) -> OptimizeResult:
    """What `scipy.optimize.milp` finds."""
    with _c_is_quiet():
        return milp(cost, **program)


_lock = Lock()
_quiet = 0
"""How many threads of this process want it quiet."""


def _c_output() -> tuple[ctypes.c_void_p, int | None, int | None]:
    """C's variable `stdout`, what it is, and a stream to nowhere.

    The GNU C library says that it may be set like any other. Elsewhere it is left alone.
    """
    with suppress(OSError, ValueError, AttributeError):
        libc = ctypes.CDLL(None)
        variable = ctypes.c_void_p.in_dll(libc, "stdout")
        libc.fopen.restype = ctypes.c_void_p
        if nowhere := libc.fopen(b"/dev/null", b"w"):
            return variable, variable.value, nowhere
    return ctypes.c_void_p(), None, None


_stdout, _told, _nowhere = _c_output()


@contextmanager
def _c_is_quiet() -> Iterator[None]:
    """Let go what C writes to its standard output, until the last thread that asked for it is done.

    Only C's stream is changed and not the file behind it: no other thread's Python, and no process
    that one begins meanwhile, loses a word.
    """
    global _quiet  # noqa: PLW0603 - C's stream is one for the whole process, too
    with _lock:
        _quiet += 1
        _stdout.value = _nowhere
    try:
        yield
    finally:
        with _lock:
            _quiet -= 1
            if not _quiet:
                _stdout.value = _told
