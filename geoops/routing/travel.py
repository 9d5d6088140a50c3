"""What the planner asks of a road network, and the travel times and lengths that it plans with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from geoops.errors import Invalid
from geoops.routing.answers import Profile, Route, Table
from geoops.routing.errors import PointOffRoad
from geoops.routing.points import Point


class RoadNetwork(Protocol):
    """The part of `geoops.routing.network.Network` that planning needs."""

    def table(self, points: Sequence[Point], profile: Profile) -> Table:
        """The fastest ways among `points`, n × n."""

    def route(self, points: Sequence[Point], profile: Profile, steps: bool = False) -> Route:
        """The fastest way through `points` in this order, with one leg for each pair.

        `steps` asks for the instructions of each leg.
        """


@dataclass(frozen=True, eq=False)
class Travel:
    """A square travel table of one profile, in whole seconds, as the planner keeps it.

    Seconds are rounded up, so a plan made of them is never late for a fraction of a second. The
    table need not be symmetric (one-way streets) nor keep the triangle inequality (rounding).

    Parameters
    ----------
    durations
        Seconds, n × n, NaN where there is no way; the diagonal is taken as zero.
    distances
        Metres, n × n, NaN where there is no way.

    Raises
    ------
    Invalid
        When the arrays are not square and of one shape, or hold a negative or infinite value, or
        when one of them has a way where the other has none.
    """

    durations: NDArray[np.float64]
    distances: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check, round up to whole seconds and make the arrays read-only."""
        for name in ("durations", "distances"):
            object.__setattr__(self, name, _checked(name, getattr(self, name)))
        if self.durations.shape != self.distances.shape:
            raise Invalid(field="travel", reason="durations and distances differ in shape.")
        if not np.array_equal(np.isnan(self.durations), np.isnan(self.distances)):
            raise Invalid(field="travel", reason="a way has a duration but no distance, or no way.")
        object.__setattr__(self, "durations", np.ceil(self.durations))

    @property
    def size(self) -> int:
        """The number of points."""
        return len(self.durations)

    def among(self, rows: Sequence[int]) -> "Travel":
        """The travel among some of the points, in this order."""
        part = np.ix_(rows, rows)
        return Travel(self.durations[part], self.distances[part])

    @cached_property
    def seconds(self) -> list[list[int | None]]:
        """`durations` as plain integers, None where there is no way: quick to read one by one."""
        whole = np.nan_to_num(self.durations).astype(np.int64).astype(object)
        whole[np.isnan(self.durations)] = None
        return cast(list[list[int | None]], whole.tolist())


def _checked(name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """A copy of a square table with a zero diagonal, or `Invalid`."""
    table = np.array(values, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise Invalid(
            field=f"travel.{name}", reason=f"a square table is needed, not {table.shape}."
        )
    if np.isinf(table).any() or (table < 0).any():
        raise Invalid(field=f"travel.{name}", reason="values must be finite and not negative.")
    np.fill_diagonal(table, 0.0)
    table.flags.writeable = False
    return table


def travel_among(
    points: Sequence[Point], bases: Collection[Point], profile: Profile, roads: RoadNetwork
) -> Travel:
    """The travel table among `points`, where a point off every road has no way to or from it.

    Raises
    ------
    geoops.routing.errors.PointOffRoad
        For a point among `bases`: a team that cannot leave its base is a mistake to mend.
    """
    near = list(points)
    table = None
    while near and table is None:
        try:
            table = roads.table(near, profile)
        except PointOffRoad as error:
            point = near.pop(error.details["index"])
            if point in bases:
                raise
    return _spread(table, [points.index(point) for point in near], len(points))


def _spread(table: Table | None, rows: list[int], size: int) -> Travel:
    """A table of some points laid out among all `size` of them, without a way elsewhere."""
    durations, distances = np.full((2, size, size), np.nan)
    if table is not None:
        durations[np.ix_(rows, rows)] = table.durations
        # Between two places on one stretch of road, OSRM's distance may come out a little under 0.
        distances[np.ix_(rows, rows)] = np.maximum(table.distances, 0.0)
    return Travel(durations, distances)
