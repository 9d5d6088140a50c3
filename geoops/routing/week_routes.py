"""A week as it is tried: which crew makes which calls in which order, and what is unmet then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from geoops.routing.plan import Plan
from geoops.routing.week_sketch import Rooms, WeekSketch

OUTING = 1800
"""Seconds that one more outing of a team that is not there counts: few days rather than many."""
DEAR = 10
"""What a second of a team that is not there counts, in seconds of those who are."""


class Placing(NamedTuple):
    """Where a call goes: seconds more on the way, and for each of its crews the place in order."""

    extra: int
    places: tuple[tuple[int, int], ...]


@dataclass(eq=False)
class WeekRoutes:
    """Crews' calls in order, with all that follows from them kept up to date.

    Parameters
    ----------
    hours
        Seconds that each crew may work.
    lengths
        Seconds that each works: ways and visits.
    on
        The crews that make each call; none for one that is not made.
    covered
        How many calls meet each need; `missed` counts those of each zone that none does.
    """

    sketch: WeekSketch
    hours: list[float]
    routes: list[list[int]]
    lengths: list[int]
    on: list[tuple[int, ...]]
    covered: list[int]
    missed: list[int]

    @classmethod
    def none(cls, sketch: WeekSketch, rooms: Rooms | None = None) -> "WeekRoutes":
        """Nobody goes anywhere; each day has its share of hours (`rooms`), or all of them."""
        share = rooms or {}
        hours = [c.hours * (1.0 if c.extra else share.get(c.day, 1.0)) for c in sketch.crews]
        crews = range(len(sketch.crews))
        return cls(
            sketch,
            hours,
            routes=[[] for _ in crews],
            lengths=[0 for _ in crews],
            on=[() for _ in sketch.calls],
            covered=[0 for _ in sketch.meeting],
            missed=[len(needs) for needs in sketch.needs_of],
        )

    @classmethod
    def planned(cls, sketch: WeekSketch, plans: Sequence[Plan], rooms: Rooms) -> "WeekRoutes":
        """The routes of these days, as they were planned."""
        found = cls.none(sketch, rooms)
        here = {(crew.day, crew.team.id): n for n, crew in enumerate(sketch.crews)}
        for day, plan in enumerate(plans):
            for out in plan.outings:
                crew = here[day, out.team_id]
                known = (sketch.number.get((day, visit.stop_id)) for visit in out.visits)
                for call in (one for one in known if one is not None):
                    found.put(call, crew, len(found.routes[crew]))
        return found

    def copy(self) -> "WeekRoutes":
        """Another one like it, to be changed."""
        return replace(
            self,
            routes=[list(route) for route in self.routes],
            lengths=list(self.lengths),
            on=list(self.on),
            covered=list(self.covered),
            missed=list(self.missed),
        )

    @property
    def made(self) -> Iterable[int]:
        """The calls that are made."""
        return (number for number, crews in enumerate(self.on) if crews)

    def put(self, number: int, crew: int, place: int) -> None:
        """Have a crew make a call, at a place in its order."""
        route = self.routes[crew]
        route.insert(place, number)
        self.lengths[crew] = self._length(crew)
        if not self.on[number]:
            self._count(number, 1)
        self.on[number] += (crew,)

    def drop(self, number: int) -> None:
        """Have nobody make a call."""
        for crew in self.on[number]:
            self.routes[crew].remove(number)
            self.lengths[crew] = self._length(crew)
        if self.on[number]:
            self._count(number, -1)
        self.on[number] = ()

    def _count(self, number: int, one: int) -> None:
        call = self.sketch.calls[number]
        for need in call.needs:
            before = self.covered[need]
            self.covered[need] = before + one
            if call.zone is not None and (before == 0 or before + one == 0):
                self.missed[call.zone] -= one

    def _length(self, crew: int) -> int:
        of, calls = self.sketch.crews[crew], self.sketch.calls
        route = self.routes[crew]
        if not route:
            return 0
        rows = [of.start, *(calls[n].row for n in route), of.end]
        return sum(of.ways[a][b] for a, b in pairwise(rows)) + sum(
            calls[n].stop.service for n in route
        )

    def cheapest(self, number: int, *, helped: bool = False) -> Placing | None:
        """Where a call makes the least detour, by those who are there; else, if it is to be
        `helped`, by those who are not. None where it does not fit.
        """
        call = self.sketch.calls[number]
        found = self._among(number, call.crews)
        if found is None and helped:
            found = self._among(number, call.helpers)
        return found

    def _among(self, number: int, crews: Iterable[int]) -> Placing | None:
        """The least detour among some crews: of as many of them as the call needs."""
        call = self.sketch.calls[number]
        found = [(*best, crew) for crew in crews if (best := self._in_route(number, crew))]
        if len(found) < call.stop.teams:
            return None
        found = sorted(found, key=lambda one: (one[0], one[2]))[: call.stop.teams]
        cost = sum(extra + self._opening(crew) for extra, _, crew in found)
        return Placing(cost, tuple((crew, place) for _, place, crew in found))

    def _opening(self, crew: int) -> int:
        return OUTING if self.sketch.crews[crew].extra and not self.routes[crew] else 0

    def _in_route(self, number: int, crew: int) -> tuple[int, int] | None:
        """The least detour of a crew, and the place in its order; None where it does not fit."""
        calls, of, route = self.sketch.calls, self.sketch.crews[crew], self.routes[crew]
        call, ways = calls[number], of.ways
        spare = self.hours[crew] - self.lengths[crew] - call.stop.service
        if spare < 0:
            return None
        timed = call.timed or any(calls[n].timed for n in route)
        there, row, origin = ways, call.row, of.start
        onward = ways[row]
        best: tuple[int, int] | None = None
        for place, following in enumerate([*(calls[n].row for n in route), of.end]):
            extra = there[origin][row] + onward[following]
            if route:
                extra -= there[origin][following]
            origin = following
            if extra > spare or (best is not None and extra >= best[0]):
                continue
            if not timed or self._in_time(crew, [*route[:place], number, *route[place:]]):
                best = extra, place
        return best

    def _in_time(self, crew: int, route: Sequence[int]) -> bool:
        """Whether every call of an order is open when the crew comes, breaks left out."""
        of, calls = self.sketch.crews[crew], self.sketch.calls
        now, origin = of.team.shift.opens, of.start
        for call in (calls[number] for number in route):
            start = call.stop.earliest_start(now + of.ways[origin][call.row])
            if start is None:
                return False
            now, origin = start + call.stop.service, call.row
        rest = sum(one.length for one in of.team.due)
        return now + of.ways[origin][of.end] + rest <= of.team.shift.closes
