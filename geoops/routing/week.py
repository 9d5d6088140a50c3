"""The week's problem: on which days each zone is visited, so that none waits longer than it wants.

In the literature this is a periodic vehicle routing problem (Beltrami and Bodin 1974; Cordeau,
Gendreau and Laporte 1997), where each client has patterns of days and each day is routed. Here a
zone's patterns are not listed: they are what meets its *needs*, and that is a set to be covered.

An interval is counted on the calendar: one of n days is kept when no n days in a row pass without
a visit, so a zone that wants one every day may be seen at nine on Monday and at four on Tuesday.
An interval under a day cuts the hours in which teams work into stretches, none longer than it,
and wants a visit to begin in each. What happens after the week is not planned, so the last day of
the week must leave a zone as much in time as any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from geoops.errors import Invalid
from geoops.routing.problem import PatrolProblem

type Slot = tuple[int, str]
"""A day of the week, from 0, and the stop that can be visited on it."""


@dataclass(frozen=True)
class WeekZone:
    """A zone that wants to be visited again and again.

    Parameters
    ----------
    weight
        What it is worth against other zones, from 0.
    since
        Days from the last visit to the first day of the week, 0 if it was on that day; None for a
        zone that was never visited.
    every
        For each day the interval that counts on it, in whole days, at least 1.
    stops
        For each day the stops of that day's problem that are visits of this zone: none where the
        day leaves it alone, several where each of them is wanted.
    """

    id: str
    name: str
    weight: float
    since: int | None
    every: tuple[int, ...]
    stops: tuple[tuple[str, ...], ...]

    @property
    def late(self) -> int:
        """How many days it was overdue when the week began; 0 if it was not, or never visited."""
        return 0 if self.since is None else max(0, self.since - self.every[0])


@dataclass(frozen=True)
class Need:
    """A visit that must have been made by the evening of `day`: any one of `slots` meets it."""

    zone_id: str
    day: int
    slots: frozenset[Slot]


@dataclass(frozen=True, eq=False)
class WeekDay:
    """A day: its teams, its stops, and the teams that could come in addition.

    Parameters
    ----------
    problem
        With all the teams, so that there are ways from every base.
    extra
        Identifiers of those teams that are not there: what would be missing is planned with them.
    """

    problem: PatrolProblem
    extra: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class WeekProblem:
    """Days in a row, and the zones to visit on them.

    Raises
    ------
    Invalid
        A zone does not tell of every day, or has a stop that the day has not.
    """

    days: tuple[WeekDay, ...]
    zones: tuple[WeekZone, ...]

    def __post_init__(self) -> None:
        """Refuse zones that do not fit the days."""
        for zone in self.zones:
            if not len(zone.every) == len(zone.stops) == len(self.days) or min(zone.every) < 1:
                reason = f"zone {zone.id} does not say what it wants on each of the days."
                raise Invalid(field="zones", reason=reason)
        for day, name in self.zone_of:
            if name not in self.days[day].problem.stop:
                raise Invalid(field="zones", reason=f"there is no stop {name} on day {day}.")

    @cached_property
    def zone_of(self) -> dict[Slot, WeekZone]:
        """The zone that each slot is a visit of."""
        return {
            (day, name): zone
            for zone in self.zones
            for day, names in enumerate(zone.stops)
            for name in names
        }

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Everything that must not be missed, zone by zone."""
        return tuple(dict.fromkeys(need for zone in self.zones for need in self._needs(zone)))

    def _needs(self, zone: WeekZone) -> Iterator[Need]:
        for day, names in enumerate(zone.stops):
            if len(names) > 1:
                yield from (Need(zone.id, day, frozenset({(day, name)})) for name in names)
                continue
            first = day - zone.every[day] + 1
            if zone.since is not None and -zone.since >= first:
                continue
            days = range(max(0, first), day + 1)
            yield Need(zone.id, day, frozenset((d, one) for d in days for one in zone.stops[d]))
        for day, names in enumerate(zone.stops):
            stops = self.days[day].problem.stop
            asked = (name for name in names if stops[name].required)
            yield from (Need(zone.id, day, frozenset({(day, name)})) for name in asked)
