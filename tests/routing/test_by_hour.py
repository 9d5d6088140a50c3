"""Roads that are closed for a time: each team and each leg goes round what is closed meanwhile."""

from dataclasses import replace

import pytest

from geoops.routing.by_hour import MOST, in_force, shuts_of
from geoops.routing.problem import Break, Window
from geoops.routing.schedule import outing
from geoops.routing.travel import Travel
from tests.routing.days import HOUR, closed, day, stop, team
from tests.routing.plan_validator import complaints
from tests.routing.test_solver import planned

MORNING = Window(6 * HOUR, 12 * HOUR)


def travels(outing):
    """Seconds of each leg, where nobody waits on the way."""
    leaves = [outing.departure, *(visit.end for visit in outing.visits)]
    arrives = [*(visit.arrival for visit in outing.visits), outing.back]
    return [arrive - leave for leave, arrive in zip(leaves, arrives, strict=True)]


def test_a_team_goes_round_only_what_is_closed_in_its_shift():
    teams = [team("early", shift=(8, 10)), team("late", shift=(14, 16))]
    stops = [stop("a", 0.1, only_by={"early"}), stop("b", 0.1, only_by={"late"})]
    plan = planned(closed(day(teams, stops), (MORNING, 900, None)))
    early, late = plan.outings
    assert (travels(early), travels(late)) == ([1400, 1400], [500, 500])
    assert (early.around, late.around) == ((frozenset({0}),) * 2, (frozenset(),) * 2)


def test_a_leg_after_the_closure_takes_the_road_that_is_open_again():
    visits = [stop("a", 0.1, minutes=240), stop("b", 0.1, 0.1, minutes=60)]
    plan = planned(closed(day([team(shift=(8, 16))], visits), (MORNING, 900, None)))
    (outing,) = plan.outings
    assert travels(outing)[0] >= 1400
    assert travels(outing)[-1] < 900
    assert plan.travel == sum(travels(outing))


def test_a_stop_cut_off_for_a_time_is_visited_by_the_team_that_can_come_then():
    teams = [team("early", shift=(8, 10)), team("late", shift=(14, 16))]
    plan = planned(closed(day(teams, [stop("a")]), (MORNING, 0, "a")))
    assert [one.team_id for one in plan.outings] == ["late"]


def test_a_leg_that_easing_moves_into_the_closure_goes_round_it():
    """The break ends as the road closes: only a way that is left before may use it."""
    evening = Window(13 * HOUR, 20 * HOUR)
    crew = team(shift=(8, 16), breaks=(Break(Window(12 * HOUR, 14 * HOUR), HOUR),))
    visits = [stop(f"s{n}", 0.05 * n, minutes=50) for n in range(1, 6)]
    planned(closed(day([crew], visits), (MORNING, 600, None), (evening, 300, None)))


def test_what_lies_behind_a_closure_of_an_hour_comes_after_it():
    """Round the closure any hour is as good as another; by the hours there is a better one."""
    visits = [stop("a", 0.05, minutes=60), stop("b", 0.1, minutes=60), stop("c", 0.15, minutes=60)]
    for name in "abc":
        problem = closed(day([team(shift=(8, 16))], visits), (Window(0, 10 * HOUR), 0, None))
        row = problem.index[problem.stop[name].position]
        whole = problem.travel["car"]
        tables = [whole.durations.copy(), whole.distances.copy()]
        for table in tables:
            table[row, :] += 1800
            table[:, row] += 1800
            table[row, row] = 0
        problem = replace(problem, travel={"car": Travel(*tables)})
        (outing,) = planned(problem).outings
        assert outing.visits[0].stop_id != name
        assert outing.travel == sum(travels(outing)) < 1800


def test_the_tables_of_a_day_are_those_of_its_shifts_and_changes_and_not_too_many():
    shift = Window(8 * HOUR, 16 * HOUR)
    assert shuts_of([MORNING], [shift]) == [frozenset()]  # that with all closures there always is
    assert shuts_of([Window(0, HOUR)], [shift]) == [frozenset()]
    assert shuts_of([shift], [shift]) == []
    works = [Window(h * HOUR, (h + 1) * HOUR) for h in range(8, 16)]
    assert len(shuts_of(works, [shift])) == MOST


def test_a_closure_is_in_force_until_the_second_at_which_it_ends():
    noon = MORNING.closes
    assert in_force([MORNING], Window(noon - 1, noon + HOUR)) == {0}
    assert in_force([MORNING], Window(noon, noon + HOUR)) == frozenset()
    assert in_force([MORNING], Window(noon - 1, noon - 1)) == {0}
    assert in_force([MORNING], Window(MORNING.opens, MORNING.opens)) == {0}


def test_a_visit_that_easing_brings_forward_does_not_leave_on_a_road_still_closed():
    """Round all, it leaves the first stop at 10:18, and with the way there eased at 9:28."""
    afternoon, half_past_nine = Window(15 * HOUR, 16 * HOUR), Window(9 * HOUR + 1800, 10 * HOUR)
    crew, stops = team(shift=(8, 18)), [stop("a", minutes=80), stop("b", 0.2)]
    problem = closed(day([crew], stops), (afternoon, 2700, None), (half_past_nine, 300, None))
    found = outing(problem, crew, stops)
    assert found.around == (frozenset(), frozenset({0, 1}), frozenset())
    assert travels(found) == [500, 500 + 2700 + 300, 1000]


@pytest.mark.parametrize(
    ("around", "word"),
    [((frozenset(),) * 2, "closed meanwhile"), ((), "does not say for each leg")],
)
def test_the_validator_sees_a_leg_on_a_closed_road(around, word):
    problem = closed(day([team(shift=(8, 10))], [stop("a")]), (MORNING, 900, None))
    plan = planned(problem)
    (one,) = plan.outings
    found = complaints(problem, replace(plan, outings=(replace(one, around=around),)))
    assert any(word in complaint for complaint in found)
