"""Cut a zone along a line, and make one zone of neighbours; PostGIS does the geometry."""

from collections.abc import Mapping, Sequence
from itertools import count
from uuid import UUID, uuid4

from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import LineString, Point
from sqlalchemy import Engine, Row, bindparam, select, text, update
from sqlalchemy.orm import Session

from geoops.db.columns import SRID, geometry
from geoops.desk.actor import Actor, permitted, work
from geoops.desk.zone_editing import (
    MOST_STOPS,
    PLAIN,
    Place,
    Stretch,
    begin,
    places,
    points_of,
    refuse_overlap,
    set_rhythm,
    settle_camps,
    visited_as_seen,
)
from geoops.desk.zone_reading import ZoneDocument, zone_now
from geoops.errors import Conflict
from geoops.records import Camp, Role, Zone, ZoneChangeKind, ZoneDescent, ZoneRhythm

SNAP = 0.00002
"""Degrees, about 2 m: how near a line drawn by hand comes to a border that it means."""
MOST_PIECES = 20

# The line is snapped to the border, so that one along an edge cuts off no sliver of it; the border
# and the line, noded together, bound every piece. What lies in a hole is no piece.
FACES = text("""
    WITH parts AS (
        SELECT z.area, z.access, ST_Boundary(z.area) AS border,
            ST_Snap(:line, ST_Boundary(z.area), :snap) AS line
        FROM zone z WHERE z.id = :zone
    ), faces AS (
        SELECT area, access,
            (ST_Dump(ST_Polygonize(ST_Node(ST_Union(border, line))))).geom AS face
        FROM parts GROUP BY area, access
    )
    SELECT face AS area, ST_PointOnSurface(face) AS access FROM faces
    WHERE ST_Intersects(area, ST_PointOnSurface(face))
    ORDER BY ST_Distance(face, access), ST_Area(face) DESC
""").bindparams(bindparam("line", type_=geometry("LINESTRING")))
PIECES = FACES.columns(area=geometry("POLYGON"), access=geometry("POINT"))

# Neighbours whose common border was rounded on its way meet with gaps of a tenth of a millimetre:
# a hole in which no zone would find room is none.
UNION = text("""
    WITH plain AS (SELECT ST_Union(area) AS area FROM zone WHERE id = ANY (:zones)),
    snapped AS (
        SELECT ST_Union(ST_MakeValid(ST_Snap(z.area, plain.area, :snap))) AS area
        FROM zone z, plain WHERE z.id = ANY (:zones)
    ), united AS (
        SELECT area
        FROM (SELECT 1 AS n, area FROM plain UNION ALL SELECT 2, area FROM snapped) both_ways
        WHERE ST_GeometryType(area) = 'ST_Polygon' ORDER BY n LIMIT 1
    )
    SELECT ST_MakePolygon(ST_ExteriorRing(area), ARRAY(
        SELECT ST_ExteriorRing(ring.geom) FROM ST_DumpRings(area) ring
        WHERE ring.path[1] > 0 AND ST_Area(ring.geom::geography) >= 100
    )) AS area FROM united
""").columns(area=geometry("POLYGON"))


type Cut = Row[tuple[WKBElement, WKBElement]]
"""A piece's area and access."""


class NothingCut(Conflict):
    """A line does not go through a zone from border to border."""

    code = "nothing-cut"
    template = "The line does not cut this zone: draw it from border to border."


class TooManyPieces(Conflict):
    """A line would leave confetti."""

    code = "too-many-pieces"
    template = "The line cuts this zone into {pieces} pieces; at most {most} can be made at once."


class NotNeighbours(Conflict):
    """Zones to be merged have no border in common."""

    code = "not-neighbours"
    template = "These zones have no border in common, so they cannot be one zone."


@permitted(Role.COORDINATOR)
def split_zone(
    actor: Actor, engine: Engine, zone_id: UUID, revision: int, line: LineString
) -> list[ZoneDocument]:
    """Cut a zone along `line`. The piece where the van stops stays the zone; the others are new.

    Raises
    ------
    NotFound, ZoneChanged, ZoneRetired, NothingCut, TooManyPieces
        Why it cannot be done.
    Invalid
        A piece would be too small for a zone.
    """
    with work(actor, engine) as session:
        change = begin(session, actor, ZoneChangeKind.SPLIT)
        zone = visited_as_seen(session, zone_id, revision)
        cut = {"zone": zone_id, "line": from_shape(line, srid=SRID), "snap": SNAP}
        first, *others = _some(session.execute(PIECES, cut).all())
        stops = points_of(zone.other_accesses)
        zone.area = first.area
        zone.other_accesses = places([it for it in stops if not any(_in(it, o) for o in others)])
        session.flush()
        pieces = [zone_id, *(_piece(session, zone, other, stops) for other in others)]
        _descend(session, actor, change, [(zone_id, piece) for piece in pieces])
        refuse_overlap(session, pieces)
        settle_camps(session, pieces)
        return [zone_now(session, piece) for piece in pieces]


