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
        Asked each 0.1 s at most, for the answer may cost a query.
    """

    started: float
    seconds: float | None
    iterations: int | None
    should_stop: Callable[[], bool] | None
    done: int = -1
    asked: float = float("-inf")

    def __call__(self, best_cost: int) -> bool:
        """Whether to stop now; the cost of the best solution does not matter."""
        self.done += 1
        now = time.perf_counter()
        if self.iterations is not None and self.done >= self.iterations:
            return True
        if self.seconds is not None and now - self.started >= self.seconds:
            return True
        if self.should_stop is None or now - self.asked < _ASK_EVERY:
            return False
        self.asked = now
        return self.should_stop()
