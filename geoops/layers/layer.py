"""What a layer is: one SELECT of features, which PostgreSQL writes as one GeoJSON document."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

COLLECTION = """
SELECT json_build_object(
    'type', 'FeatureCollection',
    'features', coalesce(json_agg(json_build_object(
        'type', 'Feature',
        'id', id,
        'geometry', ST_AsGeoJSON(geometry, 6)::json,
        'properties', properties
    )), '[]'::json)
)::text
FROM ({features}) AS feature
"""


@dataclass(frozen=True)
class Layer:
    """A named layer.

    Parameters
    ----------
    name
        How the layer is called in addresses and in the layer switch.
    features
        A SELECT with the columns `id`, `geometry` (EPSG:4326) and `properties` (json), in the
        order in which they are to be listed. Row security has already left out other territories.
    """

    name: str
    features: str

    def geojson(self, session: Session, **parameters: Any) -> str:
        """The layer as the text of a GeoJSON FeatureCollection (RFC 7946), six decimals (0.1 m)."""
        statement = text(COLLECTION.format(features=self.features))
        document: str = session.execute(statement, parameters).scalar_one()
        return document
