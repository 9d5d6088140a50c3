"""A search in turns: in halves, with a second process, and with nothing left of it afterwards."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from math import pi
from pathlib import Path

import pytest

from geoops.routing import course
from geoops.routing.annealing import warm_up
from geoops.routing.beginning import first_of
from geoops.routing.ground import Ground
from geoops.routing.halves import cut_out, halves, routes_of, solution_of
from geoops.routing.helper import Helper
from geoops.routing.pyvrp_model import model_of
from geoops.routing.reasons import obstacles
from geoops.routing.solver import solve, worth_of
from tests.routing.days import day, stop, team
from tests.routing.plan_validator import complaints
from tests.routing.test_solver import coast

ENOUGH = 240
"""Iterations from which on a helper comes here."""


@pytest.fixture(autouse=True)
def sooner(monkeypatch):
    """Let a helper come for shorter searches than it pays for."""
    monkeypatch.setattr(course, "HELPS", replace(course.HELPS, iterations=ENOUGH))


def wide(stops=280, teams=30, **rest):
    """A day large enough for halves; each stop is open twice, so it is two clients in a group."""
    places = [
        stop(
            f"s{n}",
            (n * 37 % 101) / 100 - 0.5,
            (n * 53 % 97) / 100 - 0.5,
            hours=((8, 12), (13, 18)) if n % 2 else ((8, 18),),
            people=n % 3,
            **rest,
        )
        for n in range(stops)
    ]
    return day([team(f"t{n}", shift=(8, 14), seats=9) for n in range(teams)], places)


def modelled(problem):
    """The model of a problem and a first solution."""
    worth = worth_of(problem, obstacles(problem))
    model = model_of(problem, (problem.stop[name] for name in worth), worth)
    return model, first_of(model, worth, seed=1)


def planned(problem, **choices):
    """A plan that holds, and how soon it was there."""
    began = time.perf_counter()
    plan = solve(problem, **choices)
    took = time.perf_counter() - began
    assert complaints(problem, plan) == []
    return plan, took


def helpers(parent):
    """The helper processes that a process has."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            of = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"geoops.routing.helper" in words and of == parent:
            found.append(int(folder.name))
    return found


