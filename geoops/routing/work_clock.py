"""A clock that stands still during breaks, for a solver that knows no breaks.

PyVRP has none (`docs/decisions/0004-breaks.md` says what else was tried). So the solver plans in
*working time*: for each group of breaks that can be taken at one moment, the time that they take is
cut out of the day, for doors and shifts alike, and each shift is shorter by its team's own breaks.
A door opens by the earliest of those moments and closes by the latest, so that a team may come to
it before its break or after it. Teams with the same break get their day all but exactly; for others
it is close. `geoops.routing.timing` then places each break where the team really is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from geoops.routing.problem import Break, Team
from geoops.routing.stop import Stop
from geoops.routing.window import Window


@dataclass(frozen=True)
class Cut:
    """Breaks that can all start at any moment from `first` to `last`, the longest of `length`."""

    first: int
    last: int
    length: int

    def covers(self, moment: int) -> bool:
        """Whether whoever takes such a break may be at it then."""
        return self.first < moment < self.last + self.length


@dataclass(frozen=True)
class WorkClock:
    """Working time: seconds since midnight less the cuts before."""

    cuts: Sequence[Cut]

    @classmethod
    def of(cls, teams: Iterable[Team]) -> Self:
        """The clock with as few cuts as there are moments needed to take every break at one."""
        waiting = sorted({one for team in teams for one in team.due}, key=_latest)
        cuts = []
        while waiting:
            last = _latest(waiting[0])
            group = [one for one in waiting if one.window.opens <= last]
            first = max(one.window.opens for one in group)
            cuts.append(Cut(first, last, max(one.length for one in group)))
            waiting = [one for one in waiting if one not in group]
        return cls(cuts)

    def early(self, moment: int) -> int:
        """The working time at a moment of the day for who takes breaks as soon as possible."""
        return moment - sum(min(it.length, max(0, moment - it.first)) for it in self.cuts)

    def late(self, moment: int) -> int:
        """The working time at a moment of the day for who takes breaks as late as possible."""
        return moment - sum(min(it.length, max(0, moment - it.last)) for it in self.cuts)

    def shift(self, team: Team) -> Window:
        """The team's shift, without its breaks."""
        opens = self.early(team.shift.opens)
        return Window(opens, opens + team.shift.length - sum(one.length for one in team.due))

    def starts(self, stop: Stop, door: Window) -> Window:
        """When a visit that fits into `door` may start; not shorter for a cut that it straddles."""
        opens = self.early(door.opens)
        return Window(opens, max(opens, self.late(door.closes) - stop.service))


def _latest(one: Break) -> int:
    """The latest start of a break."""
    return one.window.closes - one.length
