"""The day's problem as the records tell it: which teams are there, and what wants a visit.

What a visit is worth grows with the days since the last one, over the interval that the zone
wants. A camp that has not been visited for itself counts from the last visit of its zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geoops.desk.clocks import elapsed, instant
from geoops.desk.plan_request import PlanRequest
from geoops.layers.zones import LAST_VISIT
from geoops.routing.points import Point
from geoops.routing.problem import Kind, Stop, Team
from geoops.routing.weight import weight_of
from geoops.routing.window import ANY_TIME, Window

CAMP_MINUTES = 20
"""How long a stop at a camp takes."""
SITE_MINUTES = 15
"""How long a call at a site takes."""
CAMP_INTERVAL_DAYS = 3
"""The revisit interval of a camp that lies in no zone."""
NOON = 12 * 3600

TEAMS = text("""
    SELECT t.id, t.name, t.shift_starts, t.shift_ends, t.active,
        ST_X(b.position) AS longitude, ST_Y(b.position) AS latitude,
        rank() OVER (PARTITION BY t.active ORDER BY t.name) - 1 AS colour_index
    FROM team t JOIN base b ON b.id = t.base_id
    ORDER BY t.name
""")

STOPS = text(f"""
    WITH visited AS ({LAST_VISIT})
    SELECT 'zone' AS kind, z.id, z.name, ST_X(z.access) AS longitude, ST_Y(z.access) AS latitude,
        extract(epoch FROM z.service_time)::int AS service, z.weight,
        extract(epoch FROM z.revisit_interval)::float / 86400 AS interval_days,
        v.at AS visited_at, NULL::jsonb AS opening_hours, z.id = ANY (:required) AS required
    FROM zone z JOIN visited v ON v.zone_id = z.id
    WHERE z.active
    UNION ALL
    SELECT 'camp', c.id, c.label, ST_X(c.position), ST_Y(c.position),
        {CAMP_MINUTES} * 60, coalesce(z.weight, 1),
        coalesce(extract(epoch FROM z.revisit_interval)::float / 86400, {CAMP_INTERVAL_DAYS}),
        coalesce((SELECT max(s.visited_at) FROM patrol_stop s WHERE s.camp_id = c.id), v.at),
        NULL, false
    FROM camp c LEFT JOIN zone z ON z.id = c.zone_id LEFT JOIN visited v ON v.zone_id = z.id
    WHERE c.active AND :camps
    UNION ALL
    SELECT 'site', s.id, s.name, ST_X(s.position), ST_Y(s.position),
        {SITE_MINUTES} * 60, 1, NULL, NULL, s.opening_hours, true
    FROM site s
    WHERE s.id = ANY (:sites) AND s.status = 'open'
    ORDER BY kind, name, id
""")  # noqa: S608 - put together from the constants above


@dataclass(frozen=True)
class DayProblem:
    """Teams and stops of one service date, before any road is looked at.

    Parameters
    ----------
    colour_index
        Each team's place among the active teams by name: its colour on every map of that day.
    """

    teams: tuple[Team, ...]
    stops: tuple[Stop, ...]
    colour_index: Mapping[str, int]


def day_problem(
    session: Session, request: PlanRequest, time_zone: str, now: datetime
) -> DayProblem:
    """Read the day's teams and stops, one statement each.

    Ages count up to the service date's noon, or until `now` once that is later.
    """
    day = request.service_date
    moment = max(now, instant(day, NOON, time_zone))
    asked = {
        "required": list(request.required_zone_ids),
        "sites": list(request.site_ids),
        "camps": request.include_camps,
        "now": moment,
    }
    teams = [row for row in session.execute(TEAMS) if row.id in (request.team_ids or ())]
    stops = session.execute(STOPS, asked).all()
    return DayProblem(
        teams=tuple(_team(row, request, time_zone) for row in teams),
        stops=tuple(_stop(row, request, time_zone, moment) for row in stops),
        colour_index={str(row.id): int(row.colour_index) for row in teams},
    )


def _team(row: Row[Any], request: PlanRequest, time_zone: str) -> Team:
    """A team that leaves its base and comes back to it within its shift."""
    base = row.longitude, row.latitude
    day = request.service_date
    shift = Window(
        elapsed(day, row.shift_starts, time_zone), elapsed(day, row.shift_ends, time_zone)
    )
    return Team(id=str(row.id), name=row.name, start=base, end=base, shift=shift)


def _stop(row: Row[Any], request: PlanRequest, time_zone: str, moment: datetime) -> Stop:
    position: Point = row.longitude, row.latitude
    return Stop(
        id=str(row.id),
        name=row.name,
        kind=Kind(row.kind),
        position=position,
        service=row.service,
        windows=_windows(row.opening_hours, request, time_zone),
        required=row.required,
        weight=_weight(row, moment),
        urgency=None if row.interval_days is None else _urgency(row, moment),
    )


def _weight(row: Row[Any], moment: datetime) -> float:
    """A site's weight is its own; any other grows with age."""
    if row.interval_days is None:
        return float(row.weight)
    return _urgency(row, moment, row.weight)


def _urgency(row: Row[Any], moment: datetime, weight: float = 1.0) -> float:
    """How many intervals have passed since the last visit, times a weight."""
    if row.visited_at is None:
        return weight_of(None, row.interval_days, weight)
    age = moment - row.visited_at.astimezone(UTC)
    return weight_of(max(age.total_seconds(), 0) / 86_400, row.interval_days, weight)


def _windows(
    hours: list[dict[str, Any]] | None, request: PlanRequest, time_zone: str
) -> tuple[Window, ...]:
    """When a site is open on the service date; one without stated hours never closes."""
    if not hours:
        return ANY_TIME
    day = request.service_date
    spans = [
        (_clock(day_hours["opens"]), _clock(day_hours["closes"]))
        for day_hours in hours
        if day_hours["weekday"] == day.weekday()
    ]
    windows = [
        Window(elapsed(day, opens, time_zone), elapsed(day, closes, time_zone))
        for opens, closes in spans
        if opens < closes
    ]
    return tuple(window for window in windows if window.length)


def _clock(words: str) -> time:
    """A time of day; closing at 24:00 is the day's last second, for time has no such hour."""
    return time(23, 59, 59) if words == "24:00" else time.fromisoformat(words)
