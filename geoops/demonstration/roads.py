"""The schematic road network of the demonstration, for the routing engine and for the map."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from shapely.geometry import LineString

from geoops.demonstration.access import drives, footpaths
from geoops.demonstration.carriageways import carriageways
from geoops.demonstration.junctions import largest_component, meet
from geoops.demonstration.osm_file import write_ways
from geoops.demonstration.places import (
    demonstration_bases,
    demonstration_camps,
    demonstration_sites,
    demonstration_zones,
)
from geoops.demonstration.road_plan import DualRoad, Road, road_plan
from geoops.demonstration.streets import streets

SCHEMATIC = "schematic / schématique"
ON_MAP = ("motorway", "trunk", "primary", "secondary", "tertiary")


@cache
def road_network() -> tuple[Road, ...]:
    """Every way of the demonstration; ways that meet share a point, and all are connected.

    Raises ValueError when a road of `data/roads.txt` is not connected to the others.
    """
    plan = road_plan()
    town_streets = [street for grid in plan.grids for street in streets(grid)]
    drawn = [*plan.roads, *town_streets]
    drawn += drives(_driven_to(), drawn)
    drawn += footpaths((camp.position for camp in demonstration_camps()), drawn)
    surface = _connected(meet(drawn), generated=frozenset(town_streets), drawn=drawn)
    return (*carriageways(plan.duals, plan.interchanges), *surface)


def write_osm(path: Path) -> None:
    """Write the network as an OpenStreetMap file (`.osm.pbf` or `.osm`), the same every time."""
    write_ways(path, road_network())


def roads_geojson() -> dict[str, Any]:
    """The main roads for the basemap, EPSG:4326: `class`, `ref` and `name`, labelled schematic."""
    plan = road_plan()
    main: list[DualRoad | Road] = [*plan.duals]
    main += [road for road in plan.roads if road.highway in ON_MAP]
    return {
        "type": "FeatureCollection",
        "name": "roads",
        "label": SCHEMATIC,
        "features": [
            {
                "type": "Feature",
                "properties": {"class": road.highway, "ref": road.ref, "name": road.name},
                "geometry": {"type": "LineString", "coordinates": [list(p) for p in road.points]},
            }
            for road in sorted(main, key=lambda road: ON_MAP.index(road.highway))
        ],
    }


def _driven_to() -> list[tuple[float, float]]:
    return [
        *(base.position for base in demonstration_bases()),
        *(site.position for site in demonstration_sites()),
        *(zone.access for zone in demonstration_zones()),
    ]


def _connected(
    roads: Sequence[Road], generated: frozenset[Road], drawn: Sequence[Road]
) -> list[Road]:
    """The roads of the one network; a generated street that the shore cut off is left out."""
    network = largest_component(roads)
    kept = []
    for road, before in zip(roads, drawn, strict=True):
        if road.points[0] in network:
            kept.append(road)
        elif before not in generated:
            line = LineString(before.points).wkt
            raise ValueError(f"{before.highway} {before.ref} {before.name} is cut off: {line}")
    return kept
