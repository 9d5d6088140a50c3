"""Beds that cannot be used for now, and those that can again."""

from typing import Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from geoops.desk.reckoning import BedsBack, BedsOut, return_to_service, take_out_of_service
from geoops.records import EntryReason, PlaceCategory
from geoops.web.api.entries import SAME_BEFORE, EntryAnswer, Group, entered
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("beds", __name__, url_prefix="/api/v1", tag="Ledger of places")


class BedsOutAsked(Asked):
    """Beds that cannot be used, and why."""

    category: PlaceCategory
    beds: Group
    reason: Literal[EntryReason.REPAIR, EntryReason.HYGIENE, EntryReason.SAFETY]
    idempotency_key: UUID


class BedsBackAsked(Asked):
    """Beds that can be used again."""

    category: PlaceCategory
    beds: Group
    idempotency_key: UUID


@blueprint.post("/sites/<uuid:site_id>/beds-out")
@blueprint.input(BedsOutAsked, arg_name="asked")
@blueprint.output(EntryAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BEFORE,
        409: "More places would be out of service than there are, or the key is taken",
    }
)
def beds_out(site_id: UUID, asked: BedsOutAsked) -> ResponseReturnValue:
    """Take beds out of service; occupied ones too, which the entry says as an overflow."""
    at_work = services()
    out = BedsOut(asked.category, asked.beds, asked.reason, str(asked.idempotency_key))
    recorded = take_out_of_service(current_actor(), at_work.engine, site_id, out, at_work.now())
    return entered(recorded)  # type: ignore[return-value]


@blueprint.post("/sites/<uuid:site_id>/beds-back")
@blueprint.input(BedsBackAsked, arg_name="asked")
@blueprint.output(EntryAnswer, status_code=201)
@blueprint.doc(
    responses={200: SAME_BEFORE, 409: "Fewer beds are out of service, or the key is taken"}
)
def beds_back(site_id: UUID, asked: BedsBackAsked) -> ResponseReturnValue:
    """Give beds back to those who need them."""
    at_work = services()
    back = BedsBack(asked.category, asked.beds, str(asked.idempotency_key))
    recorded = return_to_service(current_actor(), at_work.engine, site_id, back, at_work.now())
    return entered(recorded)  # type: ignore[return-value]
