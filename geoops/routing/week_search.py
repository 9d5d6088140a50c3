"""Search for a good week by ruin and recreate: take visits out, and put back what is missed better.

The idea is Schrimpf's et al. (2000), with the neighbours, the noise and the cooling of Christiaens
and Vanden Berghe (2020). A week is better if less weight of zones misses a need, then if fewer
evenings are late, then for less work, where work that the week after has no hours for counts as
well: else whatever is not due before Monday would be left for it. All is counted in steps, and
chance comes from the seed alone, so the same seed finds the same week on any machine.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp
from random import Random

from geoops.routing.week import WeekZone
from geoops.routing.week_routes import DEAR, OUTING, WeekRoutes
from geoops.routing.week_sketch import WeekSketch

UNMET, EVENING = 40 * 3600.0, 2 * 3600.0
"""What a zone unmet, and an evening late, of mean weight cost the search, in seconds of work."""
HOT, COLD = 2 * 3600.0, 120.0
"""Seconds by which a week may be worse and still be gone on from: at first, and at the end."""
MOST = 9
"""How many zones are taken out at once at most."""
NOISE = 0.15
"""By how much, at most, a place in an order is thought dearer than it is: chance for the search."""
TELL_EVERY = 16
"""Steps after which who watches is told."""

type Value = tuple[float, float, float]
"""Weight unmet, weighted evenings late, and work in seconds: smaller is better, in this order."""


@dataclass(eq=False)
class WeekSearch:
    """A search with the sketch of a week.

    Parameters
    ----------
    helped
        Whether teams that are not there may be sent, for as little time as can be.
    """

    sketch: WeekSketch
    random: Random
    helped: bool = False

    def run(
        self, start: WeekRoutes, steps: int, watch: Callable[[float], None] | None = None
    ) -> WeekRoutes:
        """The best week of so many steps from `start`, which is filled up first.

        `watch` is told now and then which share of the steps is done; what it raises ends it.
        """
        now = start.copy()
        self._recreate(now, keen=True)
        best, value = now, self.value(now)
        cost = self._cost(value)
        least = value
        for step in range(steps):
            if step % TELL_EVERY == 0 and watch:
                watch(step / steps)
            other = now.copy()
            self._ruin(other)
            self._recreate(other)
            value = self.value(other)
            dearer = self._cost(value) - cost
            warm = HOT * (COLD / HOT) ** (step / steps)
            if dearer <= 0 or self.random.random() < exp(-dearer / warm):
                now, cost = other, self._cost(value)
            if value < least:
                best, least = other, value
        return best

    def value(self, routes: WeekRoutes) -> Value:
        """What a week comes to."""
        unmet = late = 0.0
        for zone, missed in zip(self._zones, routes.missed, strict=True):
            if missed:
                unmet += zone.weight
                late += zone.weight * missed
        return unmet, late, self._work(routes) + self._after(routes)

    def _cost(self, value: Value) -> float:
        unmet, late, work = value
        dear = DEAR if self.helped else 1
        return dear * (unmet * UNMET + late * EVENING) / self._mean + work

    def _work(self, routes: WeekRoutes) -> float:
        """Seconds of all crews, those that are not there the dearer."""
        total = 0
        for crew, length in zip(self.sketch.crews, routes.lengths, strict=True):
            total += DEAR * (length + OUTING) if crew.extra and length else length
        return float(total)

    def _after(self, routes: WeekRoutes) -> float:
        """Seconds of work that come due in the week after before there are hours for them."""
        days = len(self._hours)
        due = [0.0] * days
        for number, zone in enumerate(self._zones):
            if routes.missed[number]:
                continue
            first = max(0, self._last(routes, number) + zone.every[-1] - days)
            for day in range(first, days, zone.every[-1]):
                due[day] += self._takes[number]
        worst = behind = 0.0
        for wanted, hours in zip(due, self._hours, strict=True):
            behind += wanted - hours
            worst = max(worst, behind)
        return worst

    def _last(self, routes: WeekRoutes, zone: int) -> int:
        """The day of a zone's last visit, or the one before which it counts as just visited."""
        for number in reversed(self._calls_of[zone]):
            if routes.on[number]:
                return self.sketch.calls[number].slot[0]
        since = self._zones[zone].since
        return 0 if since is None else -since

    def _ruin(self, routes: WeekRoutes) -> None:
        """Take out some zones that are near one another, some at random, or some of one day."""
        way, count = self.random.random(), self.random.randint(1, self._most)
        if way < 0.4:
            gone = self._near[self.random.randrange(len(self._zones))][:count]
            numbers = [n for zone in gone for n in self._calls_of[zone]]
        elif way < 0.7:
            gone = self.random.sample(range(len(self._zones)), count)
            numbers = [n for zone in gone for n in self._calls_of[zone]]
        else:
            made = [n for n in routes.made if self.sketch.calls[n].zone is not None]
            day = self.random.randrange(len(self._hours))
            here = [n for n in made if self.sketch.calls[n].slot[0] == day]
            numbers = self.random.sample(here, min(len(here), 2 * count))
        for number in numbers:
            routes.drop(number)

    def _recreate(self, routes: WeekRoutes, *, keen: bool = False) -> None:
        """Put in what a day asks for besides, then meet whole zones, then what can be of others."""
        if keen:
            for number, call in enumerate(self.sketch.calls):
                if call.zone is None and not routes.on[number]:
                    self._put(routes, number)
        missed = [zone for zone, count in enumerate(routes.missed) if count]
        order = self._order(missed, keen=keen)
        left = [z for z in order if not (self._possible[z] and self._serve(routes, z, whole=True))]
        for zone in left:
            self._serve(routes, zone, whole=False)
        for zone in order:
            self._prune(routes, zone)

    def _order(self, zones: list[int], *, keen: bool) -> list[int]:
        """The heaviest first, or those that are worth most for their work, or in any order."""
        way = 0.0 if keen else self.random.random()
        noise = {zone: self.random.uniform(0.6, 1.4) for zone in zones}
        if way < 0.55:
            return sorted(zones, key=lambda z: -noise[z] * self._worth[z])
        if way < 0.9:
            return sorted(zones, key=lambda z: -noise[z] * self._zones[z].weight)
        return sorted(zones, key=lambda z: noise[z])

    def _serve(self, routes: WeekRoutes, zone: int, *, whole: bool) -> bool:
        """Meet the needs of a zone, one after the other; if `whole`, all of them or none."""
        done: list[int] = []
        for need in self.sketch.needs_of[zone]:
            if routes.covered[need]:
                continue
            number = self._choice(routes, need)
            if number is not None:
                done.append(number)
            elif whole:
                for one in done:
                    routes.drop(one)
                return False
        return routes.missed[zone] == 0

    def _choice(self, routes: WeekRoutes, need: int) -> int | None:
        """Make the call that meets a need for the least work, by how many needs it meets."""
        best, least = None, float("inf")
        for number in self.sketch.meeting[need]:
            placing = routes.cheapest(number, helped=self.helped)
            if placing is None:
                continue
            call = self.sketch.calls[number]
            meets = sum(not routes.covered[one] for one in call.needs)
            work = (placing.extra + call.stop.service * call.stop.teams) / meets
            work *= 1 + NOISE * self.random.random()
            if self.helped and self.sketch.crews[placing.places[0][0]].extra:
                work *= DEAR
            if work < least:
                best, least, places = number, work, placing.places
        if best is not None:
            for crew, place in places:
                routes.put(best, crew, place)
        return best

    def _put(self, routes: WeekRoutes, number: int) -> None:
        placing = routes.cheapest(number)
        for crew, place in placing.places if placing else ():
            routes.put(number, crew, place)

    def _prune(self, routes: WeekRoutes, zone: int) -> None:
        """Leave out the visits without which nothing more is missed."""
        for number in self._calls_of[zone]:
            needs = self.sketch.calls[number].needs
            if routes.on[number] and all(routes.covered[need] > 1 for need in needs):
                routes.drop(number)

    @cached_property
    def _zones(self) -> tuple[WeekZone, ...]:
        return self.sketch.week.zones

    @cached_property
    def _possible(self) -> list[bool]:
        """Whether somebody could meet all needs of a zone, if there were nothing else."""
        return [all(self.sketch.meeting[n] for n in needs) for needs in self.sketch.needs_of]

    @cached_property
    def _most(self) -> int:
        return max(1, min(MOST, len(self._zones)))

    @cached_property
    def _mean(self) -> float:
        """The zones' mean weight."""
        return sum(zone.weight for zone in self._zones) / max(1, len(self._zones)) or 1.0

    @cached_property
    def _hours(self) -> list[float]:
        """Seconds that those who are there can work on each day."""
        hours = [0.0] * len(self.sketch.week.days)
        for crew in self.sketch.crews:
            hours[crew.day] += 0 if crew.extra else crew.hours
        return hours

    @cached_property
    def _calls_of(self) -> list[list[int]]:
        """The calls of each zone, in the order of the days."""
        found: list[list[int]] = [[] for _ in self._zones]
        for number, call in enumerate(self.sketch.calls):
            if call.zone is not None:
                found[call.zone].append(number)
        return found

    @cached_property
    def _takes(self) -> list[float]:
        """Seconds that a visit of each zone takes, with a way to it from another zone near by."""
        return [self._work_of(calls) for calls in self._calls_of]

    def _work_of(self, numbers: Sequence[int]) -> float:
        if not numbers:
            return 0.0
        call = self.sketch.calls[numbers[0]]
        ways = sorted(self._from(numbers[0]))[:3] or [0]
        return call.stop.teams * (call.stop.service + sum(ways) / len(ways))

    def _from(self, number: int) -> Iterator[int]:
        """Seconds from the calls of other zones on the same day."""
        call = self.sketch.calls[number]
        able = (*call.crews, *call.helpers)
        if able:
            ways = self.sketch.crews[able[0]].ways
            for other in self.sketch.calls:
                if other.slot[0] == call.slot[0] and other.zone not in (None, call.zone):
                    yield ways[other.row][call.row]

    @cached_property
    def _worth(self) -> list[float]:
        """Weight for each second of work that a week of visits of the zone takes, about."""
        return [
            zone.weight / (1.0 + takes * max(1, len(needs)) / max(1, min(zone.every)))
            for zone, takes, needs in zip(
                self._zones, self._takes, self.sketch.needs_of, strict=True
            )
        ]

    @cached_property
    def _near(self) -> list[list[int]]:
        """For each zone all zones, the nearest first; itself before all."""
        places = [self._place(numbers) for numbers in self._calls_of]

        def apart(one: int, other: int) -> float:
            (x, y), (u, v) = places[one], places[other]
            return (x - u) ** 2 * 0.4 + (y - v) ** 2  # a degree of longitude is 0.63 of latitude's

        everyone = range(len(self._zones))
        return [sorted(everyone, key=lambda other: apart(one, other)) for one in everyone]

    def _place(self, numbers: Sequence[int]) -> tuple[float, float]:
        return self.sketch.calls[numbers[0]].stop.position if numbers else (0.0, 0.0)
