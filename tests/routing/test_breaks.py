"""Breaks: taken in their window, anywhere sensible, and what they leave no room for is told."""

from dataclasses import replace

import pytest

from geoops.errors import Invalid
from geoops.routing.plan import Reason
from geoops.routing.problem import Break, Window
from geoops.routing.solver import solve
from geoops.routing.work_clock import WorkClock
from tests.routing.days import HOUR, day, stop, team
from tests.routing.plan_validator import complaints

NOON = Break(Window(12 * HOUR, 14 * HOUR), 45 * 60)


def planned(problem, iterations=200):
    plan = solve(problem, iterations=iterations)
    assert complaints(problem, plan) == []
    return plan


def at(hours):
    return int(hours * HOUR)


def full_day(teams=3, **rest):
    stops = [
        stop(f"s{n}", (n * 37 % 83) / 300 - 0.15, (n * 53 % 71) / 400, minutes=40, weight=1 + n % 4)
        for n in range(40)
    ]
    return day([team(f"t{n}", breaks=(NOON,), **rest) for n in range(teams)], stops)


def test_every_team_of_a_full_day_has_its_break():
    plan = planned(full_day())
    assert [len(one.rests) for one in plan.outings] == [1, 1, 1]
    assert all(12 * HOUR <= one.rests[0].start <= at(13.25) for one in plan.outings)


def test_a_break_costs_no_more_than_its_time():
    """The day is as full as one that is shorter by the break."""
    problem = full_day()
    shorter = tuple(replace(one, breaks=(), longest=at(8 - 0.75)) for one in problem.teams)
    without = planned(replace(problem, teams=shorter), iterations=400)
    assert planned(problem, iterations=400).weight >= 0.98 * without.weight


def test_a_break_is_taken_at_the_base_by_a_team_that_is_back():
    (outing,) = planned(day([team(breaks=(NOON,))], [stop("dunes", 0.12)])).outings
    assert outing.back < 12 * HOUR <= outing.rests[0].start


def test_a_break_is_taken_at_the_base_by_a_team_that_leaves_late():
    late = stop("caes", 0.12, hours=((15, 15.5),))
    (outing,) = planned(day([team(breaks=(NOON,))], [late])).outings
    assert outing.rests[0].end <= outing.departure == 15 * HOUR - 600


def test_a_break_is_taken_where_a_visit_ends():
    long = stop("long", 0.12, minutes=230, hours=((8, 12.5),))
    stops = [long, stop("next", 0.12, 0.06, minutes=90)]
    (outing,) = planned(day([team(breaks=(NOON,))], stops)).outings
    (rest,) = outing.rests
    assert (rest.leg, rest.travelled, rest.start) == (1, 0, outing.visits[0].end)


def test_a_break_is_taken_on_the_way_if_it_must_be():
    """Two hours on the road across the only half hour when the break may be taken."""
    meal = Break(Window(at(9), at(9.5)), 30 * 60)
    far = stop("far", 1.44, minutes=60, weight=3)
    (outing,) = planned(day([team(breaks=(meal,), shift=(8, 13.5))], [far])).outings
    (rest,) = outing.rests
    assert (rest.start, rest.end, rest.leg) == (at(9), at(9.5), 0)
    assert 0 < rest.travelled < 7200
    assert outing.visits[0].arrival - outing.departure == 7200 + 30 * 60


def test_a_team_has_several_breaks():
    coffee = Break(Window(at(9.5), at(11)), 15 * 60)
    problem = full_day()
    teams = tuple(replace(one, breaks=(coffee, NOON)) for one in problem.teams)
    plan = planned(replace(problem, teams=teams))
    assert all([one.length for one in it.rests] == [900, 2700] for it in plan.outings)


def test_teams_with_different_breaks_share_a_day():
    early = Break(Window(at(11), at(12.5)), 30 * 60)
    problem = full_day()
    teams = (problem.teams[0], replace(problem.teams[1], breaks=(early,)), problem.teams[2])
    plan = planned(replace(problem, teams=teams))
    assert sorted(one.rests[0].length for one in plan.outings) == [1800, 2700, 2700]


def test_a_visit_that_leaves_no_time_for_the_break_says_so():
    long = stop("court", 0.05, minutes=180, hours=((11.5, 14.5),))
    plan = planned(day([team(breaks=(NOON,))], [long, stop("dunes")]))
    assert {one.stop_id: one.reason for one in plan.left_out} == {"court": Reason.NO_BREAK}


def test_a_break_that_fits_nowhere_falls_away_and_the_plan_says_so():
    plan = planned(day([team("night", shift=(18, 23), breaks=(NOON,))], [stop("dunes")]))
    assert len(plan.outings) == 1
    assert [one.words for one in plan.breaks_lost] == [
        "Team night goes without its break of 45 minutes: it fits nowhere in the shift."
    ]


