"""Where PyVRP's clients are: locations, and the travel times among them for each kind of team.

PyVRP forbids no team a client, but each vehicle type may have its own matrix of travel times. So a
stop that is choosy about teams is a location of its own, beside any other at the same place, and
the matrix of who must not come has no way there. Teams that may go to the same stops share one.

Where habits count (habits.py), each team has matrices of its own, and each stop is a location of
its own: what leaving a habit costs is laid on the way to the stop, as distance, which costs, and
not as duration, which takes time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from geoops.routing.answers import Profile
from geoops.routing.by_hour import Shut
from geoops.routing.points import Point
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.window import DAY

type Kind = tuple[Profile, Shut, frozenset[str], str | None]
"""Profile, roads closed in the shift, stops barred, and whose habits count."""

_NO_WAY = 10 * DAY
"""Seconds where there is no way: longer than any day, so no feasible route goes there. PyVRP's own
value for a missing edge, 2^44, times its largest penalty overflows 64 bits."""


@dataclass(frozen=True, eq=False)
class Places:
    """Locations of a problem with `stops`: the points, then every choosy stop's own."""

    problem: PatrolProblem
    stops: Sequence[Stop]

    @cached_property
    def _own(self) -> dict[str, int]:
        """The location of each stop that teams do not all come to alike."""
        choosy = [stop.id for stop in self.stops if stop.choosy or self.problem.habits is not None]
        return {name: self._shared + n for n, name in enumerate(choosy)}

    @property
    def _shared(self) -> int:
        """How many of the points, bases first, are locations: the bases, where habits count."""
        if self.problem.habits is None:
            return len(self.problem.points)
        return len({point for team in self.problem.teams for point in (team.start, team.end)})

    @cached_property
    def _rows(self) -> list[int]:
        """The travel table's row of each location."""
        own = [self.problem.index[self.problem.stop[name].position] for name in self._own]
        return [*range(self._shared), *own]

    @property
    def points(self) -> list[Point]:
        """The position of each location."""
        return [self.problem.points[row] for row in self._rows]

    def of_stop(self, stop: Stop) -> int:
        """The location of a stop."""
        return self._own.get(stop.id, self.problem.index[stop.position])

    def barred(self, team: Team) -> frozenset[str]:
        """The stops that the team must not visit."""
        choosy = (self.problem.stop[name] for name in self._own)
        return frozenset(stop.id for stop in choosy if not team.may_visit(stop))

    def kind(self, team: Team) -> Kind:
        """What the team's travel times depend on: profile, roads closed in its shift, stops."""
        shut = self.problem.shut(team.profile, team.shift)
        return team.profile, shut, self.barred(team), team.id if self.problem.habits else None

    def costs(self, kind: Kind) -> Any:
        """What each way costs in seconds, int64 n × n: its travel, and the habits that it leaves.

        A closed way stays one.
        """
        seconds, (*_, team), habits = self.seconds(kind), kind, self.problem.habits
        if not habits or team is None:
            return seconds
        costs = seconds + habits.ways(team, [*[None] * self._shared, *self._own])
        np.fill_diagonal(costs, 0)
        return np.where(seconds >= _NO_WAY, seconds, costs)

    def seconds(self, kind: Kind) -> Any:
        """Travel seconds as PyVRP's integers, int64 n × n (PyVRP's own annotation is wrong)."""
        profile, shut, barred, _ = kind
        durations = self.problem.travel_around(profile, shut).durations
        seconds = np.nan_to_num(durations, nan=_NO_WAY).astype(np.int64)
        seconds = seconds[np.ix_(self._rows, self._rows)]
        own = [self._own[name] for name in barred]
        seconds[own, :] = seconds[:, own] = _NO_WAY
        seconds[own, own] = 0
        return seconds
