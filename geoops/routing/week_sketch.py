"""The week in plain numbers, so that thousands can be tried: who goes out, what is visited.

A crew is a team on one day, a call a visit that could be made on one day. Ways are those of the
day's own tables. Breaks are reckoned as hours that a crew does not work, wherever they come, and
teams that meet are not made to be there at one moment: the day's own planner sees to both, and what
does not fit then comes back as fewer hours of that day (`Rooms`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from geoops.routing.narrowed import narrowed
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.reasons import obstacles
from geoops.routing.week import Slot, WeekProblem
from geoops.routing.week_day import added, fixed_stops, hours_of, present

NO_WAY = 10_000_000
"""Seconds that stand for no way: longer than any shift."""

type Ways = Sequence[Sequence[int]]
type Rooms = Mapping[int, float]
"""Of a day the share of its hours that its plans have shown to be of use."""


@dataclass(frozen=True, eq=False)
class Crew:
    """A team on a day; `extra` for one that is not there. `start` and `end` are rows of `ways`."""

    day: int
    team: Team
    extra: bool
    ways: Ways = field(repr=False)
    start: int
    end: int
    hours: int


@dataclass(frozen=True, eq=False)
class Call:
    """A visit that could be made, by any of `crews`, or of `helpers`, who are not there.

    Parameters
    ----------
    zone
        The number of the zone that it is a visit of; None for what a day asks for besides.
    needs
        The numbers of the needs that it meets.
    timed
        Whether its windows are narrower than the shifts of those who could come.
    """

    slot: Slot
    stop: Stop
    row: int
    zone: int | None
    needs: tuple[int, ...]
    crews: tuple[int, ...]
    helpers: tuple[int, ...]
    timed: bool


@dataclass(frozen=True, eq=False)
class WeekSketch:
    """Crews, calls, and the calls that meet each need, all by their numbers."""

    week: WeekProblem
    crews: tuple[Crew, ...]
    calls: tuple[Call, ...]
    number: Mapping[Slot, int] = field(repr=False)
    meeting: tuple[tuple[int, ...], ...] = field(repr=False)
    needs_of: tuple[tuple[int, ...], ...] = field(repr=False)

    @classmethod
    def of(cls, week: WeekProblem) -> "WeekSketch":
        """The sketch of a week; calls that nobody could make at all are not in it."""
        crews = [crew for day in range(len(week.days)) for crew in _crews(week, day)]
        needs: dict[Slot, list[int]] = {}
        for number, need in enumerate(week.needs):
            for slot in need.slots:
                needs.setdefault(slot, []).append(number)
        zones = {zone.id: number for number, zone in enumerate(week.zones)}
        calls = tuple(_calls(week, crews, needs, zones))
        place = {call.slot: number for number, call in enumerate(calls)}
        meeting = (sorted(place[s] for s in need.slots if s in place) for need in week.needs)
        wanted: list[list[int]] = [[] for _ in week.zones]
        for number, need in enumerate(week.needs):
            wanted[zones[need.zone_id]].append(number)
        return cls(
            *(week, tuple(crews), calls, place),
            meeting=tuple(map(tuple, meeting)),
            needs_of=tuple(map(tuple, wanted)),
        )

    def names(self, calls: Iterable[int], day: int) -> frozenset[str]:
        """The stops of zones that these calls visit on a day."""
        slots = (self.calls[n].slot for n in calls if self.calls[n].zone is not None)
        return frozenset(name for d, name in slots if d == day)


def _crews(week: WeekProblem, day: int) -> Iterator[Crew]:
    """Who goes out on a day, then who could be added."""
    problem, ways = week.days[day].problem, dict[object, Ways]()
    for extra, teams in ((False, present(week, day)), (True, added(week, day))):
        for team in teams:
            kind = (team.profile, team.shift)
            if kind not in ways:
                table = np.nan_to_num(problem.travel_of(team).durations, nan=NO_WAY)
                ways[kind] = table.astype(int).tolist()
            rows = problem.index[team.start], problem.index[team.end]
            yield Crew(day, team, extra, ways[kind], *rows, hours_of(team))


def _calls(
    week: WeekProblem,
    crews: Sequence[Crew],
    needs: Mapping[Slot, Sequence[int]],
    zones: Mapping[str, int],
) -> Iterator[Call]:
    for day, of in enumerate(week.days):
        here = [(number, crew) for number, crew in enumerate(crews) if crew.day == day]
        alone = obstacles(_with_all(of.problem, week, day))
        fixed = {stop.id for stop in fixed_stops(week, day)}
        for stop in of.problem.stops:
            if stop.id in alone or (stop.id not in fixed and (day, stop.id) not in needs):
                continue
            able = [(n, crew) for n, crew in here if crew.team.may_visit(stop)]
            yield Call(
                *((day, stop.id), stop, of.problem.index[stop.position]),
                zone=None if stop.id in fixed else zones[week.zone_of[day, stop.id].id],
                needs=tuple(needs.get((day, stop.id), ())),
                crews=tuple(n for n, crew in able if not crew.extra),
                helpers=tuple(n for n, crew in able if crew.extra and stop.id not in fixed),
                timed=not all(_open(stop, crew) for _, crew in able),
            )


def _with_all(problem: PatrolProblem, week: WeekProblem, day: int) -> PatrolProblem:
    """The day with everybody who is there or could be added."""
    return narrowed(problem, (*present(week, day), *added(week, day)), problem.stops)


def _open(stop: Stop, crew: Crew) -> bool:
    """Whether the stop is open throughout a crew's shift."""
    shift = crew.team.shift
    return any(it.opens <= shift.opens and shift.closes <= it.closes for it in stop.windows)
