"""The day's problem as the records tell it: which teams are there, and what wants a visit.

What of the zones wants one is in `geoops.desk.zone_stops`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geoops.desk.clocks import elapsed, has_passed
from geoops.desk.day_clocks import DayClocks
from geoops.desk.day_demands import DayDemands
from geoops.desk.day_teams import teams_of
from geoops.desk.on_foot import CampsByZone, camps_by_zone, walked_stops
from geoops.desk.plan_request import PlanRequest
from geoops.desk.setup_reading import places_asked, setup_of_day
from geoops.desk.van_stops import settled
from geoops.desk.zone_stops import VisitDay, camp_stops, zone_stops
from geoops.records import StopKind
from geoops.routing.points import Point
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team
from geoops.routing.travel import RoadNetwork
from geoops.routing.window import ANY_TIME, Window

SITE_MINUTES = 15
"""How long a call at a site takes."""

COLOURS = text("""
    SELECT id, rank() OVER (PARTITION BY active ORDER BY name) - 1 AS colour_index FROM team
""")

BASES = text("SELECT id, ST_X(position) AS longitude, ST_Y(position) AS latitude FROM base")

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
    demands
        What the day asks of its stops; laid over them once their walks are known.
    camps
        What is walked to in each zone; empty unless the request asks for it.
    over
        Whether the day has passed, so that what it tells is of then.
    """

    teams: tuple[Team, ...]
    stops: tuple[Stop, ...]
    colour_index: Mapping[str, int]
    demands: DayDemands
    camps: CampsByZone = field(default_factory=dict)
    over: bool = False

    def on_roads(self, service_date: date, roads: RoadNetwork) -> PatrolProblem:
        """The day's problem with its walks made, its demands laid over them, and its tables.

        Raises
        ------
        geoops.routing.errors.NetworkError
            The network does not answer, or a base is off every road.
        """
        stops = settled(self.stops, self.camps, self.teams, roads)
        asked = self.demands.asked(walked_stops(stops, self.camps, roads))
        return PatrolProblem.on_roads(service_date, self.teams, asked.stops, roads, asked.apart)


def day_problem(
    session: Session, request: PlanRequest, time_zone: str, now: datetime
) -> DayProblem:
    """Read the day's setup, teams, stops and camps to walk to, one statement each."""
    over = has_passed(request.service_date, now, time_zone)
    setup = setup_of_day(session, request.service_date, over=over)
    clocks = DayClocks(request.service_date, time_zone)
    teams = teams_of(setup, request.team_ids or (), bases(session), clocks)
    shifts = tuple(team.shift for team in teams)
    day = VisitDay(request.service_date, time_zone, now, shifts)
    wanted = None if request.include_camps else places_asked(setup, StopKind.CAMP)
    called = [*request.site_ids, *places_asked(setup, StopKind.SITE)]
    sites = session.execute(SITES, {"sites": called}).all()
    colours = {str(row.id): int(row.colour_index) for row in session.execute(COLOURS)}
    return DayProblem(
        teams=teams,
        stops=(
            *camp_stops(session, day, wanted),
            *(_site(row, request, time_zone) for row in sites),
            *zone_stops(session, day, request.required_zone_ids),
        ),
        colour_index={team.id: colours[team.id] for team in teams},
        demands=DayDemands.of(setup.demands, teams, clocks, request.site_ids),
        camps=camps_by_zone(session, day.date) if request.walks else {},
        over=over,
    )


def bases(session: Session) -> dict[UUID, Point]:
    """Where every base of the territory is."""
    return {row.id: (row.longitude, row.latitude) for row in session.execute(BASES)}


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
