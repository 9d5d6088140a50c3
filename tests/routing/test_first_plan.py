"""The first plan: there at once, better than a search's own start, and all that we know is kept."""

from dataclasses import replace

import pytest

from geoops.routing.arranging import arrangements
from geoops.routing.beginning import first_of
from geoops.routing.first_plan import first_plan
from geoops.routing.problem import Break, Window
from geoops.routing.pyvrp_model import model_of
from geoops.routing.reasons import obstacles
from geoops.routing.solver import solve, worth_of
from geoops.routing.telling import value_of
from tests.routing.days import HOUR, day, stop, team
from tests.routing.plan_validator import complaints
from tests.routing.test_solver import coast

NOON = Break(Window(12 * HOUR, 14 * HOUR), 45 * 60)


def first(problem):
    """The first plan's visits, by stop, with the team of each."""
    worth = worth_of(problem, obstacles(problem))
    (arranged,) = arrangements(problem, worth)
    outings = first_plan(arranged, worth)
    return {visit.stop_id: one.team_id for one in outings for visit in one.visits}


def begun(problem):
    """The first plan that a search tells."""
    told = []
    solve(problem, iterations=0, on_progress=lambda plan, _: told.append(plan))
    assert all(complaints(problem, plan) == [] for plan in told)
    return told[0]


@pytest.mark.parametrize("shift", [{}, {"breaks": (NOON,)}, {"seats": 4}])
def test_the_first_plan_is_better_than_the_start_of_a_search(shift):
    problem = coast(60, 6)
    teams = tuple(replace(one, shift=Window(8 * HOUR, 15 * HOUR), **shift) for one in problem.teams)
    problem = replace(problem, teams=teams)
    worth = worth_of(problem, obstacles(problem))
    model = model_of(problem, problem.stops, worth)
    slow = model.outings(first_of(model, worth, seed=1))
    assert value_of(begun(problem).outings, worth) > value_of(slow, worth)


def test_only_teams_that_may_come_are_sent():
    teams = [team("a", skills=frozenset({"arabic"})), team("b"), team("c")]
    places = [
        stop("spoken", 0.1, skills=frozenset({"arabic"})),
        stop("refused", 0.1, 0.01, not_by=frozenset("ab")),
        stop("theirs", 0.1, 0.02, only_by=frozenset("b")),
        stop("nobody", 0.1, 0.03, only_by=frozenset("b"), skills=frozenset({"arabic"})),
    ]
    assert first(day(teams, places)) == {"spoken": "a", "refused": "c", "theirs": "b"}


def test_a_required_stop_is_outweighed_by_nothing():
    """One team, a day's way to the required stop; ten heavy ones lie the other way."""
    heavy = [stop(f"s{n}", -0.01 * n, weight=100, minutes=45) for n in range(1, 11)]
    far = stop("far", 2.8, required=True, weight=0.1, minutes=10)
    assert "far" in first(day([team()], [*heavy, far]))


def test_an_outing_is_no_longer_than_its_team_works():
    problem = coast()
    problem = replace(problem, teams=tuple(replace(t, longest=2 * HOUR) for t in problem.teams))
    assert all(one.back - one.departure <= 2 * HOUR for one in begun(problem).outings)


def test_a_large_day_does_without(monkeypatch):
    monkeypatch.setattr("geoops.routing.beginning.first_plan", None)
    monkeypatch.setattr("geoops.routing.beginning.LARGE", 30)
    assert begun(coast()).outings


def test_two_arrangements_of_meetings_are_told_the_better_last():
    risky = [stop(f"r{n}", 0.03 * n, 0.05, teams=2, weight=3) for n in range(3)]
    problem = coast()
    problem = day(problem.teams, [*problem.stops, *risky])
    told = []
    solve(problem, iterations=0, on_progress=lambda plan, _: told.append(plan.weight))
    assert told == sorted(told)