def test_a_second_break_that_the_first_leaves_no_room_for_falls_away():
    hour = Break(Window(at(12), at(13)), HOUR)
    plan = planned(day([team(breaks=(hour, replace(hour, length=600)))], [stop("dunes")]))
    assert [len(one.rests) for one in plan.outings] == [1]
    assert [one.details["minutes"] for one in plan.breaks_lost] == [10]


def test_a_short_outing_is_found_after_the_break_at_the_base():
    """Four hours at most, two doors: the break is before them, not between."""
    doors = [stop("one", 0.1, hours=((13, 14),)), stop("two", 0.1, 0.01, hours=((15, 16),))]
    plan = planned(day([team(breaks=(NOON,), shift=(8, 18), longest=at(2.5))], doors))
    (outing,) = plan.outings
    assert len(outing.visits) == 2


# The clock that the search plans by


def clock(*breaks):
    return WorkClock.of([team(breaks=breaks)])


def test_the_clock_stands_still_for_a_break():
    hours = [at(hour) for hour in (8, 12, 14, 16)]
    assert [clock(NOON).early(hour) - hour for hour in hours] == [0, 0, -45 * 60, -45 * 60]
    assert [clock(NOON).late(hour) - hour for hour in hours] == [0, 0, -45 * 60, -45 * 60]


def test_a_door_opens_for_who_has_had_the_break_and_closes_for_who_has_not():
    caes = stop("caes", minutes=30, hours=((12.9, 13.2),))
    (door,) = caes.windows
    starts = clock(NOON).starts(replace(caes, service=0), door)
    assert (starts.opens, starts.closes) == (at(12.15), at(13.2))


def test_breaks_that_can_be_taken_at_one_moment_stop_the_clock_once():
    early = Break(Window(at(11), at(13)), 30 * 60)
    late = Break(Window(at(15), at(16)), 600)
    assert [cut.length for cut in clock(NOON, early).cuts] == [45 * 60]
    assert [cut.length for cut in clock(NOON, early, late).cuts] == [45 * 60, 600]


def test_a_shift_is_shorter_by_its_own_breaks_alone():
    both = [team("rested", breaks=(NOON,)), team("other")]
    lengths = [WorkClock.of(both).shift(one).length for one in both]
    assert lengths == [at(7.25), at(8)]


def test_a_door_that_the_break_straddles_stays_open_for_its_visit():
    fixed = Break(Window(at(12.75), at(13.5)), 45 * 60)
    caes = stop("caes", minutes=30, hours=((12.5, 13),))
    (door,) = caes.windows
    assert clock(fixed).starts(caes, door).length == 0


def test_a_day_of_doors_and_breaks_is_found_full():
    """Nine doors of half an hour, of which the meal takes the place of none."""
    hours = [8, 8.75, 9.5, 10.25, 11, 13, 13.75, 14.5, 15.25]
    doors = [stop(f"d{n}", 0.01, minutes=30, hours=((h, h + 0.6),)) for n, h in enumerate(hours)]
    plan = planned(day([team(breaks=(NOON,), shift=(7.9, 16))], doors))
    assert len(plan.outings[0].visits) == 9


def test_a_break_takes_time():
    with pytest.raises(Invalid, match="takes no time"):
        Break(Window(0, HOUR), 0)


def spoilt(plan, **changes):
    """The plan with its first outing's break changed."""
    first = plan.outings[0]
    rest = replace(first.rests[0], **changes)
    return replace(plan, outings=(replace(first, rests=(rest,)), *plan.outings[1:]))


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda p: replace(p, outings=(replace(p.outings[0], rests=()),)), "0 breaks instead of 1"),
        (lambda p: spoilt(p, end=p.outings[0].rests[0].end - 60), "of another length"),
        (lambda p: spoilt(p, start=at(9), end=at(9.75)), "outside its window"),
        (lambda p: spoilt(p, start=at(7), end=at(7.75)), "outside its shift"),
        (lambda p: spoilt(p, leg=99), "on no leg"),
        (lambda p: spoilt(p, travelled=9 * HOUR), "has not come yet"),
        (lambda p: spoilt(p, leg=1, travelled=1), "where it is not"),
        (lambda p: replace(p, breaks_lost=p.breaks_lost * 2), "miscounted"),
    ],
)
def test_the_validator_sees_a_spoilt_break(spoil, word):
    lost = Break(Window(at(20), at(21)), 600)
    problem = full_day(teams=1)
    problem = replace(problem, teams=(replace(problem.teams[0], breaks=(NOON, lost)),))
    plan = planned(problem)
    assert any(word in complaint for complaint in complaints(problem, spoil(plan)))


def test_the_validator_sees_a_break_during_a_visit():
    problem = full_day(teams=1)
    plan = planned(problem)
    visit = next(v for v in plan.outings[0].visits if v.end > at(12.2))
    found = complaints(problem, spoilt(plan, start=visit.start, end=visit.start + 45 * 60))
    assert any("during a visit" in complaint for complaint in found)
