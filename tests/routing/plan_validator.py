"""Checks plans and itineraries against the problem, sharing no code with what made them.

It reads the problem's data (stops, shifts, raw travel tables) and does its own arithmetic, so a
mistake in the schedule, the model or the solver does not hide itself. What it finds comes back as
sentences; none means that the plan holds.
"""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from shapely import Point

REACH = 100.0
"""Metres from a stop within which a leg must begin and end."""

MANY = 4
"""Fewer words are no sentence ("No team goes out." has four)."""


def complaints(problem, plan):
    """Every rule that the plan breaks, in words."""
    return [
        *_account(problem, plan),
        *_outings(problem, plan),
        *_together(problem, plan),
        *_sums(problem, plan),
    ]


def _account(problem, plan) -> Iterator[str]:
    """Each stop is visited, by all the teams that it needs, or left out once with a reason; each
    team goes out at most once.
    """
    visited = Counter(v.stop_id for outing in plan.outings for v in outing.visits)
    missed = Counter(one.stop_id for one in plan.left_out)
    for stop in problem.stops:
        if (visited[stop.id], missed[stop.id]) not in {(stop.teams, 0), (0, 1)}:
            yield f"{stop.id} visited {visited[stop.id]} times and left out {missed[stop.id]} times"
    for stranger in set(visited | missed) - {stop.id for stop in problem.stops}:
        yield f"{stranger} is no stop of this problem"
    for team, times in Counter(outing.team_id for outing in plan.outings).items():
        if times > 1:
            yield f"{team} goes out {times} times"
    for one in plan.left_out:
        if not _is_sentence(one):
            yield f"{one.stop_id} is left out without a sentence"
    yield from _reasons(problem, plan)


def _is_sentence(one):
    """Whether what is told can be read as it stands: some words, a full stop, nothing open."""
    whole = one.words.endswith(".") and len(one.words.split()) >= MANY
    told = all(str(value) and value is not None for value in one.details.values())
    return whole and told and not set("{}") & set(one.words)


def _reasons(problem, plan) -> Iterator[str]:
    """No reason is given that the problem itself contradicts."""
    stops = {stop.id: stop for stop in problem.stops}
    visited = {v.stop_id for outing in plan.outings for v in outing.visits}
    for one in plan.left_out:
        stop = stops.get(one.stop_id)
        if stop and not _can_be(one.reason.value, problem, stop, visited):
            yield f"{one.stop_id} is left out for {one.reason.value}, which it is not"


def _can_be(reason, problem, stop, visited):
    """Whether a reason may be the one, as far as can be seen without planning."""
    let_in = [
        team
        for team in problem.teams
        if team.id not in stop.not_by and (not stop.only_by or team.id in stop.only_by)
    ]
    skilled = [team for team in let_in if set(stop.skills) <= set(team.skills)]
    near = [team for team in skilled if _leads(problem, team, stop)]
    ties = [tie for tie in problem.apart if stop.id in (tie.one, tie.other)]
    seats = stop.people > 0 and any(team.seats is not None for team in near)
    conditions = {
        "no-team": not problem.teams,
        "not-admitted": bool(problem.teams) and not let_in,
        "no-skill": bool(let_in) and not skilled,
        "unreachable": bool(skilled) and not near,
        "no-seats": seats,
        "no-seats-left": seats,
        "no-break": any(_due(team) for team in near),
        "not-enough-teams": stop.teams > 1,
        "excluded": True,  # by hand, whether or not it could have been visited
        "too-close": any({tie.one, tie.other} - {stop.id} <= visited for tie in ties),
    }
    return conditions.get(reason, bool(near))


def _leads(problem, team, stop):
    """Whether a way leads from the team's base to the stop and on to its base."""
    table = _table(problem, team, _closed(problem, team.shift.opens, team.shift.closes)).durations
    start, at, end = (problem.points.index(p) for p in (team.start, stop.position, team.end))
    return not np.isnan(table[start, at] + table[at, end])


def _outings(problem, plan) -> Iterator[str]:
    """Each outing keeps its shift, the roads, the doors and the order of time."""
    teams = {team.id: team for team in problem.teams}
    for outing in plan.outings:
        if outing.team_id not in teams:
            yield f"{outing.team_id} is no team of this problem"
        elif not outing.visits:
            yield f"{outing.team_id} drives without a visit"
        else:
            yield from _shift(teams[outing.team_id], outing)
            yield from _seats(problem, teams[outing.team_id], outing)
            yield from _admission(problem, teams[outing.team_id], outing)
            yield from _roads(problem, teams[outing.team_id], outing)
            yield from _breaks(teams[outing.team_id], outing)
            yield from _doors(problem, outing)


