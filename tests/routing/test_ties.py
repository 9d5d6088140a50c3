"""Visits that hang together: several teams at one moment, visits apart in time, "not before"."""

from dataclasses import replace

import pytest

from geoops.errors import Invalid
from geoops.routing.agreed import again
from geoops.routing.plan import Reason, Visit
from geoops.routing.problem import Apart, Break, Window
from geoops.routing.solver import solve
from tests.routing.days import HOUR, day, stop, team
from tests.routing.plan_validator import complaints


def planned(problem, iterations=200, **choices):
    plan = solve(problem, iterations=iterations, **choices)
    assert complaints(problem, plan) == []
    return plan


def visits(plan, name):
    return [v for one in plan.outings for v in one.visits if v.stop_id == name]


def reasons(plan):
    return {one.stop_id: one.reason for one in plan.left_out}


def busy(*special, teams=3, **rest):
    places = [
        stop(f"s{n}", (n * 37 % 83) / 300 - 0.15, (n * 53 % 71) / 400, minutes=40)
        for n in range(24)
    ]
    return day([team(f"t{n}", **rest) for n in range(teams)], [*places, *special])


def tied(problem, *pairs, hours=3.0):
    return replace(problem, apart=tuple(Apart(*pair, int(hours * HOUR)) for pair in pairs))


# Several teams at once


def test_two_teams_meet_at_a_risky_site():
    plan = planned(busy(stop("risky", 0.05, teams=2, weight=5)))
    one, other = visits(plan, "risky")
    assert (one.start, one.end) == (other.start, other.end)


def test_a_visit_by_two_teams_counts_once():
    plan = planned(day([team("a"), team("b")], [stop("risky", teams=2, weight=5)]))
    assert (plan.weight, len(plan.outings)) == (5, 2)


def test_several_risky_sites_and_breaks_share_a_day():
    noon = Break(Window(12 * HOUR, 14 * HOUR), 45 * 60)
    risky = [stop(f"r{n}", 0.03 * n, 0.05, teams=2, required=True) for n in range(3)]
    plan = planned(busy(*risky, breaks=(noon,)))
    assert plan.required_missed == 0


def test_two_teams_meet_with_the_skill_that_both_need():
    teams = [team(name, skills=frozenset(words)) for name, words in zip("abc", "xyx", strict=True)]
    plan = planned(day(teams, [stop("risky", teams=2, skills=frozenset("x"))]))
    assert [one.team_id for one in plan.outings] == ["a", "c"]


@pytest.mark.parametrize(
    "teams",
    [[team()], [team("a", shift=(8, 12)), team("b", shift=(13, 17))]],
    ids=["one team", "never there together"],
)
def test_a_pair_that_cannot_be_is_told(teams):
    plan = planned(day(teams, [stop("risky", teams=2), stop("dunes")]))
    assert reasons(plan) == {"risky": Reason.NOT_ENOUGH_TEAMS}
    assert plan.left_out[0].words == (
        "It takes 2 teams at once, and so many can never be there together."
    )


def test_a_pair_without_room_is_left_out_whole():
    held = stop("held", hours=((9, 10),), minutes=60, required=True, only_by=frozenset({"a"}))
    risky = stop("risky", -0.1, hours=((9, 10),), minutes=60, teams=2, weight=9)
    plan = planned(day([team("a"), team("b")], [held, risky]))
    assert reasons(plan) == {"risky": Reason.NO_ROOM_LEFT}


def test_a_meeting_takes_time():
    with pytest.raises(Invalid, match="takes time"):
        stop("risky", minutes=0, teams=2)


# Apart in time


def test_two_visits_of_a_zone_are_apart():
    both = [stop("dunes", 0.05, weight=9), stop("dunes again", 0.05, weight=9)]
    plan = planned(tied(busy(*both), ("dunes", "dunes again")))
    (one,), (other,) = visits(plan, "dunes"), visits(plan, "dunes again")
    assert max(other.start - one.end, one.start - other.end) >= 3 * HOUR


def test_two_visits_may_come_in_either_order():
    early = stop("early", hours=((8, 10),), weight=9)
    plan = planned(tied(busy(stop("late", weight=9), early), ("late", "early")))
    assert reasons(plan).keys().isdisjoint({"late", "early"})


