"""When the visits and breaks of an order of stops happen: plain arithmetic on whole seconds.

A break may be taken at a base, before leaving it or after coming back; at a stop, after the visit
or before it; and on the way, at the point reached. Breaks keep their order. So an order of stops
has a *course* for each way to spread its breaks over its legs, and each course has its times.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import NamedTuple, Self, cast

from geoops.routing.plan import Rest, Visit
from geoops.routing.problem import Break, Stop, Team
from geoops.routing.window import Window

type Breaks = Sequence[Break]


class Timetable(NamedTuple):
    """When an order of stops is visited, in seconds since local midnight."""

    departure: int
    visits: tuple[Visit, ...]
    rests: tuple[Rest, ...]
    back: int

    @property
    def on_the_way(self) -> list[Window]:
        """When each leg is travelled, with the breaks on it."""
        leaves = [self.departure, *(visit.end for visit in self.visits)]
        arrives = [*(visit.arrival for visit in self.visits), self.back]
        return [Window(*span) for span in zip(leaves, arrives, strict=True)]


@dataclass(frozen=True)
class Course:
    """An order of stops (at least one), its travel times, and where its breaks are taken.

    Parameters
    ----------
    travels
        Seconds of each leg, base to base.
    before, after
        The breaks at the base, before leaving and after coming back.
    between
        The breaks of each leg: after the visit at its origin, before the one at its destination.
    """

    team: Team
    stops: Sequence[Stop]
    travels: Sequence[int]
    before: Breaks
    between: Sequence[Breaks]
    after: Breaks

    @classmethod
    def every(cls, team: Team, stops: Sequence[Stop], travels: Sequence[int]) -> Iterator[Self]:
        """The courses of an order, one for each way to spread the team's breaks."""
        places = len(travels) + 2
        for spread in combinations_with_replacement(range(places), len(team.due)):
            taken: list[list[Break]] = [[] for _ in range(places)]
            for one, place in zip(team.due, spread, strict=True):
                taken[place].append(one)
            yield cls(team, stops, travels, taken[0], taken[1:-1], taken[-1])

    @classmethod
    def unbroken(cls, team: Team, stops: Sequence[Stop], travels: Sequence[int]) -> Self:
        """The course of an order without any break."""
        return cls(team, stops, travels, (), [()] * len(travels), ())

    def span(self) -> tuple[int, int] | None:
        """Departure and return of the outing that is back soonest and no longer than allowed.

        Where it would be too long, the team leaves so much later that some visit comes into a later
        window (anything less moves the return as much as the departure), and so on through all
        windows.
        """
        shift, longest = self.team.shift, self.team.longest
        leave = after_breaks(shift.opens, 0, self.before)
        while leave is not None and (ends := self.earliest_ends(leave)) is not None:
            back = ends[-1]
            if back > shift.closes or after_breaks(back, 0, self.after) is None:
                return None
            departure = self._latest_departure(back)
            if longest is None or back - departure <= longest:
                return departure, back
            leave = departure + 1 + self._slack(departure)
        return None

    def earliest_ends(self, leave: int) -> list[int] | None:
        """The earliest end of each visit, then the return, when leaving at `leave`.

        None when a visit or a break comes too late.
        """
        ends: list[int] = []
        now = leave
        for stop, travel, breaks in zip(self.stops, self.travels, self.between, strict=False):
            there = after_breaks(now, travel, breaks)
            start = None if there is None else stop.earliest_start(there)
            if start is None:
                return None
            now = start + stop.service
            ends.append(now)
        back = after_breaks(now, self.travels[-1], self.between[-1])
        return None if back is None else [*ends, back]

    def latest_starts(self, back: int) -> list[int]:
        """The latest start of each visit of a possible outing that is to be back at `back`.

        There always is one: the earliest start of a possible outing is a start that keeps `back`.
        """
        starts: list[int] = []
        now = back
        legs = zip(self.stops, self.travels[1:], self.between[1:], strict=True)
        for stop, travel, breaks in reversed(list(legs)):
            leave = _before_breaks(now, travel, breaks)
            now = cast(int, stop.latest_start(leave - stop.service))
            starts.append(now)
        return starts[::-1]

    def timed(self, departure: int) -> tuple[tuple[Visit, ...], tuple[Rest, ...]]:
        """The visits and breaks of a team that leaves at `departure` and starts each when it can.

        The breaks at the base come as early as the shift lets them.
        """
        rests = _rests(0, self.team.shift.opens, 0, self.before)
        visits: list[Visit] = []
        now = departure
        for leg, (travel, breaks) in enumerate(zip(self.travels, self.between, strict=True)):
            taken = _rests(leg, now, travel, breaks)
            arrival = now + travel + sum(it.length for it in taken if it.travelled < travel)
            now = max([arrival, *(it.end for it in taken)])
            rests += taken
            if leg < len(self.stops):
                start = cast(int, self.stops[leg].earliest_start(now))
                now = start + self.stops[leg].service
                visits.append(Visit(self.stops[leg].id, arrival, start, now))
        there = [replace(it, travelled=travel) for it in _rests(leg, now, 0, self.after)]
        return tuple(visits), tuple(rests + there)

    def _latest_departure(self, back: int) -> int:
        """The latest departure of a possible outing that is to be back at `back`."""
        return _before_breaks(self.latest_starts(back)[0], self.travels[0], self.between[0])

    def _slack(self, departure: int) -> int:
        """By how much every visit and break under way can be put off without leaving its window."""
        visits, rests = self.timed(departure)
        doors = [
            next(window.closes for window in stop.windows if window.closes >= visit.end) - visit.end
            for stop, visit in zip(self.stops, visits, strict=True)
        ]
        under_way = zip(self.team.due, rests, strict=True)
        meals = [one.window.closes - it.end for one, it in under_way if it.start >= departure]
        return min(doors + meals)


