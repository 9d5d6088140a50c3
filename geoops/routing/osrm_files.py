"""The segments that one profile of a dataset routes on, read from OSRM's own files.

OSRM keeps its arrays in plain tar archives. Asking them, and not the extract's tags once more,
which roads there are means that a segment is here if and only if the engine may use it.
"""

import tarfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geoops.routing.errors import NetworkError

OSM_ID_BITS = 40
"""Bits that OSRM packs an OpenStreetMap node's identifier into."""

type Ids = NDArray[np.int64]


def routable(roads: Path) -> tuple[Ids, NDArray[np.int32], Ids]:
    """The nodes of a profile and the segments between them.

    Parameters
    ----------
    roads
        The profile's `roads.osrm`, whose name all its files begin with.

    Returns
    -------
    tuple
        OpenStreetMap's node identifiers (n); their longitude and latitude in millionths of a
        degree, EPSG:4326 (n × 2); and the segments as pairs of indices into both (m × 2).

    Raises
    ------
    NetworkError
        When the files are not those that this was written for.
    """
    nodes = _read(roads.with_suffix(".osrm.nbg_nodes"))
    ways = _read(roads.with_suffix(".osrm.geometry"))
    try:
        places = np.frombuffer(nodes["/common/nbn_data/coordinates"], "<i4").reshape(-1, 2)
        packed = nodes["/common/nbn_data/osm_node_ids/packed"]
        starts = np.frombuffer(ways["/common/segment_data/index"], "<u4").astype(np.int64)
        line = np.frombuffer(ways["/common/segment_data/nodes"], "<u4").astype(np.int64)
        ids = _unpacked(packed, OSM_ID_BITS, len(places))
    except (KeyError, ValueError, IndexError) as error:
        raise NetworkError(reason=f"{roads.name} has another form than expected.") from error
    joined = np.ones(max(len(line) - 1, 0), dtype=bool)
    inner = starts[(starts > 0) & (starts < len(line))]
    joined[inner - 1] = False  # the last node of one line and the first of the next
    pairs = np.column_stack([line[:-1], line[1:]])[joined]
    return ids, places, pairs[pairs[:, 0] != pairs[:, 1]]


def _read(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as files:
        return {
            member.name: found.read() for member in files if (found := files.extractfile(member))
        }


def _unpacked(data: bytes, bits: int, count: int) -> Ids:
    """The first `count` numbers of `bits` bits each, packed without a gap, the lowest bit first."""
    words = np.concatenate([np.frombuffer(data, "<u8"), np.zeros(1, "<u8")])
    at = np.arange(count, dtype=np.uint64) * np.uint64(bits)
    word, shift = (at >> np.uint64(6)).astype(np.int64), at & np.uint64(63)
    low = words[word] >> shift
    # A shift by 64 is undefined, so the upper part is shifted twice.
    high = (words[word + 1] << (np.uint64(63) - shift)) << np.uint64(1)
    found: Ids = ((low | high) & np.uint64((1 << bits) - 1)).astype(np.int64)
    return found
