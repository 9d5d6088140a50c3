"""The patrol problem: who goes where today, in the words of the people who plan it.

In the vehicle-routing literature this is a prize-collecting (selective) routing problem with
multiple depots, heterogeneous fleet and multiple time windows: a PC-MDVRPTW, also met as the team
orienteering problem with time windows. A stop is a client, its weight the prize, a team's base a
depot. See Toth and Vigo (2014), *Vehicle Routing: Problems, Methods, and Applications*, chapter 10.

Every time of day is a whole number of seconds elapsed since the plan date's local midnight; past
86 400 it is the next morning, so that a night shift is one window. Who makes the problem turns
local clock times into elapsed seconds (they differ on the two days when the clocks change).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from geoops.errors import Invalid
from geoops.routing.answers import Profile
from geoops.routing.by_hour import RoadsByHour, Shut, in_force, shuts_of
from geoops.routing.habits import Habits
from geoops.routing.placed import Placed
from geoops.routing.points import Point
from geoops.routing.stop import HEAVIEST, Kind, Stop
from geoops.routing.team import Break, Team
from geoops.routing.travel import RoadNetwork, Travel, travel_among
from geoops.routing.window import ANY_TIME, Window

__all__ = [
    "ANY_TIME",
    "HEAVIEST",
    "Apart",
    "Break",
    "Kind",
    "PatrolProblem",
    "Point",
    "Profile",
    "Stop",
    "Team",
    "Window",
    "points_of",
]


@dataclass(frozen=True)
class Apart:
    """Two stops, in any order, with at least `seconds` from one visit's end to the other's start.

    Raises
    ------
    Invalid
        When it is one stop, or the time is negative.
    """

    one: str
    other: str
    seconds: int

    def __post_init__(self) -> None:
        """Refuse what cannot be apart."""
        if self.one == self.other or self.seconds < 0:
            raise Invalid(field="apart", reason="it takes two stops, and a time between them.")


@dataclass(frozen=True, eq=False)
class PatrolProblem:
    """One day's problem: teams, stops, and the travel tables among `points` for each profile.

    Parameters
    ----------
    apart
        Which visits must be far enough apart in time.
    placed
        Which stops have a place in their team's order.
    works
        When roads are closed, one period for each closure. `travel` goes round all of them.
    detours
        Travel round only some of them (by_hour.py).
    habits
        An earlier plan that is left only where that pays.

    Raises
    ------
    Invalid
        In words: an identifier that occurs twice or is unknown, an impossible position,
        a profile in use without a table, a table that does not fit the points.
    """

    service_date: date
    teams: tuple[Team, ...]
    stops: tuple[Stop, ...]
    travel: Mapping[Profile, Travel] = field(repr=False)
    apart: tuple[Apart, ...] = ()
    placed: tuple[Placed, ...] = ()
    works: tuple[Window, ...] = ()
    detours: Mapping[tuple[Profile, Shut], Travel] = field(default_factory=dict, repr=False)
    habits: Habits | None = None

    def __post_init__(self) -> None:
        """Check what can only be seen from the whole."""
        _refuse_twice("teams", (team.id for team in self.teams))
        _refuse_twice("stops", (stop.id for stop in self.stops))
        for name in (name for tie in self.apart for name in (tie.one, tie.other)):
            if name not in self.stop:
                raise Invalid(field="apart", reason=f"there is no stop {name}.")
        for profile in sorted({team.profile for team in self.teams}):
            if profile not in self.travel:
                raise Invalid(field="travel", reason=f"there is no table for {profile}.")
        around = ((profile, travel) for (profile, _), travel in self.detours.items())
        for profile, travel in (*self.travel.items(), *around):
            if travel.size != len(self.points):
                reason = f"{travel.size} points in the table of {profile}, not {len(self.points)}."
                raise Invalid(field="travel", reason=reason)

    @classmethod
    def on_roads(
        cls,
        service_date: date,
        teams: Sequence[Team],
        stops: Sequence[Stop],
        roads: RoadNetwork,
        apart: Sequence[Apart] = (),
    ) -> "PatrolProblem":
        """The problem with travel tables from a road network, one for each profile in use, and
        more where closures come and go in the day.

        Raises
        ------
        Invalid
            As the class does.
        geoops.routing.errors.PointOffRoad
            When a team's base is off every road. A stop off every road is no error: it has no way
            to it, and the plan leaves it out as unreachable.
        """
        points = points_of(teams, stops)
        bases = {point for team in teams for point in (team.start, team.end)}
        profiles = {team.profile for team in teams}
        tables = {name: travel_among(points, bases, name, roads) for name in sorted(profiles)}
        whole = cls(service_date, tuple(teams), tuple(stops), tables, tuple(apart))
        if not isinstance(roads, RoadsByHour):
            return whole
        detours = {
            (name, shut): travel_among(points, bases, name, roads.avoiding(shut))
            for name in tables
            for shut in shuts_of(roads.periods, (t.shift for t in teams if t.profile == name))
        }
        return replace(whole, works=roads.periods, detours=detours)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every position in the problem once, in the order of the travel tables."""
        return points_of(self.teams, self.stops)

    @cached_property
    def index(self) -> dict[Point, int]:
        """The row and column of each point in the travel tables."""
        return {point: row for row, point in enumerate(self.points)}

    @cached_property
    def stop(self) -> dict[str, Stop]:
        """Stops by identifier."""
        return {stop.id: stop for stop in self.stops}

    @cached_property
    def team(self) -> dict[str, Team]:
        """Teams by identifier."""
        return {team.id: team for team in self.teams}

    def shut(self, profile: Profile, span: Window) -> Shut:
        """The closures that are gone round in `span`: those in force, and as few others as there
        is a table for.
        """
        needed = in_force(self.works, span)
        known = [shut for name, shut in self.detours if name == profile and needed <= shut]
        return min(known, key=len, default=frozenset(range(len(self.works))))

    def travel_around(self, profile: Profile, shut: Shut) -> Travel:
        """Travel round these closures, of which `shut` has told."""
        return self.detours.get((profile, shut), self.travel[profile])

    def travel_of(self, team: Team) -> Travel:
        """Travel of a team: round every closure in force at any time of its shift."""
        if not self.works:
            return self.travel[team.profile]
        return self._by_shift[team.profile, team.shift]

    @cached_property
    def _by_shift(self) -> "_ByShift":
        return _ByShift(self)

    def seconds(self, team: Team, origin: Point, destination: Point) -> int | None:
        """Travel time of a team in whole seconds, None where there is no way."""
        return self.travel_of(team).seconds[self.index[origin]][self.index[destination]]

    def metres(self, team: Team, origin: Point, destination: Point) -> float:
        """Travel length of a team in metres, NaN where there is no way."""
        distances = self.travel_of(team).distances
        return float(distances[self.index[origin], self.index[destination]])


