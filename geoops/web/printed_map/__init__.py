"""A patrol's map on paper, drawn from our own basemap: no tile server learns where anyone goes."""

from geoops.web.printed_map.drawing import Drawing, Mark, draw
from geoops.web.printed_map.frame import Frame
from geoops.web.printed_map.patrol import overview, walk_maps

__all__ = ["Drawing", "Frame", "Mark", "draw", "overview", "walk_maps"]
