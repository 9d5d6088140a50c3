"""Kill parts of a running service at random moments, each time in the middle of the work."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.serving import Service, descendants, kill_if_there, postgres_of, wait_for

KILLS = ("web", "backend", "worker", "postmaster", "web", "backend", "postmaster", "worker")
PATIENCE = 60.0  # seconds in which the crowd must get on again


def kill_in_the_middle(
    service: Service, done: Callable[[], int], operations: int, seed: str
) -> list[str]:
    """Kill one process after each share of the operations, in a random order; what was killed.

    The last is a job worker, whose successor catches up with what is due when it starts.
    """
    chance = Random(seed)
    order = [*chance.sample(KILLS[:-1], len(KILLS) - 1), KILLS[-1]]
    shares = [chance.uniform(0.6, 1.0) for _ in order]
    moments = [0.0, *(sum(shares[: n + 1]) / (sum(shares) + 0.3) for n in range(len(shares)))]
    killed = []
    for (_, moment), kind in zip(pairwise(moments), order, strict=True):
        wait_until(done, moment * operations)
        kill_if_there(chance.choice(VICTIMS[kind](service)))
        killed.append(kind)
    return killed


def wait_until(done: Callable[[], int], wanted: float) -> None:
    """Wait for the crowd's count; it may stand still for a minute, but no longer."""
    while (before := done()) < wanted:
        wait_for(lambda: done() > before, PATIENCE, lambda: f"the crowd is stuck at {done()}")


def _web(service: Service) -> list[int]:
    """The workers of gunicorn, whose parent starts them again."""
    gunicorns = [pid for pid in parts(service) if b"gunicorn" in words(pid)]
    return [worker for pid in gunicorns for worker in descendants(pid)]


def _worker(service: Service) -> list[int]:
    return [pid for pid in parts(service) if words(pid).endswith(b"geoops\0worker\0")]


def _backend(service: Service) -> list[int]:
    """Server processes at work for the application: killing one restarts them all."""
    return [pid for pid in postgres_of(service.cluster)[1:] if b"geoops_app" in words(pid)]


VICTIMS: dict[str, Callable[[Service], list[int]]] = {
    "web": _web,
    "worker": _worker,
    "backend": _backend,
    "postmaster": lambda service: postgres_of(service.cluster)[:1],
}


def parts(service: Service) -> list[int]:
    """The processes that the supervisor started."""
    return descendants(service.pid)


def words(pid: int) -> bytes:
    """The process's command line; nothing when it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
