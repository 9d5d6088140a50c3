"""Censuses: who is there tonight, whatever the ledger said."""

from typing import Annotated, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.reckoning import MOST_AT_A_SITE, Census, take_census
from geoops.records import EntryReason, PlaceCategory
from geoops.web.api.entries import SAME_BEFORE, EntryAnswer, entered
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("censuses", __name__, url_prefix="/api/v1", tag="Ledger of places")


class CensusAsked(Asked):
    """`counted` people are there; `night` is the date of the evening on which it began."""

    category: PlaceCategory
    counted: Annotated[int, Field(ge=0, le=MOST_AT_A_SITE)]
    night: Day
    reason: (
        Literal[
            EntryReason.UNRECORDED_ARRIVAL, EntryReason.UNRECORDED_DEPARTURE, EntryReason.MISCOUNT
        ]
        | None
    ) = None
    idempotency_key: UUID


@blueprint.post("/sites/<uuid:site_id>/censuses")
@blueprint.input(CensusAsked, arg_name="asked")
@blueprint.output(EntryAnswer, status_code=201)
@blueprint.doc(responses={200: SAME_BEFORE, 409: "The key is taken"})
def census(site_id: UUID, asked: CensusAsked) -> ResponseReturnValue:
    """Reconcile the places with who is there; more people than places are an overflow."""
    at_work = services()
    count = Census(
        asked.category, asked.counted, asked.night, str(asked.idempotency_key), asked.reason
    )
    recorded = take_census(current_actor(), at_work.engine, site_id, count, at_work.now())
    return entered(recorded)  # type: ignore[return-value]
