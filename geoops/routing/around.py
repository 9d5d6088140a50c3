"""A road network with some roads closed, as one that planning can ask like any other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from geoops.routing.answers import Profile, Route, Table
from geoops.routing.closures import Closure
from geoops.routing.plan import Shut
from geoops.routing.points import Point
from geoops.routing.window import Window


class ClosableNetwork(Protocol):
    """The part of `geoops.routing.network.Network` that can be asked with roads closed."""

    def forgetful(self) -> "ClosableNetwork":
        """The same, which keeps none of its answers."""

    def table(
        self, points: Sequence[Point], profile: Profile, *, closures: Sequence[Closure] = ()
    ) -> Table:
        """The fastest ways among `points`, n × n."""

    def route(
        self,
        points: Sequence[Point],
        profile: Profile,
        steps: bool = False,
        *,
        closures: Sequence[Closure] = (),
    ) -> Route:
        """The fastest way through `points` in this order, with one leg for each pair."""


@dataclass(frozen=True)
class Around:
    """`network`, whose every answer goes round `closures`.

    Parameters
    ----------
    periods
        When each closure is in force on the day that is planned.
    """

    network: ClosableNetwork
    closures: tuple[Closure, ...]
    periods: tuple[Window, ...]

    def table(self, points: Sequence[Point], profile: Profile) -> Table:
        """The fastest ways among `points` on the roads that are open."""
        return self.network.table(points, profile, closures=self.closures)

    def route(self, points: Sequence[Point], profile: Profile, steps: bool = False) -> Route:
        """The fastest way through `points` on the roads that are open."""
        return self.network.route(points, profile, steps, closures=self.closures)

    def avoiding(self, shut: Shut) -> "Around":
        """The roads with only these closed."""
        some = sorted(shut)
        return Around(
            self.network,
            tuple(self.closures[number] for number in some),
            tuple(self.periods[number] for number in some),
        )
