"""Where the demonstration lies: the real coastline and the communes that label its map."""

import csv
import json
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import transform, union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

type Position = tuple[float, float]
"""Longitude and latitude, degrees, EPSG:4326."""

_DATA = files("geoops.demonstration") / "data"
_TO_METRES = Transformer.from_crs(4326, 2154, always_xy=True)
_TO_DEGREES = Transformer.from_crs(2154, 4326, always_xy=True)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the Nord (59) or the Pas-de-Calais (62) and a representative point of it."""

    insee: str
    name: str
    department: str
    position: Position


def read_text(name: str) -> str:
    """The text of one file of the demonstration's data."""
    return (_DATA / name).read_text(encoding="utf-8")


def read_json(name: str) -> Any:
    """The parsed JSON of one file of the demonstration's data."""
    return json.loads(read_text(name))


@cache
def land() -> BaseGeometry:
    """The land of France and Belgium around the coast, EPSG:4326 (© OpenStreetMap contributors)."""
    features = read_json("land.geojson")["features"]
    return union_all([shape(feature["geometry"]) for feature in features])


@cache
def land_metres() -> BaseGeometry:
    """The same land in metres, EPSG:2154."""
    return to_metres(land())


@cache
def communes() -> tuple[Commune, ...]:
    """The communes that the map names (IGN Admin Express 2018), ordered by INSEE code."""
    rows = csv.DictReader(read_text("communes.csv").splitlines())
    return tuple(
        Commune(
            row["insee"], row["name"], row["department"], (float(row["lon"]), float(row["lat"]))
        )
        for row in rows
    )


def to_metres[Geometry: BaseGeometry](geometry: Geometry) -> Geometry:
    """A geometry of EPSG:4326 in EPSG:2154, in which lengths are metres."""
    return transform(geometry, partial(_project, _TO_METRES))


def to_degrees[Geometry: BaseGeometry](geometry: Geometry) -> Geometry:
    """A geometry of EPSG:2154 in EPSG:4326."""
    return transform(geometry, partial(_project, _TO_DEGREES))


def _project(transformer: Transformer, points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(transformer.transform(*points.T))
