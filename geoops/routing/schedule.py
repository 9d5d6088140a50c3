"""When an outing's visits happen, and where one more would fit: the timing of an order of stops.

A team leaves as late as it can and still is back as early as the order allows, so it waits at its
base rather than before a closed door. Of the places for its breaks it takes those that let it be
back soonest, and then leave latest. Who is taken aboard stays aboard until the end, so an outing
has seats enough when it has them for all its people together. All of it is plain arithmetic on the
problem; it knows nothing of the solver, whose plans are timed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from geoops.routing.easing import eased
from geoops.routing.plan import Outing, Shut
from geoops.routing.points import Point
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.timing import Course, soonest


def outing(problem: PatrolProblem, team: Team, stops: Sequence[Stop]) -> Outing | None:
    """The outing that visits `stops` (at least one) in this order; None when it cannot be kept."""
    travels = travel_times(problem, team, stops)
    if travels is None or not has_seats(team, stops) or not all(map(team.may_visit, stops)):
        return None
    found = soonest(team, stops, travels)
    if found is None:
        return None
    ways = legs(team, stops)
    around: tuple[Shut, ...] = ()
    distances = [problem.metres(team, *leg) for leg in ways]
    if problem.works:
        found, around = eased(problem, team, stops, found)
        tables = [problem.travel_around(team.profile, shut) for shut in around]
        places = [(problem.index[one], problem.index[other]) for one, other in ways]
        pairs = list(zip(tables, places, strict=True))
        travels = [int(table.durations[place]) for table, place in pairs]
        distances = [float(table.distances[place]) for table, place in pairs]
    return Outing(
        team_id=team.id,
        departure=found.departure,
        visits=found.visits,
        back=found.back,
        travel=sum(travels),
        distance=sum(distances),
        rests=found.rests,
        around=around,
    )


def keeps(problem: PatrolProblem, team: Team, stops: Sequence[Stop]) -> bool:
    """Whether the team can visit `stops` (at least one) in this order, if seats do not matter."""
    travels = travel_times(problem, team, stops)
    if travels is None or not all(map(team.may_visit, stops)):
        return False
    return any(course.span() for course in Course.every(team, stops, travels))


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
    course = Course.unbroken(team, stops, travels)
    leaves = [shift.opens, *cast(list[int], course.earliest_ends(shift.opens))]
    due = [*course.latest_starts(shift.closes), shift.closes]
    return [
        Gap(origin, leave, destination, latest, travel)
        for (origin, destination), leave, latest, travel in zip(
            legs(team, stops), leaves[:-1], due, travels, strict=True
        )
    ]


def detour(problem: PatrolProblem, team: Team, gap: Gap, stop: Stop) -> int | None:
    """Seconds more on the way if `stop` goes into `gap`; None when it does not fit there.

    Exact but for seats, breaks and the longest outing, which a gap knows nothing of: an arrival
    not after `due` leaves the rest of the outing possible. It can be negative where the table does
    not keep the triangle inequality.
    """
    there = problem.seconds(team, gap.origin, stop.position)
    onward = problem.seconds(team, stop.position, gap.destination)
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
    times = [problem.seconds(team, *leg) for leg in legs(team, stops)]
    return None if None in times else cast(list[int], times)
