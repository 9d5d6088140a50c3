"""Buses to the CAOs: planned on the eve from the fullest sites, boarded, left, arrived."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from geoops.desk.alighting import BusArrival, arrive_by_bus
from geoops.desk.boarding import BoardingCount, BusDeparture, GroupCount, board, depart_by_bus
from geoops.desk.buses import Bus, BusGroup
from geoops.desk.clocks import elapsed, instant, today
from geoops.desk.seating import NewGroup, add_group
from geoops.desk.transferring import (
    PlannedDestination,
    PlannedPickup,
    TransferPlan,
    cancel_transfer,
    plan_transfer,
)
from geoops.records.violations import NoPlacesLeft
from geoops.replay.agenda import Agenda
from geoops.replay.shelter import Shelter
from geoops.replay.tally import Count, Tally
from geoops.replay.vacancies import Vacancies
from geoops.replay.world import NAMESPACE, ReplaySite, World
from geoops.replay.year import Year

LEAVES, ARRIVES = time(11), time(17)
PICKUPS = 2
LARGEST_GROUP = 6
LEFT_BEHIND = 0.05  # share of seated groups of which somebody does not board


class Coaches:
    """The buses of a year."""

    def __init__(
        self,
        world: World,
        agenda: Agenda,
        tally: Tally,
        year: Year,
        draw: Random,
        shelter: Shelter,
    ) -> None:
        self._world, self._agenda, self._tally = world, agenda, tally
        self._year, self._draw, self._shelter = year, draw, shelter
        self._vacancies = Vacancies(world, "cao")

    def plan(self, now: datetime) -> None:
        """On the eve of a bus day: seat people of the fullest sites, where a CAO has places."""
        tomorrow = today(now, self._world.time_zone) + timedelta(days=1)
        if tomorrow.weekday() not in self._year.bus_weekdays:
            return
        origins = self._fullest()
        destination = self._roomiest(now)
        key = uuid5(NAMESPACE, f"bus {tomorrow}")
        plan = TransferPlan(
            self._year.bus_seats,
            tuple(PlannedPickup(self._at(tomorrow, LEAVES), site_id=site.id) for site in origins),
            (PlannedDestination(destination.id, self._at(tomorrow, ARRIVES)),),
            str(key),
        )
        coordinator, engine = self._world.coordinator, self._world.engine
        bus = plan_transfer(coordinator, engine, plan, now).bus
        seated = self._fill(bus, destination, key, now)
        if seated is None:
            cancel_transfer(coordinator, engine, bus.id, now)
            return
        self._agenda.note(self._at(tomorrow, LEAVES), self._leave(seated))

    def _fill(self, bus: Bus, destination: ReplaySite, key: UUID, now: datetime) -> Bus | None:
        """Seat whole stays, those who have been there longest first; None if nobody fits."""
        filled = None
        left = self._year.bus_seats
        for pickup, origin in _origins(bus).items():
            for category in destination.places:
                for number, stay in enumerate(self._shelter.stays.at(origin, category)):
                    if not stay.people <= min(left, LARGEST_GROUP):
                        continue
                    asked = NewGroup(
                        pickup,
                        destination.id,
                        category,
                        stay.people,
                        str(uuid5(key, f"{pickup} {category} {number}")),
                    )
                    try:
                        filled = add_group(
                            self._world.coordinator, self._world.engine, bus.id, asked, now
                        ).bus
                    except NoPlacesLeft:
                        break
                    left -= stay.people
        return filled

    def _leave(self, bus: Bus) -> Callable[[datetime], None]:
        def happen(now: datetime) -> None:
            coordinator, engine = self._world.coordinator, self._world.engine
            origins, key = _origins(bus), str(uuid5(bus.id, "boarding"))
            counts = tuple(
                GroupCount(group.id, self._board(origins[group.pickup_id], group))
                for group in _in_order(bus)
            )
            board(coordinator, engine, bus.id, BoardingCount(counts, key), now)
            leaving = BusDeparture(str(uuid5(bus.id, "departure")))
            left = depart_by_bus(coordinator, engine, bus.id, leaving, now).bus
            self._tally.add(today(now, self._world.time_zone), Count.BUSES)
            self._agenda.note(bus.destinations[0].arrives_at, self._arrive(left))

        return happen

    def _board(self, site: UUID, group: BusGroup) -> int:
        """How many of a seated group get on: some have left meanwhile, or change their mind."""
        absent = self._draw.randint(1, group.people) if self._draw.random() < LEFT_BEHIND else 0
        wanted = aboard = group.people - absent
        for stay in self._shelter.stays.at(site, group.category):
            wanted -= self._shelter.stays.leave(stay, wanted)
        return aboard - wanted

    def _arrive(self, bus: Bus) -> Callable[[datetime], None]:
        def happen(now: datetime) -> None:
            site = bus.destinations[0].site_id
            aboard = sum(group.aboard for group in bus.groups)
            if not aboard:
                return
            manager, key = self._world.managers[site], str(uuid5(bus.id, "arrival"))
            arrive_by_bus(manager, self._world.engine, bus.id, BusArrival(site, key), now)
            self._tally.add(today(now, self._world.time_zone), Count.BUSSED, aboard)
            for group in _in_order(bus):
                if group.aboard:
                    self._shelter.settle(
                        site, group.category, group.aboard, now, self._year.mean_stay_elsewhere
                    )

        return happen

    def _fullest(self) -> list[ReplaySite]:
        """The sites that take people in tonight and have the most people."""
        there = self._shelter.stays.counted()

        def people(site: ReplaySite) -> int:
            return sum(there[site.id, category] for category in site.places)

        return sorted(self._world.of_kind("caes", "sas"), key=people, reverse=True)[:PICKUPS]

    def _roomiest(self, now: datetime) -> ReplaySite:
        self._vacancies.read(now)
        return max(self._world.of_kind("cao"), key=self._vacancies.at)

    def _at(self, day: date, clock: time) -> datetime:
        zone = self._world.time_zone
        return instant(day, elapsed(day, clock, zone), zone)


def _origins(bus: Bus) -> dict[UUID, UUID]:
    """The site of each pick-up."""
    return {pickup.id: pickup.site_id for pickup in bus.pickups if pickup.site_id}


def _in_order(bus: Bus) -> list[BusGroup]:
    """The groups in an order that no random id decides."""
    origins = _origins(bus)
    return sorted(
        bus.groups,
        key=lambda group: (origins[group.pickup_id], group.category, group.people, group.aboard),
    )