def soonest(team: Team, stops: Sequence[Stop], travels: Sequence[int]) -> Timetable | None:
    """The times by which the team is back soonest and then leaves latest; None when it cannot."""
    spans = [(found, one) for one in Course.every(team, stops, travels) if (found := one.span())]
    if not spans:
        return None
    (departure, back), course = min(spans, key=lambda it: (it[0][1], -it[0][0]))
    return Timetable(departure, *course.timed(departure), back)


def after_breaks(leave: int, travel: int, breaks: Breaks) -> int | None:
    """When a team that leaves at `leave` has both travelled and taken `breaks`; None if too late.

    It travels until a break's window opens and takes it then and there.
    """
    now = leave
    for one in breaks:
        start = max(now, one.window.opens)
        if start + one.length > one.window.closes:
            return None
        travel -= min(travel, start - now)
        now = start + one.length
    return now + travel


def _before_breaks(arrive: int, travel: int, breaks: Breaks) -> int:
    """The latest leave from which a team that can be there by `arrive` is: `after_breaks` turned
    round in time.
    """
    now = arrive
    for one in reversed(breaks):
        end = min(now, one.window.closes)
        travel -= min(travel, now - end)
        now = end - one.length
    return now - travel


def _rests(leg: int, leave: int, travel: int, breaks: Breaks) -> list[Rest]:
    """The breaks of a leg as they are taken; as early as `after_breaks` reckons with.

    Where it costs no time, not on the way: at the origin, or else the last one at the destination.
    """
    rests: list[Rest] = []
    now, travelled = leave, 0
    for one in breaks:
        start, there = max(now, one.window.opens), now + travel - travelled
        if one is breaks[-1] and now < start < there <= one.window.closes - one.length:
            start = there
        travelled += min(travel - travelled, start - now)
        now = start + one.length
        rests.append(Rest(start, now, leg, travelled))
    return rests
