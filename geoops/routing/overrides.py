"""What a person decides in the solver's place: stops that stay put, teams that go as before.

A pin to a team is an admission (`Stop.only_by`), which the search keeps by itself. A pin to a place
in the order is a rule of the problem (`Placed`), kept by every plan that is told: orders are put
right when a solution becomes outings (`geoops.routing.mending`), and the search is led there by the
doors of the pinned stop (`geoops.routing.arranging`). The stops of locked teams are no part of what
is searched, and come back into every plan unchanged.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from geoops.routing.placed import Placed
from geoops.routing.problem import PatrolProblem, Stop


@dataclass(frozen=True)
class Pin:
    """A stop held to a team, and to a place in its order (from 0) unless `position` is None."""

    stop_id: str
    team_id: str
    position: int | None = None


@dataclass(frozen=True)
class Overrides:
    """Everything that was decided by hand.

    Parameters
    ----------
    pins
        At most one for a stop.
    locked
        Teams whose outing of the earlier plan is kept exactly, or who stay at their base as there.
    excluded
        Stops left out on purpose.
    forced
        Stops that come first, like required ones.
    """

    pins: tuple[Pin, ...] = ()
    locked: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    forced: frozenset[str] = frozenset()

    def on(self, problem: PatrolProblem) -> PatrolProblem:
        """The problem in which the pins, the forced and the excluded stops are rules.

        What is unknown there is passed over. An excluded stop stays in it, never required, without
        a team that may come.
        """
        pins = {pin.stop_id: pin for pin in self.pins}
        stops = tuple(self._ruled(stop, pins) for stop in problem.stops)
        placed = tuple(
            Placed(pin.stop_id, pin.team_id, pin.position)
            for pin in self.pins
            if pin.position is not None and pin.stop_id in problem.stop
        )
        return replace(problem, stops=stops, placed=placed)

    def _ruled(self, stop: Stop, pins: Mapping[str, Pin]) -> Stop:
        if stop.id in self.excluded:
            return replace(stop, required=False)
        if stop.id in self.forced:
            stop = replace(stop, required=True)
        pin = pins.get(stop.id)
        return held_by(stop, {pin.team_id}, pinned=True) if pin else stop


def held_by(stop: Stop, teams: Collection[str], *, pinned: bool = False) -> Stop:
    """The stop with only these teams admitted, of those that may come anyway."""
    may = frozenset(team for team in teams if stop.admits(team))
    if not may:
        return replace(stop, only_by=frozenset(teams), not_by=frozenset(teams), pinned=pinned)
    return replace(stop, only_by=may, pinned=pinned or stop.pinned)
