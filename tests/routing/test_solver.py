"""The solver's plans hold, come early, get better, stop when told, and say what is left out."""

import threading
import time
from dataclasses import replace

import pytest

from geoops.errors import Invalid
from geoops.routing.plan import TEMPLATES, Reason
from geoops.routing.solver import solve
from tests.routing.days import BASE, HOUR, day, stop, team
from tests.routing.plan_validator import complaints


def planned(problem, **choices):
    """The plan of a short search, already checked by the validator."""
    plan = solve(problem, **({"iterations": 200} | choices))
    assert complaints(problem, plan) == []
    return plan


def reasons(plan):
    return {one.stop_id: one.reason for one in plan.left_out}


def visited(plan):
    return {v.stop_id: outing.team_id for outing in plan.outings for v in outing.visits}


def coast(stops=30, teams=4):
    """A day with more to visit than time: each stop 40 minutes, 5 h shifts, weights of 1 to 4."""
    places = [
        stop(f"s{n}", (n * 37 % 83) / 200 - 0.2, (n * 53 % 71) / 300, minutes=40, weight=1 + n % 4)
        for n in range(stops)
    ]
    bases = [BASE, (BASE[0] + 0.2, BASE[1] + 0.1)]
    return day([team(f"t{n}", base=bases[n % 2], shift=(8, 13)) for n in range(teams)], places)


# What a plan is


def test_a_team_visits_a_stop_and_comes_back():
    plan = planned(day([team()], [stop("dunes", 0.12, minutes=30)]))
    (outing,) = plan.outings
    (visit,) = outing.visits
    assert (outing.departure, visit.arrival, visit.start) == (8 * HOUR, 30_600 - 1200, 29_400)
    assert (visit.end, outing.back) == (31_200, 31_800)
    assert (plan.travel, plan.distance) == (1200, pytest.approx(24_000))


def test_a_team_waits_at_its_base_rather_than_at_the_door():
    plan = planned(day([team()], [stop("dunes", 0.12, hours=((10, 12),))]))
    assert plan.outings[0].departure == 10 * HOUR - 600
    assert plan.outings[0].visits[0].wait == 0


def test_a_team_may_end_elsewhere_than_it_starts():
    plan = planned(day([team(end=(BASE[0] + 0.2, BASE[1]))], [stop("dunes", 0.1)]))
    assert plan.distance == pytest.approx(20_000)


def test_a_stop_with_two_windows_is_visited_once():
    hours = ((9, 10), (14, 15))
    stops = [stop(f"s{n}", 0.01 * n, minutes=50, hours=hours) for n in range(3)]
    plan = planned(day([team()], stops))
    assert len(visited(plan)) == 2
    assert list(reasons(plan).values()) == [Reason.NO_ROOM_LEFT]


def test_teams_on_foot_and_by_car_share_the_day():
    teams = [team("van"), team("walkers", profile="foot", base=(BASE[0] - 0.5, BASE[1]))]
    plan = planned(day(teams, [stop("west", -0.51), stop("east", 0.6, 0.3)]))
    assert visited(plan) == {"west": "walkers", "east": "van"}


def test_teams_without_a_visit_stay():
    plan = planned(day([team(f"t{n}") for n in range(5)], [stop("dunes")]))
    assert len(plan.outings) == 1


def test_no_team_goes_where_there_is_no_way():
    islands = [stop("one", 0.1), stop("two", 0.11)]
    plan = planned(day([team("a"), team("b")], islands, apart=[("one", "two")]))
    assert visited(plan).keys() == {"one", "two"}
    assert len(plan.outings) == 2
    plan = planned(day([team()], islands, apart=[("one", "two")]))
    assert list(reasons(plan).values()) == [Reason.NO_ROOM_LEFT]


# What comes first


def test_required_stops_come_before_any_weight():
    heavy = [stop(f"heavy{n}", -0.1, 0.01 * n, minutes=60, weight=1000) for n in range(9)]
    far = stop("far", 1.3, minutes=60, required=True, weight=0)
    plan = planned(day([team()], [*heavy, far]))
    assert "far" in visited(plan)
    assert plan.required_missed == 0


def test_the_largest_weights_do_not_overflow():
    stops = [stop(f"s{n}", n - 5, weight=1e6, required=n % 2 == 0) for n in range(12)]
    plan = planned(day([team()], stops, apart=[("s1", "s3")]))
    assert plan.required_missed < 6


