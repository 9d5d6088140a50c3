"""What each zone wants on a day: the interval that counts, and the hours that an interval under a
day is counted in; and when somebody was last there, or is to be before the week begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geoops.desk.clocks import elapsed, today
from geoops.desk.zone_stops import DAY_SECONDS, ZONES, VisitDay
from geoops.routing.window import DAY, Window, clipped, joined

PLANNED = text("""
    SELECT s.zone_id, max(p.service_date) AS day
    FROM patrol_stop s JOIN patrol p ON p.id = s.patrol_id
    WHERE s.zone_id IS NOT NULL AND s.skipped IS NULL AND p.status <> 'cancelled'
        AND p.service_date >= :today AND p.service_date < :before
    GROUP BY s.zone_id
""")
"""The last day from today on, before a date, on which a published patrol is to visit each zone."""


@dataclass(frozen=True)
class ZoneWish:
    """What a zone wants on one day.

    Parameters
    ----------
    seconds
        The interval that counts on the day.
    stretches
        The hours that an interval under a day is cut into, none longer than it: a visit is to begin
        in each. Empty for an interval of a day and more.
    hours
        When a visit is to begin, where the interval that counts is one of certain hours; empty for
        any hour.
    """

    zone_id: str
    name: str
    weight: float
    visited_on: date | None
    seconds: float
    stretches: tuple[Window, ...] = ()
    hours: tuple[Window, ...] = ()

    @property
    def days(self) -> int:
        """The interval in whole days: what is under a day counts as one, 36 hours do, too."""
        return max(1, int(self.seconds // DAY_SECONDS))


def zone_wishes(session: Session, day: VisitDay) -> list[ZoneWish]:
    """What the zones want on the day, by name."""
    rows = session.execute(ZONES, day.read() | {"required": []})
    return [_wish(row, day) for row in rows]


def visits_planned(session: Session, now: datetime, before: date, zone: str) -> dict[UUID, date]:
    """The last day before `before` on which each zone is on a published patrol's way."""
    rows = session.execute(PLANNED, {"today": today(now, zone), "before": before})
    return {row.zone_id: row.day for row in rows}


def _wish(row: Row[Any], day: VisitDay) -> ZoneWish:
    met = [one for one in row.rhythm if day.meets(one)]
    seconds = min((float(one["revisit_interval"]) for one in met), default=row.interval_seconds)
    since = [one for one in met if float(one["revisit_interval"]) == seconds]
    visited = row.visited_at and today(row.visited_at, day.time_zone)
    stretches = _stretches(day, since, seconds) if seconds < DAY_SECONDS else ()
    hours = joined(_hours(day, one) for one in since)
    return ZoneWish(str(row.id), row.name, row.weight, visited, seconds, stretches, hours)


def _stretches(
    day: VisitDay, rhythm: Sequence[dict[str, Any]], seconds: float
) -> tuple[Window, ...]:
    """The hours in which a team works and the interval counts, cut into equal parts."""
    counts = [_hours(day, one) for one in rhythm] or [Window(0, 2 * DAY)]
    working = joined(day.shifts)
    both = [part for span in joined(counts) for part in clipped(working, span.opens, span.closes)]
    return tuple(part for span in both for part in _cut(span, seconds))


def _hours(day: VisitDay, stretch: dict[str, Any]) -> Window:
    opens, closes = (
        elapsed(day.date, time.fromisoformat(stretch[end]), day.time_zone)
        for end in ("starts", "ends")
    )
    return Window(opens, max(opens, closes))


def _cut(span: Window, seconds: float) -> list[Window]:
    parts = max(1, -int(-span.length // seconds))
    edges = [span.opens + round(span.length * number / parts) for number in range(parts + 1)]
    return [Window(*pair) for pair in pairwise(edges)]
