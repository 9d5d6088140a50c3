"""The loop on foot from where the van stops, through the camps of a zone and back to the van.

Few camps lie at a road. The team leaves the van at the zone's access point, walks from camp to camp
and comes back, so a camp is reached that no car can come near. Up to `EXACT` camps are put in the
best order there is (Held and Karp 1962, "A Dynamic Programming Approach to Sequencing Problems");
more in the best that PyVRP finds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve
from pyvrp.stop import MaxIterations

from geoops.routing.points import Point
from geoops.routing.travel import RoadNetwork, Travel, travel_among

EXACT = 9
"""The most camps whose best order is worked out: 9 take 20 ms, each further one more than twice as
long."""
_ITERATIONS = 500


@dataclass(frozen=True)
class Camp:
    """A camp on the walk; `service` is the seconds that its visit takes."""

    id: str
    name: str
    position: Point
    service: int


@dataclass(frozen=True)
class Walk:
    """A loop on foot.

    Parameters
    ----------
    camps
        In the order of the walk.
    travels, distances
        Seconds and metres of each leg: to the first camp, between them, and from the last back.
    missed
        The camps that no way on foot leads to and back.
    """

    camps: tuple[Camp, ...]
    travels: tuple[int, ...]
    distances: tuple[float, ...]
    missed: tuple[Camp, ...] = ()

    @property
    def seconds(self) -> int:
        """How long it takes, the visits among it."""
        return sum(self.travels) + sum(camp.service for camp in self.camps)

    def calls(self, start: int) -> Iterator[tuple[Camp, int, int]]:
        """Each camp with its arrival and end for a walk that begins at `start`."""
        now = start
        for camp, travel in zip(self.camps, self.travels, strict=False):
            arrival = now + travel
            now = arrival + camp.service
            yield camp, arrival, now


def walk_on_roads(access: Point, camps: Sequence[Camp], roads: RoadNetwork) -> Walk:
    """The loop from `access` on the foot network; a camp off every path is missed, not an error."""
    points = list(dict.fromkeys([access, *(camp.position for camp in camps)]))
    rows = [points.index(point) for point in [access, *(camp.position for camp in camps)]]
    foot = travel_among(points, (), "foot", roads)
    block = np.ix_(rows, rows)
    return walk_of(camps, Travel(foot.durations[block], foot.distances[block]))


def walk_of(camps: Sequence[Camp], foot: Travel) -> Walk:
    """The loop through all camps that can be reached.

    Parameters
    ----------
    foot
        Travel on foot among the access point, first, and the camps in their order.
    """
    seconds = foot.durations
    there = [n for n in range(1, len(camps) + 1) if not np.isnan(seconds[0, n] + seconds[n, 0])]
    missed = tuple(camp for n, camp in enumerate(camps, 1) if n not in there)
    if not there:
        return Walk((), (), (), missed)
    rows = [0, *there]
    durations, distances = (
        _by_the_access(table[np.ix_(rows, rows)]) for table in (seconds, foot.distances)
    )
    order = _exact(durations) if len(there) <= EXACT else _searched(durations)
    legs = list(pairwise([0, *order, 0]))
    return Walk(
        camps=tuple(camps[rows[n] - 1] for n in order),
        travels=tuple(int(durations[leg]) for leg in legs),
        distances=tuple(float(distances[leg]) for leg in legs),
        missed=missed,
    )


def _by_the_access(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table, with the way over the access point between camps that have no other."""
    return np.where(np.isnan(table), table[:, :1] + table[:1, :], table)


def _exact(seconds: NDArray[np.float64]) -> list[int]:
    """The shortest order of the rows after the first, from it and back."""
    size = len(seconds) - 1
    best: dict[tuple[int, int], tuple[float, int]] = {
        (1 << n, n): (seconds[0, n + 1], -1) for n in range(size)
    }
    for been in range(1, 1 << size):
        for last in (n for n in range(size) if been >> n & 1):
            so_far = best[been, last][0]
            for onward in (n for n in range(size) if not been >> n & 1):
                longer = so_far + seconds[last + 1, onward + 1]
                state = been | 1 << onward, onward
                if state not in best or longer < best[state][0]:
                    best[state] = longer, last
    been = (1 << size) - 1
    last = min(range(size), key=lambda n: best[been, n][0] + seconds[n + 1, 0])
    order = []
    while last >= 0:
        order.append(last + 1)
        been, last = been & ~(1 << last), best[been, last][1]
    return order[::-1]


def _searched(seconds: NDArray[np.float64]) -> list[int]:
    """A short order of the rows after the first, the same each time."""
    table: Any = seconds.astype(np.int64)  # PyVRP's own annotation is wrong
    data = ProblemData(
        [Location(0, 0) for _ in table],
        [Client(n) for n in range(1, len(table))],
        [Depot(0)],
        [VehicleType()],
        [table],
        [table],
    )
    found = solve(data, MaxIterations(_ITERATIONS), seed=0, collect_stats=False, display=False)
    (route,) = found.best.routes()
    return [activity.idx + 1 for activity in route.schedule() if activity.is_client()]
