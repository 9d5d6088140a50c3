"""The main roads of an extract, for the map's ground: what a person finds their way by."""

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import osmium
from shapely.geometry import LineString

CLASSES = ("motorway", "trunk", "primary", "secondary", "tertiary")
"""The values of OpenStreetMap's `highway` that are drawn, the most important first."""
MOST_POINTS = 40_000
"""Points that a phone still draws without effort, some 700 kB; lesser classes past it are left."""
TOLERANCE = 1e-4
"""Degrees, about 10 m: less than the width of the line at the zooms that show a whole town."""
FILE = "main_roads.json"


def write_main_roads(extract: Path, dataset: Path) -> None:
    """Write the main roads of an extract into a dataset folder.

    Raises
    ------
    RuntimeError
        The extract cannot be read to its end.
    """
    by_class: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ways = osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    for found in ways.with_filter(osmium.filter.KeyFilter("highway")):
        if isinstance(found, osmium.osm.Way) and found.tags["highway"] in CLASSES:
            by_class[found.tags["highway"]].append(_road(found))
    roads = _within_reason(by_class)
    (dataset / FILE).write_text(json.dumps(roads, ensure_ascii=False, separators=(",", ":")))


def read_main_roads(dataset: Path) -> list[dict[str, Any]]:
    """The main roads of a dataset: `class`, `ref` and `path` of [lon, lat], EPSG:4326."""
    try:
        roads: list[dict[str, Any]] = json.loads((dataset / FILE).read_bytes())
    except FileNotFoundError:
        return []
    return roads


def _road(way: "osmium.osm.Way") -> dict[str, Any]:
    points = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
    line = LineString(points).simplify(TOLERANCE).coords if len(points) > 1 else points
    return {
        "class": way.tags["highway"],
        "ref": (way.tags.get("ref") or "").split(";")[0],
        "path": [[round(lon, 5), round(lat, 5)] for lon, lat in line],
    }


def _within_reason(by_class: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Whole classes, the most important first, for as long as the map stays light."""
    drawn: list[dict[str, Any]] = []
    points = 0
    for roads in (by_class.get(name, []) for name in CLASSES):
        points += sum(len(road["path"]) for road in roads)
        if drawn and points > MOST_POINTS:
            break
        drawn += roads
    return drawn