def test_three_visits_are_apart():
    three = [stop(name, 0.05, minutes=10, weight=9) for name in "abc"]
    plan = planned(tied(day([team()], three), "ab", "bc", "ac", hours=2.0))
    assert reasons(plan) == {}


def test_visits_that_the_day_is_too_short_for_are_told():
    both = [stop("dunes", 0.05, weight=9), stop("dunes again", 0.05)]
    plan = planned(tied(day([team()], both), ("dunes", "dunes again"), hours=7.5))
    assert [(one.stop_id, one.words) for one in plan.left_out] == [
        ("dunes again", "No team can come long enough before or after the visit of Stop dunes.")
    ]


def test_a_tie_to_a_stop_that_nobody_can_visit_ties_nothing():
    both = [stop("dunes", minutes=300), stop("wreck", 0.3)]
    problem = tied(day([team()], both, cut_off=["wreck"]), ("dunes", "wreck"), hours=6.0)
    assert reasons(planned(problem)) == {"wreck": Reason.UNREACHABLE}


def test_a_search_keeps_the_moments_of_the_plan_that_it_starts_from():
    problem = tied(busy(*(stop(n, 0.05, weight=9, teams=2) for n in "ab")), "ab")
    first = planned(problem)
    again = planned(problem, iterations=5, initial=first)
    assert [v.start for v in visits(again, "a")] == [v.start for v in visits(first, "a")]


def test_an_outing_made_again_keeps_the_moments_that_others_count_on():
    crew, stops = team(), [stop("a"), stop("b", 0.2)]
    apart = tied(day([crew], stops), "ab")
    hours = {"a": 9 * HOUR, "b": 14 * HOUR}
    made = [Visit(name, at, at, at + 1800) for name, at in hours.items()]
    kept, free = again(apart, crew, made), again(day([crew], stops), crew, made)
    assert [visit.start for visit in kept.visits] == list(hours.values())
    assert free.back < 10 * HOUR


def test_a_moment_of_an_earlier_plan_is_not_kept_when_the_door_is_shut_then():
    meeting = stop("risky", 0.05, teams=2, weight=9)
    first = planned(busy(meeting))
    start = visits(first, "risky")[0].start / HOUR
    hours = ((start + 1, 16),) if start < 14 else ((8, start),)
    moved = busy(stop("risky", 0.05, teams=2, weight=9, hours=hours))
    assert len(visits(planned(moved, initial=first), "risky")) == 2


@pytest.mark.parametrize(
    ("pair", "seconds"), [(("a", "a"), 60), (("a", "b"), -1), (("a", "gone"), 60)]
)
def test_a_tie_is_between_two_stops_of_the_day(pair, seconds):
    with pytest.raises(Invalid):
        replace(day([team()], [stop("a"), stop("b")]), apart=(Apart(*pair, seconds),))


# Not before


def test_nobody_comes_before_they_may():
    plan = planned(busy(stop("late", not_before=14 * HOUR, weight=9)))
    assert visits(plan, "late")[0].start >= 14 * HOUR


def test_not_before_the_end_of_every_shift_is_closed():
    plan = planned(day([team()], [stop("late", not_before=20 * HOUR)]))
    assert reasons(plan) == {"late": Reason.CLOSED}


# The validator sees what is wrong


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ({"teams": 3}, "visited 2 times"),
        ({"not_before": 15 * HOUR + 1800}, "before it may be"),
    ],
)
def test_the_validator_sees_a_spoilt_meeting(rule, word):
    plan = planned(day([team("a"), team("b")], [stop("risky", teams=2)]))
    asked = day([team("a"), team("b")], [stop("risky", **({"teams": 2} | rule))])
    assert any(word in complaint for complaint in complaints(asked, plan))


def test_the_validator_sees_teams_that_miss_each_other():
    problem = day([team("a"), team("b")], [stop("risky", teams=2)])
    plan = planned(problem)
    first = plan.outings[0]
    late = replace(first.visits[0], start=first.visits[0].start + 60)
    for outing, word in (
        (replace(first, visits=(late,)), "not together"),
        (replace(first, team_id="b"), "twice by one team"),
    ):
        found = complaints(problem, replace(plan, outings=(outing, plan.outings[1])))
        assert any(word in complaint for complaint in found)


def test_the_validator_sees_visits_that_are_too_close():
    problem = day([team()], [stop("a"), stop("b", 0.05)])
    found = complaints(tied(problem, "ab"), planned(problem))
    assert found == ["a and b are visited too close in time"]
