"""Writes roads as an OpenStreetMap file."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

from geoops.demonstration.road_plan import Road

_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # fixed, so that the file is the same every time
_NO_WALKING = frozenset({"N 216"})


def write_ways(path: Path, roads: Sequence[Road]) -> None:
    """Write the roads as ways; points at the same position are one node.

    The format follows the suffix of `path`; a file that is there is replaced.
    """
    positions = dict.fromkeys(point for road in roads for point in road.points)
    ids = {position: number for number, position in enumerate(positions, start=1)}
    header = osmium.io.Header()
    header.set("generator", "GeoOps demonstration, schematic")
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for position, number in ids.items():
            writer.add_node(Node(id=number, version=1, timestamp=_WRITTEN, location=position))
        for number, road in enumerate(roads, start=1):
            nodes = [ids[point] for point in road.points]
            writer.add_way(
                Way(id=number, version=1, timestamp=_WRITTEN, nodes=nodes, tags=_tags(road))
            )


def _tags(road: Road) -> dict[str, str]:
    tags = {"highway": road.highway, "ref": road.ref, "name": road.name}
    if road.maxspeed:
        tags["maxspeed"] = str(road.maxspeed)
    if road.oneway:
        tags["oneway"] = "yes"
    if road.ref in _NO_WALKING:
        tags |= {"foot": "no", "motorroad": "yes"}
    return {key: value for key, value in tags.items() if value}
