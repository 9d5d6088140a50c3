"""Arrivals at a site: of a group that is expected, or of people for whom nothing was kept."""

from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from geoops.desk.arriving import Arrival, Rest, WalkIn, arrive, arrive_unannounced
from geoops.records import PlaceCategory
from geoops.web.api.entries import SAME_BEFORE, EntryAnswer, Group, entered
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("arrivals", __name__, url_prefix="/api/v1", tag="Ledger of places")


class WalkInAsked(Asked):
    """People who have come without a hold."""

    category: PlaceCategory
    people: Group
    idempotency_key: UUID


class ArrivalAsked(Asked):
    """Who of an expected group is there, and what becomes of the places of the rest."""

    people: Group
    rest: Rest = Rest.STAYS_HELD
    idempotency_key: UUID


@blueprint.post("/sites/<uuid:site_id>/arrivals")
@blueprint.input(WalkInAsked, arg_name="asked")
@blueprint.output(EntryAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BEFORE,
        409: "Too few places are left (`available` says how many), or the key is taken",
    }
)
def walk_in(site_id: UUID, asked: WalkInAsked) -> ResponseReturnValue:
    """Take in people for whom nothing was kept; a full house states them by a census."""
    at_work = services()
    came = WalkIn(asked.category, asked.people, str(asked.idempotency_key))
    recorded = arrive_unannounced(current_actor(), at_work.engine, site_id, came, at_work.now())
    return entered(recorded)  # type: ignore[return-value]


@blueprint.post("/holds/<uuid:hold_id>/arrivals")
@blueprint.input(ArrivalAsked, arg_name="asked")
@blueprint.output(EntryAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BEFORE,
        409: "The hold has ended or keeps fewer places, or the key is taken",
    }
)
def arrival(hold_id: UUID, asked: ArrivalAsked) -> ResponseReturnValue:
    """Turn kept places into occupied ones, for all of the group or some."""
    at_work = services()
    came = Arrival(hold_id, asked.people, str(asked.idempotency_key), asked.rest)
    return entered(  # type: ignore[return-value]
        arrive(current_actor(), at_work.engine, came, at_work.now())
    )
