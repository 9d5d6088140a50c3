"""OSRM's encoded lines, decoded by NumPy.

Reading 1,360 vertices one by one out of the bindings took as long as finding the route; decoding
their polyline takes a tenth of it (docs/decisions/0002-road-engine.md). Format: Google's
Encoded Polyline Algorithm with six decimals, which are all that OSRM keeps.
"""

import numpy as np
from numpy.typing import NDArray


def decode(line: str) -> NDArray[np.float64]:
    """The vertices of a polyline6 as longitude and latitude, k × 2, EPSG:4326."""
    chunks = np.frombuffer(line.encode("ascii"), dtype=np.uint8).astype(np.int64) - 63
    if not chunks.size:
        return np.empty((0, 2))
    begins = np.flatnonzero(np.concatenate(([True], chunks[:-1] < 32)))
    lengths = np.diff(np.append(begins, chunks.size))
    place = np.arange(chunks.size) - np.repeat(begins, lengths)
    zigzag = np.add.reduceat((chunks & 31) << (5 * place), begins)
    steps = np.where(zigzag & 1, ~(zigzag >> 1), zigzag >> 1)
    return np.cumsum(steps.reshape(-1, 2), axis=0)[:, ::-1] / 1e6
