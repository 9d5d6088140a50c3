"""What the API answers: models of its JSON, and GeoJSON passed on as PostgreSQL wrote it."""

from typing import Literal

from flask import Response, request
from pydantic import BaseModel, ConfigDict

GEOJSON = "application/geo+json"
Position = tuple[float, float]


class Answer(BaseModel):
    """An object of an answer, which may be made from a record or a dataclass."""

    model_config = ConfigDict(from_attributes=True)


class Point(Answer):
    """A position: longitude, latitude, EPSG:4326."""

    type: Literal["Point"]
    coordinates: Position


class Polygon(Answer):
    """An outline and its holes, each a closed ring of positions."""

    type: Literal["Polygon"]
    coordinates: list[list[Position]]


class LineString(Answer):
    """A way along positions."""

    type: Literal["LineString"]
    coordinates: list[Position]


class MultiLineString(Answer):
    """Several ways, one after the other."""

    type: Literal["MultiLineString"]
    coordinates: list[list[Position]]


class Feature[G, P](Answer):
    """A GeoJSON feature (RFC 7946)."""

    type: Literal["Feature"]
    id: str | int
    geometry: G
    properties: P


class Collection[G, P](Answer):
    """A GeoJSON feature collection (RFC 7946)."""

    type: Literal["FeatureCollection"]
    features: list[Feature[G, P]]


def collection(document: str) -> Response:
    """GeoJSON text with an ETag, so that an unchanged layer is not sent again."""
    response = Response(document, mimetype=GEOJSON)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def sensitive_collection(document: str) -> Response:
    """GeoJSON text with exact positions: nothing of it may stay in any cache."""
    response = Response(document, mimetype=GEOJSON)
    response.headers["Cache-Control"] = "private, no-store"
    return response
