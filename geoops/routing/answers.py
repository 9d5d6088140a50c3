"""What the road network answers: tables, routes and nearest roads."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

type Profile = Literal["car", "foot"]
"""How a patrol moves; `geoops/routing/profiles/` says where each may go."""

PROFILES: tuple[Profile, ...] = ("car", "foot")


@dataclass(frozen=True, eq=False)
class Table:
    """The fastest ways from n sources to m destinations.

    Attributes
    ----------
    durations
        Seconds, n × m, NaN where there is no way.
    distances
        Metres along the same fastest way, n × m, NaN where there is no way.
    """

    durations: NDArray[np.float64]
    distances: NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """One instruction to the driver or walker; every text may be empty.

    Parameters
    ----------
    maneuver, modifier
        OSRM's words: "turn", "left".
    name, ref
        The road's: "Rue Royale", "D 940".
    duration, distance
        Seconds and metres to the next step.
    position
        Where it happens: longitude, latitude, EPSG:4326.
    bearing
        Degrees clockwise from north of the way onwards.
    turn_off
        Which exit of a roundabout to take, from 1; 0 where there is none to count.
    exits, destinations
        Of a ramp: its number ("24"), and what its sign says ("A 16: Dunkerque, Lille").
    rotary
        The name of a roundabout that has one.
    """

    maneuver: str
    modifier: str
    name: str
    ref: str
    duration: float
    distance: float
    position: tuple[float, float]
    bearing: int = 0
    turn_off: int = 0
    exits: str = ""
    destinations: str = ""
    rotary: str = ""


@dataclass(frozen=True, eq=False)
class Leg:
    """The way from one point to the next.

    Attributes
    ----------
    duration, distance
        Seconds and metres.
    geometry
        Longitude and latitude, k × 2 with k ≥ 2, EPSG:4326; begins where the leg before ends.
    steps
        The instructions, when they were asked for.
    """

    duration: float
    distance: float
    geometry: NDArray[np.float64]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, eq=False)
class Route:
    """The fastest way through points in their order: seconds, metres, k × 2 EPSG:4326, legs."""

    duration: float
    distance: float
    geometry: NDArray[np.float64]
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class Nearest:
    """The nearest position on a road (longitude, latitude, EPSG:4326).

    `distance` is the metres from the point asked about, `name` the road's name, often empty.
    """

    position: tuple[float, float]
    distance: float
    name: str
