"""Simulated annealing of a large plan by removing and reinserting strings of visits.

PyVRP's local search looks at every neighbour of whatever it has touched, which for hundreds of
clients allows some thousand steps in half a minute. Here a step is small and there are a million of
them, each accepted if it costs little enough for the temperature that there still is: the plan
first loosens, then sets. PyVRP improves afterwards what has set.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, Depot, Location, ProblemData, VehicleType

from geoops.routing.cooling import Cooling, must_be_visited
from geoops.routing.halves import Routes
from geoops.routing.string_removal import (
    ABOARD,
    CLIENT,
    CLOSES,
    DUE,
    EARLY,
    ENDS,
    FIRST,
    GROUP,
    KIND,
    LAST,
    LATE,
    LEG,
    LOAD,
    OPENS,
    READY,
    REST,
    SERVICE,
    SPENT,
    SPOT,
    STARTS,
    TEAM,
    VISITS,
    anneal,
    measure_ahead,
    measure_back,
)

type Whole = NDArray[np.int32]

_NEAR, _AROUND = 50, 400
_WAIT, _LATE = 0.2, 1.0
"""What a second's wait, and a second's delay, count in the distance between two clients (PyVRP's
own defaults for its neighbourhoods)."""

_STRING = 10, 10
"""Clients that a step removes on average, and the longest string: the authors' own figures."""

_LOOSE = 0.7
"""Mean legs of temperature above which a plan's routes are not worth keeping."""

_SLICE, _FIRST_STEPS = 0.05, 300
"""Seconds at one temperature, about, and the steps with which the pace is measured."""

_REQUIRED = 10**9
"""What leaving out a client that must be visited costs: more than all ways together."""

_FAR = 2**29
"""The largest instant or duration: sums of two still are 32-bit numbers."""


def annealed(
    data: ProblemData,
    start: Routes,
    cooling: Cooling,
    until: float,
    seed: int,
    over: Callable[[int], bool],
    passed: Callable[[Routes], None] = lambda _: None,
) -> tuple[Routes, int]:
    """Where annealing from `start` on ends, and its steps: the best that it passed once it has set,
    or else the plan as loose as it is then.

    Parameters
    ----------
    start
        Routes that break no rule; it may leave out what must be visited.
    until
        The instant of `time.perf_counter` to end at.
    over
        Asked after each slice whether to end at once.
    passed
        Is shown the routes of the plan now and then, when it is not loose any more.
    """
    plan = Loose.of(data, start, seed)
    leg = plan.mean_leg()
    begun = now = time.perf_counter()
    steps, done = _FIRST_STEPS, 0
    while not done or (now < until and not over(int(plan.cost[1]))):
        warmth = cooling.at((now - begun) / max(1e-6, until - begun))
        plan.anneal(leg * warmth, steps)
        done += steps
        if warmth < _LOOSE:
            passed(plan.routes())
        before, now = now, time.perf_counter()
        steps = max(10, round(steps * min(4.0, _SLICE / max(1e-6, now - before))))
    return (plan.best_routes() if cooling.sets else plan.routes()), done


def warm_up() -> None:
    """Have the machine code ready: it is made once and kept in a cache on disk."""
    data = _smallest()
    annealed(data, (), Cooling(1.0, 1.0), time.perf_counter() + 1e-3, 1, lambda _: False)


def _smallest() -> ProblemData:
    """A problem of two clients."""
    ways: Any = np.ones((3, 3), np.int64) - np.eye(3, dtype=np.int64)
    places = [Location(0, 0), Location(1, 0), Location(2, 0)]
    return ProblemData(places, [Client(1), Client(2)], [Depot(0)], [VehicleType(1)], [ways], [ways])


