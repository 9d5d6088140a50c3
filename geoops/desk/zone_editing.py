"""Draw a zone, change or reshape it, retire and restore it: each a change that is kept.

Who changes a zone tells the revision seen; if somebody else was faster, nothing is overwritten.
Changes of a territory's zones come one after the other (`zone_change_is_dated`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape, to_shape
from shapely import from_wkb, get_coordinates, transform
from shapely.geometry import MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine, delete, func, select, text
from sqlalchemy.orm import Session

from geoops.db.columns import SRID
from geoops.desk.actor import Actor, permitted, work
from geoops.desk.zone_reading import ZoneDocument, zone_now
from geoops.errors import Conflict, NotFound
from geoops.records import Role, Zone, ZoneChangeKind, ZoneRhythm, ZoneVersion

DECIMALS = 9
"""Of a degree, 0.1 mm: to which an outline is answered, and so comes back."""

BEGIN = text("""
    INSERT INTO zone_change (id, territory_id, kind, undoes)
    VALUES (gen_random_uuid(), :territory, :kind, :undoes) RETURNING id
""")
OVERLAPPED = text(f"""
    SELECT o.name, o.zone_id, ST_AsGeoJSON(o.shared, {DECIMALS})::json AS overlap
    FROM unnest(CAST(:zones AS uuid[])) changed, zone_overlaps(changed) o LIMIT 1
""")  # noqa: S608 - put together from the constant above
SETTLE = text("""
    UPDATE camp c SET zone_id = coalesce((
        SELECT z.id FROM zone z WHERE z.active AND ST_Covers(z.area, c.position)
        ORDER BY z.id LIMIT 1), c.zone_id)
    WHERE c.zone_id = ANY (:zones) OR EXISTS (
        SELECT FROM zone z WHERE z.id = ANY (:zones) AND ST_Covers(z.area, c.position))
""")


class ZoneChanged(Conflict):
    """Somebody else changed the zone after this actor had read it."""

    code = "zone-changed"
    template = "This zone has been changed meanwhile. Look at it as it is now, then try again."


class ZoneOverlaps(Conflict):
    """The outline covers part of another zone; an encounter counts for one zone only.

    `zone_id` is the other's, `overlap` (GeoJSON) what both would cover.
    """

    code = "zone-overlaps"
    template = "This outline covers part of the zone {name}."


class ZoneRetired(Conflict):
    """A zone that is no longer visited was to be split, merged or retired."""

    code = "zone-retired"
    template = "This zone is retired. Restore it first."


@dataclass(frozen=True)
class Stretch:
    """Another interval on some weekdays (0 is Monday) within hours of the day."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time
    revisit_interval: timedelta


