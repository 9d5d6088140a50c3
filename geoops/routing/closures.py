"""Closures: which segments of the roads a drawn shape closes.

A polygon closes what lies in it or crosses its edge. A line that mostly runs along roads closes
those roads ("the ring road from here to there"); any other line is a barrier and closes what it
crosses. Where a shape is in doubt it closes more, for a plan that expects a road to be open is
worse than one that goes round.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely import LineString, Polygon

from geoops.routing.answers import PROFILES, Profile
from geoops.routing.segments import Segments, segments_in

BESIDE = 12.0
"""Metres from a road at which a line still runs along it: about how well a hand draws."""
ALONG = 0.7
"""The share of a line beside roads of its own direction from which it closes those."""
SLANT = 0.87
"""The cosine of the angle (30°) between a line and a road of its own direction."""
PIECE = 5.0
"""Metres of a line that are compared at a time; a very long line has `MOST_PIECES` longer ones."""
MOST_PIECES = 4_000
ENOUGH = 10.0
"""Metres (or half the segment, if that is less) that must be run along to close a segment."""
DEGREE = 111_195.0
"""Metres of a degree of latitude: near enough for what lies beside a line."""

_EARTH = Geod(ellps="WGS84")

type Metres = NDArray[np.float64]


@dataclass(frozen=True)
class Closure:
    """A shape (longitude and latitude, EPSG:4326) whose roads are closed for `profiles`."""

    shape: LineString | Polygon
    profiles: tuple[Profile, ...] = ("car",)


@dataclass(frozen=True, eq=False)
class Closed:
    """The segments that a set of closures closes for one profile of one dataset.

    `lines` are both ends of each: longitude, latitude, longitude, latitude, EPSG:4326.
    """

    nodes: NDArray[np.int64]
    metres: float
    lines: NDArray[np.float64]

    @property
    def digest(self) -> str | None:
        """What tells this set from any other, whatever was drawn; None when nothing is closed."""
        if not len(self.nodes):
            return None
        return sha256(self.nodes.astype("<i8").tobytes()).hexdigest()[:24]


def closed_segments(closures: Iterable[Closure], profile: Profile, dataset: Path) -> Closed:
    """What `closures` close together for `profile`: each segment once, in the order of its nodes.

    Raises
    ------
    geoops.routing.errors.NetworkTooOld
        The dataset was built before segments were kept.
    """
    found = [_touched(one.shape, profile, dataset) for one in closures if profile in one.profiles]
    if not found:
        return Closed(np.empty((0, 2), np.int64), 0.0, np.empty((0, 4)))
    nodes, first = np.unique(
        np.concatenate([one.nodes for one in found]), axis=0, return_index=True
    )
    lines = np.concatenate([one.lines for one in found])[first]
    return Closed(nodes, float(np.sum(_EARTH.inv(*lines.T)[2])), lines)


def _touched(shape: LineString | Polygon, profile: Profile, dataset: Path) -> Segments:
    if isinstance(shape, LineString) and not shape.length:
        shape = shape.buffer(1e-6)
    found = {one: segments_in(dataset, one, _box(shape)) for one in PROFILES}
    if isinstance(shape, LineString):
        middle = (shape.bounds[1] + shape.bounds[3]) / 2
        line = _flat(np.asarray(shape.coords)[:, :2], middle)
        # A line along a motorway is one along a road for those on foot too: no barrier to them.
        beside = {one: _beside(line, _flat(all_.lines, middle)) for one, all_ in found.items()}
        if max(share for share, _ in beside.values()) >= ALONG:
            return found[profile].chosen(beside[profile][1])
    mine = found[profile]
    shapely.prepare(shape)
    drawn = shapely.linestrings(mine.lines.reshape(-1, 2, 2))
    return mine.chosen(np.asarray(shapely.intersects(shape, drawn)))


def _box(shape: LineString | Polygon) -> tuple[float, float, float, float]:
    """The shape's box and a little more, for roads beside it."""
    west, south, east, north = shape.bounds
    high = 2 * BESIDE / DEGREE
    wide = high / max(np.cos(np.radians(south)), 0.01)
    return west - wide, south - high, east + wide, north + high


def _flat(places: NDArray[np.float64], latitude: float) -> Metres:
    """Degrees as metres on a map that is true around `latitude`; columns take turns: lon, lat."""
    scale = np.array([np.cos(np.radians(latitude)), 1.0]) * DEGREE
    return places * np.tile(scale, places.shape[1] // 2)


def _lengths(lines: Metres) -> Metres:
    return np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])


def _beside(line: Metres, segments: Metres) -> tuple[float, NDArray[np.bool_]]:
    """The share of `line` that runs along segments, and which these are."""
    middles, headings, each = _pieces(line)
    lengths = _lengths(segments)
    tree = shapely.STRtree(np.asarray(shapely.linestrings(segments.reshape(-1, 2, 2))))
    piece, segment = tree.query(shapely.points(middles), "dwithin", distance=BESIDE)
    along = (segments[segment, 2:] - segments[segment, :2]) / np.maximum(
        lengths[segment, None], 1e-9
    )
    straight = np.abs((along * headings[piece]).sum(axis=1)) >= SLANT
    foot = ((middles[piece] - segments[segment, :2]) * along).sum(axis=1)
    abreast = (foot >= 0) & (foot <= lengths[segment])  # not the road before or after the line
    piece, segment = piece[straight & abreast], segment[straight & abreast]
    run = np.bincount(segment, minlength=len(segments)) * each
    share = len(np.unique(piece)) / len(middles)
    return share, run >= np.minimum(ENOUGH, np.maximum(lengths / 2, 1e-9))


def _pieces(line: Metres) -> tuple[Metres, Metres, float]:
    """The middles of equal pieces of a line, their unit headings, and how many metres each has."""
    whole = LineString(line)
    count = int(np.clip(np.ceil(whole.length / PIECE), 1, MOST_PIECES))
    each = whole.length / count
    at = np.arange(count + 1) * each
    ends = shapely.get_coordinates(shapely.line_interpolate_point(whole, at))
    middles = shapely.get_coordinates(shapely.line_interpolate_point(whole, at[:-1] + each / 2))
    steps = np.diff(ends, axis=0)
    return middles, steps / np.maximum(np.hypot(*steps.T)[:, None], 1e-9), each


def same_closures(closures: Sequence[Closure]) -> tuple[tuple[bytes, tuple[Profile, ...]], ...]:
    """A key that is equal for the same closures, in whatever order."""
    return tuple(sorted((shapely.to_wkb(one.shape), tuple(one.profiles)) for one in closures))
