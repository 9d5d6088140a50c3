"""A clock that stands still during breaks, for a solver that knows no breaks.

PyVRP has none (`docs/decisions/0004-breaks.md` says what else was tried). So the solver plans in
*working time*: for each group of breaks that can be taken at one moment, the time that they take is
cut out of the day at that moment, for doors and shifts alike, and each shift is shorter by its
team's own breaks. Teams with the same break get their day all but exactly; for others it is close.
`geoops.routing.timing` then places each break where the team really is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from geoops.routing.problem import Break, Team
from geoops.routing.stop import Stop
from geoops.routing.window import Window


@dataclass(frozen=True)
class WorkClock:
    """Working time: seconds since midnight less the cuts before, each a moment and its seconds."""

    cuts: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, teams: Iterable[Team]) -> Self:
        """The clock with as few cuts as there are moments needed to take every break at one."""
        waiting = sorted({one for team in teams for one in team.due}, key=_latest)
        cuts = []
        while waiting:
            last = _latest(waiting[0])
            group = [one for one in waiting if one.window.opens <= last]
            first = max(one.window.opens for one in group)
            cuts.append(((first + last) // 2, max(one.length for one in group)))
            waiting = [one for one in waiting if one not in group]
        return cls(cuts)

    def at(self, moment: int) -> int:
        """The working time at a moment of the day."""
        return moment - sum(min(length, max(0, moment - at)) for at, length in self.cuts)

    def shift(self, team: Team) -> Window:
        """The team's shift, without its breaks."""
        opens = self.at(team.shift.opens)
        return Window(opens, opens + team.shift.length - sum(one.length for one in team.due))

    def starts(self, stop: Stop, door: Window) -> Window:
        """When a visit that fits into `door` may start; not shorter for a cut that it straddles."""
        opens = self.at(door.opens)
        return Window(opens, max(opens, self.at(door.closes) - stop.service))


def _latest(one: Break) -> int:
    """The latest start of a break."""
    return one.window.closes - one.length
