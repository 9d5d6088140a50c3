"""Where the van stops for a zone that has several places for it: chosen before the day is planned.

Taken is the place from which most camps are reached, then the one with the least time on foot and
by car together: the walk through the zone's camps, and the way there and on, as it is on average
from and to the nearest other places of the day. A plan could do a little better by choosing along
with the order; what it gains is minutes, and the day would have several times the stops.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geoops.desk.on_foot import CampsByZone
from geoops.routing.points import Point
from geoops.routing.problem import Stop, Team
from geoops.routing.travel import RoadNetwork, travel_among
from geoops.routing.walk import walk_on_roads

NEAREST = 3
"""How many of the nearest other places the ways by car are taken from."""
NO_WAY = 10 * 86_400.0


def settled(
    stops: Sequence[Stop], camps: CampsByZone, teams: Iterable[Team], roads: RoadNetwork
) -> tuple[Stop, ...]:
    """The stops, each where the van stops; `Stop.van_stop` says which of its places that is.

    Raises
    ------
    geoops.routing.errors.NetworkError
        The network does not answer.
    """
    if not any(stop.others for stop in stops):
        return tuple(stops)
    bases = [point for team in teams for point in (team.start, team.end)]
    every = dict.fromkeys([*bases, *(point for stop in stops for point in _places(stop))])
    ways = travel_among(list(every), (), "car", roads).durations
    row = {point: number for number, point in enumerate(every)}
    chosen = (_chosen(stop, stops, bases, row, ways, camps, roads) for stop in stops)
    return tuple(chosen)


def _places(stop: Stop) -> tuple[Point, ...]:
    return (stop.position, *stop.others)


def _chosen(
    stop: Stop,
    stops: Sequence[Stop],
    bases: Sequence[Point],
    row: Mapping[Point, int],
    ways: NDArray[np.float64],
    camps: CampsByZone,
    roads: RoadNetwork,
) -> Stop:
    if not stop.others:
        return stop
    beside = {row[point] for point in bases} | {row[one.position] for one in stops if one != stop}

    def cost(point: Point) -> tuple[int, float]:
        walk = walk_on_roads(point, camps[stop.id], roads) if stop.id in camps else None
        missed, on_foot = (len(walk.missed), walk.seconds) if walk else (0, 0)
        return missed, on_foot + _by_car(row[point], beside - {row[point]}, ways)

    places = _places(stop)
    best = min(places, key=cost)
    number = places.index(best) + 1
    return replace(stop, position=best, others=(), van_stop=(number, len(places)))


def _by_car(here: int, beside: Collection[int], ways: NDArray[np.float64]) -> float:
    """Seconds there and on, on average of the nearest other places; long where there is no way."""
    both = np.nan_to_num(ways + ways.T, nan=NO_WAY)
    nearest = sorted(float(both[here, other]) for other in beside)[:NEAREST]
    return sum(nearest) / len(nearest) if nearest else 0.0
