"""When a team will be where: lateness runs on through its day until a wait takes it up.

Pure arithmetic on instants. The way from one stop to the next takes what was planned, a visit as
well; a stop that was to be waited for is not begun before its planned start.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from geoops.records import Patrol, PatrolStop

NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Estimate:
    """When a team is, or was, at a stop; `late` (never negative) is against its planned arrival."""

    sequence: int
    arrives_at: datetime
    leaves_at: datetime
    late: timedelta


def estimates(patrol: Patrol, stops: Sequence[PatrolStop], now: datetime) -> list[Estimate]:
    """One for each stop that is not skipped, in order.

    What has happened is told as it was. What has not cannot be past: the first arrival that is
    still to come is `now` at the earliest, and so is the departure from a stop not left.
    """
    return list(_estimates(patrol, stops, now))


def behind(stops: Sequence[PatrolStop]) -> int:
    """How many stops, in order, are behind the team: all up to the last one visited or skipped.

    One that it passed by without a word is behind it, too.
    """
    return max((stop.sequence + 1 for stop in stops if stop.visited_at or stop.skipped), default=0)


def _estimates(patrol: Patrol, stops: Sequence[PatrolStop], now: datetime) -> Iterator[Estimate]:
    done = behind(stops)
    free, planned = patrol.starts_at, patrol.starts_at
    for stop in stops:
        way, planned = stop.arrives_at - planned, stop.departs_at
        if stop.skipped:
            continue
        stay, waits = stop.departs_at - stop.starts_at, stop.starts_at > stop.arrives_at
        arrives = stop.visited_at or (free + way if stop.sequence < done else max(free + way, now))
        leaves = (max(arrives, stop.starts_at) if waits else arrives) + stay
        if stop.visited_at and stop.sequence == done - 1:
            leaves = max(leaves, now)
        leaves = stop.left_at or leaves
        free = leaves
        yield Estimate(stop.sequence, arrives, leaves, max(arrives - stop.arrives_at, NO_TIME))
