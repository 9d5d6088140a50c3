"""The segments of a dataset are those that the engine routes on, by OpenStreetMap's node ids."""

from itertools import pairwise
from pathlib import Path

import osmium

from geoops.routing.dataset import current
from geoops.routing.osrm_files import routable
from geoops.settings import Settings


def test_the_segments_are_those_of_the_extracts_ways(
    helsinki: Path, helsinki_settings: Settings
) -> None:
    places: dict[int, tuple[float, float]] = {}
    drawn: set[tuple[int, int]] = set()
    for found in osmium.FileProcessor(str(helsinki), osmium.osm.NODE | osmium.osm.WAY):
        if isinstance(found, osmium.osm.Node):
            places[found.id] = (found.location.lon, found.location.lat)
        elif isinstance(found, osmium.osm.Way):
            refs = [node.ref for node in found.nodes]
            drawn |= {(a, b) for pair in pairwise(refs) for a, b in [sorted(pair)]}
    for profile in ("car", "foot"):
        ids, where, pairs = routable(
            current(helsinki_settings.network_home) / profile / "roads.osrm"
        )
        assert len(pairs) > 1_000
        for one, other in ids[pairs].tolist():
            assert (min(one, other), max(one, other)) in drawn
        for one, (x, y) in zip(ids.tolist(), (where / 1e6).tolist(), strict=True):
            assert abs(places[one][0] - x) < 2e-6
            assert abs(places[one][1] - y) < 2e-6
