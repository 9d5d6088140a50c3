"""Whatever the day and the change, the rest of it holds, and what nothing happened to stays."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoops.errors import Invalid
from geoops.routing.afield import Afield, remainder
from geoops.routing.problem import Apart
from geoops.routing.replanning import replan, share_kept
from geoops.routing.solver import solve
from tests.properties.test_plans import problems, worth
from tests.routing.days import HOUR, day, stop, team
from tests.routing.plan_validator import complaints


@st.composite
def days_under_way(draw):
    """A planned day in its middle: some teams are late, some off, some stops free or cancelled."""
    whole = draw(problems())
    single = tuple(replace(stop, teams=1) for stop in whole.stops)
    whole = replace(whole, stops=single, apart=())
    plan = solve(whole, iterations=20)
    crews, free = [], {one.stop_id for one in plan.left_out if draw(st.booleans())}
    for one in plan.outings:
        names = [visit.stop_id for visit in one.visits]
        fixed = draw(st.integers(0, len(names)))
        ahead = [name for name in names[fixed:] if draw(st.integers(0, 5))]
        if draw(st.integers(0, 3)) == 0:
            free |= set(ahead)
            continue
        free |= {name for name in ahead if draw(st.integers(0, 5)) == 0}
        leaves = one.visits[fixed - 1].end if fixed else whole.team[one.team_id].shift.opens
        late = draw(st.just(0) | st.integers(0, 5 * HOUR))
        kept = tuple(name for name in ahead if name not in free)
        left = one.departure if fixed else None
        crews.append(Afield(one.team_id, tuple(names[:fixed]), leaves + late, kept, left))
    return whole, crews, frozenset(free)


@given(days_under_way())
@settings(max_examples=150, deadline=None)
def test_the_rest_of_a_day_holds_whatever_has_changed(under_way):
    whole, crews, free = under_way
    told = []
    plan = replan(whole, crews, free, seconds=None, iterations=20, on_progress=told_to(told))
    rest = remainder(whole, crews, free)
    assert [words for one in told for words in complaints(rest, one)] == []
    assert told[-1] == plan
    assert plan.required_missed <= told[0].required_missed
    fixed = {name for crew in crews for name in crew.fixed}
    assert not fixed & {visit.stop_id for one in plan.outings for visit in one.visits}


@given(days_under_way())
@settings(max_examples=60, deadline=None)
def test_a_rest_is_no_worse_than_every_team_going_on_as_it_can(under_way):
    whole, crews, free = under_way
    rest, told = remainder(whole, crews, free), []
    plan = replan(whole, crews, free, seconds=None, iterations=20, on_progress=told_to(told))
    if plan.required_missed == told[0].required_missed:
        assert worth(rest, plan) >= worth(rest, told[0])


@given(days_under_way())
@settings(max_examples=60, deadline=None)
def test_no_stop_leaves_its_team_for_what_is_not_required(under_way):
    whole, crews, free = under_way
    optional = tuple(replace(stop, required=False) for stop in whole.stops)
    told, whole = [], replace(whole, stops=optional)
    plan = replan(whole, crews, free, seconds=None, iterations=20, on_progress=told_to(told))
    assert share_kept(plan, crews) >= share_kept(told[0], crews)


def told_to(plans):
    return lambda plan, _seconds: plans.append(plan)


def coast(*, also=()):
    """Two teams, each with three stops on its own side of their base."""
    sides = {"east": 0.1, "west": -0.1}
    stops = [stop(f"{side}{n}", way * (n + 1)) for side, way in sides.items() for n in range(3)]
    whole = day([team("east"), team("west")], [*stops, *also])
    east = Afield("east", ("east0",), 10 * HOUR, ("east1", "east2"), 8 * HOUR)
    west = Afield("west", ("west0",), 10 * HOUR, ("west1", "west2"), 8 * HOUR)
    return whole, east, west


def by_team(plan):
    return {one.team_id: {visit.stop_id for visit in one.visits} for one in plan.outings}


def test_nothing_changes_where_nothing_has_happened():
    whole, *crews = coast()
    plan = replan(whole, crews, (), seconds=None, iterations=50)
    assert by_team(plan) == {"east": {"east1", "east2"}, "west": {"west1", "west2"}}
    assert share_kept(plan, crews) == 1


def test_the_stops_of_a_team_that_is_off_go_to_the_others():
    whole, east, west = coast()
    plan = replan(whole, [east], west.ahead, seconds=None, iterations=50)
    assert by_team(plan) == {"east": {"east1", "east2", "west1", "west2"}}


def test_a_team_goes_on_from_its_fixed_stop_when_it_leaves_it():
    whole, *crews = coast()
    plan = replan(whole, crews, (), seconds=None, iterations=50)
    first = next(one for one in plan.outings if one.team_id == "east")
    assert first.departure >= 10 * HOUR
    assert first.visits[0].arrival - first.departure == 500  # 10 km at 20 m/s


def test_an_urgent_stop_takes_the_place_of_what_is_worth_less():
    urgent = stop("urgent", 0.05, minutes=330, required=True, hours=((10, 16),))
    whole, *crews = coast(also=[urgent])
    plan = replan(whole, crews, ["urgent"], seconds=None, iterations=200)
    assert any("urgent" in names for names in by_team(plan).values())


def test_a_stop_stays_with_a_team_that_another_could_serve_better():
    nearer = stop("midway", -0.05)
    whole, east, west = coast(also=[nearer])
    east = replace(east, ahead=("east1", "midway"))
    plan = replan(whole, [east, west], (), seconds=None, iterations=50)
    assert "midway" in by_team(plan)["east"]


def test_a_team_too_late_for_its_stops_gives_them_to_one_that_is_not():
    whole, east, west = coast()
    late = replace(west, free_at=int(15.9 * HOUR))
    plan = replan(whole, [east, late], (), seconds=None, iterations=50)
    assert by_team(plan) == {"east": {"east1", "east2", "west1", "west2"}}
    assert share_kept(plan, [east, late]) == 0.5


def test_seats_taken_on_the_fixed_part_are_not_there_for_the_rest():
    whole = day([team("east", seats=4)], [stop("a", people=3), stop("b", 0.2, people=2)])
    plan = replan(whole, [Afield("east", ("a",), 9 * HOUR, ("b",))], (), iterations=20)
    assert not plan.outings


def test_no_stop_of_a_team_goes_for_one_that_weighs_more_but_is_not_required():
    whole = day([team("east")], [stop("own", minutes=330), stop("free", minutes=330, weight=9)])
    crew = Afield("east", (), 10 * HOUR, ("own",))
    plan = replan(whole, [crew], ["free"], seconds=None, iterations=50)
    assert by_team(plan) == {"east": {"own"}}


def test_the_longest_outing_counts_from_when_the_team_left():
    whole = day([team("east", longest=4 * HOUR)], [stop("a"), stop("b", 0.2)])
    crew = Afield("east", ("a",), 9 * HOUR, ("b",), left_at=8 * HOUR)
    assert crew.onward(whole).shift.closes == 12 * HOUR


def test_visits_bound_to_each_other_are_refused_in_words():
    whole, *crews = coast()
    tied = replace(whole, apart=(Apart("east1", "west1", HOUR),))
    with pytest.raises(Invalid, match="bound to another visit"):
        replan(tied, crews, ())
