"""Which roads a drawing closes, to be shown before it is kept and after."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, Polygon

from geoops.desk.actor import Actor, permitted
from geoops.desk.roads_closed import closing
from geoops.records import RoadClosure, Role
from geoops.routing.answers import Profile
from geoops.routing.closures import Closure
from geoops.routing.errors import NetworkNotBuilt, NetworkTooOld

MOST_SEGMENTS = 5_000
"""Segments that are drawn; of an area that closes more, the outline says enough."""


class Roads(Protocol):
    """The part of `geoops.routing.network.Network` that shows what is closed."""

    def closed_metres(self, closures: Sequence[Closure], profile: Profile) -> float:
        """How many metres of road they close."""

    def closed_lines(self, closures: Sequence[Closure], profile: Profile) -> NDArray[np.float64]:
        """Both ends of each segment that they close."""


@dataclass(frozen=True)
class ClosedRoads:
    """The metres of road that a drawing closes for those whom it concerns most, and these roads."""

    metres: float
    lines: MultiLineString


@permitted(Role.COORDINATOR)
def what_it_closes(
    actor: Actor, roads: Roads, shape: LineString | Polygon, profiles: Sequence[Profile]
) -> ClosedRoads:
    """What a drawing would close; nothing is kept, and no road is closed where there is no network.

    Raises
    ------
    NetworkTooOld
    """
    closure = Closure(shape, tuple(profiles))
    try:
        metres = max(roads.closed_metres([closure], profile) for profile in profiles)
        return ClosedRoads(metres, _lines(roads, closure))
    except NetworkNotBuilt:
        return ClosedRoads(0.0, MultiLineString())


def closed_roads(roads: Roads, closure: RoadClosure) -> MultiLineString:
    """The roads of a closure that is kept; none while there is no network to look them up in."""
    with suppress(NetworkNotBuilt, NetworkTooOld):
        return _lines(roads, closing(closure))
    return MultiLineString()


def _lines(roads: Roads, closure: Closure) -> MultiLineString:
    found = [roads.closed_lines([closure], profile) for profile in closure.profiles]
    ends = np.unique(np.concatenate(found), axis=0)
    if not len(ends) or len(ends) > MOST_SEGMENTS:
        return MultiLineString()
    segments = MultiLineString([((a, b), (c, d)) for a, b, c, d in ends.tolist()])
    joined = shapely.line_merge(segments)
    if isinstance(joined, MultiLineString):
        return joined
    return MultiLineString([cast(LineString, joined)])
