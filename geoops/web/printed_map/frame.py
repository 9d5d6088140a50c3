"""A piece of the ground on a piece of paper: EPSG:4326 in, millimetres from the top left out.

Between them lies EPSG:2154 (Lambert-93), whose metres are true enough for a scale bar.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

type Position = Sequence[float]
BARS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
"""Metres that a scale bar may be long."""


@dataclass(frozen=True)
class Frame:
    """`width` and `height` in mm; `west` and `north` in metres; `scale` in metres a mm."""

    width: float
    height: float
    west: float
    north: float
    scale: float

    @classmethod
    def around(
        cls, positions: Iterable[Position], width: float, height: float, least: float
    ) -> "Frame":
        """The frame that shows all positions with a margin, and `least` metres across at least."""
        x, y = _metres(np.array([position[:2] for position in positions], dtype=float)).T
        spans = (np.ptp(x) / (width - 16), np.ptp(y) / (height - 24), least / width)
        scale = float(max(spans))
        west = (x.min() + x.max()) / 2 - width / 2 * scale
        north = (y.min() + y.max()) / 2 + height / 2 * scale
        return cls(width, height, float(west), float(north), scale)

    def at(self, position: Position) -> tuple[float, float]:
        """Where a position is on the paper, to a tenth of a mm."""
        ((x, y),) = self._paper(_metres(np.array([position[:2]], dtype=float)))
        return round(float(x), 1), round(float(y), 1)

    def path(self, shape: BaseGeometry) -> str:
        """What of a line or area in EPSG:4326 is in the frame, as an SVG path's `d`."""
        placed = shapely.transform(shape, lambda points: self._paper(_metres(points)))
        margin = 2.0
        seen = shapely.clip_by_rect(
            placed, -margin, -margin, self.width + margin, self.height + margin
        )
        return " ".join(_subpath(part) for part in _rings(shapely.simplify(seen, 0.08)))

    def holds(self, x: float, y: float) -> bool:
        """Whether a place on the paper lies in the frame."""
        return 0 <= x <= self.width and 0 <= y <= self.height

    @property
    def bar(self) -> int:
        """Metres of the longest round scale bar that takes less than a quarter of the width."""
        fitting = [bar for bar in BARS if bar <= self.width / 4 * self.scale]
        return fitting[-1] if fitting else BARS[0]

    def _paper(self, metres: Any) -> Any:
        return (metres - (self.west, self.north)) / (self.scale, -self.scale)


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)


def _metres(points: Any) -> Any:
    return np.column_stack(_transformer().transform(points[:, 0], points[:, 1]))


def _rings(shape: BaseGeometry) -> Iterable[BaseGeometry]:
    """The lines of a shape: a line itself, an area's outline and holes."""
    for part in shapely.get_parts(shape):
        if part.is_empty:
            continue
        yield from (part.exterior, *part.interiors) if part.geom_type == "Polygon" else (part,)


def _subpath(line: BaseGeometry) -> str:
    points = (f"{x:.1f} {y:.1f}" for x, y in line.coords)
    return "M" + "L".join(points)
