"""The ground under every layer: coastline, roads and names, served by ourselves to nobody else.

The page draws it on a canvas, so it is data here and not pictures: no tile server ever learns
where anyone looks. `data/basemap.json` is written by `setup/basemap.py`.
"""

import json
from functools import cache
from importlib.resources import files


@cache
def basemap(*, with_roads: bool) -> str:
    """The basemap as JSON text.

    `bounds`: west, south, east, north; `land`: polygons as lists of rings of [lon, lat]; `roads`:
    class, ref and path, which are schematic and left out on request, because they would contradict
    a real network; `places`: name, rank (1 first) and position; `attribution`. All EPSG:4326.
    """
    text = (files("geoops.layers") / "data" / "basemap.json").read_text(encoding="utf-8")
    return text if with_roads else json.dumps(json.loads(text) | {"roads": []})
