"""Holds: places kept at a site for a group under way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import AwareDatetime

from geoops.desk.arriving import mark_no_show
from geoops.desk.expecting import ExpectedGroup, expected_groups
from geoops.desk.sheltering import (
    HoldRequest,
    LetGo,
    extend_hold,
    keep_places,
    release_places,
    release_some,
)
from geoops.records import HoldState, PlaceCategory
from geoops.web.api.answers import Answer
from geoops.web.api.entries import SAME_BEFORE, EntryAnswer, Group, entered
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("holds", __name__, url_prefix="/api/v1", tag="Holds")


class HoldAsked(Asked):
    """Places to keep. The key makes it harmless to send the same request again.

    An encounter that leads to a place keeps it by itself: see `EncounterAsked.referrals`.
    """

    category: PlaceCategory
    places: Group
    idempotency_key: UUID


class ExtensionAsked(Asked):
    """Until when the places are to be kept."""

    until: AwareDatetime


class ReleaseAsked(Asked):
    """Some of the kept places, which are needed no longer."""

    places: Group
    idempotency_key: UUID


class HoldsAsked(Asked):
    """Which holds: of one site or all, in one state."""

    site_id: UUID | None = None
    state: HoldState = HoldState.ACTIVE


class HoldAnswer(Answer):
    """Kept places, until when, and until when they may be: `extendable_until`.

    `places` are those still kept, and once the hold has ended, those that its last step was about;
    `arrived` counts who has come so far. `team` is who met the group, or who keeps the places.
    """

    id: UUID
    site_id: UUID
    site: str
    category: PlaceCategory
    places: int
    arrived: int
    state: HoldState
    expires_at: datetime
    extendable_until: datetime
    created_at: datetime
    ended_at: datetime | None
    team_id: UUID | None
    team: str | None
    encounter_id: UUID | None


class HoldsAnswer(Answer):
    """Holds, soonest to expire first; ended ones, the last to end first."""

    holds: list[HoldAnswer]


def _shown(hold: ExpectedGroup) -> dict[str, Any]:
    limit = services().settings.hold_limit
    return vars(hold) | {"extendable_until": hold.created_at + limit}


@blueprint.get("/holds")
@blueprint.input(HoldsAsked, location="query", arg_name="asked")
@blueprint.output(HoldsAnswer)
def list_holds(asked: HoldsAsked) -> dict[str, list[dict[str, Any]]]:
    """The holds in a state: a field account's team's, a site manager's site's, or all."""
    found = expected_groups(current_actor(), services().engine, asked.site_id, asked.state)
    return {"holds": [_shown(hold) for hold in found]}


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
    return _shown(kept.hold), 201 if kept.created else 200, headers


@blueprint.delete("/holds/<uuid:hold_id>")
@blueprint.output({}, status_code=204, description="The places are free again")
@blueprint.doc(responses={409: "The hold ended otherwise"})
def release(hold_id: UUID) -> ResponseReturnValue:
    """Let kept places go. Releasing again changes nothing."""
    at_work = services()
    release_places(current_actor(), at_work.engine, hold_id, at_work.now())
    return ""


@blueprint.post("/holds/<uuid:hold_id>/releases")
@blueprint.input(ReleaseAsked, arg_name="asked")
@blueprint.output(EntryAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: SAME_BEFORE,
        409: "The hold has ended or keeps fewer places, or the key is taken",
    }
)
def release_part(hold_id: UUID, asked: ReleaseAsked) -> ResponseReturnValue:
    """Let some of the kept places go; `DELETE` lets all go."""
    at_work = services()
    let_go = LetGo(hold_id, asked.places, str(asked.idempotency_key))
    recorded = release_some(current_actor(), at_work.engine, let_go, at_work.now())
    return entered(recorded)  # type: ignore[return-value]


@blueprint.post("/holds/<uuid:hold_id>/extension")
@blueprint.input(ExtensionAsked, arg_name="asked")
@blueprint.output(HoldAnswer)
@blueprint.doc(responses={409: "The hold has ended"})
def extend(hold_id: UUID, asked: ExtensionAsked) -> dict[str, Any]:
    """Keep the places longer, until `extendable_until` at most. Again changes nothing."""
    at_work = services()
    limit = at_work.settings.hold_limit
    return _shown(
        extend_hold(current_actor(), at_work.engine, hold_id, asked.until, at_work.now(), limit)
    )


@blueprint.post("/holds/<uuid:hold_id>/no-show")
@blueprint.output(HoldAnswer)
@blueprint.doc(responses={409: "The hold ended otherwise"})
def no_show(hold_id: UUID) -> dict[str, Any]:
    """Free the places of a group that has not come. Again changes nothing."""
    at_work = services()
    return _shown(mark_no_show(current_actor(), at_work.engine, hold_id, at_work.now()))
