"""Several processes take the suite on together, each with a cluster and a service of its own.

A room is a folder of tests, which share what is dear to make (the demonstration's service, a road
network): a process goes through the files of its room, then into one where no other is, and only
at the end helps another with theirs. A test marked `alone` measures time, or takes every core for
itself: meanwhile the other processes begin nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from secrets import randbelow

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

DOOR, STAGE = Path(__file__), Path(__file__).parent / "conftest.py"
"""Two files to lock: who waits for the stage keeps the door shut, so later tests wait behind it."""


class ByRoom(LoadFileScheduling):
    """Files in their order, each process keeping to its room while there is anything in it."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(self._next(node), last=False)
        super()._assign_work_unit(node)

    def _next(self, node: WorkerController) -> str:
        here = {room(file) for file in self.assigned_work[node]}
        elsewhere = {room(file) for files in self.assigned_work.values() for file in files} - here
        return min(
            self.workqueue, key=lambda file: (room(file) not in here, room(file) in elsewhere)
        )


def room(file: str) -> str:
    """The folder of a test file."""
    return file.rpartition("/")[0]


def pytest_configure() -> None:
    """Let every process hash alike: what is parametrised over a set has one order in all."""
    os.environ.setdefault("PYTHONHASHSEED", str(randbelow(2**32)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByRoom:
    """Take the files in the order in which they are collected, not by their number of tests."""
    config.option.loadscopereorder = False
    return ByRoom(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Share the stage with others' tests, fixtures and all."""
    with nullcontext() if _is_alone(item) else _stage(fcntl.LOCK_SH):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Have the stage for oneself; others may go on while the fixtures are made."""
    with _stage(fcntl.LOCK_EX) if _is_alone(item) else nullcontext():
        return (yield)


def _is_alone(item: pytest.Item) -> bool:
    return item.get_closest_marker("alone") is not None


@contextmanager
def _stage(kind: int) -> Iterator[None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    with STAGE.open() as stage:
        with DOOR.open() as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            fcntl.flock(stage, kind)
            fcntl.flock(door, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(stage, fcntl.LOCK_UN)  # also for what the test forked