def gone(pid):
    """Whether a process has ended within ten seconds."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


# Halves


@pytest.mark.parametrize("turn", range(5))
def test_the_halves_are_the_whole(turn):
    model, first = modelled(wide())
    routes = routes_of(first)
    parts = halves(model.data, routes, turn * pi / 5)
    assert sorted(route for part in parts for route in part.routes) == sorted(routes)
    planned = [client for part in parts for _, route in part.routes for client in route]
    assert sorted(planned + [c for part in parts for c in part.unplanned]) == list(
        range(model.data.num_clients)
    )
    for kind, vehicles in enumerate(zip(*(part.vehicles for part in parts), strict=True)):
        assert sum(vehicles) == model.data.vehicle_type(kind).num_available
    sizes = [sum(len(route) for _, route in part.routes) for part in parts]
    assert abs(sizes[0] - sizes[1]) < 0.3 * sum(sizes)


def test_a_half_is_a_problem_of_its_own_that_comes_back_as_it_was():
    model, first = modelled(wide())
    for part in halves(model.data, routes_of(first), 1.0):
        piece = cut_out(model.data, part)
        assert piece.start.is_feasible()
        assert sorted(piece.back(piece.start)) == sorted(part.routes)
        assert piece.start.distance() == solution_of(model.data, part.routes).distance()
        assert all(len(group) == 2 for group in piece.data.groups())


def test_a_part_without_routes_is_no_mistake():
    model, _ = modelled(wide())
    one, other = halves(model.data, (), 1.0)
    assert len(one.unplanned) + len(other.unplanned) == model.data.num_clients
    assert cut_out(model.data, one).start.num_clients() == 0


@pytest.mark.parametrize("processes", [1, 2])
def test_a_large_day_is_planned_in_halves_and_repeats_by_its_seed(processes):
    problem = wide()
    choices = {"iterations": ENOUGH, "seed": 5, "processes": processes}
    plan, _ = planned(problem, **choices)
    assert plan == solve(problem, **choices)
    assert plan.iterations == ENOUGH * processes
    quick, _ = planned(problem, iterations=0)
    assert plan.weight > quick.weight


# Annealing


@pytest.mark.alone
@pytest.mark.parametrize("processes", [1, 2])
def test_a_large_day_that_must_be_done_is_annealed(processes):
    warm_up()
    problem = wide(teams=60, required=True)
    quick, _ = planned(problem, iterations=0)
    plan, took = planned(problem, seconds=4, processes=processes)
    assert took < 4 + 2
    assert plan.required_missed == quick.required_missed == 0
    assert plan.travel < 0.9 * quick.travel


@pytest.mark.alone
def test_a_search_that_is_stopped_while_it_is_hot_keeps_the_plan_that_it_had():
    warm_up()
    problem = wide(teams=60, required=True)
    quick, _ = planned(problem, iterations=0)
    began = time.perf_counter()
    plan, took = planned(problem, seconds=60, should_stop=lambda: time.perf_counter() > began + 2.5)
    assert took < 2.5 + 3
    assert plan.required_missed == 0
    assert plan.travel <= quick.travel


# Required stops


def test_required_stops_are_held_once_all_of_them_are_visited():
    problem = wide(60, required=True)
    model, first = modelled(problem)
    ground = Ground(model, worth_of(problem, {}))
    before = ground.penalties
    assert ground.settle(first)
    assert not ground.settle(first)
    assert all(client.required != (client.group is not None) for client in ground.data.clients())
    assert all(group.required for group in ground.data.groups())
    assert ground.penalties.lateness < before.lateness


def test_required_stops_are_not_held_before_a_plan_visits_all_of_them():
    problem = wide(60, teams=1, required=True)
    model, first = modelled(problem)
    ground = Ground(model, worth_of(problem, {}))
    assert not ground.settle(first)
    assert ground.data is model.data


# Two processes


def test_two_processes_make_a_plan_that_the_seed_repeats():
    problem = coast()
    choices = {"iterations": ENOUGH, "seed": 7, "processes": 2}
    plan, _ = planned(problem, **choices)
    assert plan.iterations == 2 * ENOUGH
    assert plan == solve(problem, **choices)


@pytest.mark.alone
def test_two_processes_end_in_time_and_leave_nothing_behind():
    told = []
    plan, took = planned(
        coast(), seconds=2, processes=2, on_progress=lambda plan, at: told.append((plan, at))
    )
    assert took < 2 + 2
    assert told[0][1] < 0.5
    assert told[-1][0] == plan
    assert helpers(os.getpid()) == []


@pytest.mark.alone
def test_two_processes_stop_at_once():
    stopped = threading.Event()
    threading.Timer(1.0, stopped.set).start()
    _, took = planned(coast(), seconds=60, processes=2, should_stop=stopped.is_set)
    assert took < 1 + 2
    assert helpers(os.getpid()) == []


def test_the_helper_comes_after_the_first_plan(monkeypatch):
    order = []

    class Late(Helper):
        def __init__(self):
            order.append("helper")
            super().__init__()

    monkeypatch.setattr(course, "Helper", Late)
    solve(coast(), iterations=ENOUGH, processes=2, on_progress=lambda *_: order.append("plan"))
    assert order[:2] == ["plan", "helper"]


@pytest.mark.parametrize(
    ("problem", "choices"),
    [
        (coast(stops=10), {"iterations": ENOUGH}),
        (coast(), {"iterations": ENOUGH - 1}),
        (coast(), {"seconds": 0.5}),
    ],
    ids=["few stops", "few iterations", "little time"],
)
def test_no_helper_comes_where_it_does_not_pay(problem, choices, monkeypatch):
    monkeypatch.setattr(course, "Helper", None)
    planned(problem, processes=2, **choices)


def test_a_helper_that_dies_is_done_without(monkeypatch):
    class Mortal(Helper):
        def begin(self, data, task):
            super().begin(data, task)
            self._process.kill()

    monkeypatch.setattr(course, "Helper", Mortal)
    for problem in (coast(), wide()):
        plan, _ = planned(problem, iterations=ENOUGH, processes=2)
        assert plan.iterations == ENOUGH


@pytest.mark.faults
def test_a_helper_ends_when_its_owner_is_killed():
    code = (
        "from tests.routing.test_solver import coast\n"
        "from geoops.routing.solver import solve\n"
        "solve(coast(), seconds=60, processes=2)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code])
    try:
        found = []
        for _ in range(200):
            found = found or helpers(owner.pid)
            time.sleep(0.05 if not found else 0)
        assert len(found) == 1
    finally:
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    assert gone(found[0])
