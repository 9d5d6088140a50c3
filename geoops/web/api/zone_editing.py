"""Zones at work: drawn, changed, cut, merged, retired and restored. Coordinators only."""

from datetime import time, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from pydantic import Field
from shapely import geometry as shapes

from geoops.desk.zone_editing import (
    Stretch,
    ZoneDraft,
    change_zone,
    create_zone,
    restore_zone,
    retire_zone,
)
from geoops.desk.zone_shaping import merge_zones, split_zone
from geoops.errors import Invalid
from geoops.web.api.free_text import IMPERSONAL
from geoops.web.api.reading import Asked
from geoops.web.api.zone_records import ZoneRecord, ZoneRecords
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("zone_editing", __name__, url_prefix="/api/v1", tag="Zones")

CHANGED = "It has been changed since this revision, or it is retired"
NOT_SO = f"{CHANGED}, or another zone has its name or its place"

Place = tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]
Ring = Annotated[list[Place], Field(min_length=4, max_length=5_000)]
Days = Annotated[float, Field(ge=0.01, le=365)]
Minutes = Annotated[float, Field(ge=0, le=1_440)]
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Language = Annotated[str, Field(max_length=12, pattern=r"^[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?$")]
Name = Annotated[
    str,
    Field(min_length=1, max_length=80, pattern=r"^[^\s\x00-\x1f]([^\x00-\x1f]*[^\s\x00-\x1f])?$"),
    IMPERSONAL,
]


class AreaAsked(Asked):
    """An outline and its holes (GeoJSON), at least 100 m² and at most 2,000 km²."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1, max_length=50)]

    def shape(self) -> shapes.Polygon:
        """The outline; one that crosses itself is the database's to refuse."""
        first, *holes = self.coordinates
        return shapes.Polygon(first, holes)


class LineAsked(Asked):
    """A line (GeoJSON)."""

    type: Literal["LineString"]
    coordinates: Annotated[list[Place], Field(min_length=2, max_length=5_000)]


class StretchAsked(Asked):
    """Another interval on some weekdays (0 is Monday) within local hours of the day."""

    weekdays: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(min_length=1)]
    starts: Clock
    ends: Clock
    revisit_interval_days: Days

    def stretch(self) -> Stretch:
        """The stretch that the desk takes, each weekday once."""
        return Stretch(
            weekdays=tuple(sorted(set(self.weekdays))),
            starts=time.fromisoformat(self.starts),
            ends=time.fromisoformat(self.ends),
            revisit_interval=timedelta(days=self.revisit_interval_days),
        )


class ZoneAsked(Asked):
    """All that is said of a zone; `languages` are BCP 47 tags that the team must speak.

    A visit takes `service_minutes` and, for each who lives there by the latest estimates,
    `service_per_person_minutes` more, up to `service_limit_minutes`. The van stops at `access` or,
    where that takes less time by car and on foot, at one of `other_accesses`.
    """

    name: Name
    area: AreaAsked
    access: Place
    other_accesses: Annotated[tuple[Place, ...], Field(max_length=5)] = ()
    revisit_interval_days: Days
    weight: Annotated[float, Field(gt=0, le=1_000)] = 1.0
    service_minutes: Minutes
    service_per_person_minutes: Annotated[float, Field(ge=0.01, le=60)] | None = None
    service_limit_minutes: Minutes | None = None
    teams_at_once: Annotated[int, Field(ge=1, le=10)] = 1
    languages: Annotated[tuple[Language, ...], Field(max_length=20)] = ()
    rhythm: Annotated[tuple[StretchAsked, ...], Field(max_length=20)] = ()

    def draft(self) -> ZoneDraft:
        """The draft that the desk takes."""
        return ZoneDraft(
            name=self.name,
            area=self.area.shape(),
            access=self.access,
            other_accesses=self.other_accesses,
            revisit_interval=timedelta(days=self.revisit_interval_days),
            weight=self.weight,
            service_time=timedelta(minutes=self.service_minutes),
            service_per_person=_minutes(self.service_per_person_minutes),
            service_limit=_minutes(self.service_limit_minutes),
            teams_at_once=self.teams_at_once,
            languages=self.languages,
            rhythm=tuple(one.stretch() for one in self.rhythm),
        )


