"""A patrol as GPX 1.1 for a navigation device: stops as waypoints, the ways as tracks.

GDAL writes one kind of feature into a GPX file at a time, so the tracks are written apart and
their elements joined to the waypoints' document. Coordinates are EPSG:4326, as GPX wants them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

import geopandas as gpd
from shapely import MultiLineString, Point

NAMESPACE = "http://www.topografix.com/GPX/1/1"
MIMETYPE = "application/gpx+xml"


@dataclass(frozen=True)
class Waypoint:
    """A place to be at: longitude, latitude; `said` is its description (times)."""

    name: str
    said: str
    position: tuple[float, float]


@dataclass(frozen=True)
class Track:
    """A way in pieces, each a list of (longitude, latitude)."""

    name: str
    pieces: Sequence[Sequence[tuple[float, float]]]


def gpx(waypoints: Sequence[Waypoint], tracks: Sequence[Track]) -> bytes:
    """The file; without any waypoint or track it is an empty one of its kind."""
    ElementTree.register_namespace("", NAMESPACE)
    root = _tree(_points(waypoints), "waypoints")
    if tracks:
        root.extend(_tree(_lines(tracks), "tracks").findall(f"{{{NAMESPACE}}}trk"))
    whole: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _points(waypoints: Sequence[Waypoint]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"name": [one.name for one in waypoints], "desc": [one.said for one in waypoints]},
        geometry=[Point(one.position) for one in waypoints],
        crs="EPSG:4326",
    )


def _lines(tracks: Sequence[Track]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"name": [one.name for one in tracks]},
        geometry=[MultiLineString([list(piece) for piece in one.pieces]) for one in tracks],
        crs="EPSG:4326",
    )


def _tree(frame: gpd.GeoDataFrame, layer: str) -> ElementTree.Element:
    kinds = {"waypoints": "Point", "tracks": "MultiLineString"}
    file = BytesIO()
    frame.to_file(file, driver="GPX", layer=layer, engine="pyogrio", geometry_type=kinds[layer])
    return ElementTree.fromstring(file.getvalue())  # noqa: S314 - GDAL wrote it just now
