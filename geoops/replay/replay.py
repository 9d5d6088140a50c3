"""Live a year: each day's meetings, arrivals, appointments, buses and censuses in their order."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from geoops.desk.clocks import instant
from geoops.desk.sheltering import expire_holds
from geoops.desk.showing import sites_layer
from geoops.records import PlaceCategory
from geoops.replay.agenda import Agenda
from geoops.replay.coaches import Coaches
from geoops.replay.crowd import Crowd, Group
from geoops.replay.houses import change_capacities, count_people
from geoops.replay.line import Line
from geoops.replay.outings import Outings
from geoops.replay.registrations import Registrations
from geoops.replay.shelter import Shelter
from geoops.replay.tally import Night, Tally
from geoops.replay.world import World, settle
from geoops.replay.year import Year

HOUR = 3_600
SWEEPS = range(8 * HOUR, 24 * HOUR, HOUR)  # when what has run out is freed
CENSUS = 23 * HOUR
BUSES_PLANNED = 17 * HOUR  # for the next morning
SHARED_ROOM = 4  # people of the first night's census who came, and leave, together


class Replay:
    """One replay under way.

    Parameters
    ----------
    owner, engine
        The empty, migrated database, as its tables' owner and as the application.
    seed
        The same seed gives the same figures.
    """

    def __init__(self, owner: Engine, engine: Engine, year: Year, seed: int) -> None:
        self.year, self.tally = year, Tally()
        self.world: World = settle(owner, engine, year, seed)
        draw = Random(f"{seed}/lots")  # noqa: S311 - invented, no secret
        self._agenda = Agenda()
        self._shelter = Shelter(self.world, self._agenda, self.tally, year, draw)
        registrations = Registrations(self.world, self._agenda, self.tally, year, draw)
        self._line = Line(self.world, self.tally, self._shelter)
        self._outings = Outings(self.world, self.tally, self._shelter, self._line, registrations)
        self._coaches = Coaches(self.world, self._agenda, self.tally, year, draw, self._shelter)
        self._crowd = Crowd(year, seed, len(self.world.teams), self.world.camps)
        self._take_over(draw)
        for group in self._crowd.met_before(self.world.time_zone):
            self._outings.remember(group, self._at(year.first, 0))

    def live(self, told: Callable[[date], None] = lambda _: None) -> Tally:
        """Live every day; `told` hears of each as it ends."""
        for number, day in enumerate(self.year.days):
            self._note_day(number, day)
            self._agenda.live_until(self._at(day + timedelta(days=1), 0))
            self.tally.nights[day] = self._night()
            told(day)
        return self.tally

    def _note_day(self, number: int, day: date) -> None:
        note = self._agenda.note
        note(self._at(day, 7 * HOUR), lambda now: change_capacities(self.world, now))
        for seconds in SWEEPS:
            note(self._at(day, seconds), self._sweep)
        for group in self._crowd.met_on(number, self.world.time_zone):
            note(group.met_at, self._meeting(group))
        note(self._at(day, BUSES_PLANNED), self._coaches.plan)
        note(
            self._at(day, CENSUS),
            lambda now: count_people(self.world, self.tally, self._shelter, now),
        )

    def _meeting(self, group: Group) -> Callable[[datetime], None]:
        return lambda now: self._outings.meet(group, now)

    def _sweep(self, now: datetime) -> None:
        expire_holds(self.world.engine, now)
        self._line.look(now)

    def _take_over(self, draw: Random) -> None:
        """Those who are there on the first morning leave one day like everybody else."""
        morning = self._at(self.year.first, 0)
        for site, category, people in self._occupied():
            elsewhere = site in {one.id for one in self.world.of_kind("cao")}
            mean = self.year.mean_stay_elsewhere if elsewhere else self.year.mean_stay
            left = people
            while left > 0:
                together = min(left, draw.randint(1, SHARED_ROOM))
                self._shelter.settle(site, category, together, morning, mean)
                left -= together

    def differences(self) -> int:
        """In how many people the replay's own count of who is where differs from the ledger's."""
        unnoted = self._shelter.unnoted
        there = self._shelter.stays.counted()
        return sum(
            abs(there[site, category] + unnoted[site, category] - people)
            for site, category, people in self._occupied()
        )

    def _occupied(self) -> list[tuple[UUID, PlaceCategory, int]]:
        return [
            (UUID(site["id"]), PlaceCategory(places["category"]), places["occupied"])
            for site in self._sites()
            if UUID(site["id"]) in self.world.managers
            for places in site["properties"]["places"]
        ]

    def _night(self) -> Night:
        """The CAES and SAS as the ledger has them now."""
        sites = [site["properties"] for site in self._sites()]
        kept = [site for site in sites if site["kind"] in ("caes", "sas")]
        names = ("capacity", "occupied", "held", "overflow")
        return Night(*(sum(site[name] for site in kept) for name in names))

    def _sites(self) -> list[dict[str, Any]]:
        listed = json.loads(sites_layer(self.world.coordinator, self.world.engine))
        features: list[dict[str, Any]] = listed["features"]
        return features

    def _at(self, day: date, seconds: int) -> datetime:
        return instant(day, seconds, self.world.time_zone)
