"""Overflows: where more people are, or are awaited, than there are places."""

from uuid import UUID

from apiflask import APIBlueprint

from geoops.desk.reckoning import Overflow, sites_in_overflow
from geoops.records import PlaceCategory
from geoops.web.api.answers import Answer
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("overflows", __name__, url_prefix="/api/v1", tag="Ledger of places")


class OverflowAnswer(Answer):
    """A category of a site, and for how many people there is no place."""

    site_id: UUID
    name: str
    category: PlaceCategory
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    overflow: int


class OverflowsAnswer(Answer):
    """The territory's overflows, the worst first."""

    overflows: list[OverflowAnswer]


@blueprint.get("/overflows")
@blueprint.output(OverflowsAnswer)
def list_overflows() -> dict[str, list[Overflow]]:
    """Where more people are, or are awaited, than there are places."""
    return {"overflows": sites_in_overflow(current_actor(), services().engine)}
