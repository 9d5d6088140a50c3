"""Visits that hang together: several teams at once at one place, and visits far enough apart.

PyVRP knows no such ties between routes. So before the search each tie is made a matter of doors,
which it knows: a visit by several teams is given one moment, and of two visits that must be apart
one ends by a moment and the other starts later by the time between. A plan that keeps these doors
keeps the ties, whatever else the search does; that is guaranteed. That the moments are the best is
not: a few arrangements are made, and the search goes on with the one whose first plan is best.

A stop with a place in its team's order gets a door around the moment at which an earlier plan
visits it, so that the search finds plans in which little is to be put right; its place is
guaranteed by the mending.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from geoops.routing.mending import Meeting, Place, gathering, places
from geoops.routing.plan import Plan, Visit
from geoops.routing.problem import Apart, PatrolProblem, Stop, Team
from geoops.routing.schedule import keeps
from geoops.routing.window import clipped
from geoops.routing.work_clock import WorkClock

_SHARES = (0.5, 0.15, 0.85)
"""How far into the time that a tie leaves free its moment is set, one arrangement for each."""


_EARLIER, _LATER = 3600, 900
"""Seconds that a placed stop's visit may come before and after the moment of an earlier plan: later
only by less than a visit takes, so that none slips in before it."""


def arrangements(
    problem: PatrolProblem, worth: Mapping[str, int], initial: Plan | None = None
) -> list[PatrolProblem]:
    """The problem without ties, in some ways; itself when it has none.

    Parameters
    ----------
    worth
        Of the stops that can be visited; the less worthy of two gives way where both cannot be.
    initial
        A plan whose moments are kept as far as it has them; there is one arrangement then.
    """
    problem = _led(problem, initial)
    if not problem.apart and all(stop.teams == 1 for stop in problem.stops):
        return [problem]
    shares = _SHARES[:1] if initial else _SHARES
    return [_arranged(problem, worth, _visits(initial), share) for share in shares]


def _led(problem: PatrolProblem, initial: Plan | None) -> PatrolProblem:
    """The problem with a door for each stop that `initial` has where it is placed."""
    held = {(one.team_id, one.stop_id) for one in problem.placed}
    doors: dict[str, Stop] = {}
    for one in initial.outings if held and initial else ():
        for visit in one.visits:
            if (one.team_id, visit.stop_id) in held and visit.stop_id in problem.stop:
                stop = problem.stop[visit.stop_id]
                around = clipped(stop.windows, max(0, visit.start - _EARLIER), visit.end + _LATER)
                fits = tuple(window for window in around if window.length >= stop.service)
                doors[stop.id] = replace(stop, windows=fits or stop.windows)
    stops = tuple(doors.get(stop.id, stop) for stop in problem.stops)
    return replace(problem, stops=stops) if doors else problem


def moments(problem: PatrolProblem, stop: Stop) -> list[int]:
    """Starts at which enough teams could be at `stop` together, if it were their only visit."""
    spans = [span for team in problem.teams for span in starts(problem, team, stop)]
    middles = [(early + late) // 2 for early, late in spans]
    tried = sorted({moment for span in spans for moment in span} | set(middles))
    return [moment for moment in tried if _gathers(problem, stop, moment)]


def starts(problem: PatrolProblem, team: Team, stop: Stop) -> Iterator[tuple[int, int]]:
    """The earliest and latest start of the team's visit in each window, if it were its only one."""
    there = problem.seconds(team, team.start, stop.position)
    back = problem.seconds(team, stop.position, team.end)
    if there is None or back is None or not team.may_visit(stop):
        return
    for window in stop.windows:
        early = max(window.opens, team.shift.opens + there)
        late = min(window.closes, team.shift.closes - back) - stop.service
        if early <= late:
            yield early, late


def _gathers(problem: PatrolProblem, stop: Stop, moment: int) -> bool:
    """Whether enough teams can be there at that moment."""
    only = stop.at(moment)
    return sum(keeps(problem, team, [only]) for team in problem.teams) >= stop.teams


def _visits(plan: Plan | None) -> dict[str, list[Visit]]:
    """The visits of each stop in a plan."""
    found: dict[str, list[Visit]] = {}
    for visit in (visit for one in (plan.outings if plan else ()) for visit in one.visits):
        found.setdefault(visit.stop_id, []).append(visit)
    return found


def _arranged(
    problem: PatrolProblem,
    worth: Mapping[str, int],
    visits: Mapping[str, Sequence[Visit]],
    share: float,
) -> PatrolProblem:
    """The problem with doors for its ties: first those between visits, then the common moments."""
    stops = {stop.id: stop for stop in problem.stops}
    for tie in problem.apart:
        if tie.one in worth and tie.other in worth:
            stops |= _parted(problem, tie, stops, worth, visits, share)
    stops |= _met(replace(problem, stops=tuple(stops.values())), worth, visits, share)
    return replace(problem, stops=tuple(stops.values()), apart=())


