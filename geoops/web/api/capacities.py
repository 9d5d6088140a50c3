"""Capacities: how many places there are from now on, and why; a category that opens."""

from typing import Annotated, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.reckoning import MOST_AT_A_SITE, CapacityStatement, set_capacity
from geoops.records import EntryCause, PlaceCategory
from geoops.web.api.entries import SAME_BEFORE, EntryAnswer, entered
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("capacities", __name__, url_prefix="/api/v1", tag="Ledger of places")


class CapacityAsked(Asked):
    """There are `capacity` places from now on; `opening`: of a category that was not there."""

    category: PlaceCategory
    capacity: Annotated[int, Field(ge=0, le=MOST_AT_A_SITE)]
    cause: Literal[
        EntryCause.OPENING,
        EntryCause.WORKS,
        EntryCause.PLAN_GRAND_FROID,
        EntryCause.CLOSURE,
        EntryCause.REOPENING,
    ]
    idempotency_key: UUID


@blueprint.post("/sites/<uuid:site_id>/capacities")
@blueprint.input(CapacityAsked, arg_name="asked")
@blueprint.output(EntryAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BEFORE,
        409: "More places would be out of service than there are, the category is open already,"
        " or the key is taken",
    }
)
def capacity(site_id: UUID, asked: CapacityAsked) -> ResponseReturnValue:
    """State how many places there are; only a coordinator opens a category."""
    at_work = services()
    statement = CapacityStatement(
        asked.category, asked.capacity, asked.cause, str(asked.idempotency_key)
    )
    recorded = set_capacity(current_actor(), at_work.engine, site_id, statement, at_work.now())
    return entered(recorded)  # type: ignore[return-value]
