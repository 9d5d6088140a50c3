"""The ground under every layer: coastline, roads and names, served by ourselves to nobody else.

The page draws it on a canvas, so it is data here and not pictures: no tile server ever learns
where anyone looks.
"""

import json
from functools import cache
from typing import Any

from geoops.demonstration.geography import Commune, communes, read_json
from geoops.demonstration.roads import roads_geojson

BOUNDS = (1.4, 50.5, 2.75, 51.2)
"""West, south, east, north of the sheet, degrees, EPSG:4326. The land is clipped to it."""

ATTRIBUTION = "© OpenStreetMap contributors, ODbL · IGN Admin Express, Licence Ouverte"

CITIES = frozenset({"59183", "62160", "62193", "62765"})
TOWNS = frozenset(
    {"59067", "59094", "59107", "59271", "59273", "59295", "62038", "62397", "62548", "62560"}
    | {"62893", "62899", "62268"}
)
"""INSEE codes of the names that are drawn first and larger; the rest appear as there is room."""


@cache
def basemap(*, with_roads: bool) -> str:
    """The basemap as JSON text.

    `bounds`; `land`: polygons as lists of rings of [lon, lat]; `roads`: class, ref and path of the
    demonstration's schematic roads, left out on request because they would contradict a real
    network; `places`: name, rank (1 first) and position; `attribution`.
    """
    document = {
        "bounds": BOUNDS,
        "land": [
            feature["geometry"]["coordinates"] for feature in read_json("land.geojson")["features"]
        ],
        "roads": _roads() if with_roads else [],
        "places": [_place(commune) for commune in communes()],
        "attribution": ATTRIBUTION,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _roads() -> list[dict[str, Any]]:
    return [
        {
            "class": road["properties"]["class"],
            "ref": road["properties"]["ref"],
            "path": road["geometry"]["coordinates"],
        }
        for road in roads_geojson()["features"]
    ]


def _place(commune: Commune) -> dict[str, Any]:
    rank = 1 if commune.insee in CITIES else 2 if commune.insee in TOWNS else 3
    return {"name": commune.name, "rank": rank, "position": commune.position}
