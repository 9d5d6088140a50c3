"""Which closures a team should know of: in force during its patrol, and not far off its way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geography
from geoalchemy2.shape import to_shape
from shapely import LineString
from shapely.geometry import mapping
from sqlalchemy import cast, func, select
from sqlalchemy.orm import Session

from geoops.desk.roads_closed import in_force
from geoops.records import PatrolLeg, RoadClosure

BESIDE = 3_000.0
"""Metres from the way driven: about as far as a team leaves its way of its own accord."""


def closures_beside(
    session: Session, patrol_id: UUID, starts_at: datetime, ends_at: datetime
) -> list[dict[str, Any]]:
    """The closures within `BESIDE` of a patrol's way, the first to begin first.

    Each with `name`, `starts_at` and `ends_at` (ISO 8601; None until further notice), `on_foot`,
    its `shape` (GeoJSON, EPSG:4326) and a `position` in it (longitude, latitude).
    """
    near = func.ST_DWithin(
        cast(PatrolLeg.path, Geography), cast(RoadClosure.shape, Geography), BESIDE
    )
    beside = select(PatrolLeg.id).where(PatrolLeg.patrol_id == patrol_id, near).exists()
    found = session.scalars(in_force(starts_at, ends_at).where(beside))
    return [_document(closure) for closure in found]


def _document(closure: RoadClosure) -> dict[str, Any]:
    shape = to_shape(closure.shape)
    middle = (
        shape.interpolate(0.5, normalized=True)
        if isinstance(shape, LineString)
        else shape.representative_point()
    )
    return {
        "name": closure.name,
        "starts_at": closure.starts_at.isoformat(),
        "ends_at": closure.ends_at.isoformat() if closure.ends_at else None,
        "on_foot": "foot" in closure.profiles,
        "shape": mapping(shape),
        "position": (middle.x, middle.y),
    }
