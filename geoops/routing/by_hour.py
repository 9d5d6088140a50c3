"""Roads by the hour: which closures are in force during a stretch of the day.

A team goes round the closures in force at any time of its shift, and each leg of its outing round
those in force while it is travelled. A *shut* is a set of closures, by their numbers in the order
in which the day's problem has their periods (`PatrolProblem.works`). Tables are made for the shuts
of the shifts, and for those between two changes within a shift. Where there is none of exactly
those in force, the table with the fewest others closed stands in: longer round, never wrong.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol, runtime_checkable

from geoops.routing.plan import Shut
from geoops.routing.travel import RoadNetwork
from geoops.routing.window import Window

__all__ = ["MOST", "RoadsByHour", "Shut", "in_force", "roads_avoiding", "shuts_of"]

MOST = 6
"""Tables of one profile beside that with all closures; more changes in a day are gone round."""


@runtime_checkable
class RoadsByHour(RoadNetwork, Protocol):
    """A road network with closures, each in force for a period of the day; asked, it avoids all."""

    @property
    def periods(self) -> tuple[Window, ...]:
        """When each closure is in force."""

    def avoiding(self, shut: Shut) -> RoadNetwork:
        """The roads with only these closed."""


def in_force(works: Sequence[Window], span: Window) -> Shut:
    """The closures in force at any time of `span`; one that ends as it begins is not."""
    return frozenset(
        number
        for number, period in enumerate(works)
        if period.opens < max(span.closes, span.opens + 1) and span.opens < period.closes
    )


def shuts_of(works: Sequence[Window], shifts: Iterable[Window]) -> list[Shut]:
    """What is closed in the shifts, then what is closed between two changes within one, the longest
    stretch first; at most `MOST`, and never all closures, whose table there always is.
    """
    shifts = sorted(set(shifts))
    parts = [part for shift in shifts for part in _parts(works, shift)]
    parts.sort(key=lambda part: (-part.length, part))
    found = dict.fromkeys(in_force(works, span) for span in (*shifts, *parts))
    found.pop(frozenset(range(len(works))), None)
    return list(found)[:MOST]


def _parts(works: Sequence[Window], shift: Window) -> list[Window]:
    """The stretches of a shift between two changes."""
    changes = {moment for period in works for moment in (period.opens, period.closes)}
    within = sorted(moment for moment in changes if shift.opens < moment < shift.closes)
    ends = [shift.opens, *within, shift.closes]
    return [Window(*pair) for pair in pairwise(ends)]


def roads_avoiding(roads: RoadNetwork, shut: Shut) -> RoadNetwork:
    """The roads with only these closures; without any by the hour, the roads as they are."""
    return roads.avoiding(shut) if isinstance(roads, RoadsByHour) else roads
