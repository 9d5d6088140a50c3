"""A scout: VROOM thinking harder than for the first plan, beside the search.

VROOM starts from many plans that lie far apart, PyVRP's local search goes on from one and hardly
ever leaves the country it began in. So while one process searches, the other first lets VROOM look
around, and the search goes on from the best that both have found. VROOM also knows breaks as they
are, which the search knows only nearly (work_clock.py).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from geoops.routing.first_plan import Thought, planned
from geoops.routing.halves import Routes, routes_of
from geoops.routing.plan import Outing, Plan
from geoops.routing.pyvrp_model import Model
from geoops.routing.route_pool import PooledRoute
from geoops.routing.schedule import keeps

_LOOKS = ((2, 99), (3, 99), (5, 99))
"""VROOM's exploration and the highest priority of optional stops of each look, in their order."""


@dataclass(frozen=True)
class Look:
    """One look around.

    Parameters
    ----------
    urged
        Stops that are to be visited as if they were required.
    share
        The highest priority of the other optional ones, of 100.
    """

    model: Model
    urged: Collection[str]
    share: int
    thought: Thought

    def sight(self) -> tuple[tuple[Outing, ...], Routes]:
        """What is seen: outings that hold, and the same as routes of the model, which may not."""
        model = self.model
        known = dict.fromkeys(stop.id for stop, _ in model.clients)
        worth = {name: model.worth[name] for name in known}
        outings = planned(model.problem, worth, self.share, self.urged, self.thought)
        return outings, routes_of(model.solution(outings))


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
    looks: Iterator[tuple[int, int]] = field(default_factory=lambda: iter(_LOOKS))

    def recombination(self, best: Plan | None, seconds: float | None) -> Recombination:
        """From the best plan that was told on."""
        routes = routes_of(self.model.solution(best.outings)) if best else ()
        return Recombination(self.model, routes, seconds)

    def look(self, seconds: float | None) -> Look | None:
        """The next look, of so many seconds at most; None when all were taken."""
        meetings = {stop.id for stop, _ in self.model.clients if stop.teams > 1}
        for exploration, share in self.looks:
            return Look(self.model, meetings, share, Thought(exploration, 1, seconds))
        return None
