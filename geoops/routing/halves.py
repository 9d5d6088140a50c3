"""A large search cut in two: routes that lie near one another, with the clients around them.

Moves between routes far apart hardly ever pay, so the routes on either side of a line through the
map can be improved apart, at once by two processes, and put together again; the next line runs in
another direction. This is decomposition by barycentres, which Santini, Schneider, Vidal and Vigo
(2023), "Decomposition strategies for vehicle routing heuristics", found to be best for such
searches, with the halves of POPMUSIC (Queiroga, Sadykov and Uchoa 2021) for subproblems.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, ClientGroup, Depot, ProblemData, Route, Solution, VehicleType

type Routes = tuple[tuple[int, tuple[int, ...]], ...]
"""For each route its vehicle type and its clients in order: a solution that can be sent."""


@dataclass(frozen=True)
class Part:
    """A part of a problem: some of its routes, the clients that could join them, and vehicles.

    Parameters
    ----------
    unplanned
        Clients that no route visits, to be tried here.
    vehicles
        How many vehicles there are here of each type of the whole problem.
    """

    routes: Routes
    unplanned: tuple[int, ...]
    vehicles: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Piece:
    """A part as a problem of its own; `clients` and `types` are its indices in the whole."""

    data: ProblemData
    start: Solution
    clients: Sequence[int]
    types: Sequence[int]

    def back(self, solution: Solution) -> Routes:
        """A solution of the piece in the whole's indices."""
        return tuple(
            (self.types[kind], tuple(self.clients[client] for client in clients))
            for kind, clients in routes_of(solution)
        )


def routes_of(solution: Solution) -> Routes:
    """The routes of a solution."""
    return tuple(
        (route.vehicle_type(), tuple(a.idx for a in route if a.is_client()))
        for route in solution.routes()
    )


def solution_of(data: ProblemData, routes: Routes) -> Solution:
    """The solution with these routes."""
    return Solution(data, [Route(data, list(clients), kind) for kind, clients in routes])


def halves(data: ProblemData, routes: Routes, angle: float) -> tuple[Part, Part]:
    """The routes on either side of a line across `angle` (radians) that halves their clients.

    Unplanned clients go to the side where they lie, but with the planned client of their group.
    Vehicles that stay at their base are shared out.
    """
    where = _along(data, angle)
    middles, ordered = _in_order(routes, where)
    ends = np.cumsum([len(clients) for _, clients in ordered])
    cut = int(np.searchsorted(ends, ends[-1] / 2)) + 1 if ordered else 0
    sides = ordered[:cut], ordered[cut:]
    border = sum(middles[cut - 1 : cut + 1]) / max(1, len(middles[cut - 1 : cut + 1]))
    first = _in_first(data, sides, where < border)
    planned = {client for _, clients in routes for client in clients}
    rest = [client for client in range(data.num_clients) if client not in planned]
    free = [
        kind.num_available - used
        for kind, used in zip(data.vehicle_types(), _used(data, routes), strict=True)
    ]
    return tuple(
        Part(
            tuple(side),
            tuple(client for client in rest if first[client] is (number == 0)),
            tuple(
                used + (spare + 1 - number) // 2
                for used, spare in zip(_used(data, side), free, strict=True)
            ),
        )
        for number, side in enumerate(sides)
    )  # type: ignore[return-value]


def _along(data: ProblemData, angle: float) -> NDArray[np.float64]:
    """How far each client lies in the direction of `angle`."""
    places = [data.location(client.location) for client in data.clients()]
    return np.array([cos(angle) * place.x + sin(angle) * place.y for place in places])


def _in_order(
    routes: Routes, where: NDArray[np.float64]
) -> tuple[list[float], tuple[tuple[int, tuple[int, ...]], ...]]:
    """The middles of the routes' clients and the routes, both in order along the direction."""
    pairs = sorted((float(where[list(route[1])].mean()), route) for route in routes)
    return [middle for middle, _ in pairs], tuple(route for _, route in pairs)


def _used(data: ProblemData, routes: Iterable[tuple[int, tuple[int, ...]]]) -> list[int]:
    """How many vehicles of each type the routes use."""
    counts = Counter(kind for kind, _ in routes)
    return [counts[kind] for kind in range(data.num_vehicle_types)]


def _in_first(data: ProblemData, sides: Sequence[Routes], near: NDArray[np.bool_]) -> list[bool]:
    """For each client whether it belongs to the first side, by its group or by its place."""
    first = [bool(is_near) for is_near in near]
    planned = {c: number == 0 for number, side in enumerate(sides) for _, cs in side for c in cs}
    for group in data.groups():
        known = [planned[client] for client in group.clients if client in planned]
        for client in group.clients:
            first[client] = known[0] if known else first[group.clients[0]]
    return first


def cut_out(data: ProblemData, part: Part) -> Piece:
    """The part as a problem of its own, with only the places that it needs."""
    clients = sorted([*(c for _, route in part.routes for c in route), *part.unplanned])
    types = [kind for kind, count in enumerate(part.vehicles) if count]
    depots = [depot.location for depot in data.depots()]
    places = sorted({*depots, *(data.client(client).location for client in clients)})
    at = {place: number for number, place in enumerate(places)}.__getitem__
    groups, group_of = _groups(data, clients)
    piece = ProblemData(
        [data.location(place) for place in places],
        [_moved(data.client(client), at, group_of.get(client)) for client in clients],
        [_depot(depot, at) for depot in data.depots()],
        [_some(data.vehicle_type(kind), part.vehicles[kind]) for kind in types],
        [_among(matrix, places) for matrix in data.distance_matrices()],
        [_among(matrix, places) for matrix in data.duration_matrices()],
        groups,
    )
    number = {client: index for index, client in enumerate(clients)}
    start = tuple(
        (types.index(kind), tuple(number[client] for client in route))
        for kind, route in part.routes
    )
    return Piece(piece, solution_of(piece, start), clients, types)


def _among(matrix: Any, places: list[int]) -> Any:
    """A matrix of these places only (PyVRP's own annotation of matrices is wrong)."""
    return matrix[np.ix_(places, places)]


def _groups(data: ProblemData, clients: Sequence[int]) -> tuple[list[ClientGroup], dict[int, int]]:
    """The groups among these clients in the piece's numbers, and the group of each client."""
    number = {client: index for index, client in enumerate(clients)}
    kept = [group for group in data.groups() if group.clients[0] in number]
    groups = [ClientGroup([number[c] for c in group.clients], group.required) for group in kept]
    return groups, {c: index for index, group in enumerate(kept) for c in group.clients}


def _moved(client: Client, at: Callable[[int], int], group: int | None) -> Client:
    """The client with the piece's numbers for its place and its group."""
    return Client(
        at(client.location),
        delivery=client.delivery,
        pickup=client.pickup,
        service_duration=client.service_duration,
        tw_early=client.tw_early,
        tw_late=client.tw_late,
        release_time=client.release_time,
        prize=client.prize,
        required=client.required,
        group=group,
    )


def _depot(depot: Depot, at: Callable[[int], int]) -> Depot:
    """The depot with the piece's number for its place."""
    return Depot(
        at(depot.location),
        tw_early=depot.tw_early,
        tw_late=depot.tw_late,
        service_duration=depot.service_duration,
    )


def _some(kind: VehicleType, count: int) -> VehicleType:
    """So many vehicles of a type."""
    return kind.replace(num_available=count)
