"""A bus between sites of a test's own, and what a person does with it, in one line each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, text

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.alighting import BusArrival, arrive_by_bus
from geoops.desk.arriving import WalkIn, arrive_unannounced
from geoops.desk.boarding import BoardingCount, BusDeparture, GroupCount, board, depart_by_bus
from geoops.desk.bus_at_work import BusMoved
from geoops.desk.buses import Bus, bus
from geoops.desk.seating import GroupSize, NewGroup, add_group, change_group
from geoops.desk.transferring import (
    PlannedDestination,
    PlannedPickup,
    TransferPlan,
    plan_transfer,
)
from geoops.records import PlaceCategory, Territory
from tests.builders import add_site

MEN = PlaceCategory.ISOLATED_MAN


def key() -> str:
    return uuid4().hex


@dataclass
class Trip:
    """A bus from an origin (a site) to one destination; `actor` does everything."""

    actor: Actor
    engine: Engine
    now: datetime
    origin: UUID
    destination: UUID
    id: UUID
    pickup: UUID

    def add(self, people: int) -> UUID:
        """Seat a group; its id."""
        group = NewGroup(self.pickup, self.destination, MEN, people, key())
        added = add_group(self.actor, self.engine, self.id, group, self.now).subject
        assert added is not None
        return added

    def resize(self, group: UUID, people: int) -> BusMoved:
        size = GroupSize(group, people, key())
        return change_group(self.actor, self.engine, self.id, size, self.now)

    def board(self, group: UUID, people: int) -> BusMoved:
        count = BoardingCount((GroupCount(group, people),), key())
        return board(self.actor, self.engine, self.id, count, self.now)

    def depart(self, pickup: UUID | None = None) -> BusMoved:
        departure = BusDeparture(key(), pickup)
        return depart_by_bus(self.actor, self.engine, self.id, departure, self.now)

    def arrive(self, *counts: GroupCount) -> BusMoved:
        arrival = BusArrival(self.destination, key(), counts)
        return arrive_by_bus(self.actor, self.engine, self.id, arrival, self.now)

    def read(self) -> Bus:
        return bus(self.actor, self.engine, self.id)

    def places(self, site: UUID) -> tuple[int, int]:
        """The men's occupied and held places at a site."""
        with transaction(self.engine, self.actor.territory_id) as session:
            asked = text("SELECT occupied, held FROM place_capacity WHERE site_id = :s")
            row = session.execute(asked, {"s": site}).one()
            return row.occupied, row.held


def a_trip(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    actor: Actor,
    now: datetime,
    *,
    seats: int = 50,
    there: int = 30,
    at_origin: int = 20,
) -> Trip:
    """A planned bus from a site with people to one that has `there` places, in an hour."""
    origin = add_site(owner, territory, places=60)
    destination = add_site(owner, territory, places=there)
    if at_origin:
        arrive_unannounced(actor, engine, origin, WalkIn(MEN, at_origin, key()), now)
    plan = TransferPlan(
        seats,
        (PlannedPickup(now + timedelta(hours=1), site_id=origin),),
        (PlannedDestination(destination, now + timedelta(hours=7)),),
        key(),
    )
    planned = plan_transfer(actor, engine, plan, now).bus
    return Trip(actor, engine, now, origin, destination, planned.id, planned.pickups[0].id)
