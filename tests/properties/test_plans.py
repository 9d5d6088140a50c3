"""Whatever the day, the plan holds: generated problems, impossible and degenerate ones among them.

The plans are checked by `tests.routing.plan_validator`, which shares no code with the planner.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geoops.routing.problem import Apart, Break, Kind, PatrolProblem, Stop, Team, Window
from geoops.routing.reasons import obstacles
from geoops.routing.solver import solve
from geoops.routing.travel import Travel
from geoops.routing.walk import Camp, walk_of
from tests.routing.days import BASE, HOUR, day, straight
from tests.routing.plan_validator import complaints

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
    return replace(problem, apart=tuple(ties))


@given(problems())
@settings(max_examples=300, deadline=None)
def test_every_plan_holds(problem):
    told = []
    plan = solve(problem, iterations=30, on_progress=lambda plan, _: told.append(plan))
    assert complaints(problem, plan) == []
    assert told[-1] == plan
    assert all(complaints(problem, earlier) == [] for earlier in told)


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
