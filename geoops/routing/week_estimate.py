"""What a day's visits take at least, before the day is planned: service, and the ways between them.

A team that is out comes from a base, goes from visit to visit and back to a base. So each visit is
reached once and left once, and two visits are never each reached from the other: what the cheapest
ways that keep to this cost is a lower bound of any real day's travel. It is one that favours days
on which a zone's neighbours are visited, too: theirs are the short ways.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geoops.routing.narrowed import narrowed
from geoops.routing.problem import Stop, Team
from geoops.routing.reasons import obstacles
from geoops.routing.week import WeekProblem
from geoops.routing.week_day import added, fixed_stops, hours_of, present

NEIGHBOURS = 6
"""The nearest other visits that a visit may be reached from at their price; from all others at the
price of the next nearest, which is no more than they cost."""

NO_WAY = 1e6
"""Seconds that stand for no way: longer than any shift."""

type Ways = tuple[tuple[int, float], ...]


@dataclass(frozen=True, eq=False)
class DayEstimate:
    """A day's visits in numbers; the order is that of `stops`.

    Parameters
    ----------
    stops
        The visits of zones that someone who is able to could make on the day.
    starts, ends
        Seconds of the shortest way to each from a base, and from it to one; or from and to what the
        day asks for besides zones.
    far
        Seconds of the shortest way to each from a visit that is not among its `neighbours`.
    neighbours
        For each the visits it is near to, with the seconds of the way from there.
    teams
        Those who go out.
    """

    stops: tuple[Stop, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    far: tuple[float, ...]
    neighbours: tuple[Ways, ...]
    teams: tuple[Team, ...]

    @cached_property
    def hours(self) -> float:
        """Seconds that all who go out can work together."""
        return float(sum(map(hours_of, self.teams)))

    def nearest(self, number: int) -> float:
        """Seconds of the shortest way there from anywhere."""
        ways = [seconds for _, seconds in self.neighbours[number]]
        return min([self.starts[number], self.far[number], *ways])


def estimate(week: WeekProblem, day: int, *, extra: bool) -> DayEstimate:
    """A day's numbers, with those who go out, or (`extra`) those also who could be added."""
    problem = week.days[day].problem
    teams = present(week, day)
    able = (*teams, *added(week, day)) if extra else teams
    alone = obstacles(narrowed(problem, able, problem.stops))
    stops = tuple(s for s in problem.stops if (day, s.id) in week.zone_of and s.id not in alone)
    besides = [stop.position for stop in fixed_stops(week, day) if stop.id not in alone]
    rows = [problem.index[stop.position] for stop in stops]
    out = [problem.index[point] for point in (*(team.start for team in able), *besides)]
    home = [problem.index[point] for point in (*(team.end for team in able), *besides)]
    ways = _quickest(week, day, able)
    near, far = _among(ways, rows)
    return DayEstimate(
        stops=stops,
        starts=_shortest(ways[np.ix_(out, rows)]),
        ends=_shortest(ways[np.ix_(rows, home)].T),
        far=far,
        neighbours=near,
        teams=teams,
    )


def _quickest(week: WeekProblem, day: int, teams: Sequence[Team]) -> NDArray[np.float64]:
    """Seconds between all points by the quickest profile in use, at the hour when most roads are
    open; `NO_WAY` without one.
    """
    problem = week.days[day].problem
    size = len(problem.points)
    quickest = np.full((size, size), NO_WAY)
    used = {team.profile for team in teams}
    around = ((profile, table) for (profile, _), table in problem.detours.items())
    for profile, table in (*problem.travel.items(), *around):
        if profile in used:
            quickest = np.fmin(quickest, table.durations)
    return quickest


def _shortest(ways: NDArray[np.float64]) -> tuple[float, ...]:
    """The smallest of each column."""
    return tuple(float(one) for one in ways.min(axis=0)) if len(ways) else (NO_WAY,) * ways.shape[1]


def _among(
    ways: NDArray[np.float64], rows: Sequence[int]
) -> tuple[tuple[Ways, ...], tuple[float, ...]]:
    """Of each visit the ways from its neighbours, and the shortest from visits further off."""
    near: list[Ways] = []
    far: list[float] = []
    for number, row in enumerate(rows):
        others = sorted((float(ways[r, row]), one) for one, r in enumerate(rows) if one != number)
        further = others[NEIGHBOURS : NEIGHBOURS + 1]
        far.append(further[0][0] if further else NO_WAY)
        near.append(tuple((one, seconds) for seconds, one in others[:NEIGHBOURS]))
    return tuple(near), tuple(far)
