"""The segments of a dataset's roads, kept beside it so that a shape finds those that it touches.

    segments/car-nodes.npy     m × 2, OpenStreetMap's node identifiers, int64
    segments/car-places.npy    m × 4, millionths of a degree: lon, lat, lon, lat; int32

The files are mapped, not read, and a shape's box is compared with NumPy: a region's millions of
segments take some milliseconds, and no memory of their own.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geoops.routing.answers import PROFILES, Profile
from geoops.routing.errors import NetworkTooOld
from geoops.routing.osrm_files import Ids, routable

FOLDER = "segments"
MILLIONTHS = 1e6


@dataclass(frozen=True, eq=False)
class Segments:
    """Straight pieces of road between two nodes each, every one once.

    Attributes
    ----------
    nodes
        OpenStreetMap's node identifiers, m × 2, the smaller one first.
    lines
        Longitude and latitude of both ends, m × 4, degrees, EPSG:4326.
    """

    nodes: Ids
    lines: NDArray[np.float64]

    def chosen(self, mask: NDArray[np.bool_]) -> "Segments":
        """Those that `mask` marks."""
        return Segments(self.nodes[mask], self.lines[mask])


def write_segments(dataset: Path) -> None:
    """Write the segments of every profile into a dataset folder.

    Raises
    ------
    geoops.routing.errors.NetworkError
        OSRM's files are not of the form that is known.
    """
    folder = dataset / FOLDER
    folder.mkdir()
    for profile in PROFILES:
        ids, places, pairs = routable(dataset / profile / "roads.osrm")
        swapped = ids[pairs[:, 0]] > ids[pairs[:, 1]]
        pairs[swapped] = pairs[swapped][:, ::-1]
        _, first = np.unique(ids[pairs], axis=0, return_index=True)
        pairs = pairs[first]
        np.save(folder / f"{profile}-nodes.npy", ids[pairs])
        np.save(folder / f"{profile}-places.npy", places[pairs].reshape(-1, 4))


def segments_in(
    dataset: Path, profile: Profile, box: tuple[float, float, float, float]
) -> Segments:
    """The segments whose own box meets `box` (west, south, east, north; degrees, EPSG:4326).

    Raises
    ------
    NetworkTooOld
        The dataset was built before segments were kept.
    """
    try:
        nodes = np.load(dataset / FOLDER / f"{profile}-nodes.npy", mmap_mode="r")
        places = np.load(dataset / FOLDER / f"{profile}-places.npy", mmap_mode="r")
    except FileNotFoundError as error:
        raise NetworkTooOld from error
    west, south, east, north = np.array(box) * MILLIONTHS
    near = (
        (np.maximum(places[:, 0], places[:, 2]) >= west)
        & (np.minimum(places[:, 0], places[:, 2]) <= east)
        & (np.maximum(places[:, 1], places[:, 3]) >= south)
        & (np.minimum(places[:, 1], places[:, 3]) <= north)
    )
    return Segments(np.array(nodes[near]), places[near] / MILLIONTHS)


def has_segments(dataset: Path) -> bool:
    """Whether closures can be drawn on a dataset."""
    return (dataset / FOLDER).is_dir()