def test_required_stops_that_exclude_one_another_do_not_fail_the_plan():
    noon = ((12, 13),)
    both = [stop(f"r{n}", n - 0.5, minutes=60, hours=noon, required=True) for n in range(2)]
    plan = planned(day([team()], [*both, stop("dunes")]))
    assert plan.required_missed == 1
    assert "dunes" in visited(plan)
    assert list(reasons(plan).values()) == [Reason.NO_ROOM_LEFT]


def test_the_heavier_of_two_stops_is_visited():
    noon = ((12, 13),)
    two = [stop("light", 0.1, hours=noon, minutes=60), stop("heavy", -0.1, hours=noon, minutes=60)]
    plan = planned(day([team()], [two[0], replace(two[1], weight=1.1)]))
    assert list(visited(plan)) == ["heavy"]


def test_a_remote_stop_of_little_weight_is_not_worth_the_way():
    remote = stop("remote", 1.2, weight=0.1)
    plan = planned(day([team()], [remote]), minutes_per_weight=60)
    (missed,) = plan.left_out
    assert missed.words == (
        "It would take 200 more minutes on the road, more than its weight is worth."
    )
    assert visited(planned(day([team()], [remote]), minutes_per_weight=60_000)) != {}


# People taken along, and how long a team is out


def test_nobody_taken_along_lacks_a_seat():
    stops = [stop(f"s{n}", 0.02 * n, people=n % 4) for n in range(10)]
    plan = planned(day([team("van", seats=7), team("car", seats=3)], stops))
    assert len(visited(plan)) < len(stops)
    assert Reason.NO_SEATS_LEFT in reasons(plan).values()


def test_a_team_without_a_limit_takes_everyone():
    stops = [stop(f"s{n}", 0.02 * n, people=9) for n in range(6)]
    plan = planned(day([team("bus"), team("car", seats=3)], stops))
    assert set(visited(plan).values()) == {"bus"}
    assert len(visited(plan)) == len(stops)


def test_a_team_without_seats_visits_where_nobody_is_taken_along():
    plan = planned(day([team(seats=0)], [stop("talk", 0.1), stop("bus", 0.2, people=1)]))
    assert visited(plan).keys() == {"talk"}
    assert reasons(plan) == {"bus": Reason.NO_SEATS}


def test_seats_count_only_for_a_team_that_gets_there():
    teams = [team("small", seats=2), team("late", seats=9, shift=(20, 22))]
    plan = planned(day(teams, [stop("dunes", hours=((9, 12),), people=5)]))
    assert reasons(plan) == {"dunes": Reason.NO_SEATS}


def test_a_team_is_out_no_longer_than_it_works():
    stops = [stop(f"s{n}", 0.04 * n, minutes=30) for n in range(12)]
    plan = planned(day([team(longest=2 * HOUR)], stops))
    assert 0 < len(visited(plan)) <= 4
    assert plan.outings[0].back - plan.outings[0].departure <= 2 * HOUR
    assert set(reasons(plan).values()) == {Reason.NO_ROOM_LEFT}


def test_a_short_outing_is_found_in_later_windows():
    """Being back soonest means a long wait here; only the afternoon has both doors open."""
    one = stop("one", 0.1, hours=((8, 9), (14, 15)), required=True)
    two = stop("two", 0.1, 0.01, hours=((12, 12.5), (15, 16)), required=True)
    plan = planned(day([team(shift=(7, 18), longest=2 * HOUR)], [one, two]))
    assert len(visited(plan)) == 2
    assert plan.outings[0].departure > 13 * HOUR


@pytest.mark.parametrize("wrong", [{"seats": -1}, {"longest": -1}])
def test_a_team_has_no_negative_limits(wrong):
    with pytest.raises(Invalid, match="is negative"):
        team(**wrong)


def test_nobody_takes_along_fewer_than_no_one():
    with pytest.raises(Invalid, match="number of people"):
        stop("dunes", people=-1)


