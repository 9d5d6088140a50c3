"""When a search ends: out of time, out of iterations, or asked to stop."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_ASK_EVERY = 0.1


@dataclass
class Ending:
    """A stopping criterion of PyVRP, which asks it before each iteration.

    Parameters
    ----------
    started
        The instant of `time.perf_counter` that `seconds` count from.
    should_stop
        Asked each 0.1 s at most, for the answer may cost a query; never again once it said yes.
    done
        The iterations begun so far in this process.
    """

    started: float
    seconds: float | None
    iterations: int | None
    should_stop: Callable[[], bool] | None
    done: int = 0
    asked: float = float("-inf")
    stopped: bool = False

    def __call__(self, best_cost: int) -> bool:
        """Whether to stop now; the cost of the best solution does not matter."""
        if self.over():
            return True
        self.done += 1
        return False

    def over(self) -> bool:
        """Whether the search has ended."""
        if self.iterations is not None and self.done >= self.iterations:
            return True
        return self.late() or self.called_off()

    def late(self, grace: float = 0.0) -> bool:
        """Whether its seconds, and `grace` more, are over."""
        if self.seconds is None:
            return False
        return time.perf_counter() - self.started >= self.seconds + grace

    def leave(self, seconds: float) -> None:
        """End so much sooner (by a tenth of the time at most), for what comes after the search."""
        if self.seconds is not None:
            self.seconds -= min(seconds, 0.1 * self.seconds)

    def called_off(self) -> bool:
        """Whether it was asked to stop."""
        now = time.perf_counter()
        if self.stopped or self.should_stop is None or now - self.asked < _ASK_EVERY:
            return self.stopped
        self.asked = now
        self.stopped = self.should_stop()
        return self.stopped


@dataclass
class Turn:
    """A part of a search, and a stopping criterion: its own limits, or those of the whole.

    Parameters
    ----------
    whole
        Asked whether all is over.
    until
        The instant of `time.perf_counter` at which the turn ends; None without.
    iterations
        How many it has; None without.
    """

    whole: Callable[[int], bool]
    until: float | None
    iterations: int | None
    done: int = 0

    def __call__(self, best_cost: int) -> bool:
        """Whether the turn is over."""
        if self.iterations is not None and self.done >= self.iterations:
            return True
        if self.until is not None and time.perf_counter() >= self.until:
            return True
        if self.whole(best_cost):
            return True
        self.done += 1
        return False
