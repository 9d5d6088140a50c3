"""From an order of stops to outings that hold: what the solver's model knows only nearly is mended.

An order that our own schedule cannot keep loses the visits that are worth least; then every stop
that is missed goes where it makes the least detour, if that is worth it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from geoops.routing.placed import in_place, put_in_place
from geoops.routing.plan import Outing
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.schedule import Gap, detour, gaps, has_seats, keeps, outing


@dataclass(frozen=True)
class Place:
    """A place in a team's day: before the visit of that number, or after the last."""

    team: Team
    stops: Sequence[Stop]
    number: int
    gap: Gap

    def with_(self, stop: Stop) -> list[Stop]:
        """The team's stops with one more at this place."""
        return [*self.stops[: self.number], stop, *self.stops[self.number :]]


def places(problem: PatrolProblem, team: Team, stops: Sequence[Stop]) -> list[Place]:
    """Every place of a team's day."""
    return [
        Place(team, stops, number, gap) for number, gap in enumerate(gaps(problem, team, stops))
    ]


def detour_at(problem: PatrolProblem, place: Place, stop: Stop) -> int | None:
    """Seconds more on the way, if seats did not matter; None when it does not fit there."""
    team = place.team
    extra = detour(problem, team, place.gap, stop)
    if extra is None or not team.may_visit(stop):
        return None
    if problem.placed and not in_place(problem.placed, team.id, place.with_(stop)):
        return None
    if team.longest is None and not team.due:
        return extra
    return extra if keeps(problem, team, place.with_(stop)) else None


def mended(
    problem: PatrolProblem, orders: Mapping[Team, Sequence[Stop]], worth: Mapping[str, int]
) -> tuple[Outing, ...]:
    """The outings of these orders, in the order of the problem's teams."""
    kept = dict(orders)
    torn: Iterable[str] = [""]
    while torn:
        kept = {team: shortened(problem, team, stops, worth) for team, stops in kept.items()}
        together = Counter(stop.id for stops in kept.values() for stop in stops)
        torn = {name for name, teams in together.items() if teams < problem.stop[name].teams}
        kept = {team: [s for s in stops if s.id not in torn] for team, stops in kept.items()}
    done: Mapping[str, Sequence[Stop]] = {team.id: stops for team, stops in kept.items() if stops}
    if _known_nearly(problem):
        done = filled(problem, done, worth)
    return tuple(
        found
        for team in problem.teams
        if team.id in done and (found := outing(problem, team, done[team.id]))
    )


def _known_nearly(problem: PatrolProblem) -> bool:
    """Whether the solver's model differs from ours; it fills a day as well as we do otherwise.

    Breaks, visits by several teams and places in the order are what it does not know.
    """
    tied = any(stop.teams > 1 for stop in problem.stops)
    return tied or bool(problem.placed) or any(team.due for team in problem.teams)


def shortened(
    problem: PatrolProblem, team: Team, stops: Sequence[Stop], worth: Mapping[str, int]
) -> list[Stop]:
    """The stops without the least worth that must go for the order to be kept.

    A stop with a place in the order comes there first. Either one stop goes or, where those lose
    less together, several.
    """

    def value(order: Sequence[Stop]) -> int:
        return sum(worth[stop.id] for stop in order)

    left = put_in_place(problem.placed, team.id, stops)
    while left and outing(problem, team, left) is None:
        fewer = [_without(problem, team, left, number) for number in range(len(left))]
        kept = [order for order in fewer if order and keeps(problem, team, order)]
        one = max(kept, key=value, default=None)
        least = sorted(worth[stop.id] for stop in left)[:2]
        if one is None or value(left) - value(one) > sum(least):
            several = _thinned(problem, team, left, worth)
            one = max([*([one] if one else []), several], key=value)
        left = one
    return left


def _thinned(
    problem: PatrolProblem, team: Team, stops: Sequence[Stop], worth: Mapping[str, int]
) -> list[Stop]:
    """The order without those that take the most time for their worth, until it can be kept."""
    left = [*stops]
    while left and (len(left) == len(stops) or not keeps(problem, team, left)):
        taken = _time_taken(problem, team, left)
        rates = [worth[stop.id] / max(1, time) for stop, time in zip(left, taken, strict=True)]
        left = _without(problem, team, left, rates.index(min(rates)))
    return left


