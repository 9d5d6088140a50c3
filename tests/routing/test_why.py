"""What it would cost to have a plan otherwise is solved; what cannot be had says which rule."""

import pytest

from geoops.routing.overridden import Overridden
from geoops.routing.overrides import Overrides
from geoops.routing.problem import Break, Window
from geoops.routing.solver import solve
from geoops.routing.why import Wish, rule_against, what_if
from tests.routing.days import HOUR, day, stop, team


def asked(problem, wish, overrides=None, base=None):
    base = base or solve(problem, iterations=100)
    return what_if(Overridden(problem, overrides or Overrides(), base), wish, seed=1)


def test_forcing_a_stop_tells_what_is_dropped_for_it():
    problem = day([team(shift=(8, 9))], [stop("a", weight=5.0), stop("b", 0.0, 0.1, weight=1.0)])
    found = asked(problem, Wish("b"))
    assert found.possible
    assert found.dropped == ("Stop a",)
    assert found.weight == -4.0
    assert {one["code"] for one in found.sentences} >= {"weight-lost"}


def test_a_stop_that_cannot_be_visited_says_which_rule():
    problem = day([team(shift=(8, 9))], [stop("a"), stop("closed", hours=((20, 21),))])
    found = asked(problem, Wish("closed"))
    assert (found.possible, found.reason) == (False, "closed")


def test_a_team_without_the_skill_cannot_have_it():
    teams = [team("north", skills=frozenset({"arabic"})), team("south")]
    problem = day(teams, [stop("a", skills=frozenset({"arabic"}))])
    found = asked(problem, Wish("a", "south"))
    assert (found.possible, found.reason) == (False, "no-skill")
    assert found.sentences[0]["details"] == {"skills": "arabic"}


def test_another_team_costs_the_way():
    near, far = team("near", base=(1.9, 50.9)), team("far", base=(1.0, 50.9))
    problem = day([near, far], [stop("a")])
    found = asked(problem, Wish("a", "far"))
    assert found.possible
    assert found.driving > 0
    assert found.moved == ("Stop a",)


def test_the_plan_as_it_is_costs_nothing():
    problem = day([team()], [stop("a"), stop("b", 0.2)])
    base = solve(problem, iterations=100)
    first = base.outings[0].visits[0].stop_id
    assert asked(problem, Wish(first, position=0), base=base).sentences[0]["code"] == "as-it-is"


def test_an_order_that_opening_times_forbid_names_them():
    stops = [stop("early", hours=((8, 10),)), stop("late", 0.2, hours=((12, 14),))]
    found = asked(day([team()], stops), Wish("late", position=0))
    assert found.possible
    assert found.reason == "opening-of"
    assert found.dropped == ("Stop early",)


def test_a_locked_team_keeps_its_stops():
    problem = day([team("north"), team("south")], [stop("a")])
    base = solve(problem, iterations=50)
    going = base.outings[0].team_id
    other = "south" if going == "north" else "north"
    found = asked(problem, Wish("a", other), Overrides(locked=frozenset({going})), base)
    assert (found.possible, found.reason) == (False, "locked")


@pytest.mark.parametrize(
    ("crew", "reason"),
    [
        (team(seats=1), "seats"),
        (team(shift=(8, 10), breaks=(Break(Window(8 * HOUR, 10 * HOUR), HOUR),)), "breaks"),
        (team(shift=(8, 8.5)), "shift"),
        (team(), None),
    ],
)
def test_the_rule_against_an_order_is_the_one_without_which_it_holds(crew, reason):
    stops = [stop("a", people=1), stop("b", people=1)]
    found = rule_against(day([crew], stops), crew, stops)
    assert (found and found[0]) == reason


def test_the_same_seed_gives_the_same_answer():
    stops = [stop(f"s{n}", 0.05 * n, 0.02 * (n % 3), weight=1 + n % 4) for n in range(14)]
    problem = day([team("north", shift=(8, 12)), team("south", shift=(8, 11))], stops)
    base = solve(problem, iterations=100)
    missed = base.left_out[0].stop_id
    assert asked(problem, Wish(missed), base=base) == asked(problem, Wish(missed), base=base)
