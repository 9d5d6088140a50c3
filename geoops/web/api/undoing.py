"""Taking back an arrival that was recorded by mistake."""

from datetime import datetime
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from geoops.desk.undoing import Undone, undo_arrival
from geoops.records import PlaceCategory
from geoops.web.api.answers import Answer
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("undoing", __name__, url_prefix="/api/v1", tag="Holds")


class UndoAnswer(Answer):
    """The correction's entry, and the hold that keeps places for the group again, if any does.

    `kept` of the `wanted` places that were the group's: fewer where the site is in overflow, or
    those who wait for places were first.
    """

    entry_id: int
    site_id: UUID
    category: PlaceCategory
    people: int
    hold_id: UUID | None
    wanted: int
    kept: int
    expires_at: datetime | None


@blueprint.post("/entries/<int:entry_id>/undo")
@blueprint.output(UndoAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: "It was taken back before: the same answer again",
        409: "It is more than 15 minutes old, or a census has counted it, the people have left,"
        " or they came by bus",
    }
)
def undo(entry_id: int) -> ResponseReturnValue:
    """Take back an arrival that this account has just recorded. The group is awaited again."""
    at_work = services()
    undone = undo_arrival(current_actor(), at_work.engine, entry_id, at_work.now())
    return _told(undone), 201 if undone.created else 200  # type: ignore[return-value]


def _told(undone: Undone) -> UndoAnswer:
    entry, hold = undone.correction, undone.hold
    return UndoAnswer(
        entry_id=entry.id,
        site_id=entry.site_id,
        category=entry.category,
        people=-entry.occupied,
        hold_id=hold.id if hold else None,
        wanted=undone.wanted,
        kept=hold.places if hold else 0,
        expires_at=hold.expires_at if hold else None,
    )