@dataclass(frozen=True)
class Loose:
    """A solution as arrays, and what it is a solution of (`string_removal` tells of them).

    It knows what `pyvrp_model` makes: one kind of load, collected and kept aboard; vehicles without
    fixed costs; bases that are always open.
    """

    ways: tuple[Whole, Whole, Whole, Whole]
    clients: Whole
    vehicles: Whole
    tours: Whole
    worth: NDArray[np.int64]
    taken: Whole
    near: Whole
    around: Whole
    orders: NDArray[np.float64]
    cost: NDArray[np.int64]
    best: Whole
    dice: NDArray[np.uint64]

    @classmethod
    def of(cls, data: ProblemData, start: Routes, seed: int) -> "Loose":
        """The routes of `start` as arrays. Ways are PyVRP's durations: its distances too here."""
        ways, clients, vehicles = _ways(data), _clients(data), _vehicles(data)
        opens, closes = clients[:, OPENS], clients[:, CLOSES]
        worth, away = _worth(data), ways[3].min(axis=0)
        apart = ways[0].min(axis=0).astype(float)
        keys = [-clients[:, LOAD], away, -away, closes - opens, -opens, closes, -worth]
        plan = cls(
            ways,
            clients,
            vehicles,
            np.zeros((len(vehicles), len(clients) + 3, LAST + 1), np.int32),
            worth,
            np.zeros(int(clients[:, GROUP].max(initial=-1)) + 1, np.int32),
            near=_nearest(_in_time(apart, opens, closes, clients[:, SERVICE]), _NEAR),
            around=_nearest(apart, _AROUND, itself=True),
            orders=np.stack(keys).astype(float),
            cost=np.zeros(2, np.int64),
            best=np.full((len(vehicles), len(clients) + 1), -1, np.int32),
            dice=np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1),
        )
        plan.begin(start)
        return plan

    def begin(self, start: Routes) -> None:
        """Put the vehicles on these routes."""
        free: dict[int, list[int]] = {}
        for v, kind in enumerate(self.vehicles[:, KIND].tolist()):
            free.setdefault(kind, []).append(v)
        for kind, clients in start:
            v = free[kind].pop(0)
            self.vehicles[v, VISITS] = len(clients)
            self.tours[v, 1 : len(clients) + 1, CLIENT] = clients
            self.clients[list(clients), TEAM] = v
            self.clients[list(clients), SPOT] = range(1, len(clients) + 1)
            self.best[v, : len(clients)] = clients
            groups = self.clients[list(clients), GROUP]
            np.add.at(self.taken, groups[groups >= 0], 1)
        for v in range(len(self.vehicles)):
            self._measure(v)
        left = self.clients[:, TEAM] < 0
        self.cost[:] = sum(self._legs()) + int(self.worth[left].sum())

    def _measure(self, v: int) -> None:
        """All parts of a vehicle's route."""
        n, starts, ends = self.vehicles[v, [VISITS, STARTS, ENDS]]
        self.tours[v, [0, n + 1], CLIENT] = -1
        self.tours[v, 0, [READY, SPENT, EARLY, LATE, ABOARD]] = starts, 0, starts, ends, 0
        self.tours[v, n + 1, [DUE, REST, FIRST, LAST]] = ends, 0, starts, ends
        ahead, _, out, home = self.ways
        measure_ahead(ahead, out, home, self.clients, self.vehicles, self.tours, v, 1)
        measure_back(self.clients, self.tours, v, int(n))

    def anneal(self, warmth: float, steps: int) -> None:
        """So many steps at one temperature."""
        anneal(
            *(*self.ways, self.clients, self.vehicles, self.tours, self.worth, self.taken),
            *(self.near, self.around, self.orders, _whole(_STRING), self.cost, self.best),
            *(self.dice, warmth, steps),
        )

    def mean_leg(self) -> float:
        """The mean way of the plan; from the bases, where it is empty."""
        return max(1.0, float(np.mean(self._legs() or self.ways[2])))

    def _legs(self) -> list[int]:
        used = [(v, n) for v, n in enumerate(self.vehicles[:, VISITS].tolist()) if n]
        return [leg for v, n in used for leg in self.tours[v, 1 : n + 2, LEG].tolist()]

    def routes(self) -> Routes:
        """Those it has now."""
        visits = self.vehicles[:, VISITS].tolist()
        return self._routes([self.tours[v, 1 : n + 1, CLIENT] for v, n in enumerate(visits)])

    def best_routes(self) -> Routes:
        """The best that there were."""
        return self._routes([row[: int(np.argmin(row))] for row in self.best])

    def _routes(self, rows: list[Whole]) -> Routes:
        kinds = self.vehicles[:, KIND].tolist()
        return tuple(
            (kind, tuple(r.tolist())) for kind, r in zip(kinds, rows, strict=True) if len(r)
        )


def _ways(data: ProblemData) -> tuple[Whole, Whole, Whole, Whole]:
    """Ways from client to client, to client from client, from the start, to the end."""
    ways: Any = np.stack([np.asarray(matrix) for matrix in data.duration_matrices()])
    at = [client.location for client in data.clients()]
    bases = [depot.location for depot in data.depots()]
    fleet = _fleet(data)
    ahead = ways[:, at][:, :, at]
    out = [ways[one.profile, bases[one.start_depot], at] for _, one in fleet]
    home = [ways[one.profile, at, bases[one.end_depot]] for _, one in fleet]
    return _whole(ahead), _whole(ahead.transpose(0, 2, 1)), _whole(out), _whole(home)


def _fleet(data: ProblemData) -> list[tuple[int, VehicleType]]:
    """Each vehicle and the number of its type."""
    kinds = enumerate(data.vehicle_types())
    return [(kind, one) for kind, one in kinds for _ in range(one.num_available)]


def _clients(data: ProblemData) -> Whole:
    """The columns of clients, nobody visited."""
    return _whole(
        [
            (
                *(one.tw_early, one.tw_late, one.service_duration),
                *(sum(one.pickup) + sum(one.delivery), -1 if one.group is None else one.group),
                *(-1, 0),
            )
            for one in data.clients()
        ]
    )


def _vehicles(data: ProblemData) -> Whole:
    """The columns of vehicles, with empty routes."""
    return _whole(
        [
            (
                *(one.tw_early, one.tw_late, one.shift_duration),
                *(sum(one.capacity) if one.capacity else _FAR, one.profile, kind, 0),
            )
            for kind, one in _fleet(data)
        ]
    )


def _worth(data: ProblemData) -> NDArray[np.int64]:
    """What leaving out each client costs."""
    prizes = [client.prize for client in data.clients()]
    return np.where(must_be_visited(data), _REQUIRED, np.array(prizes, np.int64))


def _whole(values: Any) -> Whole:
    """As 32-bit numbers."""
    return np.ascontiguousarray(np.minimum(np.asarray(values, np.int64), _FAR), np.int32)


def _in_time(apart: NDArray[np.float64], opens: Any, closes: Any, service: Any) -> Any:
    """How far each client is from each other one, with unavoidable waits and delays."""
    end = service[:, None] + apart
    wait = np.maximum(0, opens[None, :] - closes[:, None] - end)
    late = np.maximum(0, opens[:, None] + end - closes[None, :])
    both = apart + _WAIT * wait + _LATE * late
    return np.minimum(both, both.T)


def _nearest(apart: NDArray[np.float64], count: int, *, itself: bool = False) -> Whole:
    """The nearest of each, the nearest first; with `itself`, that is the first."""
    apart = apart.copy()
    np.fill_diagonal(apart, -1.0 if itself else np.inf)
    most = len(apart) if itself else len(apart) - 1
    return _whole(np.argsort(apart, axis=1, kind="stable")[:, : min(count, most)])
