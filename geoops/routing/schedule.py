"""When an outing's visits happen, and where one more would fit: the timing of an order of stops.

A team leaves as late as it can and still is back as early as the order allows, so it waits at its
base rather than before a closed door. Who is taken aboard stays aboard until the end, so an outing
has seats enough when it has them for all its people together. All of it is plain arithmetic on the
problem; it knows nothing of the solver, whose plans are timed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from geoops.routing.plan import Outing, Visit
from geoops.routing.points import Point
from geoops.routing.problem import PatrolProblem, Stop, Team


def outing(problem: PatrolProblem, team: Team, stops: Sequence[Stop]) -> Outing | None:
    """The outing that visits `stops` (at least one) in this order; None when it cannot be kept."""
    travels = travel_times(problem, team, stops)
    if travels is None or not has_seats(team, stops) or not all(map(team.may_visit, stops)):
        return None
    span = _span(team, stops, travels)
    if span is None:
        return None
    departure, back = span
    return Outing(
        team_id=team.id,
        departure=departure,
        visits=_visits(stops, travels, departure),
        back=back,
        travel=sum(travels),
        distance=sum(problem.metres(team.profile, *leg) for leg in legs(team, stops)),
    )


def has_seats(team: Team, stops: Sequence[Stop]) -> bool:
    """Whether the team can take along the people of all these stops."""
    return team.seats is None or sum(stop.people for stop in stops) <= team.seats


@dataclass(frozen=True)
class Gap:
    """A place in an outing where one more visit could go.

    The team can leave `origin` at `leaves` at the earliest and must be at `destination` at `due`
    at the latest; without another visit it travels `travel` seconds between them.
    """

    origin: Point
    leaves: int
    destination: Point
    due: int
    travel: int


def gaps(problem: PatrolProblem, team: Team, stops: Sequence[Stop]) -> list[Gap]:
    """The gaps of an outing that can be kept; a team at its base has one, from start to end."""
    shift = team.shift
    if not stops:
        return [Gap(team.start, shift.opens, team.end, shift.closes, 0)]
    travels = cast(list[int], travel_times(problem, team, stops))
    leaves = [shift.opens, *cast(list[int], _earliest_ends(stops, travels, shift.opens))]
    due = [*_latest_starts(stops, travels, shift.closes), shift.closes]
    return [
        Gap(origin, leave, destination, latest, travel)
        for (origin, destination), leave, latest, travel in zip(
            legs(team, stops), leaves, due, travels, strict=True
        )
    ]


def detour(problem: PatrolProblem, team: Team, gap: Gap, stop: Stop) -> int | None:
    """Seconds more on the way if `stop` goes into `gap`; None when it does not fit there.

    Exact but for seats and for the longest outing, which a gap knows nothing of: an arrival not
    after `due` leaves the rest of the outing possible. It can be negative where the table does not
    keep the triangle inequality.
    """
    there = problem.seconds(team.profile, gap.origin, stop.position)
    onward = problem.seconds(team.profile, stop.position, gap.destination)
    if there is None or onward is None:
        return None
    start = stop.earliest_start(gap.leaves + there)
    if start is None or start + stop.service + onward > gap.due:
        return None
    return there + onward - gap.travel


def legs(team: Team, stops: Sequence[Stop]) -> list[tuple[Point, Point]]:
    """The pairs of positions that an outing travels between, from base to base."""
    return list(pairwise([team.start, *(stop.position for stop in stops), team.end]))


def travel_times(problem: PatrolProblem, team: Team, stops: Sequence[Stop]) -> list[int] | None:
    """Seconds of each leg, or None when one of them has no way."""
    times = [problem.seconds(team.profile, *leg) for leg in legs(team, stops)]
    return None if None in times else cast(list[int], times)


def _span(team: Team, stops: Sequence[Stop], travels: Sequence[int]) -> tuple[int, int] | None:
    """Departure and return of the outing that is back soonest and no longer than allowed.

    Where it would be too long, the team leaves so much later that some visit comes into a later
    window (anything less moves the return as much as the departure), and so on through all windows.
    """
    leave = team.shift.opens
    while (ends := _earliest_ends(stops, travels, leave)) is not None:
        back = ends[-1] + travels[-1]
        if back > team.shift.closes:
            return None
        departure = _latest_starts(stops, travels, back)[0] - travels[0]
        if team.longest is None or back - departure <= team.longest:
            return departure, back
        leave = departure + 1 + _slack(stops, travels, departure)
    return None


def _slack(stops: Sequence[Stop], travels: Sequence[int], departure: int) -> int:
    """By how much every visit can be put off without leaving its window."""
    ends = cast(list[int], _earliest_ends(stops, travels, departure))
    return min(
        next(window.closes for window in stop.windows if window.closes >= end) - end
        for stop, end in zip(stops, ends, strict=True)
    )


def _earliest_ends(stops: Sequence[Stop], travels: Sequence[int], leave: int) -> list[int] | None:
    """The earliest end of each visit when leaving at `leave`; None when one comes too late."""
    ends: list[int] = []
    now = leave
    for stop, travel in zip(stops, travels[:-1], strict=True):
        start = stop.earliest_start(now + travel)
        if start is None:
            return None
        now = start + stop.service
        ends.append(now)
    return ends


def _latest_starts(stops: Sequence[Stop], travels: Sequence[int], back: int) -> list[int]:
    """The latest start of each visit of a possible outing that is to be back at `back`.

    There always is one: the earliest start of a possible outing is a start that keeps `back`.
    """
    starts: list[int] = []
    now = back
    for stop, travel in zip(reversed(stops), reversed(travels[1:]), strict=True):
        now = cast(int, stop.latest_start(now - travel - stop.service))
        starts.append(now)
    return starts[::-1]


def _visits(stops: Sequence[Stop], travels: Sequence[int], departure: int) -> tuple[Visit, ...]:
    """The visits of a team that leaves in time at `departure` and starts each when it can."""
    visits: list[Visit] = []
    now = departure
    for stop, travel in zip(stops, travels[:-1], strict=True):
        arrival = now + travel
        start = cast(int, stop.earliest_start(arrival))
        now = start + stop.service
        visits.append(Visit(stop.id, arrival, start, now))
    return tuple(visits)