def _time_taken(problem: PatrolProblem, team: Team, stops: Sequence[Stop]) -> list[int]:
    """Seconds that each stop takes: its visit, and the way there that is no way to the next."""
    points = [team.start, *(stop.position for stop in stops), team.end]

    def way(one: int, other: int) -> int:
        return problem.seconds(team, points[one], points[other]) or 0

    return [
        stop.service
        + way(number, number + 1)
        + way(number + 1, number + 2)
        - way(number, number + 2)
        for number, stop in enumerate(stops)
    ]


def _without(problem: PatrolProblem, team: Team, stops: Sequence[Stop], number: int) -> list[Stop]:
    """The order without one stop, the others where they have their places."""
    return put_in_place(problem.placed, team.id, [*stops[:number], *stops[number + 1 :]])


def filled(
    problem: PatrolProblem, orders: Mapping[str, Sequence[Stop]], worth: Mapping[str, int]
) -> dict[str, Sequence[Stop]]:
    """The orders of all teams with what was missed put in where it fits, the worthiest first."""
    done = {team.id: orders.get(team.id, ()) for team in problem.teams}
    room = {team.id: places(problem, team, done[team.id]) for team in problem.teams}
    taken = {stop.id for order in done.values() for stop in order}
    for name in sorted(worth.keys() - taken, key=lambda name: (-worth[name], name)):
        stop = problem.stop[name]
        found = gathering(problem, chain.from_iterable(room.values()), stop)
        if found and found.extra < worth[name]:
            visit = stop if stop.teams == 1 else stop.at(found.start)
            for place in found.places:
                done[place.team.id] = place.with_(visit)
                room[place.team.id] = places(problem, place.team, done[place.team.id])
    return {team: order for team, order in done.items() if order}


@dataclass(frozen=True)
class Meeting:
    """A visit by as many teams as a stop needs.

    Parameters
    ----------
    extra
        Seconds more on the way, of all of them.
    places
        Where it comes in the day of each.
    start
        When they meet; the stop's first moment for one team alone.
    """

    extra: int
    places: Sequence[Place]
    start: int


def gathering(
    problem: PatrolProblem, room: Iterable[Place], stop: Stop, *, seated: bool = True
) -> Meeting | None:
    """The visit of a stop by the teams that it needs, at one moment, that makes the least detour.

    None when there are not enough; whether there are seats can be left out of it.
    """
    free = [
        place
        for place in room
        if not seated or place.team.seats is None or has_seats(place.team, place.with_(stop))
    ]
    if stop.teams == 1 or not stop.windows:
        return _nearest(problem, free, stop)
    starts = {start for place in free if (start := _earliest(problem, place, stop)) is not None}
    starts |= {window.opens for window in stop.windows if window.length >= stop.service}
    meetings = (_nearest(problem, free, stop.at(start)) for start in sorted(starts))
    return min(filter(None, meetings), key=lambda it: it.extra, default=None)


def _nearest(problem: PatrolProblem, room: Iterable[Place], stop: Stop) -> Meeting | None:
    """The places of as many teams as the stop needs that make the least detour."""
    best: dict[str, tuple[int, Place]] = {}
    for place in room:
        extra = detour_at(problem, place, stop)
        if extra is not None and (place.team.id not in best or extra < best[place.team.id][0]):
            best[place.team.id] = extra, place
    chosen = sorted(best.values(), key=lambda it: it[0])[: stop.teams]
    if len(chosen) < stop.teams:
        return None
    extra = sum(extra for extra, _ in chosen)
    return Meeting(extra, [place for _, place in chosen], stop.windows[0].opens)


def _earliest(problem: PatrolProblem, place: Place, stop: Stop) -> int | None:
    """When the visit could start at this place."""
    there = problem.seconds(place.team, place.gap.origin, stop.position)
    return None if there is None else stop.earliest_start(place.gap.leaves + there)
