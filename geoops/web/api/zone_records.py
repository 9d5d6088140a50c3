"""Zones for who edits them: as they are, as they were on a day, and one zone's past.

Coordinators only.
"""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from apiflask import APIBlueprint

from geoops.desk.zone_reading import zone_records, zone_versions, zones_of_day
from geoops.records import ZoneChangeKind
from geoops.web.api.answers import Answer, Polygon, Position
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("zone_records", __name__, url_prefix="/api/v1", tag="Zones")


class StretchAnswer(Answer):
    """A stretch of the rhythm."""

    weekdays: list[int]
    starts: str
    ends: str
    revisit_interval_days: float


class ZoneRecord(Answer):
    """A zone as it is now; `active` is false when it is retired."""

    id: UUID
    revision: int
    active: bool
    name: str
    area: Polygon
    access: Position
    other_accesses: list[Position]
    weight: float
    revisit_interval_days: float
    service_minutes: float
    service_per_person_minutes: float | None
    service_limit_minutes: float | None
    teams_at_once: int
    languages: list[str]
    rhythm: list[StretchAnswer]


class ZoneRecords(Answer):
    """Zones."""

    zones: list[ZoneRecord]

    @classmethod
    def of(cls, found: list[dict[str, Any]]) -> Self:
        """The answer that lists `found`."""
        return cls(zones=[ZoneRecord(**zone) for zone in found])


class ZonesAsked(Asked):
    """A day: of one that is over the zones are those that it was planned with."""

    date: Day | None = None


class ZoneVersionAnswer(ZoneRecord):
    """A zone from `since` `until` (null: still); `others` are the zones that changed with it."""

    since: datetime
    until: datetime | None
    kind: ZoneChangeKind
    undone_kind: ZoneChangeKind | None
    author: str | None
    others: list[str]


class ZoneVersions(Answer):
    """A zone's past."""

    versions: list[ZoneVersionAnswer]


@blueprint.get("/zone-records")
@blueprint.input(ZonesAsked, location="query", arg_name="asked")
@blueprint.output(ZoneRecords)
def list_zone_records(asked: ZonesAsked) -> ZoneRecords:
    """Every zone as it is now, the retired ones last; with a date, the zones of that day."""
    actor, at_work = current_actor(), services()
    if asked.date is None:
        return ZoneRecords.of(zone_records(actor, at_work.engine))
    return ZoneRecords.of(zones_of_day(actor, at_work.engine, asked.date, at_work.now()))


@blueprint.get("/zones/<uuid:zone_id>/versions")
@blueprint.output(ZoneVersions)
def list_zone_versions(zone_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What a zone was from when to when, the present first."""
    return {"versions": zone_versions(current_actor(), services().engine, zone_id)}
