"""The week's problem as the records tell it: each day's teams and stops, each zone's wishes.

A team that is not there could leave any base, work whenever one of the week's teams does, and can
do whatever is asked: with such teams it is worked out how many team-hours are missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy.orm import Session

from geoops.desk.day_demands import place_of
from geoops.desk.day_problem import DayProblem, bases, day_problem
from geoops.desk.on_foot import walked_stops
from geoops.desk.plan_request import PlanRequest
from geoops.desk.roads_closed import closed_on
from geoops.desk.setup_reading import setup_of_day
from geoops.desk.van_stops import settled
from geoops.desk.week_request import WeekRequest
from geoops.desk.zone_stops import VisitDay
from geoops.desk.zone_wishes import ZoneWish, visits_planned, zone_wishes
from geoops.records import RoadClosure
from geoops.routing.points import Point
from geoops.routing.problem import Apart, PatrolProblem, Stop, Team
from geoops.routing.travel import RoadNetwork
from geoops.routing.week import WeekDay, WeekProblem, WeekZone
from geoops.routing.window import DAY, Window, clipped, joined

EXTRA = "extra "
"""What the identifier of a team that is not there begins with; its base follows."""
PART = "/"
"""Between a stop's identifier and the number of a further visit within the same day."""
WORKING_HOURS = Window(8 * 3600, 18 * 3600)
"""When a team could be added to a week in which nobody works."""


@dataclass(frozen=True)
class DayOfWeek:
    """One day as it is read from the records, before any road is looked at."""

    date: date
    day: DayProblem
    wishes: tuple[ZoneWish, ...]
    closures: tuple[RoadClosure, ...]


@dataclass(frozen=True)
class WeekRead:
    """The seven days as they are read."""

    days: tuple[DayOfWeek, ...]
    planned: dict[UUID, date]
    bases: dict[UUID, Point]

    @property
    def last_visits(self) -> dict[str, date]:
        """When each zone was last visited before the week, or is to be by a published patrol."""
        found = {one.zone_id: one.visited_on for one in self.days[0].wishes if one.visited_on}
        for zone, day in self.planned.items():
            found[str(zone)] = max(found.get(str(zone), day), day)
        return found

    def problem_of(self, number: int, roads: RoadNetwork) -> PatrolProblem:
        """A day's problem on the roads, with the teams that could be added.

        Raises
        ------
        geoops.routing.errors.NetworkError
            The network does not answer, or a base is off every road.
        """
        of = self.days[number]
        stopping = settled(of.day.stops, of.day.camps, of.day.teams, roads)
        asked = of.day.demands.asked(walked_stops(stopping, of.day.camps, roads))
        wishes = {one.zone_id: one for one in of.wishes}
        stops = [part for stop in asked.stops for part in _parts(stop, wishes.get(stop.id))]
        teams = (*of.day.teams, *self._added(asked.stops))
        ties = [tie for wish in of.wishes for tie in _ties(wish, stops)]
        return PatrolProblem.on_roads(of.date, teams, stops, roads, (*asked.apart, *ties))

    def week(self, problems: Sequence[PatrolProblem]) -> WeekProblem:
        """The week's problem, of its days' problems."""
        days = tuple(WeekDay(one, frozenset(_extras(one))) for one in problems)
        return WeekProblem(days, tuple(self._zones(problems)))

    def _added(self, stops: Iterable[Stop]) -> list[Team]:
        shifts = [team.shift for of in self.days for team in of.day.teams] or [WORKING_HOURS]
        hours = Window(min(s.opens for s in shifts), max(s.closes for s in shifts))
        skills = frozenset(skill for stop in stops for skill in stop.skills)
        return [
            Team(f"{EXTRA}{base}", "", position, position, hours, skills=skills)
            for base, position in self.bases.items()
        ]

    def _zones(self, problems: Sequence[PatrolProblem]) -> Iterable[WeekZone]:
        visits = [_visits_by_zone(problem) for problem in problems]
        wishes = [{one.zone_id: one for one in of.wishes} for of in self.days]
        known = {zone: None for of in wishes for zone in of}
        for zone in known:
            told = [of[zone] for of in wishes if zone in of]
            last = self.last_visits.get(zone)
            yield WeekZone(
                id=zone,
                name=told[0].name,
                weight=told[0].weight,
                since=max(0, (self.days[0].date - last).days) if last else None,
                every=tuple((of.get(zone) or told[0]).days for of in wishes),
                stops=tuple(of.get(zone, ()) for of in visits),
            )


def read_week(session: Session, request: WeekRequest, time_zone: str, now: datetime) -> WeekRead:
    """Read the seven days: their setups, teams, stops and closures, and what the zones want."""
    return WeekRead(
        tuple(_read_day(session, request, day, time_zone, now) for day in request.days),
        visits_planned(session, now, request.starts_on, time_zone),
        bases(session),
    )


def _read_day(
    session: Session, request: WeekRequest, day: date, time_zone: str, now: datetime
) -> DayOfWeek:
    setup = setup_of_day(session, day)
    present = [team.team_id for team in setup.teams if team.present]
    going = [team for team in present if request.team_ids is None or team in request.team_ids]
    of = PlanRequest(day, tuple(going), on_foot=request.on_foot)
    problem = day_problem(session, of, time_zone, now)
    visit_day = VisitDay(day, time_zone, now, tuple(team.shift for team in problem.teams))
    return DayOfWeek(
        *(day, problem, tuple(zone_wishes(session, visit_day))),
        closures=closed_on(session, problem, day, time_zone),
    )


def _parts(stop: Stop, wish: ZoneWish | None) -> list[Stop]:
    """The visits that a stop is on the day: one to begin in each stretch of hours, if any; else one
    to begin within the hours that its interval is of.
    """
    if wish is None or not (wish.stretches or wish.hours):
        return [stop]
    if not wish.stretches:
        return [replace(stop, windows=_begun_in(stop, wish.hours))]
    return [
        replace(
            stop,
            id=f"{stop.id}{PART}{number}" if number else stop.id,
            windows=_begun_in(stop, (part,)),
        )
        for number, part in enumerate(wish.stretches)
    ]


def _ties(wish: ZoneWish, stops: Sequence[Stop]) -> Iterator[Apart]:
    """Visits in one stretch after the other are half a stretch apart: else two would be as one."""
    here = [stop.id for stop in stops if PART in stop.id and zone_of(stop.id) == wish.zone_id]
    if here:
        apart = min(part.length for part in wish.stretches) // 2
        yield from (Apart(*pair, apart) for pair in pairwise([wish.zone_id, *here]))


def _begun_in(stop: Stop, hours: Sequence[Window]) -> tuple[Window, ...]:
    """When a stop is open for visits that begin in these hours."""
    doors = [Window(it.opens, min(it.closes + stop.service, 3 * DAY)) for it in hours]
    return tuple(
        part for door in joined(doors) for part in clipped(stop.windows, door.opens, door.closes)
    )


def _visits_by_zone(problem: PatrolProblem) -> dict[str, tuple[str, ...]]:
    """Of each place the stops that are its visits; those that a day asks for again are none."""
    found: dict[str, tuple[str, ...]] = {}
    for stop in problem.stops:
        place = zone_of(stop.id)
        if stop.id == place or PART in stop.id:
            found[place] = (*found.get(place, ()), stop.id)
    return found


def zone_of(stop_id: str) -> str:
    """The identifier of the place that a stop of a week is at."""
    return place_of(stop_id).partition(PART)[0]


def _extras(problem: PatrolProblem) -> list[str]:
    return [team.id for team in problem.teams if team.id.startswith(EXTRA)]
