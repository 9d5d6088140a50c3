"""Whatever the day, the plan holds: generated problems, impossible and degenerate ones among them.

The plans are checked by `tests.routing.plan_validator`, which shares no code with the planner.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoops.routing.itinerary import itineraries
from geoops.routing.problem import (
    HEAVIEST,
    Apart,
    Break,
    Kind,
    PatrolProblem,
    Stop,
    Team,
    Window,
)
from geoops.routing.reasons import obstacles
from geoops.routing.solver import solve
from geoops.routing.travel import Travel
from geoops.routing.walk import Camp, walk_of
from tests.routing.days import BASE, HOUR, closed, day, straight
from tests.routing.plan_validator import complaints, itinerary_complaints
from tests.routing.straight_roads import StraightRoads

OFFSETS = st.integers(-80, 80).map(lambda steps: steps / 100)
SKILLS = st.frozensets(st.sampled_from(["arabic", "health"]))
NAMES = st.frozensets(st.sampled_from(["t0", "t1", "t2", "gone"]), max_size=2)
NEAR = st.integers(-20, 20).map(lambda steps: steps / 1000)
TIMES = st.integers(0, 30 * 4).map(lambda quarters: quarters * 15 * 60)


@st.composite
def windows(draw, empty=False):
    """A window on quarters of an hour; an empty one only where it may be."""
    opens = draw(TIMES)
    quarters = draw(st.integers(0 if empty else 1, 40))
    return Window(opens, opens + quarters * 15 * 60)


@st.composite
def positions(draw):
    """Somewhere within 80 km of the base, often on the same spot as another."""
    return (round(BASE[0] + draw(OFFSETS), 2), round(BASE[1] + draw(OFFSETS), 2))


@st.composite
def breaks(draw):
    """A break, perhaps one that fits nowhere."""
    return Break(draw(windows(empty=True)), draw(st.integers(1, 12)) * 15 * 60)


@st.composite
def teams(draw, name):
    """A team by car or on foot, perhaps with no shift, another base at its end, few seats."""
    start = draw(positions())
    end = draw(st.just(start) | positions())
    shift = draw(windows(empty=True) | st.just(Window(8 * HOUR, 16 * HOUR)))
    return Team(
        *(name, name, start, end, shift, draw(st.sampled_from(["car", "foot"]))),
        seats=draw(st.none() | st.integers(0, 9)),
        longest=draw(st.none() | st.integers(0, 8 * 4).map(lambda quarters: quarters * 15 * 60)),
        skills=draw(SKILLS),
        breaks=tuple(draw(st.just([]) | st.lists(breaks(), max_size=2))),
    )


@st.composite
def walks(draw):
    """A walk of up to 12 camps, some without a way; perhaps one that reaches none."""
    spots = [(0.0, 0.0), *draw(st.lists(st.tuples(NEAR, NEAR), max_size=12))]
    foot = straight(spots, 1.4)
    cut_off = [n for n in range(1, len(spots)) if draw(st.integers(0, 5)) == 0]
    durations, distances = foot.durations.copy(), foot.distances.copy()
    for table in (durations, distances):
        table[cut_off, :] = table[:, cut_off] = np.nan
    camps = [Camp(f"c{n}", f"c{n}", at, 60 * (n + 1)) for n, at in enumerate(spots[1:])]
    return walk_of(camps, Travel(durations, distances))


@st.composite
def stops(draw, name):
    """A stop, perhaps closed all day, with several windows, required, or of no weight."""
    service = draw(st.integers(0, 8) | st.integers(0, 200)) * 60
    visit = Stop(
        id=name,
        name=name,
        kind=draw(st.sampled_from(Kind)),
        position=draw(positions()),
        service=service,
        windows=tuple(draw(st.lists(windows(), max_size=3) | st.just([Window(0, 48 * HOUR)]))),
        required=draw(st.booleans()),
        weight=draw(st.floats(0, 50)),
        people=draw(st.just(0) | st.integers(0, 5)),
        skills=draw(st.just(frozenset()) | SKILLS),
        not_by=draw(st.just(frozenset()) | NAMES),
        only_by=draw(st.just(frozenset()) | NAMES),
        teams=draw(st.just(1) | st.integers(1, 3)) if service else 1,
        not_before=draw(st.just(0) | TIMES),
    )
    return visit.walked(draw(walks())) if service and draw(st.integers(0, 3)) == 0 else visit


@st.composite
def problems(draw) -> PatrolProblem:
    """A day of up to 4 teams and 10 stops, some on islands, some with no way between them."""
    crew = [draw(teams(f"t{n}")) for n in range(draw(st.integers(0, 4)))]
    bases = {point for team in crew for point in (team.start, team.end)}
    places = [draw(stops(f"s{n}")) for n in range(draw(st.integers(0, 10)))]
    remote = [stop.id for stop in places if stop.position not in bases]
    cut_off = [name for name in remote if draw(st.integers(0, 5)) == 0]
    pairs = list(combinations(places, 2))
    apart = draw(st.lists(st.sampled_from(pairs), max_size=8)) if pairs else []
    problem = day(crew, places, cut_off=cut_off, apart=[(a.id, b.id) for a, b in apart])
    tied = draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else []
    ties = [Apart(a.id, b.id, draw(st.integers(0, 24)) * 15 * 60) for a, b in tied]
    problem = replace(problem, apart=tuple(ties))
    return closed(problem, *(draw(closures(remote)) for _ in range(draw(st.integers(0, 3)))))


@st.composite
def closures(draw, remote):
    """Roads closed for a time: every way longer, and perhaps no way to a stop."""
    cut_off = draw(st.none() | st.sampled_from(remote)) if remote else None
    return draw(windows()), draw(st.integers(0, 1800)), cut_off


@given(problems())
@settings(max_examples=300, deadline=None)
def test_every_plan_holds(problem):
    told = []
    plan = solve(problem, iterations=30, on_progress=lambda plan, _: told.append(plan))
    assert complaints(problem, plan) == []
    assert told[-1] == plan
    assert [words for earlier in told for words in complaints(problem, earlier)] == []
    assert drawn_complaints(problem, plan) == []


def drawn_complaints(problem, plan):
    """What is wrong with the plan as it is drawn: legs and loops on foot, from end to end."""
    return itinerary_complaints(problem, plan, itineraries(plan, problem, StraightRoads()))


DEGENERATE = {
    "no team": lambda p: with_teams(p, []),
    "one stop": lambda p: with_stops(p, p.stops[:1]),
    "no stop": lambda p: with_stops(p, []),
    "all closed": lambda p: each_stop(p, windows=()),
    "open for no time": lambda p: each_stop(p, windows=(Window(0, 1),)),
    "islands": lambda p: replace(p, travel=dict.fromkeys(p.travel, without_a_way(p))),
    "no shift": lambda p: each_team(p, shift=Window(9 * HOUR, 9 * HOUR)),
    "a shift of a second": lambda p: each_team(p, shift=Window(9 * HOUR, 9 * HOUR + 1)),
    "no service": lambda p: each_stop(p, service=0, teams=1, loop=None),
    "all required": lambda p: each_stop(p, required=True),
    "all required and heavy": lambda p: each_stop(p, required=True, weight=HEAVIEST),
    "nothing worth anything": lambda p: each_stop(p, weight=0.0),
    "one place": lambda p: everywhere(p, BASE),
    "a break longer than the shift": lambda p: each_team(p, breaks=(Break(ALL_DAY, 20 * HOUR),)),
    "a break as long as the shift": lambda p: each_team(
        p, shift=Window(8 * HOUR, 9 * HOUR), breaks=(Break(ALL_DAY, HOUR),)
    ),
    "breaks back to back": lambda p: each_team(
        p, breaks=tuple(Break(Window(n * HOUR, (n + 1) * HOUR), HOUR) for n in range(9, 12))
    ),
    "no seats": lambda p: each_stop(each_team(p, seats=0), people=1),
    "no outing may last": lambda p: each_team(p, longest=0),
    "more teams wanted than there are": lambda p: each_stop(p, service=600, teams=9, loop=None),
    "nobody let in": lambda p: each_stop(p, only_by=frozenset({"gone"})),
    "a skill that nobody has": lambda p: each_stop(p, skills=frozenset({"sign language"})),
}
"""What makes a day degenerate."""

ALL_DAY = Window(0, 48 * HOUR)


def with_teams(problem, teams):
    """The day with these teams only."""
    return day(teams, problem.stops)


def with_stops(problem, stops):
    """The day with these stops only."""
    return day(problem.teams, stops)


def each_team(problem, **changes):
    return replace(problem, teams=tuple(replace(team, **changes) for team in problem.teams))


def each_stop(problem, **changes):
    return replace(problem, stops=tuple(replace(stop, **changes) for stop in problem.stops))


def without_a_way(problem):
    """No way between any two points."""
    table = np.full((len(problem.points),) * 2, np.nan)
    return Travel(table, table)


def everywhere(problem, position):
    """The day with all bases and stops at one place."""
    teams = [replace(team, start=position, end=position) for team in problem.teams]
    return day(teams, [replace(stop, position=position) for stop in problem.stops])


@pytest.mark.parametrize("kind", DEGENERATE)
@given(problem=problems())
@settings(max_examples=15, deadline=None)
def test_a_degenerate_day_has_a_plan_that_holds_and_says_what_cannot_be(kind, problem):
    extreme = DEGENERATE[kind](problem)
    told = []
    plan = solve(extreme, iterations=20, on_progress=lambda plan, _: told.append(plan))
    assert [words for one in [*told, plan] for words in complaints(extreme, one)] == []
    assert drawn_complaints(extreme, plan) == []


@given(problems())
@settings(max_examples=100, deadline=None)
def test_a_stop_is_called_impossible_only_when_it_is(problem):
    """Alone with all teams, a stop without an obstacle is visited, and one with is not."""
    impossible = obstacles(problem)
    for stop in problem.stops:
        only = replace(stop, required=True)
        others = [replace(one, windows=()) for one in problem.stops if one.id != stop.id]
        plan = solve(replace(problem, stops=in_order(problem, [only, *others])), iterations=10)
        assert any(visit.stop_id == stop.id for one in plan.outings for visit in one.visits) != (
            stop.id in impossible
        )


def in_order(problem, stops):
    """The stops in the problem's order, which the rows of its tables follow."""
    order = [stop.id for stop in problem.stops]
    return tuple(sorted(stops, key=lambda stop: order.index(stop.id)))


def worth(problem, plan):
    """What a plan is worth in seconds: its weight at 240 minutes each, less its travel."""
    names = {visit.stop_id for one in plan.outings for visit in one.visits}
    return sum(round(240 * 60 * problem.stop[name].weight) for name in names) - plan.travel


@given(problems(), st.integers(0, 2**32 - 1))
@settings(max_examples=50, deadline=None)
def test_a_plan_starts_from_another_and_is_no_worse(problem, seed):
    first = solve(problem, iterations=20, seed=seed)
    second = solve(problem, iterations=20, seed=(seed + 1) % 2**32, initial=first)
    assert complaints(problem, second) == []
    assert second.required_missed <= first.required_missed
    if second.required_missed == first.required_missed:
        assert worth(problem, second) >= worth(problem, first)


@given(problems(), st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_a_seed_repeats_its_plan(problem, seed):
    assert solve(problem, iterations=20, seed=seed) == solve(problem, iterations=20, seed=seed)
