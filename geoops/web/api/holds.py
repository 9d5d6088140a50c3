"""Holds: places kept at a site for a group under way."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.sheltering import HoldRequest, keep_places, release_places
from geoops.records import HoldState, PlaceCategory
from geoops.web.api.answers import Answer
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("holds", __name__, url_prefix="/api/v1", tag="Holds")


class HoldAsked(Asked):
    """Places to keep. The key makes it harmless to send the same request again.

    An encounter that leads to a place keeps it by itself: see `EncounterAsked.referrals`.
    """

    category: PlaceCategory
    places: Annotated[int, Field(ge=1, le=500)]
    idempotency_key: UUID


class HoldAnswer(Answer):
    """Kept places, and until when."""

    id: UUID
    site_id: UUID
    category: PlaceCategory
    places: int
    state: HoldState
    expires_at: datetime
    encounter_id: UUID | None


@blueprint.post("/sites/<uuid:site_id>/holds")
@blueprint.input(HoldAsked, arg_name="asked")
@blueprint.output(HoldAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: "The same request came before: its hold",
        409: "Too few places are left (`available` says how many), or the key is taken",
    }
)
def keep(site_id: UUID, asked: HoldAsked) -> ResponseReturnValue:
    """Keep places at a site for a group under way."""
    at_work = services()
    request = HoldRequest(asked.category, asked.places, str(asked.idempotency_key))
    kept = keep_places(
        current_actor(),
        at_work.engine,
        site_id,
        request,
        at_work.now(),
        at_work.settings.hold_duration,
    )
    headers = {"Location": url_for("holds.release", hold_id=kept.hold.id)}
    return kept.hold, 201 if kept.created else 200, headers  # type: ignore[return-value]


@blueprint.delete("/holds/<uuid:hold_id>")
@blueprint.output({}, status_code=204, description="The places are free again")
@blueprint.doc(responses={409: "The hold ended otherwise"})
def release(hold_id: UUID) -> ResponseReturnValue:
    """Let kept places go. Releasing again changes nothing."""
    at_work = services()
    release_places(current_actor(), at_work.engine, hold_id, at_work.now())
    return ""
