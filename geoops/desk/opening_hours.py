"""When a site is open: its stated hours on the territory's clocks, nights over midnight as well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from geoops.desk.clocks import elapsed, instant, midnight, today

END_OF_DAY = ("23:59", "24:00")
WEEK = range(-1, 9)
"""Days around the moment: last evening's night, and a week ahead, past which none closes."""

type Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Opening:
    """From when until when (UTC) a site is open without a break; None where it never closes."""

    opens_at: datetime | None
    closes_at: datetime | None


ALWAYS = Opening(None, None)


def opening_at(hours: Sequence[dict[str, Any]], moment: datetime, time_zone: str) -> Opening | None:
    """The opening that `moment` falls into, its end left out; None while the site is closed.

    Parameters
    ----------
    hours
        `{weekday: 0–6 (Monday 0), opens, closes}` by the wall clock; one that closes before it
        opens closes on the next day. A site without hours never closes.
    """
    if not hours:
        return ALWAYS
    day = today(moment, time_zone)
    spans = sorted(
        span for offset in WEEK for span in _spans(hours, day + timedelta(days=offset), time_zone)
    )
    for opens_at, closes_at in _joined(spans):
        if opens_at <= moment < closes_at:
            last = midnight(day + timedelta(days=WEEK[-1]), time_zone)
            return ALWAYS if closes_at >= last else Opening(opens_at, closes_at)
    return None


def _spans(hours: Sequence[dict[str, Any]], day: date, time_zone: str) -> Iterator[Span]:
    for row in hours:
        if row["weekday"] == day.weekday():
            opens = time.fromisoformat(row["opens"])
            opens_at = instant(day, elapsed(day, opens, time_zone), time_zone)
            yield opens_at, _closing(row["closes"], opens, day, time_zone)


def _closing(words: str, opens: time, day: date, time_zone: str) -> datetime:
    """The minute before midnight means midnight: nobody closes for that minute."""
    tomorrow = day + timedelta(days=1)
    if words[:5] in END_OF_DAY:
        return midnight(tomorrow, time_zone)
    closes = time.fromisoformat(words)
    on = day if closes > opens else tomorrow
    return instant(on, elapsed(on, closes, time_zone), time_zone)


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans in their order, those that touch or overlap as one."""
    under_way: Span | None = None
    for opens_at, closes_at in spans:
        if under_way is not None and opens_at <= under_way[1]:
            under_way = under_way[0], max(under_way[1], closes_at)
            continue
        if under_way is not None:
            yield under_way
        under_way = opens_at, closes_at
    if under_way is not None:
        yield under_way
