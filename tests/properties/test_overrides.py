"""Whatever was decided by hand is kept, or explained; and the plan holds all the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from geoops.desk.plan_changes import changes
from geoops.routing.by_hand import replan
from geoops.routing.overridden import Overridden
from geoops.routing.overrides import Overrides, Pin
from geoops.routing.reasons import obstacles
from geoops.routing.solver import solve, worth_of
from geoops.routing.telling import value_of
from tests.properties.test_plans import problems
from tests.routing.plan_validator import complaints


def orders(plan):
    """What each team visits, in order."""
    return {one.team_id: [visit.stop_id for visit in one.visits] for one in plan.outings}


@st.composite
def decided(draw):
    """A day, its plan, and a few decisions by hand that do not contradict each other."""
    problem = draw(problems())
    base = draw(st.none() | st.just(solve(problem, iterations=20)))
    teams = [team.id for team in problem.teams]
    going = orders(base) if base else {}
    locked = frozenset(draw(st.sets(st.sampled_from(teams), max_size=2))) if teams and base else ()
    held = {name for team in locked for name in going.get(team, ())}
    free = [stop.id for stop in problem.stops if stop.id not in held]
    chosen = draw(st.lists(st.sampled_from(free), max_size=4, unique=True)) if free else []
    crew = [team for team in teams if team not in locked]
    pins, excluded, forced, places = [], set(), set(), set()
    for name in chosen:
        what = draw(st.sampled_from(["pin", "exclude", "force"]))
        if what == "pin" and crew:
            pin = Pin(name, draw(st.sampled_from(crew)), draw(st.none() | st.integers(0, 3)))
            if pin.position is None or (pin.team_id, pin.position) not in places:
                places.add((pin.team_id, pin.position))
                pins.append(pin)
        elif what == "exclude":
            excluded.add(name)
        else:
            forced.add(name)
    overrides = Overrides(tuple(pins), frozenset(locked), frozenset(excluded), frozenset(forced))
    return Overridden(problem, overrides, base)


def kept(day, plan):
    """Complaints about decisions that the plan neither keeps nor explains."""
    now, left_out = orders(plan), {one.stop_id for one in plan.left_out}
    for pin in day.overrides.pins:
        there = {team for team, names in now.items() if pin.stop_id in names}
        if not there and pin.stop_id not in left_out:
            yield f"{pin} is gone without a word"
        if there - {pin.team_id}:
            yield f"{pin} is with {there}"
    for pin in day.overrides.pins:
        names = now.get(pin.team_id, [])
        placed = [p for p in day.overrides.pins if p.position is not None]
        alone = [p for p in placed if p.team_id == pin.team_id] == [pin]
        place = names.index(pin.stop_id) if pin.stop_id in names else None
        if alone and place is not None and place != min(pin.position, len(names) - 1):
            yield f"{pin} is at {place} of {names}"
    for name in day.overrides.excluded:
        if any(name in names for names in now.values()):
            yield f"{name} is visited, though it was left out on purpose"


@given(decided())
@settings(max_examples=150, deadline=None)
def test_decisions_are_kept_or_explained_in_every_plan_told(day):
    told = []
    plan = replan(day, iterations=30, on_progress=lambda plan, _: told.append(plan))
    assert told[-1] == plan
    for one in told:
        assert complaints(day.ruled, one) == []
        assert list(kept(day, one)) == []


@given(decided())
@settings(max_examples=100, deadline=None)
def test_a_locked_outing_is_the_very_same(day):
    plan = replan(day, iterations=20)
    before = {one.team_id: one for one in (day.base.outings if day.base else ())}
    after = {one.team_id: one for one in plan.outings}
    for team in day.overrides.locked:
        if day.base and not any(s.teams > 1 for s in day.problem.stops) and not day.problem.apart:
            assert after.get(team) == before.get(team)


def places(plan):
    """Every visit, with its team and its place."""
    return {(t, n, name) for t, names in orders(plan).items() for n, name in enumerate(names)}


def written(problem, plan):
    """A plan as far as its changes are read from it."""

    def at(seconds):
        return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()

    patrols = [
        {
            "team_id": one.team_id,
            "team": one.team_id,
            "stops": [
                {"id": v.stop_id, "name": v.stop_id, "arrives_at": at(v.arrival)}
                for v in one.visits
            ],
        }
        for one in plan.outings
    ]
    return {"patrols": patrols, "left_out": [{"id": s.id, "name": s.id} for s in problem.stops]}


@given(decided())
@settings(max_examples=60, deadline=None)
def test_what_changes_beside_a_decision_is_worth_it_and_told(day):
    """Each plan told is worth what it disturbs more than the first; no change is kept quiet."""
    told = []
    plan = replan(day, iterations=30, on_progress=lambda plan, _: told.append(plan))
    if not day.base:
        return
    habits = day.calm.habits
    worth = worth_of(day.calm, obstacles(day.calm))

    def value(one):
        going = [it for it in one.outings if it.team_id in day.calm.team]
        return value_of(going, worth, habits)

    if not day.calm.apart and not any(stop.teams > 1 for stop in day.calm.stops):
        assert value(plan) >= value(told[0])
    said = {
        one["stop_id"] for one in changes(*(written(day.problem, it) for it in (day.base, plan)))
    }
    before, after = (places(it) for it in (day.base, plan))
    if not any(stop.teams > 1 for stop in day.problem.stops):
        assert {name for _, _, name in before ^ after} <= said
        assert said <= {name for _, _, name in before | after}


@given(problems(), st.data())
@settings(max_examples=150, deadline=None)
def test_one_pin_that_is_possible_is_kept(problem, data):
    """A single pinned stop that its team could visit alone is visited by it, at its place."""
    if not problem.teams or not problem.stops:
        return
    problem = replace(problem, apart=())
    pin = Pin(
        data.draw(st.sampled_from([stop.id for stop in problem.stops])),
        data.draw(st.sampled_from([team.id for team in problem.teams])),
        data.draw(st.none() | st.integers(0, 3)),
    )
    if problem.stop[pin.stop_id].teams > 1:
        return
    base = data.draw(st.none() | st.just(solve(problem, iterations=10)))
    day = Overridden(problem, Overrides((pin,)), base)
    plan = replan(day, iterations=30)
    visited = pin.stop_id in orders(plan).get(pin.team_id, [])
    assert visited != (pin.stop_id in obstacles(day.ruled))


@given(decided(), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_a_seed_repeats_what_it_planned_again(day, seed):
    assert replan(day, iterations=20, seed=seed) == replan(day, iterations=20, seed=seed)
