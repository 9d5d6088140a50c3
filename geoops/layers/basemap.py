"""The ground under every layer: coastline, roads and names, served by ourselves to nobody else.

The page draws it on a canvas, so it is data here and not pictures: no tile server ever learns
where anyone looks. `data/basemap.json` is written by `setup/basemap.py`.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any


def basemap(roads: Sequence[dict[str, Any]] | None = None) -> str:
    """The basemap as JSON text, with `roads` in place of the schematic ones.

    `bounds`: west, south, east, north; `land`: polygons as lists of rings of [lon, lat]; `roads`:
    class, ref and path; `schematic`: whether they are the demonstration's; `places`: name, rank
    (1 first) and position; `attribution`. All EPSG:4326.
    """
    if roads is None:
        return _ground()
    ground = json.loads(_ground()) | {"roads": roads, "schematic": False}
    return json.dumps(ground, ensure_ascii=False)


@cache
def _ground() -> str:
    return (files("geoops.layers") / "data" / "basemap.json").read_text(encoding="utf-8")
