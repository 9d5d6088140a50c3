"""What the day asks of its stops, laid over what they are on any day.

A stop to be visited several times becomes several stops (`<uuid>`, `<uuid>#2`, …) that are kept
apart; `place_of` gives the place again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from uuid import UUID

from geoops.desk.day_clocks import DayClocks
from geoops.desk.setup_of_day import Demand
from geoops.records import Presence, StopKind
from geoops.routing.problem import HEAVIEST, Apart, Stop, Team
from geoops.routing.window import DAY, Window, clipped

MINUTE = 60
AGAIN = "#"
"""Between a place's identifier and the number of a further visit."""
NO_END = 3 * DAY


def place_of(stop_id: str) -> str:
    """The identifier of the place that a stop is at."""
    return stop_id.partition(AGAIN)[0]


@dataclass(frozen=True)
class AskedStops:
    """The day's stops, and which of their visits must be apart."""

    stops: tuple[Stop, ...]
    apart: tuple[Apart, ...]


@dataclass(frozen=True)
class DayDemands:
    """The day's demands by the place's identifier.

    Parameters
    ----------
    hours
        From the first shift's start to the last one's end: which of two mornings a clock means.
    called_at
        Sites that must be called at whatever their demand says, for the plan's request names them.
    """

    clocks: DayClocks
    demands: Mapping[str, Demand] = field(default_factory=dict)
    hours: Window = field(default_factory=lambda: Window(0, DAY))
    called_at: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        demands: Sequence[Demand],
        teams: Sequence[Team],
        clocks: DayClocks,
        called_at: Collection[UUID],
    ) -> "DayDemands":
        """The demands of a setup, on a day on which `teams` go out."""
        opens = min((team.shift.opens for team in teams), default=0)
        closes = max((team.shift.closes for team in teams), default=DAY)
        by_place = {str(demand.place_id): demand for demand in demands}
        return cls(clocks, by_place, Window(opens, closes), frozenset(map(str, called_at)))

    def asked(self, stops: Sequence[Stop]) -> AskedStops:
        """`stops`, with any walk in them made, as the day wants them."""
        visits = [self._visits(stop) for stop in stops]
        return AskedStops(
            stops=tuple(stop for several in visits for stop in several),
            apart=tuple(tie for several in visits for tie in self._ties(several)),
        )

    def _visits(self, stop: Stop) -> Sequence[Stop]:
        """One stop for each visit that is wanted; none where the team is not to go."""
        demand = self.demands.get(stop.id)
        if demand is None:
            return [stop]
        if demand.presence is Presence.EXCLUDED:
            return []
        first = self._timed(self._wanted(stop, demand), demand)
        numbers = range(2, demand.visits + 1)
        return [first, *(_again(first, number) for number in numbers)]

    def _wanted(self, stop: Stop, demand: Demand) -> Stop:
        """The stop with who comes, for how long, and what it is worth."""
        by_default = stop.required and demand.kind is not StopKind.SITE
        return replace(
            stop,
            required=demand.presence is Presence.REQUIRED
            or by_default
            or stop.id in self.called_at,
            service=_service(stop, demand),
            weight=min(stop.weight * demand.weight_factor, HEAVIEST),
            people=demand.people,
            teams=max(stop.teams, demand.teams),
            skills=stop.skills | frozenset(demand.skills),
            only_by=frozenset(map(str, demand.only_team_ids)),
            not_by=stop.not_by | frozenset(map(str, demand.not_team_ids)),
        )

    def _timed(self, stop: Stop, demand: Demand) -> Stop:
        """The stop within the day's window. An appointment holds whatever the stated hours are."""
        if demand.at is not None:
            return stop.at(self.clocks.in_hours(demand.at, self.hours))
        since, until = 0, NO_END
        if demand.not_before is not None and demand.until is not None:
            window = self.clocks.span(demand.not_before, demand.until)
            since, until = window.opens, window.closes
        elif demand.not_before is not None:
            since = self.clocks.in_hours(demand.not_before, self.hours)
        elif demand.until is not None:
            until = self.clocks.in_hours(demand.until, self.hours)
        return replace(stop, windows=clipped(stop.windows, since, until))

    def _ties(self, visits: Sequence[Stop]) -> Iterator[Apart]:
        for one, other in combinations(visits, 2):
            minutes = self.demands[place_of(one.id)].apart_minutes or 0
            yield Apart(one.id, other.id, minutes * MINUTE)


def _service(stop: Stop, demand: Demand) -> int:
    """At least the walk, and at least a minute where others wait for it to begin or to end."""
    wanted = demand.service_minutes * MINUTE if demand.service_minutes else stop.service
    walk = stop.loop.seconds if stop.loop else 0
    meeting = MINUTE if demand.teams > 1 or demand.at is not None else 0
    return max(wanted, walk, meeting)


def _again(stop: Stop, number: int) -> Stop:
    return replace(stop, id=f"{stop.id}{AGAIN}{number}", name=f"{stop.name} ({number})")
