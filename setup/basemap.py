#!/usr/bin/env python3
"""Write geoops/layers/data/basemap.json: coastline, schematic roads and names of the Côte d'Opale.

    .venv/bin/python setup/basemap.py

The file is committed: the map's ground is data of the application, and the floors above the
demonstration's know nothing of it. A test holds the two in step.
"""

import json
from pathlib import Path

from geoops.demonstration.geography import communes, read_json
from geoops.demonstration.roads import roads_geojson

BOUNDS = (1.46, 50.5, 2.75, 51.5)
"""West, south, east, north of the sheet, degrees, EPSG:4326.

The land is clipped at 51.2 N; between there and the northern edge is nothing but sea, which lets a
phone held upright show the coast without showing the sheet's end.
"""

ATTRIBUTION = "© OpenStreetMap contributors, ODbL · IGN Admin Express"

CITIES = frozenset({"59183", "62160", "62193", "62765"})
TOWNS = frozenset(
    {"59067", "59094", "59107", "59271", "59273", "59295", "62038", "62397", "62548", "62560"}
    | {"62893", "62899", "62268"}
)
"""INSEE codes of the names that are drawn first and larger; the rest appear as there is room."""


TARGET = Path(__file__).resolve().parent.parent / "geoops" / "layers" / "data" / "basemap.json"


def document():
    """The basemap, as `geoops.layers.basemap` describes it."""
    land = read_json("land.geojson")["features"]
    return {
        "bounds": BOUNDS,
        "land": [feature["geometry"]["coordinates"] for feature in land],
        "roads": roads(),
        "schematic": True,
        "places": [place(commune) for commune in communes()],
        "attribution": ATTRIBUTION,
    }


def text():
    """The basemap as JSON text."""
    return json.dumps(document(), ensure_ascii=False, separators=(",", ":")) + "\n"


def roads():
    """The demonstration's schematic roads: class, reference and path."""
    return [
        {
            "class": road["properties"]["class"],
            "ref": road["properties"]["ref"],
            "path": road["geometry"]["coordinates"],
        }
        for road in roads_geojson()["features"]
    ]


def place(commune):
    """A commune's name, with the rank in which names are drawn."""
    rank = 1 if commune.insee in CITIES else 2 if commune.insee in TOWNS else 3
    return {"name": commune.name, "rank": rank, "position": commune.position}


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
