"""What an earlier plan settled is left where that pays, and the search pays what we reckon."""

from dataclasses import replace

from geoops.routing.by_hand import openings, replan
from geoops.routing.habits import CHANGING, REORDERING, Habits
from geoops.routing.overridden import Overridden, orders_of
from geoops.routing.overrides import Overrides, Pin
from geoops.routing.plan import Outing, Visit
from geoops.routing.pyvrp_model import model_of
from geoops.routing.reasons import obstacles
from geoops.routing.solver import solve, worth_of
from tests.routing.days import day, stop, team


def outing_of(name, *stops):
    return Outing(name, 0, tuple(Visit(one, 0, 0, 0) for one in stops), 0, 0, 0.0)


def test_another_team_and_another_order_cost_and_what_is_new_is_free():
    habits = Habits({"one": ["a", "b", "c"], "two": ["d"]})
    assert habits.cost([outing_of("one", "a", "b", "c"), outing_of("two", "d")]) == 0
    assert habits.cost([outing_of("one", "a", "c")]) == 0  # what is lost is paid by its worth
    assert habits.cost([outing_of("two", "new", "d", "newer")]) == 0
    assert habits.cost([outing_of("one", "b", "c", "a")]) == REORDERING
    assert habits.cost([outing_of("one", "c", "b", "a")]) == 2 * REORDERING
    assert habits.cost([outing_of("two", "a", "d")]) == CHANGING


def test_the_search_pays_what_we_reckon():
    """The cost of the model's routes is the way and the habits left, to the second."""
    teams = [team("one"), team("two")]
    problem = day(teams, [stop(f"s{n}", 0.05 * n, 0.03 * (n % 3)) for n in range(8)])
    base = solve(problem, iterations=20)
    turned = {t: [*reversed(names)] for t, names in orders_of(base.outings).items()}
    left = {"one": turned.get("two", []), "two": turned.get("one", [])}
    for orders in (turned, left):
        calm = replace(problem, habits=Habits(orders))
        model = model_of(calm, calm.stops, worth_of(calm, obstacles(calm)))
        found = model.solution(base.outings)
        assert found.distance() == base.travel + calm.habits.cost(base.outings)
        assert found.duration() == sum(one.back - one.departure for one in base.outings)


def test_a_long_visit_put_to_a_full_team_stays_there_though_two_others_must_go():
    teams = [team("one", shift=(8, 12)), team("two", shift=(8, 12))]
    small = [stop(f"s{n}", 0.02 * n, minutes=50, only_by={"one"}) for n in range(4)]
    long = stop("long", 0.01, minutes=100)
    problem = day(teams, [*small, long])
    base = solve(problem, iterations=50)
    assert {name: len(names) for name, names in orders_of(base.outings).items()} == {
        "one": 4,
        "two": 1,
    }
    moved = Overridden(problem, Overrides((Pin("long", "one", 1),)), base)
    for opening in openings(moved, moved.calm):
        assert "long" in orders_of(opening.outings)["one"]
    assert orders_of(replan(moved, iterations=30).outings)["one"][1] == "long"
