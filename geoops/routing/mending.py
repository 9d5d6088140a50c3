"""From an order of stops to outings that hold: what the solver's model knows only nearly is mended.

An order that our own schedule cannot keep loses the visits that are worth least; then every stop
that is missed goes where it makes the least detour, if that is worth it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

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
    extra = detour(problem, team, place.gap, stop) if team.may_visit(stop) else None
    if extra is None or (team.longest is None and not team.due):
        return extra
    return extra if keeps(problem, team, place.with_(stop)) else None


def mended(
    problem: PatrolProblem, orders: Mapping[Team, Sequence[Stop]], worth: Mapping[str, int]
) -> tuple[Outing, ...]:
    """The outings of these orders, in the order of the problem's teams."""
    kept = {team.id: shortened(problem, team, stops, worth) for team, stops in orders.items()}
    done = filled(problem, kept, worth)
    return tuple(
        found
        for team in problem.teams
        if team.id in done and (found := outing(problem, team, done[team.id]))
    )


def shortened(
    problem: PatrolProblem, team: Team, stops: Sequence[Stop], worth: Mapping[str, int]
) -> list[Stop]:
    """The stops without the least worth that must go for the order to be kept."""
    left = list(stops)
    while left and outing(problem, team, left) is None:
        fewer = [[*left[:n], *left[n + 1 :]] for n in range(len(left))]
        kept = [order for order in fewer if order and keeps(problem, team, order)]
        left = max(kept or fewer, key=lambda order: sum(worth[stop.id] for stop in order))
    return left


def filled(
    problem: PatrolProblem, orders: Mapping[str, Sequence[Stop]], worth: Mapping[str, int]
) -> dict[str, Sequence[Stop]]:
    """The orders of all teams with what was missed put in where it fits, the worthiest first."""
    done = {team.id: orders.get(team.id, ()) for team in problem.teams}
    room = {team.id: places(problem, team, done[team.id]) for team in problem.teams}
    taken = {stop.id for order in done.values() for stop in order}
    for name in sorted(worth.keys() - taken, key=lambda name: (-worth[name], name)):
        best = _cheapest(problem, room.values(), problem.stop[name], worth[name])
        if best:
            team = best.team
            done[team.id] = best.with_(problem.stop[name])
            room[team.id] = places(problem, team, done[team.id])
    return {team: order for team, order in done.items() if order}


def _cheapest(
    problem: PatrolProblem, room: Iterable[Iterable[Place]], stop: Stop, worth: int
) -> Place | None:
    """The place where one more visit makes the least detour, if it is worth that."""
    best, least = None, worth
    for place in chain.from_iterable(room):
        if has_seats(place.team, [*place.stops, stop]):
            extra = detour_at(problem, place, stop)
            if extra is not None and extra < least:
                best, least = place, extra
    return best