class _ByShift(dict[tuple[Profile, Window], Travel]):
    """The travel of each kind of shift, looked up once: the search asks often."""

    def __init__(self, problem: PatrolProblem) -> None:
        super().__init__()
        self._problem = problem

    def __missing__(self, key: tuple[Profile, Window]) -> Travel:
        found = self._problem.travel_around(key[0], self._problem.shut(*key))
        self[key] = found
        return found


def points_of(teams: Iterable[Team], stops: Iterable[Stop]) -> tuple[Point, ...]:
    """Every position once: bases first, then stops, in the order given.

    Raises
    ------
    Invalid
        For a position that is no longitude and latitude in degrees.
    """
    bases = [point for team in teams for point in (team.start, team.end)]
    points = tuple(dict.fromkeys([*bases, *(stop.position for stop in stops)]))
    for longitude, latitude in points:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise Invalid(field="position", reason=f"{longitude}, {latitude} is not on Earth.")
    return points


def _refuse_twice(field_name: str, identifiers: Iterable[str]) -> None:
    """Raise `Invalid` when an identifier occurs twice."""
    twice = [identifier for identifier, times in Counter(identifiers).items() if times > 1]
    if twice:
        raise Invalid(field=field_name, reason=f"{', '.join(twice)} given more than once.")