def _together(problem, plan) -> Iterator[str]:
    """Teams that meet are there at one moment; visits that must be apart are."""
    times = {}
    for outing in plan.outings:
        for visit in outing.visits:
            times.setdefault(visit.stop_id, []).append((visit.start, visit.end, outing.team_id))
    for name, visits in times.items():
        if len({visit[:2] for visit in visits}) > 1:
            yield f"{name} is visited by several teams, but not together"
        if len({visit[2] for visit in visits}) < len(visits):
            yield f"{name} is visited twice by one team"
    for tie in problem.apart:
        for start, end, _ in times.get(tie.one, ()):
            for begin, finish, _ in times.get(tie.other, ()):
                if max(begin - end, start - finish) < tie.seconds:
                    yield f"{tie.one} and {tie.other} are visited too close in time"


def _shift(team, outing) -> Iterator[str]:
    if outing.departure < team.shift.opens:
        yield f"{team.id} leaves before its shift"
    if outing.back > team.shift.closes:
        yield f"{team.id} is back after its shift"
    if team.longest is not None and outing.back - outing.departure > team.longest:
        yield f"{team.id} is out for longer than it works"


def _seats(problem, team, outing) -> Iterator[str]:
    """Nobody taken aboard lacks a seat on any leg; who is aboard stays aboard."""
    people = {stop.id: stop.people for stop in problem.stops}
    aboard = 0
    for visit in outing.visits:
        aboard += people.get(visit.stop_id, 0)
        if team.seats is not None and aboard > team.seats:
            yield f"{team.id} has {team.seats} seats for {aboard} people after {visit.stop_id}"


def _admission(problem, team, outing) -> Iterator[str]:
    """No team comes where it is not let in, or without a skill that is needed."""
    stops = {stop.id: stop for stop in problem.stops}
    for stop in (stops[visit.stop_id] for visit in outing.visits if visit.stop_id in stops):
        if team.id in stop.not_by or (stop.only_by and team.id not in stop.only_by):
            yield f"{team.id} visits {stop.id}, where it must not come"
        if missing := set(stop.skills) - set(team.skills):
            yield f"{team.id} visits {stop.id} without {', '.join(sorted(missing))}"


def _roads(problem, team, outing) -> Iterator[str]:
    """Arrivals follow from the travel table, and the sums of travel are those of the legs."""
    places = _places(problem, team, outing)
    leaves = [outing.departure, *(visit.end for visit in outing.visits)]
    arrives = [*(visit.arrival for visit in outing.visits), outing.back]
    seconds, metres = 0, 0.0
    if problem.works and len(outing.around) != len(outing.visits) + 1:
        yield f"{team.id} does not say for each leg what it goes round"
        return
    around = outing.around if problem.works else [frozenset()] * (len(outing.visits) + 1)
    ways = zip(pairwise(places), leaves, arrives, around, strict=True)
    for leg, ((origin, destination), left, arrived, shut) in enumerate(ways):
        if not _closed(problem, left, arrived) <= shut:
            yield f"{team.id} is on a road that is closed meanwhile"
        table = _table(problem, team, shut)
        needed = table.durations[problem.points.index(origin), problem.points.index(destination)]
        paused = 0
        for rest in _rests_of(outing, leg):
            if rest.travelled < needed:
                if rest.start != left + rest.travelled + paused:
                    yield f"{team.id} takes a break where it is not, or idles on the way"
                paused += rest.end - rest.start
            elif rest.travelled > needed or rest.start < arrived:
                yield f"{team.id} takes a break where it has not come yet"
        if arrived - left - paused != needed:
            yield f"{team.id} takes {arrived - left - paused} s for a way of {needed} s"
        seconds += arrived - left - paused
        metres += table.distances[problem.points.index(origin), problem.points.index(destination)]
    if seconds != outing.travel or not math.isclose(metres, outing.distance, abs_tol=1e-6):
        yield f"{team.id} does not travel what its outing says"


def _closed(problem, start, end):
    """The numbers of the closures in force at some second from `start` until `end`."""
    return {
        number
        for number, period in enumerate(problem.works)
        if max(period.opens, start) < min(period.closes, max(end, start + 1))
    }


def _table(problem, team, shut):
    """The travel with these roads closed, or, if nobody has asked for it, with more of them."""
    known = {key[1]: table for key, table in problem.detours.items() if key[0] == team.profile}
    known[frozenset(range(len(problem.works)))] = problem.travel[team.profile]
    return known[min((more for more in known if shut <= more), key=len)]


def _at_home(outing, rest):
    """Whether a break is taken before the team leaves."""
    return rest.leg == 0 and rest.travelled == 0 and rest.end <= outing.departure


def _rests_of(outing, leg):
    """The breaks between the end of a visit (or leaving) and the start of the next."""
    return [one for one in outing.rests if one.leg == leg and not _at_home(outing, one)]


