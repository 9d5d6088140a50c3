"""Camps: exact positions, for those who serve them; every read is in the audit log."""

from datetime import date
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from geoops.desk.showing import camps_layer
from geoops.web.api.answers import GEOJSON, Answer, Collection, Point, sensitive_collection
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("camps", __name__, url_prefix="/api/v1", tag="Camps")


class CampProperties(Answer):
    """A camp by its label, with the latest estimate of how many people live there."""

    id: UUID
    label: str
    zone_id: UUID | None
    population: int | None
    estimated_on: date | None
    source: str | None


class CampCollection(Collection[Point, CampProperties]):
    """The territory's camps."""


@blueprint.get("/camps")
@blueprint.output(CampCollection, content_type=GEOJSON)
def list_camps() -> Response:
    """The territory's camps at their exact positions. The read is audited."""
    return sensitive_collection(camps_layer(current_actor(), services().engine))
