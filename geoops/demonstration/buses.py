"""The demonstration's buses: yesterday's has arrived, today's is boarding, tomorrow's is planned.

They go through the desk as a coordinator's do, so that seats, places and beds add up. Once for each
day: every request has its key, and a bus that is there is not loaded again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.demonstration.load import LOGINS, SEED, TERRITORY_CODE, Identities, forget_live_events
from geoops.demonstration.places import demonstration_sites
from geoops.desk.actor import Actor
from geoops.desk.alighting import BusArrival, arrive_by_bus
from geoops.desk.boarding import BoardingCount, BusDeparture, GroupCount, board, depart_by_bus
from geoops.desk.buses import bus as read
from geoops.desk.seating import NewGroup, add_group
from geoops.desk.transferring import (
    PlannedDestination,
    PlannedPickup,
    TransferPlan,
    plan_transfer,
)
from geoops.records import PlaceCapacity, PlaceCategory, Role, TransferStep

MEN, FAMILIES = PlaceCategory.ISOLATED_MAN, PlaceCategory.FAMILY
SEATS = 50
STAY = 2  # of each group on yesterday's bus did not board


class BusesOfTheDay:
    """What loads them, as the coordinator."""

    def __init__(self, owner: Engine, now: datetime, seed: int) -> None:
        self.engine, self.now, self.ids = owner, now, Identities(seed)
        email = next(email for email, (role, _) in LOGINS.items() if role is Role.COORDINATOR)
        self.actor = Actor(
            account_id=self.ids.of("account", email),
            territory_id=self.ids.territory,
            role=Role.COORDINATOR,
            label=TERRITORY_CODE,
            time_zone="Europe/Paris",
        )

    def key(self, name: str, departs_at: datetime) -> str:
        """The key of one request about one of the day's buses."""
        from_today = round((departs_at - self.now) / timedelta(days=1))
        return f"demonstration:bus:{self.now.date()}:{from_today}:{name}"

    def plan(self, departs_at: datetime, planned_at: datetime, cao: int) -> UUID | None:
        """A bus from the CAES to two CAOs with groups; None if it was there."""
        if self._is_there(self.key("plan", departs_at)):
            return None
        origin = self._site("caes", 0)
        there = [self._site("cao", cao), self._site("cao", cao + 1)]
        plan = TransferPlan(
            SEATS,
            (
                PlannedPickup(departs_at, site_id=origin),
                PlannedPickup(departs_at + timedelta(minutes=30), site_id=self._site("caes", 1)),
            ),
            (
                PlannedDestination(there[0], departs_at + timedelta(hours=5)),
                PlannedDestination(there[1], departs_at + timedelta(hours=8)),
            ),
            self.key("plan", departs_at),
        )
        bus = plan_transfer(self.actor, self.engine, plan, planned_at).bus
        wanted = ((0, 0, MEN, 14), (0, 1, FAMILIES, 6), (1, 0, MEN, 9), (1, 1, MEN, 5))
        for number, (pickup, to, category, most) in enumerate(wanted):
            people = min(most, self._left(there[to], category))
            if people:
                group = NewGroup(
                    bus.pickups[pickup].id,
                    there[to],
                    category,
                    people,
                    self.key(f"group {number}", departs_at),
                )
                add_group(self.actor, self.engine, bus.id, group, planned_at)
        return bus.id

    def _is_there(self, key: str) -> bool:
        with transaction(self.engine, self.actor.territory_id) as session:
            known = select(TransferStep.id).where(
                TransferStep.territory_id == self.actor.territory_id,
                TransferStep.idempotency_key == key,
            )
            return session.scalars(known).one_or_none() is not None

    def _site(self, kind: str, number: int) -> UUID:
        names = [site.name for site in demonstration_sites() if site.kind == kind]
        return self.ids.of("site", names[number])

    def _left(self, site: UUID, category: PlaceCategory) -> int:
        with transaction(self.engine, self.actor.territory_id) as session:
            balance = session.scalars(
                select(PlaceCapacity).where(
                    PlaceCapacity.territory_id == self.actor.territory_id,
                    PlaceCapacity.site_id == site,
                    PlaceCapacity.category == category,
                )
            ).one_or_none()
            return balance.available if balance else 0

    def count(self, bus: UUID, departs_at: datetime, pickups: int, stay: int) -> None:
        """All but `stay` of each group at the first `pickups` board."""
        found = read(self.actor, self.engine, bus)
        there = [pickup.id for pickup in found.pickups[:pickups]]
        counts = tuple(
            GroupCount(group.id, max(1, group.people - stay))
            for group in found.groups
            if group.pickup_id in there
        )
        asked = BoardingCount(counts, self.key("boarding", departs_at))
        board(self.actor, self.engine, bus, asked, departs_at)

    def drive(self, bus: UUID, departs_at: datetime) -> None:
        """The bus leaves, and has come to both destinations, one person fewer at the second."""
        departure = BusDeparture(self.key("departure", departs_at))
        depart_by_bus(self.actor, self.engine, bus, departure, departs_at)
        found = read(self.actor, self.engine, bus)
        for number, to in enumerate(found.destinations):
            groups = [group for group in found.groups if group.site_id == to.site_id]
            counts = tuple(GroupCount(group.id, max(0, group.aboard - number)) for group in groups)
            arrival = BusArrival(to.site_id, self.key(f"arrival {number}", departs_at), counts)
            arrive_by_bus(self.actor, self.engine, bus, arrival, to.arrives_at)


def load_buses(owner: Engine, now: datetime, seed: int = SEED) -> None:
    """Load yesterday's bus, today's and tomorrow's; safe to repeat."""
    day = BusesOfTheDay(owner, now, seed)
    yesterday, soon = now - timedelta(days=1), now + timedelta(minutes=20)
    gone = day.plan(yesterday, yesterday - timedelta(hours=12), cao=3)
    if gone:
        day.count(gone, yesterday, pickups=2, stay=STAY)
        day.drive(gone, yesterday)
    boarding = day.plan(soon, now - timedelta(hours=18), cao=10)
    if boarding:
        day.count(boarding, soon, pickups=1, stay=3)
    day.plan(now + timedelta(days=1), now, cao=13)
    with Session(owner) as session, session.begin():
        forget_live_events(session, day.ids)