def _due(team):
    """The breaks that the shift has room for, one after the other."""
    now, due = team.shift.opens, []
    for one in team.breaks:
        start = max(now, one.window.opens)
        if start + one.length <= min(one.window.closes, team.shift.closes):
            due.append(one)
            now = start + one.length
    return due


def _breaks(team, outing) -> Iterator[str]:
    """Every break that the shift has room for is taken, in its window, and nothing else then."""
    due = _due(team)
    if len(due) != len(outing.rests):
        yield f"{team.id} takes {len(outing.rests)} breaks instead of {len(due)}"
    for one, rest in zip(due, outing.rests, strict=False):
        if rest.end - rest.start != one.length:
            yield f"{team.id} takes a break of another length"
        if rest.start < one.window.opens or rest.end > one.window.closes:
            yield f"{team.id} takes a break outside its window"
        if rest.start < team.shift.opens or rest.end > team.shift.closes:
            yield f"{team.id} takes a break outside its shift"
        if not 0 <= rest.leg <= len(outing.visits):
            yield f"{team.id} takes a break on no leg"
            continue
        if any(rest.start < v.end and v.start < rest.end for v in outing.visits):
            yield f"{team.id} takes a break during a visit"
        if _at_home(outing, rest) or rest.start >= outing.back:
            continue
        if rest.start < outing.departure or (
            rest.leg and rest.start < outing.visits[rest.leg - 1].end
        ):
            yield f"{team.id} takes a break before the leg that it is on"
    if any(later.start < earlier.end for earlier, later in pairwise(outing.rests)):
        yield f"{team.id} takes two breaks at once"


def _doors(problem, outing) -> Iterator[str]:
    """Every visit lies in one window, takes its service time, and overlaps no other."""
    stops = {stop.id: stop for stop in problem.stops}
    for visit in outing.visits:
        stop = stops.get(visit.stop_id)
        if stop is None:
            continue
        if visit.start < visit.arrival:
            yield f"{stop.id} starts before the team is there"
        if visit.end - visit.start != stop.service:
            yield f"{stop.id} does not take its service time"
        if stop.loop and visit.end - visit.start < _length(stop.loop):
            yield f"{stop.id} is left before its walk ends"
        if visit.start < stop.not_before:
            yield f"{stop.id} is visited before it may be"
        if not any(w.opens <= visit.start and visit.end <= w.closes for w in stop.windows):
            yield f"{stop.id} is visited while it is closed"
    for earlier, later in pairwise(outing.visits):
        if later.start < earlier.end:
            yield f"{earlier.stop_id} and {later.stop_id} overlap"


def _length(loop):
    """Seconds that a walk takes."""
    return sum(loop.travels) + sum(camp.service for camp in loop.camps)


def _sums(problem, plan) -> Iterator[str]:
    """What the plan says of itself is what its outings add up to."""
    stops = {stop.id: stop for stop in problem.stops}
    names = {v.stop_id for o in plan.outings for v in o.visits}
    visited = [stop for stop in stops.values() if stop.id in names]
    if not math.isclose(plan.weight, sum(stop.weight for stop in visited), abs_tol=1e-9):
        yield "the weight is not the sum of what is visited"
    if plan.travel != sum(outing.travel for outing in plan.outings):
        yield "the travel is not the sum of the outings"
    if not math.isclose(plan.distance, sum(o.distance for o in plan.outings), abs_tol=1e-6):
        yield "the distance is not the sum of the outings"
    lost = [t.id for t in problem.teams for _ in range(len(t.breaks) - len(_due(t)))]
    if [one.team_id for one in plan.breaks_lost] != lost:
        yield "the breaks that fall away are miscounted"
    if not all(_is_sentence(one) for one in plan.breaks_lost):
        yield "a break falls away without a sentence"
    camps = [(s.id, c.id) for s in problem.stops if s.loop for c in s.loop.missed]
    if [(one.stop_id, one.camp_id) for one in plan.camps_missed] != camps:
        yield "the camps that no walk reaches are miscounted"
    if not all(_is_sentence(one) for one in plan.camps_missed):
        yield "a camp is missed without a sentence"
    required = sum(stop.required for stop in stops.values())
    if plan.required_missed != required - sum(stop.required for stop in visited):
        yield "the required stops missed are miscounted"


def itinerary_complaints(problem, plan, itineraries):
    """Every rule that the itineraries break, in words."""
    found = []
    if [one.team_id for one in itineraries] != [outing.team_id for outing in plan.outings]:
        found.append("there is not one itinerary for each outing")
    for outing, itinerary in zip(plan.outings, itineraries, strict=False):
        found.extend(_legs(problem, outing, itinerary))
        found.extend(_walks(problem, outing, itinerary))
    return found


