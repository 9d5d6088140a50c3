"""What a search stands on: PyVRP's data, what breaking a rule costs, and what is held to.

A required stop is at first an optional client with an enormous prize (`pyvrp_model`), for nobody
knows whether all of them can be visited. PyVRP then tries at every step whether to leave it out,
and its prize has penalties rise so high that hardly any move is left. Once a plan has shown that
they can all be visited, they are clients that every plan visits, and that costs neither.
"""

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
from pyvrp import Client, ClientGroup, ProblemData, Solution

from geoops.routing.pyvrp_model import Model
from geoops.routing.search import LARGE, Penalties

LATE = 30
"""Seconds of lateness that cost as much as a visit."""

HIGHEST = 1e9
"""The highest penalty; more, times the lateness of a bad candidate, overflows 64 bits."""

_WAYS = 600
"""Units of load (20 people without a seat) that cost as much as a mean way, where ways are long."""

_LEAST = 10.0, 1_000.0
"""The least that a second of lateness costs at first, and at most."""


class Ground:
    """The data and the penalties of one model's search."""

    def __init__(self, model: Model, worth: Mapping[str, int]) -> None:
        self._model = model
        self._worth = worth
        self.data = model.data
        self.penalties = self._penalties()

    @property
    def held(self) -> bool:
        """Whether all required stops are held to."""
        return self.data is not self._model.data

    def settle(self, solution: Solution) -> bool:
        """Hold to the required stops if `solution` shows that it can be done; whether that is new.

        Solutions and penalties of before are then those of other data.
        """
        if self.held:
            return False
        self.data = bound(self._model, solution)
        self.penalties = self._penalties()
        return self.held

    def _penalties(self) -> Penalties:
        """What lateness and people without a seat cost the search.

        Half a minute late costs a visit of mean worth at most, half of that at first; PyVRP's
        default of 100 000 a second would hardly ever let the search pass through a late plan to a
        better one. But as long as a required stop may be left out, half a minute costs the largest
        prize: with less, required stops that exclude one another would both be visited, and no
        plan would be feasible. A large search comes to that from below: it learns fast enough.
        """
        stops = [stop for stop, _ in self._model.clients]
        free = [self._worth[stop.id] for stop in stops if not stop.required]
        worst = mean = sum(free) / len(free) / LATE if free else 0.0
        if not self.held and any(stop.required for stop in stops):
            worst = max(self._worth.values()) / LATE
        usual = mean if self.data.num_clients >= LARGE else worst
        lateness = min(max(_LEAST[0], usual / 2), HIGHEST)
        ways = float(np.mean(cast(Any, self.data.duration_matrix(0)))) / _WAYS
        return Penalties(max(lateness, ways), lateness, min(max(_LEAST[1], worst), HIGHEST))


def bound(model: Model, solution: Solution) -> ProblemData:
    """The model's data with required stops required; unchanged if `solution` misses one."""
    visited = {model.clients[a.idx][0].id for r in solution.routes() for a in r if a.is_client()}
    required = {stop.id for stop, _ in model.clients if stop.required}
    if not solution.is_feasible() or not required or required - visited:
        return model.data
    clients = [
        _required(client) if stop.id in required else client
        for client, (stop, _) in zip(model.data.clients(), model.clients, strict=True)
    ]
    groups = [
        ClientGroup(group.clients, model.clients[group.clients[0]][0].id in required)
        for group in model.data.groups()
    ]
    return model.data.replace(clients=clients, groups=groups)


def _required(client: Client) -> Client:
    """The client as one that must be visited; one of a group is, when its group is."""
    return Client(
        client.location,
        delivery=client.delivery,
        pickup=client.pickup,
        service_duration=client.service_duration,
        tw_early=client.tw_early,
        tw_late=client.tw_late,
        release_time=client.release_time,
        prize=client.prize,
        required=client.group is None,
        group=client.group,
    )
