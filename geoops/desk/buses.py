"""Read buses as they are shown: pick-ups, destinations and groups, in one statement."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geoops.desk.actor import EVERYONE, Actor, permitted, work
from geoops.errors import NotFound
from geoops.records import GroupState, PlaceCategory, Role, SiteKind, TransferState

MOST_BUSES = 200
SHOWN_BACK = timedelta(days=7)

BUSES = """
SELECT t.id, t.seats, t.booked, t.state, t.departs_at, t.created_at, t.ended_at,
    (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'site_id', p.site_id, 'zone_id', p.zone_id,
            'name', coalesce(s.name, z.name), 'commune', coalesce(s.commune, ''),
            'due_at', p.due_at, 'departed_at', p.departed_at) ORDER BY p.rank)
        FROM transfer_pickup p LEFT JOIN site s ON s.id = p.site_id
        LEFT JOIN zone z ON z.id = p.zone_id WHERE p.transfer_id = t.id) AS pickups,
    (SELECT jsonb_agg(jsonb_build_object('site_id', s.id, 'name', s.name, 'kind', s.kind,
            'commune', s.commune, 'arrives_at', d.arrives_at, 'arrived_at', d.arrived_at,
            'left', coalesce((SELECT jsonb_agg(jsonb_build_object('category', c.category, 'places',
                greatest(0, c.capacity - c.out_of_service - c.occupied - c.held))
                ORDER BY c.category) FROM place_capacity c WHERE c.site_id = s.id), '[]'))
            ORDER BY d.arrives_at, s.name)
        FROM transfer_destination d JOIN site s ON s.id = d.site_id
        WHERE d.transfer_id = t.id) AS destinations,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'pickup_id', g.pickup_id,
            'site_id', g.site_id, 'category', g.category, 'people', g.people, 'aboard', g.aboard,
            'state', g.state,
            'kept', coalesce((SELECT sum(h.places) FROM hold h
                WHERE h.transfer_group_id = g.id AND h.state = 'active'), 0),
            'arrived', coalesce((SELECT sum(e.occupied) FROM place_entry e
                JOIN hold h ON h.id = e.hold_id
                WHERE h.transfer_group_id = g.id AND e.cause = 'arrival'), 0))
            ORDER BY g.created_at, g.id)
        FROM transfer_group g WHERE g.transfer_id = t.id AND g.state <> 'removed'), '[]') AS groups
FROM transfer t
"""
ONE_BUS = text(f"{BUSES} WHERE t.id = :id")
ALL_BUSES = text(
    f"{BUSES} WHERE t.departs_at >= :since AND (CAST(:site AS uuid) IS NULL"  # noqa: S608
    " OR EXISTS (SELECT FROM transfer_pickup p WHERE p.transfer_id = t.id AND p.site_id = :site)"
    " OR EXISTS (SELECT FROM transfer_destination d"
    " WHERE d.transfer_id = t.id AND d.site_id = :site))"
    " ORDER BY t.departs_at, t.id LIMIT :most"
)


@dataclass(frozen=True)
class Pickup:
    """A pick-up: a site (with its commune) or a zone, when the bus is due and when it left."""

    id: UUID
    site_id: UUID | None
    zone_id: UUID | None
    name: str
    commune: str
    due_at: datetime
    departed_at: datetime | None


@dataclass(frozen=True)
class PlacesLeft:
    """Places of a category that can still be promised at a destination."""

    category: PlaceCategory
    places: int


@dataclass(frozen=True)
class Destination:
    """Where a bus goes, when it is expected and when it came, and what is left there."""

    site_id: UUID
    name: str
    kind: SiteKind
    commune: str
    arrives_at: datetime
    arrived_at: datetime | None
    left: list[PlacesLeft]


@dataclass(frozen=True)
class BusGroup:
    """A group; `kept`: places that wait for it, `arrived`: people the ledger has there."""

    id: UUID
    pickup_id: UUID
    site_id: UUID
    category: PlaceCategory
    people: int
    aboard: int
    state: GroupState
    kept: int
    arrived: int

    @property
    def left_behind(self) -> int:
        """Who did not board, once the bus has left."""
        return self.people - self.aboard if self.state is GroupState.DEPARTED else 0


@dataclass(frozen=True)
class Bus:
    """One bus, `booked` of whose `seats` are taken."""

    id: UUID
    seats: int
    booked: int
    state: TransferState
    departs_at: datetime
    created_at: datetime
    ended_at: datetime | None
    pickups: list[Pickup]
    destinations: list[Destination]
    groups: list[BusGroup]

    def concerns(self, site_id: UUID | None) -> bool:
        """Whether it comes from or goes to the site."""
        from_there = any(pickup.site_id == site_id for pickup in self.pickups)
        return from_there or any(to.site_id == site_id for to in self.destinations)


AS_BUS = TypeAdapter(Bus)


def read_bus(session: Session, transfer_id: UUID) -> Bus:
    """A bus as it stands.

    Raises
    ------
    NotFound
        There is no such bus in the territory.
    """
    row = session.execute(ONE_BUS, {"id": transfer_id}).mappings().one_or_none()
    if row is None:
        raise NotFound(kind="transfer", identifier=transfer_id)
    return AS_BUS.validate_python(dict(row))


@permitted(*EVERYONE)
def bus(actor: Actor, engine: Engine, transfer_id: UUID) -> Bus:
    """One bus; a site manager sees those from or to their site.

    Raises
    ------
    NotFound
        There is no such bus in the territory, or not for this reader.
    """
    with work(actor, engine) as session:
        found = read_bus(session, transfer_id)
    if actor.role is Role.SITE_MANAGER and not found.concerns(actor.site_id):
        raise NotFound(kind="transfer", identifier=transfer_id)
    return found


@permitted(*EVERYONE)
def buses(actor: Actor, engine: Engine, now: datetime, back: timedelta = SHOWN_BACK) -> list[Bus]:
    """The buses from `back` ago on, by departure; at most 200."""
    site = actor.site_id if actor.role is Role.SITE_MANAGER else None
    asked = {"since": now - back, "site": site, "most": MOST_BUSES}
    with work(actor, engine) as session:
        return [
            AS_BUS.validate_python(dict(row))
            for row in session.execute(ALL_BUSES, asked).mappings()
        ]
