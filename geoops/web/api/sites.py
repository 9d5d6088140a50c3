"""Sites: where shelter is, with the places left in each category."""

from datetime import date
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from geoops.desk.showing import sites_layer
from geoops.records import PlaceCategory, SiteKind, SiteStatus
from geoops.web.api.answers import GEOJSON, Answer, Collection, Point, collection
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("sites", __name__, url_prefix="/api/v1", tag="Sites")


class OpeningHours(Answer):
    """One opening on a weekday (Monday 0), in the territory's local time."""

    weekday: int
    opens: str
    closes: str


class Places(Answer):
    """The places of one category, as a balance of the ledger.

    available = capacity − out of service − occupied − held, never below zero.
    """

    category: PlaceCategory
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    available: int
    overflow: int


class SiteProperties(Answer):
    """A site and the sums over its categories; `desks` is a GUDA's, `languages` its staff's."""

    id: UUID
    name: str
    kind: SiteKind
    status: SiteStatus
    commune: str
    opening_hours: list[OpeningHours]
    desks: int | None
    languages: list[str]
    provenance: str
    verified_on: date
    places: list[Places]
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    available: int
    overflow: int


class SiteCollection(Collection[Point, SiteProperties]):
    """The territory's sites."""


@blueprint.get("/sites")
@blueprint.output(SiteCollection, content_type=GEOJSON)
@blueprint.doc(responses={304: "Unchanged since the ETag that was sent"})
def list_sites() -> Response:
    """The territory's sites with their live places."""
    return collection(sites_layer(current_actor(), services().engine))
