"""Annealing keeps every rule that PyVRP checks, and knows what its plans cost."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyvrp import (
    Client,
    ClientGroup,
    CostEvaluator,
    Depot,
    Location,
    ProblemData,
    VehicleType,
)

from geoops.routing.annealing import Loose, annealed, warm_up
from geoops.routing.cooling import IN_HALVES, WHOLE, Cooling, schedule
from geoops.routing.halves import solution_of
from geoops.routing.string_removal import compiled

numbers = st.integers(0, 2**32 - 1)


def problem(seed: int, clients: int = 14, required: bool = True) -> ProblemData:
    """A problem drawn from a seed: two depots, three kinds of vehicles, windows, groups, one-way
    streets, and clients that a kind of vehicle cannot reach.
    """
    dice = np.random.default_rng(seed)
    places = clients + 2
    at = dice.integers(0, 100, (places, 2))
    ways = np.abs(at[:, None] - at[None]).sum(axis=2) + dice.integers(0, 9, (places, places))
    np.fill_diagonal(ways, 0)
    other = ways.copy()
    barred = dice.integers(2, places, 2)
    other[barred, :] = other[:, barred] = 10**6
    np.fill_diagonal(other, 0)
    opens = dice.integers(0, 300, clients)
    group = [0 if c in {0, 1, 2} and seed % 2 else None for c in range(clients)]
    visits = [
        Client(
            c + 2,
            pickup=[int(dice.integers(0, 5))],
            service_duration=int(dice.integers(0, 20)),
            tw_early=int(opens[c]),
            tw_late=int(opens[c] + dice.integers(1, 400)),
            prize=int(dice.integers(1, 300)),
            required=required and group[c] is None,
            group=group[c],
        )
        for c in range(clients)
    ]
    vehicles = [
        VehicleType(3, [12], 0, 1, tw_early=0, tw_late=900, profile=0),
        VehicleType(2, [9], 1, 1, tw_early=50, tw_late=800, shift_duration=300, profile=1),
        VehicleType(4, [20], 0, 0, tw_early=0, tw_late=700, shift_duration=500, profile=0),
    ]
    groups = [ClientGroup([0, 1, 2], required=bool(required))] if seed % 2 else []
    matrices = [ways, other]
    return ProblemData(
        [Location(*place) for place in at.tolist()],
        visits,
        [Depot(0), Depot(1)],
        vehicles,
        matrices,
        matrices,
        groups,
    )


@settings(max_examples=60, deadline=None)
@given(seed=numbers, required=st.booleans(), warmth=st.sampled_from([0.0, 1.0, 30.0, 1e6]))
def test_whatever_annealing_passes_keeps_the_rules_and_costs_what_it_says(seed, required, warmth):
    data = problem(seed, required=required)
    loose = Loose.of(data, (), seed)
    loose.anneal(warmth, 200)
    for routes, cost in zip(
        (loose.routes(), loose.best_routes()), loose.cost.tolist(), strict=True
    ):
        solution = solution_of(data, routes)
        assert all(route.is_feasible() for route in solution.routes())
        visited = [c for _, clients in routes for c in clients]
        assert len(set(visited)) == len(visited)
        assert sum(data.client(c).group is not None for c in visited) <= 1
        left = sum(int(loose.worth[c]) for c in range(data.num_clients) if c not in visited)
        assert cost == solution.distance() + left
    assert loose.cost[1] <= loose.cost[0]


@settings(max_examples=20, deadline=None)
@given(seed=numbers)
def test_the_same_seed_and_steps_give_the_same_plan(seed):
    data = problem(seed)
    plans = []
    for _ in range(2):
        loose = Loose.of(data, (), seed)
        loose.anneal(20.0, 150)
        plans.append(loose.routes())
    assert plans[0] == plans[1]


def test_a_plan_that_has_set_is_no_worse_than_its_start():
    data = problem(4, clients=40, required=False)
    start = Loose.of(data, (), 1)
    start.anneal(10.0, 500)
    before = solution_of(data, start.routes())
    cooled, steps = annealed(
        data, start.routes(), Cooling(2.0, 0.1), time.perf_counter() + 0.2, 3, lambda _: False
    )
    cost = CostEvaluator([1.0], 1.0, 1.0).cost
    assert steps > 0
    assert cost(solution_of(data, cooled)) <= cost(before)


def test_annealing_ends_as_soon_as_it_is_told():
    data = problem(4)
    until = time.perf_counter() + 600
    _, steps = annealed(data, (), Cooling(1.0, 0.1), until, 3, lambda _: True)
    assert steps == 300


def test_only_where_most_must_be_visited_a_search_is_annealed():
    assert schedule(problem(2)) == WHOLE
    assert schedule(problem(2, required=False)) is None
    assert schedule(problem(2, clients=620)) == IN_HALVES


def test_a_search_whose_costs_are_not_its_times_is_not_annealed():
    data = problem(2)
    dearer = [matrix * 2 for matrix in data.distance_matrices()]
    assert schedule(data.replace(distance_matrices=dearer)) is None


@pytest.mark.parametrize("plan", [WHOLE, IN_HALVES])
def test_each_turn_ends_later_and_none_is_hotter_than_before_unless_the_plan_has_set(plan):
    shares = [share for share, _ in plan]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert plan[-1][1] is None


def test_warming_up_needs_no_problem():
    warm_up()


def test_where_no_folder_may_be_written_to_machine_code_is_made_each_time():
    made: dict = {}
    exec("def twice(x):\n    return 2 * x\n", made)  # of no file, so Numba has nowhere to keep it
    assert compiled(made["twice"])(21) == 42


def test_a_single_client_is_visited():
    data = problem(4, clients=1)
    routes, _ = annealed(data, (), Cooling(1.0, 0.1), 0.0, 1, lambda _: True)
    assert [clients for _, clients in routes] == [(0,)]