@dataclass(frozen=True)
class ZoneDraft:
    """All that a coordinator says of a zone; `geoops.records.Zone` says what it means."""

    name: str
    area: Polygon
    access: tuple[float, float]
    revisit_interval: timedelta
    weight: float
    service_time: timedelta
    service_per_person: timedelta | None = None
    service_limit: timedelta | None = None
    teams_at_once: int = 1
    languages: tuple[str, ...] = ()
    other_accesses: tuple[tuple[float, float], ...] = ()
    rhythm: tuple[Stretch, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The values of the zone's own columns."""
        plain = {name: getattr(self, name) for name in PLAIN}
        shapes = {
            "area": from_shape(self.area, srid=SRID),
            "access": from_shape(Point(self.access), srid=SRID),
            "other_accesses": places(self.other_accesses),
        }
        return plain | shapes | {"languages": list(self.languages)}


type Place = tuple[float, float]
MOST_STOPS = 5
"""Where else the van may stop, beside the first place."""


def places(points: Sequence[Place]) -> WKBElement | None:
    """Places for the van as the database keeps them; None for none."""
    return from_shape(MultiPoint(points), srid=SRID) if points else None


def points_of(kept: WKBElement | None) -> list[Place]:
    """The places that the database keeps."""
    return [] if kept is None else [(x, y) for x, y in get_coordinates(to_shape(kept)).tolist()]


PLAIN = (
    *("name", "revisit_interval", "weight", "service_time"),
    *("service_per_person", "service_limit", "teams_at_once"),
)


@permitted(Role.COORDINATOR)
def create_zone(actor: Actor, engine: Engine, draft: ZoneDraft) -> ZoneDocument:
    """Draw a new zone; the camps inside it become its own.

    Raises
    ------
    Invalid, Conflict
        The outline crosses itself, is no zone's size or covers another; the name is taken.
    """
    with work(actor, engine) as session:
        begin(session, actor, ZoneChangeKind.CREATED)
        zone = Zone(id=uuid4(), territory_id=actor.territory_id, **draft.columns())
        session.add(zone)
        session.flush()
        set_rhythm(session, zone, draft.rhythm)
        refuse_overlap(session, [zone.id])
        settle_camps(session, [zone.id])
        return zone_now(session, zone.id)


@permitted(Role.COORDINATOR)
def change_zone(
    actor: Actor, engine: Engine, zone_id: UUID, revision: int, draft: ZoneDraft
) -> ZoneDocument:
    """Change what is said of a zone, its outline among it; as `create_zone`.

    Raises
    ------
    NotFound, ZoneChanged, Invalid, Conflict
        There is no such zone; it is not at `revision` any more; else as `create_zone`.
    """
    with work(actor, engine) as session:
        moved = _rounded(draft.area) != _rounded(_outline(session, zone_id))
        kind = ZoneChangeKind.RESHAPED if moved else ZoneChangeKind.CHANGED
        begin(session, actor, kind)
        zone = as_seen(session, zone_id, revision)
        for name, value in draft.columns().items():
            if moved or name != "area":
                setattr(zone, name, value)
        session.flush()
        set_rhythm(session, zone, draft.rhythm)
        if moved and zone.active:
            refuse_overlap(session, [zone.id])
            settle_camps(session, [zone.id])
        return zone_now(session, zone.id)


@permitted(Role.COORDINATOR)
def retire_zone(actor: Actor, engine: Engine, zone_id: UUID, revision: int) -> ZoneDocument:
    """Visit a zone no more; its past stays.

    Raises
    ------
    NotFound, ZoneChanged, ZoneRetired
        There is no such zone; it is not at `revision` any more; it is retired already.
    """
    with work(actor, engine) as session:
        begin(session, actor, ZoneChangeKind.RETIRED)
        zone = visited_as_seen(session, zone_id, revision)
        zone.active = False
        session.flush()
        return zone_now(session, zone.id)


@permitted(Role.COORDINATOR)
def restore_zone(actor: Actor, engine: Engine, zone_id: UUID, revision: int) -> ZoneDocument:
    """Visit a retired zone again; restoring one that is visited changes nothing.

    Raises
    ------
    NotFound, ZoneChanged, Conflict
        There is no such zone; it is not at `revision` any more; another has its name or its place.
    """
    with work(actor, engine) as session:
        begin(session, actor, ZoneChangeKind.RESTORED)
        zone = as_seen(session, zone_id, revision)
        zone.active = True
        session.flush()
        refuse_overlap(session, [zone.id])
        settle_camps(session, [zone.id])
        return zone_now(session, zone.id)


def begin(session: Session, actor: Actor, kind: ZoneChangeKind, undoes: UUID | None = None) -> UUID:
    """Open the transaction's change, and wait until no other changes the territory's zones."""
    asked = {"territory": actor.territory_id, "kind": kind.value, "undoes": undoes}
    change: UUID = session.execute(BEGIN, asked).scalar_one()
    return change


def as_seen(session: Session, zone_id: UUID, revision: int) -> Zone:
    """The zone, unless it has been changed since `revision`; after `begin`."""
    zone = session.get(Zone, zone_id, populate_existing=True)
    if zone is None:
        raise NotFound(kind="zone", identifier=zone_id)
    latest = select(func.max(ZoneVersion.revision)).where(ZoneVersion.zone_id == zone_id)
    if session.scalar(latest) != revision:
        raise ZoneChanged
    return zone


def visited_as_seen(session: Session, zone_id: UUID, revision: int) -> Zone:
    """As `as_seen`, and not retired."""
    zone = as_seen(session, zone_id, revision)
    if not zone.active:
        raise ZoneRetired
    return zone


def set_rhythm(session: Session, zone: Zone, rhythm: Sequence[Stretch]) -> None:
    """Put `rhythm` in the place of the zone's."""
    session.execute(delete(ZoneRhythm).where(ZoneRhythm.zone_id == zone.id))
    for stretch in rhythm:
        session.add(
            ZoneRhythm(
                id=uuid4(),
                territory_id=zone.territory_id,
                zone_id=zone.id,
                weekdays=list(stretch.weekdays),
                starts=stretch.starts,
                ends=stretch.ends,
                revisit_interval=stretch.revisit_interval,
            )
        )
    session.flush()


def refuse_overlap(session: Session, zones: Sequence[UUID]) -> None:
    """Raise `ZoneOverlaps` if one covers part of another zone that is visited, and say where.

    The database refuses that (`zone_covers_no_other`) when the transaction ends, and says less.
    """
    found = session.execute(OVERLAPPED, {"zones": list(zones)}).one_or_none()
    if found is not None:
        raise ZoneOverlaps(**found._mapping)


def settle_camps(session: Session, zones: Sequence[UUID]) -> None:
    """Give the camps of these zones, and those inside them, to the zone that covers each.

    A camp that no zone covers stays with the zone it had.
    """
    session.execute(SETTLE, {"zones": list(zones)})


def _outline(session: Session, zone_id: UUID) -> BaseGeometry | None:
    wkb = session.scalar(select(func.ST_AsBinary(Zone.area)).where(Zone.id == zone_id))
    return from_wkb(bytes(wkb)) if wkb else None


def _rounded(area: BaseGeometry | None) -> BaseGeometry | None:
    """An outline as it is answered, to be compared with one that was."""
    return area and transform(area, lambda position: position.round(DECIMALS)).normalize()