@permitted(Role.COORDINATOR)
def merge_zones(actor: Actor, engine: Engine, seen: Mapping[UUID, int]) -> ZoneDocument:
    """Make neighbours one zone: the first takes the area of all, the others retire.

    `seen` has the revision of each.

    Raises
    ------
    NotFound, ZoneChanged, ZoneRetired, NotNeighbours
        Why it cannot be done.
    """
    with work(actor, engine) as session:
        change = begin(session, actor, ZoneChangeKind.MERGED)
        first, *others = [visited_as_seen(session, *zone) for zone in seen.items()]
        area = session.execute(UNION, {"zones": list(seen), "snap": SNAP}).scalar_one_or_none()
        if area is None:
            raise NotNeighbours
        for other in others:
            other.active = False
        session.flush()
        first.area = area
        first.other_accesses = places(_stops_of(first, others))
        session.flush()
        retired = [other.id for other in others]
        session.execute(update(Camp).where(Camp.zone_id.in_(retired)).values(zone_id=first.id))
        _descend(session, actor, change, [(zone, first.id) for zone in seen])
        refuse_overlap(session, [first.id])
        settle_camps(session, [first.id])
        return zone_now(session, first.id)


def _stops_of(first: Zone, others: Sequence[Zone]) -> list[Place]:
    """Where else the van may stop in the merged zone: wherever it could, if there is room."""
    (own,) = points_of(first.access)
    all_of = [place for zone in (first, *others) for place in _all_stops(zone)]
    return [it for it in dict.fromkeys(all_of) if it != own][:MOST_STOPS]


def _all_stops(zone: Zone) -> list[Place]:
    return [*points_of(zone.access), *points_of(zone.other_accesses)]


def _some(pieces: Sequence[Cut]) -> Sequence[Cut]:
    """The pieces, if there are as many as make sense."""
    if len(pieces) < 2:
        raise NothingCut
    if len(pieces) > MOST_PIECES:
        raise TooManyPieces(pieces=len(pieces), most=MOST_PIECES)
    return pieces


def _in(point: tuple[float, float], piece: Cut) -> bool:
    """Whether a point lies in a piece."""
    return bool(to_shape(piece.area).covers(Point(point)))


def _piece(session: Session, zone: Zone, cut_off: Cut, stops: Sequence[Place]) -> UUID:
    """A new zone like `zone`, of its own area, under the first free name after its.

    The van stops at those of the zone's places (`stops`) that lie in it, else somewhere in it.
    """
    here = [it for it in stops if _in(it, cut_off)] or points_of(cut_off.access)
    plain = {name: getattr(zone, name) for name in PLAIN}
    plain |= {"name": _free_name(session, zone.name), "languages": list(zone.languages)}
    piece = Zone(
        id=uuid4(),
        territory_id=zone.territory_id,
        area=cut_off.area,
        access=from_shape(Point(here[0]), srid=SRID),
        other_accesses=places(here[1:]),
        **plain,
    )
    session.add(piece)
    session.flush()
    kept = session.scalars(select(ZoneRhythm).where(ZoneRhythm.zone_id == zone.id))
    rhythm = [Stretch(tuple(r.weekdays), r.starts, r.ends, r.revisit_interval) for r in kept]
    set_rhythm(session, piece, rhythm)
    return piece.id


def _free_name(session: Session, name: str) -> str:
    taken = set(session.scalars(select(Zone.name).where(Zone.active)))
    return next(free for n in count(2) if (free := f"{name} {n}") not in taken)


def _descend(
    session: Session, actor: Actor, change: UUID, pairs: Sequence[tuple[UUID, UUID]]
) -> None:
    """Write down which zone came of which."""
    for parent, child in pairs:
        session.add(
            ZoneDescent(
                territory_id=actor.territory_id, change_id=change, parent_id=parent, child_id=child
            )
        )
    session.flush()
