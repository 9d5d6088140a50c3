"""Published vehicle-routing instances (VRPLIB files) as patrol problems, and what plans cost there.

The literature's instance types that are patrol problems: prize-collecting (PCVRPTW: a client is
left out at the price of its prize) and multi-depot (MDVRPTW: every client must be visited), with
capacities, time windows and longest durations. One unit of the file, rounded as the type's best
known solutions are, is one second of travel here; the objective is distance and uncollected prizes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import vrplib
from numpy.typing import NDArray

from geoops.errors import Invalid
from geoops.routing.plan import Outing, Plan
from geoops.routing.points import Point
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team, Window, points_of
from geoops.routing.travel import Travel

ROUNDINGS: Mapping[str, tuple[int, Callable[[Any], Any]]] = {
    "dimacs": (10, np.trunc),
    "exact": (1_000, np.round),
    "round": (1, np.round),
}
"""By name what values are multiplied by, and how they then become whole numbers."""

OF_TYPE = {"PCVRPTW": "dimacs", "MDVRPTW": "exact"}
"""The rounding with which the best known solutions of a type were made."""

SECONDS_EACH = 1 / 60
"""`minutes_per_weight` that makes a prize of 1 worth one unit on the way."""

_KNOWN = {
    *("name", "comment", "type", "dimension", "edge_weight_type", "edge_weight", "node_coord"),
    *("vehicles", "capacity", "vehicles_max_duration", "vehicles_depot", "depot"),
    *("demand", "service_time", "time_window", "prize"),
}


@dataclass(frozen=True, eq=False)
class Instance:
    """One instance, with node 0, 1, … as in the file's order; all values but loads are rounded.

    Parameters
    ----------
    distance
        Units, n × n.
    windows
        The first and last unit at which service may start, n × 2; of a depot, when it is open.
    vehicles
        The depot's node of each vehicle.
    longest
        The longest duration of a route, None without a limit.
    best_known
        The cost in the `.sol` file beside the instance, None without one.
    """

    name: str
    rounding: str
    depots: int
    positions: NDArray[np.float64]
    distance: NDArray[np.int64]
    demand: NDArray[np.int64]
    service: NDArray[np.int64]
    windows: NDArray[np.int64]
    prize: NDArray[np.int64]
    vehicles: tuple[int, ...]
    capacity: int
    longest: int | None
    best_known: int | None

    @property
    def clients(self) -> range:
        """The nodes to visit."""
        return range(self.depots, len(self.distance))

    @cached_property
    def problem(self) -> PatrolProblem:
        """The instance in the patrols' words: vehicles are teams, demand takes up seats."""
        teams = tuple(self._team(number, depot) for number, depot in enumerate(self.vehicles))
        stops = tuple(self._stop(node) for node in self.clients)
        row = {self._point(node): node for node in range(len(self.distance))}
        rows = [row[point] for point in points_of(teams, stops)]
        table = self.distance[np.ix_(rows, rows)].astype(float)
        return PatrolProblem(date(2026, 1, 1), teams, stops, {"car": Travel(table, table)})

    def _team(self, number: int, depot: int) -> Team:
        base = self._point(depot)
        shift = Window(*self.windows[depot].tolist())
        return Team(
            id=str(number),
            name=f"Vehicle {number}",
            start=base,
            end=base,
            shift=shift,
            seats=self.capacity,
            longest=self.longest,
        )

    def _stop(self, node: int) -> Stop:
        opens, closes = self.windows[node].tolist()
        service, prize = int(self.service[node]), int(self.prize[node])
        return Stop(
            id=str(node),
            name=f"Client {node}",
            kind=Kind.ZONE,
            position=self._point(node),
            service=service,
            windows=(Window(opens, closes + service),) if closes + service > opens else (),
            required=prize == 0,
            weight=prize,
            people=int(self.demand[node]),
        )

    def _point(self, node: int) -> Point:
        """The node's place, drawn together by a power of two until all of them are on Earth."""
        reach = float(np.abs(self.positions).max())
        scale = 2.0 ** -max(0, np.ceil(np.log2(max(reach, 1) / 90)))
        x, y = (self.positions[node] * scale).tolist()
        return (x, y)

    def cost(self, plan: Plan) -> int | None:
        """Distance and uncollected prizes, from the instance's own table; None if it breaks a rule.

        A rule is broken by a client that must be visited and is not, or is visited twice, by too
        much load, by service outside its window, and by a route that takes too long.
        """
        routes = [[int(visit.stop_id) for visit in one.visits] for one in plan.outings]
        visited = [node for route in routes for node in route]
        missed = set(self.clients) - set(visited)
        if len(set(visited)) < len(visited) or any(self.prize[node] == 0 for node in missed):
            return None
        if not all(map(self._keeps, plan.outings)):
            return None
        way = sum(
            int(self.distance[leg])
            for one, route in zip(plan.outings, routes, strict=True)
            for leg in pairwise([self._depot(one), *route, self._depot(one)])
        )
        return way + sum(int(self.prize[node]) for node in missed)

    def _depot(self, outing: Outing) -> int:
        return self.vehicles[int(outing.team_id)]

    def _keeps(self, outing: Outing) -> bool:
        """Whether a route that leaves its depot at the outing's departure keeps every rule."""
        now, here, load = outing.departure, self._depot(outing), 0
        opens, closes = self.windows[here].tolist()
        begun = now
        for node in (int(visit.stop_id) for visit in outing.visits):
            now = max(now + int(self.distance[here, node]), int(self.windows[node, 0]))
            if now > self.windows[node, 1]:
                return False
            now, here, load = now + int(self.service[node]), node, load + int(self.demand[node])
        now += int(self.distance[here, self._depot(outing)])
        longest = closes - opens if self.longest is None else self.longest
        return opens <= begun and now <= closes and now - begun <= longest and load <= self.capacity


