"""What happens next: the events of a replay in the order of their instants."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Event = Callable[[datetime], None]


class Agenda:
    """Events to come. Two at one instant happen in the order in which they were noted."""

    def __init__(self) -> None:
        self._events: list[tuple[datetime, int, Event]] = []
        self._numbers = count()

    def note(self, at: datetime, event: Event) -> None:
        """Let `event(at)` happen at `at`."""
        heappush(self._events, (at, next(self._numbers), event))

    def live_until(self, end: datetime) -> None:
        """Let everything happen that is due before `end`, what it leads to included."""
        while self._events and self._events[0][0] < end:
            at, _, event = heappop(self._events)
            event(at)
