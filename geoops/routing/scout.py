"""A scout: VROOM thinking harder than for the first plan, beside the search.

VROOM starts from many plans that lie far apart, PyVRP's local search goes on from one and hardly
ever leaves the country it began in. So while one process searches, the other first lets VROOM look
around, and the search goes on from the best that both have found. VROOM also knows breaks as they
are, which the search knows only nearly (work_clock.py).
"""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from geoops.routing.first_plan import Thought, planned
from geoops.routing.halves import Routes, routes_of
from geoops.routing.plan import Outing, Plan
from geoops.routing.pyvrp_model import Model
from geoops.routing.route_pool import PooledRoute
from geoops.routing.schedule import keeps
from geoops.routing.telling import value_of

_LOOKS = (((2, 99),), ((3, 99),), ((5, 99), (5, 20), (5, 50)))
"""VROOM's exploration and the highest priority of optional stops, of 100: what each look tries."""


@dataclass(frozen=True)
class Look:
    """A look around, in some ways one after the other.

    Parameters
    ----------
    urged
        Stops that are to be visited as if they were required.
    ways
        Explorations and highest priorities of the other optional ones.
    seconds
        At most, for all of them; None without a limit.
    """

    model: Model
    urged: Collection[str]
    ways: tuple[tuple[int, int], ...]
    seconds: float | None

    def sights(self) -> list[tuple[Outing, ...]]:
        """What is seen: outings that hold, the best first."""
        worth = {stop.id: self.model.worth[stop.id] for stop, _ in self.model.clients}
        until = None if self.seconds is None else time.perf_counter() + self.seconds
        found = []
        for exploration, share in self.ways:
            left = None if until is None else until - time.perf_counter()
            if left is not None and left <= 0:
                break
            thought = Thought(exploration, 1, left)
            found.append(planned(self.model.problem, worth, share, self.urged, thought))
        return sorted(found, key=lambda outings: -value_of(outings, worth))

    def routes(self, outings: tuple[Outing, ...]) -> Routes:
        """The outings as routes of the model, whose rules they may break."""
        return routes_of(self.model.solution(outings))


@dataclass(frozen=True)
class Recombination:
    """Putting together pooled routes that hold.

    Parameters
    ----------
    routes
        Of the best plan that was told: all of them hold.
    """

    model: Model
    routes: Routes
    seconds: float | None

    def holds(self, route: PooledRoute) -> bool:
        """Whether our own schedule can keep it, with its breaks."""
        problem, clients = self.model.problem, self.model.clients
        stops = [problem.stop[clients[client][0].id] for client in route.clients]
        return keeps(problem, self.model.crews[route.kind][0], stops)


@dataclass
class Scout:
    """The looks at one model, each once."""

    model: Model
    looks: Iterator[tuple[tuple[int, int], ...]] = field(default_factory=lambda: iter(_LOOKS))

    def recombination(self, best: Plan | None, seconds: float | None) -> Recombination:
        """From the best plan that was told on."""
        routes = routes_of(self.model.solution(best.outings)) if best else ()
        return Recombination(self.model, routes, seconds)

    def look(self, seconds: float | None) -> Look | None:
        """The next look, of so many seconds at most; None when all were taken."""
        meetings = {stop.id for stop, _ in self.model.clients if stop.teams > 1}
        ways = next(self.looks, None)
        return Look(self.model, meetings, ways, seconds) if ways else None
