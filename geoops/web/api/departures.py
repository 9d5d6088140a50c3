"""Departures: people leave a site, and their places are free."""

from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from geoops.desk.arriving import Departure, depart
from geoops.records import PlaceCategory
from geoops.web.api.entries import SAME_BEFORE, EntryAnswer, Group, entered
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("departures", __name__, url_prefix="/api/v1", tag="Ledger of places")


class DepartureAsked(Asked):
    """People who have left."""

    category: PlaceCategory
    people: Group
    idempotency_key: UUID


@blueprint.post("/sites/<uuid:site_id>/departures")
@blueprint.input(DepartureAsked, arg_name="asked")
@blueprint.output(EntryAnswer, status_code=201)
@blueprint.doc(
    responses={200: SAME_BEFORE, 409: "Fewer people are recorded here, or the key is taken"}
)
def departure(site_id: UUID, asked: DepartureAsked) -> ResponseReturnValue:
    """Free the places of people who have left."""
    at_work = services()
    left = Departure(asked.category, asked.people, str(asked.idempotency_key))
    recorded = depart(current_actor(), at_work.engine, site_id, left, at_work.now())
    return entered(recorded)  # type: ignore[return-value]
