"""Points as callers give them, made sure of before the engine sees them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geoops.errors import Invalid
from geoops.routing.errors import PointOffRoad

type Point = tuple[float, float]
"""Longitude and latitude in degrees, EPSG:4326."""


def positions(points: ArrayLike) -> NDArray[np.float64]:
    """`points` as an n × 2 array of longitudes and latitudes, EPSG:4326.

    Raises
    ------
    Invalid
        When they are no pairs of numbers, or one is NaN or outside the world.
    """
    try:
        found = np.asarray(points, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise Invalid(field="points", reason="they must be pairs of numbers") from error
    if not found.size:
        return found.reshape(0, 2)
    if found.ndim != 2 or found.shape[1] != 2:
        raise Invalid(field="points", reason="each must be a longitude and a latitude")
    bad = ~(np.abs(found) <= (180.0, 90.0)).all(axis=1)  # NaN compares false, so it is bad too
    if bad.any():
        first = int(bad.argmax())
        reason = f"point {first + 1} is not on the map: {found[first, 0]}, {found[first, 1]}"
        raise Invalid(field="points", reason=reason)
    return found


def numbers(indices: Sequence[int] | None, count: int, field: str) -> list[int]:
    """Indices into `count` points, all of them when None.

    Raises
    ------
    Invalid
        When one is out of range.
    """
    if indices is None:
        return list(range(count))
    chosen = [int(index) for index in indices]
    if any(not 0 <= index < count for index in chosen):
        raise Invalid(field=field, reason=f"each must be from 0 to {count - 1}")
    return chosen


def refuse_off_road(
    snaps: Sequence[tuple[int, float]],
    where: NDArray[np.float64],
    labels: Sequence[str] | None,
    radius: float,
    profile: str,
) -> None:
    """Raise for the first point that OSRM had to move farther than `radius` metres.

    Parameters
    ----------
    snaps
        The number of each point and its metres to the road.
    """
    off = [(index, distance) for index, distance in snaps if distance > radius]
    if off:
        index, distance = off[0]
        raise PointOffRoad(
            index=index,
            label=labels[index] if labels else None,
            position=(float(where[index, 0]), float(where[index, 1])),
            distance=distance,
            radius=radius,
            profile=profile,
            indices=[number for number, _ in off],
        )
