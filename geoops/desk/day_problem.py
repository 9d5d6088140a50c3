"""The day's problem as the records tell it: which teams are there, and what wants a visit.

What a visit is worth grows with the days since the last one, over the interval that the zone
wants. A camp that has not been visited for itself counts from the last visit of its zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geoops.desk.clocks import elapsed, instant
from geoops.desk.day_clocks import DayClocks
from geoops.desk.day_demands import DayDemands
from geoops.desk.day_teams import teams_of
from geoops.desk.on_foot import CAMP_MINUTES, CampsByZone, camps_by_zone, walked_stops
from geoops.desk.plan_request import PlanRequest
from geoops.desk.setup_reading import places_asked, setup_of_day
from geoops.layers.zones import LAST_VISIT
from geoops.records import StopKind
from geoops.routing.points import Point
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team
from geoops.routing.travel import RoadNetwork
from geoops.routing.weight import weight_of
from geoops.routing.window import ANY_TIME, Window

SITE_MINUTES = 15
"""How long a call at a site takes."""
CAMP_INTERVAL_DAYS = 3
"""The revisit interval of a camp that lies in no zone."""
NOON = 12 * 3600

COLOURS = text("""
    SELECT id, rank() OVER (PARTITION BY active ORDER BY name) - 1 AS colour_index FROM team
""")

BASES = text("SELECT id, ST_X(position) AS longitude, ST_Y(position) AS latitude FROM base")

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
    WHERE c.active AND (:camps OR c.id = ANY (:demanded_camps))
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
    demands
        What the day asks of its stops; laid over them once their walks are known.
    camps
        What is walked to in each zone; empty unless the request asks for it.
    """

    teams: tuple[Team, ...]
    stops: tuple[Stop, ...]
    colour_index: Mapping[str, int]
    demands: DayDemands
    camps: CampsByZone = field(default_factory=dict)

    def on_roads(self, service_date: date, roads: RoadNetwork) -> PatrolProblem:
        """The day's problem with its walks made, its demands laid over them, and its tables.

        Raises
        ------
        geoops.routing.errors.NetworkError
            The network does not answer, or a base is off every road.
        """
        asked = self.demands.asked(walked_stops(self.stops, self.camps, roads))
        return PatrolProblem.on_roads(service_date, self.teams, asked.stops, roads, asked.apart)


def day_problem(
    session: Session, request: PlanRequest, time_zone: str, now: datetime
) -> DayProblem:
    """Read the day's setup, teams, stops and camps to walk to.

    Ages count up to the service date's noon, or until `now` once that is later.
    """
    day = request.service_date
    moment = max(now, instant(day, NOON, time_zone))
    setup, clocks = setup_of_day(session, day), DayClocks(day, time_zone)
    asked = {
        "required": list(request.required_zone_ids),
        "sites": [*request.site_ids, *places_asked(setup, StopKind.SITE)],
        "camps": request.include_camps,
        "demanded_camps": places_asked(setup, StopKind.CAMP),
        "now": moment,
    }
    teams = teams_of(setup, request.team_ids or (), _bases(session), clocks)
    stops = session.execute(STOPS, asked).all()
    going = {team.id for team in teams}
    colours = {str(row.id): int(row.colour_index) for row in session.execute(COLOURS)}
    return DayProblem(
        teams=teams,
        stops=tuple(_stop(row, request, time_zone, moment) for row in stops),
        colour_index={team: colour for team, colour in colours.items() if team in going},
        demands=DayDemands.of(setup.demands, teams, clocks, request.site_ids),
        camps=camps_by_zone(session) if request.walks else {},
    )


def _bases(session: Session) -> dict[UUID, Point]:
    return {row.id: (row.longitude, row.latitude) for row in session.execute(BASES)}


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
