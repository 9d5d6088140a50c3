"""An OpenStreetMap extract, looked at before anything is built from it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import osmium

from geoops.routing.errors import BadExtract

type Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees, EPSG:4326."""

SUFFIXES = (".osm.pbf", ".osm")


@dataclass(frozen=True)
class Extract:
    """A readable extract: its file, its bounding box and the date of its data, if it says so."""

    path: Path
    bounds: Bounds
    data_date: datetime | None

    @classmethod
    def open(cls, path: Path) -> "Extract":
        """Look at `path`.

        Raises
        ------
        BadExtract
            When it is missing, of another kind, damaged or has no point in it.
        """
        _check_kind(path)
        try:
            with osmium.io.Reader(str(path), osmium.osm.osm_entity_bits.NOTHING) as reader:
                header = reader.header()
            bounds = _header_bounds(header) or _scan_bounds(path)
        except (RuntimeError, ValueError) as error:
            reason = f"it is damaged or no OpenStreetMap file ({error})"
            raise BadExtract(file=path.name, reason=reason) from error
        if bounds is None:
            raise BadExtract(file=path.name, reason="it is empty")
        return cls(path, bounds, _data_date(header))

    def sha256(self) -> str:
        """The checksum of the file, in hexadecimal."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _check_kind(path: Path) -> None:
    if not path.is_file():
        raise BadExtract(file=path.name, reason=f"there is no such file in {path.parent}")
    if not path.name.endswith(SUFFIXES):
        raise BadExtract(file=path.name, reason="its name must end in .osm.pbf or .osm")
    if not path.stat().st_size:
        raise BadExtract(file=path.name, reason="it is empty")


def _header_bounds(header: "osmium.io.Header") -> Bounds | None:
    box = header.box()
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    return low.lon, low.lat, high.lon, high.lat


def _scan_bounds(path: Path) -> Bounds | None:
    """The box around every node, for the file that does not state its own."""
    west, south, east, north = 180.0, 90.0, -180.0, -90.0
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
        place = cast("osmium.osm.Node", node).location
        if place.valid():
            west, east = min(west, place.lon), max(east, place.lon)
            south, north = min(south, place.lat), max(north, place.lat)
    return (west, south, east, north) if west <= east else None


def _data_date(header: "osmium.io.Header") -> datetime | None:
    try:
        return datetime.fromisoformat(header.get("osmosis_replication_timestamp")).astimezone(UTC)
    except ValueError:
        return None
