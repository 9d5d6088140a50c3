"""The good routes that a search has passed, of which a better plan may be put together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyvrp import Route, Solution

_MOST, _KEPT = 24_000, 12_000
"""When the pool is full, only the latest are kept: they are of the best plans."""

type Key = tuple[int, frozenset[int]]
"""A vehicle type and the clients that it visits, in whatever order."""


@dataclass(frozen=True)
class PooledRoute:
    """A route that breaks no rule.

    Parameters
    ----------
    kind
        Its vehicle type.
    clients
        In the order of their visits.
    profit
        The prizes that it collects less its way, in seconds.
    """

    kind: int
    clients: tuple[int, ...]
    profit: int

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return self.kind, frozenset(self.clients)


@dataclass
class RoutePool:
    """The most profitable order known of each set of clients and each vehicle type."""

    _routes: dict[Key, PooledRoute] = field(default_factory=dict)
    _fresh: dict[Key, PooledRoute] = field(default_factory=dict)

    def see(self, solution: Solution) -> None:
        """Keep the routes of a solution that break no rule, even if it does as a whole."""
        for route in solution.routes():
            if route.is_feasible():
                self._keep(pooled(route))

    def take(self, routes: Iterable[PooledRoute]) -> None:
        """Keep routes of another pool."""
        for route in routes:
            self._keep(route, fresh=False)

    def fresh(self) -> tuple[PooledRoute, ...]:
        """Those that came since this was last asked, without those of other pools."""
        found, self._fresh = tuple(self._fresh.values()), {}
        return found

    @property
    def routes(self) -> list[PooledRoute]:
        """All of them."""
        return list(self._routes.values())

    def _keep(self, route: PooledRoute, *, fresh: bool = True) -> None:
        known = self._routes.get(route.key)
        if known and known.profit >= route.profit:
            return
        self._routes[route.key] = route
        if fresh:
            self._fresh[route.key] = route
        if len(self._routes) > _MOST:
            self._routes = dict(list(self._routes.items())[-_KEPT:])


def pooled(route: Route) -> PooledRoute:
    """A route of PyVRP's."""
    clients = tuple(a.idx for a in route if a.is_client())
    return PooledRoute(route.vehicle_type(), clients, route.prizes() - route.distance())
