"""The day's problem as the records tell it: which teams are there, and what wants a visit.

What of the zones wants one is in `geoops.desk.zone_stops`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geoops.desk.clocks import elapsed
from geoops.desk.on_foot import CampsByZone, camps_by_zone
from geoops.desk.planning import PlanRequest
from geoops.desk.zone_stops import VisitDay, camp_stops, zone_stops
from geoops.routing.problem import Kind, Stop, Team
from geoops.routing.window import ANY_TIME, Window

SITE_MINUTES = 15
"""How long a call at a site takes."""

TEAMS = text("""
    SELECT t.id, t.name, t.shift_starts, t.shift_ends, t.active,
        ST_X(b.position) AS longitude, ST_Y(b.position) AS latitude,
        rank() OVER (PARTITION BY t.active ORDER BY t.name) - 1 AS colour_index
    FROM team t JOIN base b ON b.id = t.base_id
    ORDER BY t.name
""")

SITES = text(f"""
    SELECT id, name, ST_X(position) AS longitude, ST_Y(position) AS latitude,
        {SITE_MINUTES} * 60 AS service, opening_hours
    FROM site
    WHERE id = ANY (:sites) AND status = 'open'
    ORDER BY name, id
""")  # noqa: S608 - put together from the constant above


@dataclass(frozen=True)
class DayProblem:
    """Teams and stops of one service date, before any road is looked at.

    Parameters
    ----------
    colour_index
        Each team's place among the active teams by name: its colour on every map of that day.
    camps
        What is walked to in each zone; empty unless the request asks for it.
    """

    teams: tuple[Team, ...]
    stops: tuple[Stop, ...]
    colour_index: Mapping[str, int]
    camps: CampsByZone = field(default_factory=dict)


def day_problem(
    session: Session, request: PlanRequest, time_zone: str, now: datetime
) -> DayProblem:
    """Read the day's teams, stops and camps to walk to, one statement each."""
    rows = [row for row in session.execute(TEAMS) if row.id in (request.team_ids or ())]
    teams = tuple(_team(row, request, time_zone) for row in rows)
    shifts = tuple(team.shift for team in teams)
    day = VisitDay(request.service_date, time_zone, now, shifts)
    camps = camp_stops(session, day) if request.include_camps else ()
    sites = session.execute(SITES, {"sites": list(request.site_ids)}).all()
    zones = zone_stops(session, day, request.required_zone_ids)
    return DayProblem(
        teams=teams,
        stops=(*camps, *(_site(row, request, time_zone) for row in sites), *zones),
        colour_index={str(row.id): int(row.colour_index) for row in rows},
        camps=camps_by_zone(session, day.date) if request.walks else {},
    )


def _team(row: Row[Any], request: PlanRequest, time_zone: str) -> Team:
    """A team that leaves its base and comes back to it within its shift."""
    base = row.longitude, row.latitude
    day = request.service_date
    shift = Window(
        elapsed(day, row.shift_starts, time_zone), elapsed(day, row.shift_ends, time_zone)
    )
    return Team(id=str(row.id), name=row.name, start=base, end=base, shift=shift)


def _site(row: Row[Any], request: PlanRequest, time_zone: str) -> Stop:
    """A call at a site within its opening hours, before whatever is optional."""
    return Stop(
        id=str(row.id),
        name=row.name,
        kind=Kind.SITE,
        position=(row.longitude, row.latitude),
        service=row.service,
        windows=_windows(row.opening_hours, request, time_zone),
        required=True,
    )


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