def _met(
    problem: PatrolProblem,
    worth: Mapping[str, int],
    visits: Mapping[str, Sequence[Visit]],
    share: float,
) -> dict[str, Stop]:
    """The stops for several teams, each with its moment, beside those that are worth more.

    One that is visited keeps its moment. Another is met with the least detour after `share` of the
    moments when it could be; that of the first pair sets the time, and the others follow on it.
    """
    asked = [stop for stop in problem.stops if stop.teams > 1 and stop.id in worth]
    done: dict[str, Stop] = {}
    orders: dict[str, Sequence[Stop]] = {team.id: () for team in problem.teams}
    for stop in sorted(asked, key=lambda stop: (stop.id not in visits, -worth[stop.id])):
        room = [p for team in problem.teams for p in places(problem, team, orders[team.id])]
        found = _meeting(problem, room, stop, visits.get(stop.id, ()), share)
        done[stop.id] = stop.at(found.start) if found else replace(stop, windows=())
        for place in found.places if found else ():
            orders[place.team.id] = place.with_(done[stop.id])
    return done


def _meeting(
    problem: PatrolProblem,
    room: Sequence[Place],
    stop: Stop,
    visits: Sequence[Visit],
    share: float,
) -> Meeting | None:
    """The moment for a visit by several teams, and where it comes in the day of each."""
    kept = [stop.at(v.start) for v in visits[:1] if stop.earliest_start(v.start) == v.start]
    possible = moments(problem, stop)
    free = _outside_breaks(problem, possible, stop.service) or possible
    since = free[int(share * len(free))] if free else 0
    tries = [*kept, replace(stop, windows=clipped(stop.windows, since, None)), stop]
    found = (meeting for one in tries for meeting in [gathering(problem, room, one)] if meeting)
    return next(found, None)


def _outside_breaks(problem: PatrolProblem, starts: Sequence[int], service: int) -> list[int]:
    """The starts of visits at which nobody who comes is kept from a break: the search, which knows
    breaks only nearly, would find a visit that does not fit with them.
    """
    cuts = WorkClock.of(problem.teams).cuts
    return [
        start
        for start in starts
        if not any(it.covers(t) for it in cuts for t in (start, start + service))
    ]


def _parted(
    problem: PatrolProblem,
    tie: Apart,
    stops: Mapping[str, Stop],
    worth: Mapping[str, int],
    visits: Mapping[str, Sequence[Visit]],
    share: float,
) -> dict[str, Stop]:
    """The two stops of a tie with doors that keep them apart, or the less worthy one closed."""
    first, second = _in_order(problem, tie, stops, visits)
    early, late = _free(problem, first, second, tie.seconds)
    if late < early:
        least = min(first, second, key=lambda stop: (stop.id in visits, worth[stop.id]))
        return {least.id: replace(least, windows=())}
    at = early + int(share * (late - early))
    if second.id in visits:
        at = min(at, visits[second.id][0].start - tie.seconds)
    if first.id in visits:
        at = max(at, visits[first.id][0].end)
    until, since = clipped(first.windows, 0, at), clipped(second.windows, at + tie.seconds, None)
    return {first.id: replace(first, windows=until), second.id: replace(second, windows=since)}


def _in_order(
    problem: PatrolProblem,
    tie: Apart,
    stops: Mapping[str, Stop],
    visits: Mapping[str, Sequence[Visit]],
) -> tuple[Stop, Stop]:
    """The two stops of a tie: as they are visited, or in the order that leaves more time."""
    one, other = stops[tie.one], stops[tie.other]
    if one.id in visits and other.id in visits:
        earlier = visits[one.id][0].start < visits[other.id][0].start
    else:
        spans = [_free(problem, *pair, tie.seconds) for pair in ((one, other), (other, one))]
        earlier = spans[0][1] - spans[0][0] >= spans[1][1] - spans[1][0]
    return (one, other) if earlier else (other, one)


def _free(problem: PatrolProblem, first: Stop, second: Stop, seconds: int) -> tuple[int, int]:
    """The moments by which the first visit can have ended for the second to follow; none if late
    is before early.
    """
    ends = [early + first.service for early, _ in _all_starts(problem, first)]
    begins = [late for _, late in _all_starts(problem, second)]
    if not ends or not begins:
        return 0, -1
    return min(ends), max(begins) - seconds


def _all_starts(problem: PatrolProblem, stop: Stop) -> Iterable[tuple[int, int]]:
    """The spans of starts of every team."""
    return (span for team in problem.teams for span in starts(problem, team, stop))
