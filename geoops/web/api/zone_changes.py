"""What was done to the zones, and undoing it. Coordinators only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint

from geoops.desk.zone_changes import undo_zone_change, zone_changes
from geoops.records import ZoneChangeKind
from geoops.web.api.answers import Answer
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("zone_changes", __name__, url_prefix="/api/v1", tag="Zones")


class ChangedZone(Answer):
    """A zone as the change left it."""

    id: UUID
    name: str
    revision: int
    active: bool


class ZoneChangeAnswer(Answer):
    """A change; `undoable` while none of its zones has been changed since."""

    id: UUID
    kind: ZoneChangeKind
    at: datetime
    author: str | None
    undoes: UUID | None
    undoable: bool
    zones: list[ChangedZone]


class ZoneChangesAnswer(Answer):
    """The newest changes, the last one first."""

    changes: list[ZoneChangeAnswer]


class UndoneAnswer(Answer):
    """The zones that are again what they were."""

    zone_ids: list[UUID]


@blueprint.get("/zone-changes")
@blueprint.output(ZoneChangesAnswer)
def list_zone_changes() -> dict[str, list[dict[str, Any]]]:
    """The newest changes of the territory's zones."""
    return {"changes": zone_changes(current_actor(), services().engine)}


@blueprint.get("/zones/<uuid:zone_id>/changes")
@blueprint.output(ZoneChangesAnswer)
def list_changes_of_zone(zone_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """The newest changes of one zone."""
    return {"changes": zone_changes(current_actor(), services().engine, zone_id)}


@blueprint.post("/zone-changes/<uuid:change_id>/undo")
@blueprint.output(UndoneAnswer, status_code=201)
@blueprint.doc(responses={409: "One of the zones has been changed since"})
def undo_change(change_id: UUID) -> dict[str, list[UUID]]:
    """Make each zone of a change what it was before it."""
    return {"zone_ids": undo_zone_change(current_actor(), services().engine, change_id)}
