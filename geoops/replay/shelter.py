"""Who accepts a place: kept on the spot, refused when it is gone, arrived, stayed, left."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from geoops.desk.arriving import Arrival, Departure, Rest, arrive, depart, mark_no_show
from geoops.desk.clocks import elapsed, instant, today
from geoops.desk.sheltering import HOLD_DURATION
from geoops.records import PlaceCategory
from geoops.replay.agenda import Agenda
from geoops.replay.stays import Bed, Stay, Stays
from geoops.replay.tally import Count, Tally
from geoops.replay.world import World
from geoops.replay.year import Year

CHECK_OUT = time(10)
UNRECORDED = 0.02  # share of departures that nobody notes, which the next census finds


class Shelter:
    """The life of a group from its hold to its departure."""

    def __init__(
        self, world: World, agenda: Agenda, tally: Tally, year: Year, draw: Random
    ) -> None:
        self._world, self._agenda, self._tally = world, agenda, tally
        self._year, self._draw = year, draw
        self.stays = Stays()
        self.unnoted: Counter[Bed] = Counter()  # who left unsaid since the last census

    def expect(
        self,
        hold: UUID,
        site: UUID,
        category: PlaceCategory,
        people: int,
        made_at: datetime,
        now: datetime,
    ) -> None:
        """A hold has been made: note what its group, which hears of it now, will do about it."""
        self._tally.add(self._day(now), Count.KEPT, people)
        lot = self._draw.random()
        there = max(now, made_at + timedelta(minutes=self._draw.uniform(25, 165)))
        if there >= made_at + HOLD_DURATION:  # given in the night: nobody heard of it in time
            self._tally.add(self._day(now), Count.NOT_COME, people)
            return
        come = people
        if lot < self._year.never_arrive:
            come = 0
        elif lot < self._year.never_arrive + self._year.partly_arrive and people > 1:
            come = self._draw.randint(1, people - 1)
        self._agenda.note(there, self._arrival(hold, site, category, come, people - come))

    def _arrival(
        self, hold: UUID, site: UUID, category: PlaceCategory, come: int, absent: int
    ) -> Callable[[datetime], None]:
        def happen(now: datetime) -> None:
            manager, engine = self._world.managers[site], self._world.engine
            if come:
                key = str(uuid5(hold, "arrival"))
                arrive(manager, engine, Arrival(hold, come, key, Rest.RELEASED), now)
                self._tally.add(self._day(now), Count.ARRIVED, come)
                self.settle(site, category, come, now, self._year.mean_stay)
            elif self._draw.random() < 0.5:
                mark_no_show(manager, engine, hold, now)  # otherwise its time runs out
            if absent:
                self._tally.add(self._day(now), Count.NOT_COME, absent)

        return happen

    def settle(
        self, site: UUID, category: PlaceCategory, people: int, now: datetime, mean_stay: float
    ) -> Stay:
        """People stay from now on; note the morning on which they leave."""
        stay = self.stays.begin(site, category, people)
        days = 1 + int(self._draw.expovariate(1 / mean_stay))
        morning = today(now, self._world.time_zone) + timedelta(days=days)
        zone = self._world.time_zone
        at = instant(morning, elapsed(morning, CHECK_OUT, zone), zone)
        self._agenda.note(at, self._departure(stay))
        return stay

    def _departure(self, stay: Stay) -> Callable[[datetime], None]:
        key = uuid5(stay.site, f"departure {self._draw.getrandbits(64)}")

        def happen(now: datetime) -> None:
            gone = self.stays.leave(stay, stay.people)
            if not gone:
                return
            if self._draw.random() < UNRECORDED:
                self.unnoted[stay.site, stay.category] += gone
                return
            departure = Departure(stay.category, gone, str(key))
            manager = self._world.managers[stay.site]
            depart(manager, self._world.engine, stay.site, departure, now)
            self._tally.add(self._day(now), Count.LEFT, gone)

        return happen

    def _day(self, now: datetime) -> date:
        return today(now, self._world.time_zone)
