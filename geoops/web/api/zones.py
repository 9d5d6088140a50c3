"""Zones, and the coverage of them: what was seen when, against the interval each wants."""

from datetime import datetime
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from geoops.desk.showing import coverage_layer, zones_layer
from geoops.web.api.answers import GEOJSON, Answer, Collection, Polygon, Position, collection
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("zones", __name__, url_prefix="/api/v1", tag="Zones")


class ZoneProperties(Answer):
    """A zone; `urgency` is days since the last visit over the interval, null if never visited."""

    id: UUID
    name: str
    weight: float
    revisit_interval_days: float
    service_minutes: float
    access: Position
    last_visit_at: datetime | None
    days_since: float | None
    urgency: float | None


class ZoneCollection(Collection[Polygon, ZoneProperties]):
    """The territory's zones."""


@blueprint.get("/zones")
@blueprint.output(ZoneCollection, content_type=GEOJSON)
@blueprint.doc(responses={304: "Unchanged since the ETag that was sent"})
def list_zones() -> Response:
    """The territory's zones with their last visits."""
    at_work = services()
    return collection(zones_layer(current_actor(), at_work.engine, at_work.now()))


@blueprint.get("/coverage")
@blueprint.output(ZoneCollection, content_type=GEOJSON)
@blueprint.doc(responses={304: "Unchanged since the ETag that was sent"})
def read_coverage() -> Response:
    """Each zone by the days since its last visit over the interval it wants."""
    at_work = services()
    return collection(coverage_layer(current_actor(), at_work.engine, at_work.now()))