# What is left out and why


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (day([], [stop("it")]), Reason.NO_TEAM),
        (day([team()], [stop("it")], cut_off=["it"]), Reason.UNREACHABLE),
        (day([team()], [stop("it", hours=())]), Reason.CLOSED),
        (day([team()], [stop("it", hours=((18, 20),))]), Reason.CLOSED),
        (day([team()], [stop("it", minutes=90, hours=((9, 10), (11, 12)))]), Reason.CLOSED),
        (day([team(shift=(8, 8))], [stop("it")]), Reason.CLOSED),
        (day([team(shift=(8, 9))], [stop("it", 0.3, minutes=40)]), Reason.DOES_NOT_FIT),
        (day([team()], [stop("it", 0.3, hours=((8, 8.5),))]), Reason.DOES_NOT_FIT),
        (day([team(longest=HOUR)], [stop("it", minutes=59)]), Reason.DOES_NOT_FIT),
        (day([team(seats=4), team("b", seats=0)], [stop("it", people=5)]), Reason.NO_SEATS),
    ],
    ids=[
        "no team", "island", "closed all day", "opens after the shift", "windows too short",
        "shift of no length", "too far for the shift", "closes before anyone is there",
        "longer than anyone works", "more people than seats",
    ],
)  # fmt: skip
@pytest.mark.parametrize("required", [True, False], ids=["required", "optional"])
def test_an_impossible_stop_is_left_out_with_its_reason(problem, reason, required):
    only = tuple(replace(one, required=required) for one in problem.stops)
    problem = replace(problem, stops=only)
    plan = planned(problem)
    assert reasons(plan) == {"it": reason}
    assert plan.required_missed == required
    assert plan.outings == ()


def test_the_reason_is_that_of_the_team_that_comes_closest():
    teams = [team("night", shift=(20, 24)), team("short", shift=(8, 8.1))]
    plan = planned(day(teams, [stop("dunes", 0.2, minutes=1, hours=((8, 12),))]))
    assert reasons(plan) == {"dunes": Reason.DOES_NOT_FIT}


def test_a_day_without_stops_is_a_plan():
    plan = planned(day([team()], []))
    assert (plan.outings, plan.left_out, plan.weight) == ((), (), 0)


def test_a_day_without_anything_is_a_plan():
    assert planned(day([], [])).outings == ()


def test_a_search_that_ends_at_once_says_so():
    plan = planned(coast(), iterations=0)
    assert set(reasons(plan).values()) <= {Reason.NO_ROOM_LEFT, Reason.NOT_PLACED_YET}


def test_every_reason_has_a_sentence():
    assert set(TEMPLATES) == set(Reason)


# Progress, cancelling, repeating, starting from a plan


@pytest.mark.alone
def test_the_first_plan_comes_at_once_and_later_ones_are_better():
    told = []
    problem = coast()
    final = planned(problem, seconds=1.0, iterations=None, on_progress=lambda *it: told.append(it))
    plans, times = zip(*told, strict=True)
    assert times[0] < 0.5
    assert all(complaints(problem, plan) == [] for plan in plans)
    assert plans[-1] == final
    assert final.weight >= plans[0].weight


@pytest.mark.alone
def test_the_search_stops_when_it_is_told_to():
    stopped = threading.Event()
    began = time.perf_counter()
    threading.Timer(0.3, stopped.set).start()
    planned(coast(), seconds=30, iterations=None, should_stop=stopped.is_set)
    assert 0.3 <= time.perf_counter() - began < 0.3 + 0.2 + 0.5


def test_the_same_seed_gives_the_same_plan():
    assert planned(coast(), seed=7) == planned(coast(), seed=7)


def test_a_search_may_start_from_an_earlier_plan():
    problem = coast()
    earlier = planned(problem, iterations=500)
    again = planned(problem, iterations=0, initial=earlier)
    assert (again.weight, again.travel) == (earlier.weight, earlier.travel)


def test_an_earlier_plan_of_a_changed_day_is_still_a_start():
    problem = coast()
    earlier = planned(problem)
    fewer = day(problem.teams[1:], problem.stops[5:])
    plan = planned(fewer, iterations=0, initial=earlier)
    kept = set(visited(earlier).items()) & set(visited(plan).items())
    assert len(kept) >= 0.5 * len(visited(plan))


def test_a_search_must_know_when_to_end():
    with pytest.raises(Invalid, match="say when to stop"):
        solve(coast())


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_has_32_bits(seed):
    with pytest.raises(Invalid, match="a seed is"):
        solve(coast(), iterations=1, seed=seed)


# The validator sees what is wrong


def spoilt(plan, spoil):
    """The plan with its first outing changed by `spoil`."""
    return replace(plan, outings=(spoil(plan.outings[0]), *plan.outings[1:]))


