"""Draws the towns: a mesh of streets around a centre, as far as the land goes."""

from collections.abc import Iterator
from itertools import count

from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point

from geoops.demonstration.geography import land_metres, to_degrees, to_metres
from geoops.demonstration.road_plan import Road, StreetGrid

_SHORE = 30.0  # metres that a street keeps from the water
_SHORTEST = 90.0  # metres; what the shore leaves of a street must be worth a name
_SPEEDS = {"residential": 30, "unclassified": 50}  # km/h
_NAMES = (
    "des Dunes", "de l'Écluse", "des Oyats", "du Moulin", "de la Digue", "des Pêcheurs",
    "du Phare", "des Mouettes", "de l'Église", "du Marais", "des Argousiers", "de la Gare",
    "des Sternes", "du Canal", "de la Falaise", "des Tisserands", "du Beffroi", "des Prés",
    "de la Plage", "des Dentelliers", "du Port", "des Saules", "de l'Abbaye", "du Grand Large",
)  # fmt: skip


def streets(grid: StreetGrid) -> list[Road]:
    """The streets of one town, EPSG:4326, at least 30 m from the water."""
    shore = land_metres().buffer(-_SHORE)
    roads: list[Road] = []
    for line, number in zip(_mesh(grid), count()):
        dry = line.intersection(shore)
        for piece in getattr(dry, "geoms", [dry]):
            if piece.length >= _SHORTEST:
                roads.append(_street(grid, piece, number))
    return roads


def _mesh(grid: StreetGrid) -> Iterator[LineString]:
    """Lines along both axes of the town, in metres of EPSG:2154."""
    centre = to_metres(Point(grid.centre))
    half_width, half_height = grid.width / 2, grid.height / 2
    for y in _steps(half_height, grid.spacing):
        yield _placed(LineString([(-half_width, y), (half_width, y)]), grid, centre)
    for x in _steps(half_width, grid.spacing):
        yield _placed(LineString([(x, -half_height), (x, half_height)]), grid, centre)


def _steps(half: float, spacing: float) -> list[float]:
    number = int(2 * half // spacing)
    return [(index - number / 2) * spacing for index in range(number + 1)]


def _placed(line: LineString, grid: StreetGrid, centre: Point) -> LineString:
    turned = rotate(line, grid.bearing, origin=(0, 0))
    return translate(turned, centre.x, centre.y)


def _street(grid: StreetGrid, line: LineString, number: int) -> Road:
    points = tuple((round(x, 6), round(y, 6)) for x, y in to_degrees(line).coords)
    name = f"Rue {_NAMES[number % len(_NAMES)]}"
    return Road(grid.highway, points, name=name, maxspeed=_SPEEDS[grid.highway])