class Seen(Asked):
    """The revision of the zone that whoever asks has seen."""

    revision: Revision


class ZoneChangeAsked(ZoneAsked):
    """All that is said of a zone from now on, and the revision that was seen."""

    revision: Revision


class SplitAsked(Seen):
    """The line to cut along, from border to border."""

    line: LineAsked


class ZoneSeen(Seen):
    """A zone as it was seen."""

    id: UUID


class MergeAsked(Asked):
    """The zones to be one; the first keeps its name."""

    zones: Annotated[list[ZoneSeen], Field(min_length=2, max_length=20)]

    def seen(self) -> dict[UUID, int]:
        """The revision of each zone.

        Raises
        ------
        Invalid
            One zone is named twice.
        """
        found = {zone.id: zone.revision for zone in self.zones}
        if len(found) < len(self.zones):
            raise Invalid(field="zones", reason="name each zone once")
        return found


@blueprint.post("/zones")
@blueprint.input(ZoneAsked)
@blueprint.output(ZoneRecord, status_code=201)
@blueprint.doc(responses={409: "Another zone has this name or this place"})
def draw_zone(json_data: ZoneAsked) -> dict[str, Any]:
    """Draw a new zone."""
    return create_zone(current_actor(), services().engine, json_data.draft())


@blueprint.put("/zones/<uuid:zone_id>")
@blueprint.input(ZoneChangeAsked)
@blueprint.output(ZoneRecord)
@blueprint.doc(responses={409: NOT_SO})
def put_zone(zone_id: UUID, json_data: ZoneChangeAsked) -> dict[str, Any]:
    """Change what is said of a zone, its outline among it."""
    draft, revision = json_data.draft(), json_data.revision
    return change_zone(current_actor(), services().engine, zone_id, revision, draft)


@blueprint.post("/zones/<uuid:zone_id>/split")
@blueprint.input(SplitAsked)
@blueprint.output(ZoneRecords, status_code=201)
@blueprint.doc(responses={409: f"{CHANGED}, or the line does not cut it"})
def cut_zone(zone_id: UUID, json_data: SplitAsked) -> ZoneRecords:
    """Cut a zone along a line; the piece where the van stops stays the zone."""
    line = shapes.LineString(json_data.line.coordinates)
    actor, engine = current_actor(), services().engine
    return ZoneRecords.of(split_zone(actor, engine, zone_id, json_data.revision, line))


@blueprint.post("/zones/merge")
@blueprint.input(MergeAsked)
@blueprint.output(ZoneRecord)
@blueprint.doc(
    responses={404: "There is no such zone", 409: f"{CHANGED}, or they have no border in common"}
)
def unite_zones(json_data: MergeAsked) -> dict[str, Any]:
    """Make neighbours one zone; all but the first retire."""
    return merge_zones(current_actor(), services().engine, json_data.seen())


@blueprint.post("/zones/<uuid:zone_id>/retirement")
@blueprint.input(Seen)
@blueprint.output(ZoneRecord)
@blueprint.doc(responses={409: CHANGED})
def let_zone_go(zone_id: UUID, json_data: Seen) -> dict[str, Any]:
    """Visit a zone no more."""
    return retire_zone(current_actor(), services().engine, zone_id, json_data.revision)


@blueprint.post("/zones/<uuid:zone_id>/restoration")
@blueprint.input(Seen)
@blueprint.output(ZoneRecord)
@blueprint.doc(responses={409: NOT_SO})
def take_zone_back(zone_id: UUID, json_data: Seen) -> dict[str, Any]:
    """Visit a retired zone again."""
    return restore_zone(current_actor(), services().engine, zone_id, json_data.revision)


def _minutes(count: float | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)