def moved(visit, seconds):
    times = {name: getattr(visit, name) + seconds for name in ("arrival", "start", "end")}
    return replace(visit, **times)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda o: replace(o, departure=0), "leaves before its shift"),
        (lambda o: replace(o, back=o.back + 9 * HOUR), "is back after its shift"),
        (lambda o: replace(o, visits=o.visits[::-1]), "overlap"),
        (lambda o: replace(o, visits=()), "without a visit"),
        (lambda o: replace(o, visits=o.visits[1:]), "visited 0 times and left out 0"),
        (lambda o: replace(o, visits=(*o.visits, o.visits[0])), "visited 2 times"),
        (lambda o: replace(o, visits=(moved(o.visits[0], -60), *o.visits[1:])), "for a way of"),
        (lambda o: replace(o, travel=o.travel - 1), "does not travel what"),
        (lambda o: replace(o, distance=o.distance + 1), "does not travel what"),
        (lambda o: replace(o, team_id="nobody"), "is no team"),
        (
            lambda o: replace(o, visits=(replace(o.visits[0], start=0), *o.visits[1:])),
            "before the team is there",
        ),
        (
            lambda o: replace(o, visits=(*o.visits[:-1], moved(o.visits[-1], 40 * HOUR))),
            "while it is closed",
        ),
        (
            lambda o: replace(o, visits=(replace(o.visits[0], end=0), *o.visits[1:])),
            "its service time",
        ),
    ],
)
def test_the_validator_sees_a_spoilt_outing(spoil, word):
    problem = coast()
    assert any(
        word in complaint for complaint in complaints(problem, spoilt(planned(problem), spoil))
    )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"left_out": ()}, "visited 0 times and left out 0 times"),
        ({"weight": 0.0}, "the weight is not the sum"),
        ({"travel": 0}, "the travel is not the sum"),
        ({"distance": 0.0}, "the distance is not the sum"),
        ({"required_missed": 3}, "miscounted"),
    ],
)
def test_the_validator_sees_a_spoilt_account(change, word):
    problem = coast()
    plan = replace(planned(problem), **change)
    assert any(word in complaint for complaint in complaints(problem, plan))


def test_the_validator_sees_people_without_a_seat_and_teams_out_too_long():
    problem = coast()
    plan = planned(problem)
    stops = tuple(replace(one, people=2) for one in problem.stops)
    for limit, word in (({"seats": 1}, "has 1 seats for 2"), ({"longest": 9}, "out for longer")):
        teams = tuple(replace(one, **limit) for one in problem.teams)
        found = complaints(replace(problem, teams=teams, stops=stops), plan)
        assert any(word in complaint for complaint in found)


def test_the_validator_sees_a_team_that_goes_out_twice():
    problem = coast()
    plan = planned(problem)
    plan = replace(plan, outings=(plan.outings[0], *plan.outings))
    assert any("goes out 2 times" in complaint for complaint in complaints(problem, plan))


@pytest.mark.parametrize(
    ("reason", "details", "word"),
    [
        (Reason.NO_TEAM, {}, "no-team, which it is not"),
        (Reason.NOT_ADMITTED, {}, "not-admitted, which it is not"),
        (Reason.NO_SKILL, {"skills": "arabic"}, "no-skill, which it is not"),
        (Reason.UNREACHABLE, {}, "unreachable, which it is not"),
        (Reason.NO_SEATS_LEFT, {}, "no-seats-left, which it is not"),
        (Reason.NO_BREAK, {}, "no-break, which it is not"),
        (Reason.NOT_ENOUGH_TEAMS, {"teams": 2}, "not-enough-teams, which it is not"),
        (Reason.TOO_CLOSE, {"other": "Stop s1"}, "too-close, which it is not"),
        (Reason.TOO_CLOSE, {"other": "{name}"}, "without a sentence"),
        (Reason.NOT_WORTH_THE_WAY, {"minutes": None}, "without a sentence"),
    ],
)
def test_the_validator_sees_a_wrong_reason(reason, details, word):
    problem = coast()
    plan = planned(problem)
    (first, *rest) = plan.left_out
    wrong = replace(first, reason=reason, details=details)
    found = complaints(problem, replace(plan, left_out=(wrong, *rest)))
    assert any(word in complaint for complaint in found)
