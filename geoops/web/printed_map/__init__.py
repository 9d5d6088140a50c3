"""A patrol's map on paper, drawn from our own basemap: no tile server learns where anyone goes."""

from geoops.web.pdf import STATIC
from geoops.web.printed_map.drawing import Drawing, Mark, draw
from geoops.web.printed_map.frame import Frame
from geoops.web.printed_map.patrol import closures, letters, overview, walk_maps

__all__ = [
    "STYLE",
    "Drawing",
    "Frame",
    "Mark",
    "closures",
    "draw",
    "letters",
    "overview",
    "walk_maps",
]

STYLE = (STATIC / "app" / "css" / "printed_map.css").read_text(encoding="utf-8")
"""The look of a map, for its SVG: a page's own style sheets do not reach into it."""