def _legs(problem, outing, itinerary) -> Iterator[str]:
    """Legs leave and arrive as planned, and their lines lead without a gap from stop to stop."""
    team = next(team for team in problem.teams if team.id == outing.team_id)
    ways = list(pairwise(_places(problem, team, outing)))
    leaves = [outing.departure, *(visit.end for visit in outing.visits)]
    arrives = [*(visit.arrival for visit in outing.visits), outing.back]
    if len(itinerary.legs) != len(ways):
        yield f"{team.id} has {len(itinerary.legs)} legs for {len(ways)} ways"
        return
    for number, (leg, (origin, destination), left, arrived) in enumerate(
        zip(itinerary.legs, ways, leaves, arrives, strict=True)
    ):
        rests = [one for one in _rests_of(outing, number) if one.end <= arrived]
        yield from _timing(team, leg, left, arrived, rests)
        yield from _line(team, leg, origin, destination)
    if [(o.start, o.end) for o in itinerary.rests] != [(o.start, o.end) for o in outing.rests]:
        yield f"{team.id} has its breaks at another time than planned"
    for one in itinerary.rests:
        at = itinerary.legs[one.leg].path.distance(Point(one.position))
        if at > 1e-6:
            yield f"{team.id} takes a break off its way"
    for earlier, later in pairwise(itinerary.legs):
        if metres(earlier.path.coords[-1], later.path.coords[0]) > 1:
            yield f"{team.id} jumps between two legs"


def _walks(problem, outing, itinerary) -> Iterator[str]:
    """Each visit on foot leaves the van as it starts, calls at every camp, and is back in time."""
    stops = {stop.id: stop for stop in problem.stops}
    pairs = [(visit, stops[visit.stop_id]) for visit in outing.visits]
    pairs = [(visit, stop) for visit, stop in pairs if stop.loop and stop.loop.camps]
    if [walk.stop_id for walk in itinerary.walks] != [stop.id for _, stop in pairs]:
        yield f"{outing.team_id} does not walk where it should"
        return
    for walk, (visit, stop) in zip(itinerary.walks, pairs, strict=True):
        yield from _walk(walk, visit, stop)


def _walk(walk, visit, stop) -> Iterator[str]:
    camps = {camp.id: camp for camp in stop.loop.camps}
    if sorted(call.camp_id for call in walk.calls) != sorted(camps):
        yield f"{stop.id} has a walk that does not call once at each of its camps"
        return
    leaves = [visit.start, *(call.end for call in walk.calls)]
    arrives = [*(call.arrival for call in walk.calls), walk.legs[-1].arrival]
    if [(leg.departure, leg.arrival) for leg in walk.legs] != [*zip(leaves, arrives, strict=True)]:
        yield f"{stop.id} has a walk whose legs and calls do not meet"
    if any(call.end - call.arrival != camps[call.camp_id].service for call in walk.calls):
        yield f"{stop.id} has a call that does not take its time"
    if arrives[-1] > visit.end:
        yield f"{stop.id} has a walk that ends after its visit"
    if any(leg.arrival < leg.departure for leg in walk.legs):
        yield f"{stop.id} has a walk that goes back in time"
    places = [stop.position, *(camps[call.camp_id].position for call in walk.calls), stop.position]
    for leg, (origin, destination) in zip(walk.legs, pairwise(places), strict=True):
        yield from _line(stop, leg, origin, destination)


def _timing(team, leg, left, arrived, rests) -> Iterator[str]:
    left += sum(one.end - one.start for one in rests if one.travelled == 0)
    paused = sum(one.end - one.start for one in rests if one.travelled > 0)
    if (leg.departure, leg.arrival) != (left, arrived):
        yield f"{team.id} has a leg at another time than planned"
    if leg.duration != arrived - left - paused:
        yield f"{team.id} has a leg of another duration than its times"


def _line(team, leg, origin, destination) -> Iterator[str]:
    """The line begins and ends at its stops and is as long, about, as the leg says."""
    coords = list(leg.path.coords)
    if metres(coords[0], origin) > REACH or metres(coords[-1], destination) > REACH:
        yield f"{team.id} has a leg that does not reach its stops"
    drawn = sum(metres(a, b) for a, b in pairwise(coords))
    told = leg.distance + leg.access_from + leg.access_to
    if leg.exact and abs(drawn - told) > 20 + 0.01 * told:
        yield f"{team.id} has a leg drawn {drawn:.0f} m long that should be {told:.0f} m"


def metres(one, other) -> float:
    """Great-circle distance between two (longitude, latitude) positions."""
    (lon1, lat1), (lon2, lat2) = np.radians(one[:2]), np.radians(other[:2])
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(h))


def _places(problem, team, outing):
    """The positions that an outing goes through, base to base."""
    stops = {stop.id: stop for stop in problem.stops}
    visited = [stops[v.stop_id].position for v in outing.visits if v.stop_id in stops]
    return [team.start, *visited, team.end]