def read_instance(file: Path, rounding: str | None = None) -> Instance:
    """The instance in a VRPLIB file.

    Parameters
    ----------
    rounding
        A name among `ROUNDINGS`; by default that of the instance's type.

    Raises
    ------
    Invalid
        For a file that is none, or asks for something that patrols do not know (reloads, …).
    """
    raw = _read(file)
    kind = str(raw.get("type", ""))
    rounding = rounding or OF_TYPE.get(kind, "round")
    scale, whole = ROUNDINGS[rounding]

    def rounded(values: Any) -> NDArray[np.int64]:
        return np.asarray(whole(scale * np.asarray(values, float)), np.int64)

    size = int(raw["dimension"])
    depots = np.asarray(raw.get("depot", [0])).tolist()
    if depots != list(range(len(depots))):
        raise Invalid(field="file", reason="the depots are not its first nodes.")
    service = np.broadcast_to(raw.get("service_time", 0), size).copy()
    service[: len(depots)] = 0
    count = int(raw.get("vehicles", size - len(depots)))
    limit = raw.get("vehicles_max_duration")
    return Instance(
        name=str(raw.get("name", file.stem)),
        rounding=rounding,
        depots=len(depots),
        positions=np.asarray(raw.get("node_coord", np.c_[range(size), range(size)]), float),
        distance=rounded(raw["edge_weight"]),
        demand=np.asarray(raw.get("demand", np.zeros(size)), np.int64),
        service=rounded(service),
        windows=rounded(raw.get("time_window", np.tile([0, 10**6], (size, 1)))),
        prize=rounded(raw.get("prize", np.zeros(size))),
        vehicles=tuple(int(node) - 1 for node in raw.get("vehicles_depot", [1] * count)),
        capacity=int(raw.get("capacity", 10**9)),
        longest=None if limit is None else int(rounded(limit)),
        best_known=_best_known(file),
    )


def _read(file: Path) -> dict[str, Any]:
    """What the file says, or `Invalid`."""
    try:
        raw: dict[str, Any] = vrplib.read_instance(file)
    except (OSError, LookupError, ValueError, TypeError, RuntimeError) as error:
        raise Invalid(field="file", reason=f"{file} is no VRPLIB instance: {error}") from error
    strange = sorted(set(raw) - _KNOWN)
    if strange:
        raise Invalid(field="file", reason=f"patrols have no {', '.join(strange)}.")
    if not {"dimension", "edge_weight"} <= set(raw):
        raise Invalid(field="file", reason="there are no distances.")
    for name in ("capacity", "vehicles_max_duration"):
        if np.ndim(raw.get(name, 0)):
            raise Invalid(field="file", reason=f"{name} differs by vehicle.")
    return raw


def _best_known(file: Path) -> int | None:
    """The cost in the solution file beside the instance."""
    beside = file.with_suffix(".sol")
    return int(vrplib.read_solution(beside)["cost"]) if beside.exists() else None
