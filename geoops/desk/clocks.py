"""Between the clock on a territory's walls and the seconds and instants that planning works with.

A service date's times are seconds elapsed since its local midnight. On the day that the clocks go
forward 09:00 is 8 hours after midnight, on the day that they go back 10: so everything is counted
in UTC, and the wall clock is read only at the edge.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def midnight(day: date, time_zone: str) -> datetime:
    """The instant (UTC) at which `day` begins in `time_zone`."""
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)


def elapsed(day: date, clock: time, time_zone: str) -> int:
    """Seconds from the local midnight of `day` until its clocks show `clock`.

    An hour shown twice means its first time; one that is skipped, the time as far past the jump.
    """
    shown = datetime.combine(day, clock, ZoneInfo(time_zone)).astimezone(UTC)
    return round((shown - midnight(day, time_zone)).total_seconds())


def instant(day: date, seconds: int, time_zone: str) -> datetime:
    """The instant (UTC) that is `seconds` after the local midnight of `day`."""
    return midnight(day, time_zone) + timedelta(seconds=seconds)


def today(now: datetime, time_zone: str) -> date:
    """The date on the territory's calendar at `now`."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def has_passed(day: date, now: datetime, time_zone: str) -> bool:
    """Whether `day` is over on the territory's calendar at `now`."""
    return day < today(now, time_zone)


def night(now: datetime, time_zone: str) -> date:
    """The night that `now` belongs to, by the date of its evening; a new one begins at noon.

    Read off the wall clock, so that a night is one night also when it has 11 or 13 hours.
    """
    return (now.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) - timedelta(hours=12)).date()


def next_time(now: datetime, clock: time, time_zone: str) -> datetime:
    """The next instant (UTC) after `now` at which the territory's clocks show `clock`."""
    day = today(now, time_zone)
    at = instant(day, elapsed(day, clock, time_zone), time_zone)
    if at > now:
        return at
    day += timedelta(days=1)
    return instant(day, elapsed(day, clock, time_zone), time_zone)
