"""`geoops bench vrplib`: a published instance becomes a patrol day, and its plan's cost is true."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geoops.cli import main
from geoops.errors import Invalid
from geoops.routing.instance import SECONDS_EACH, read_instance
from geoops.routing.solver import solve
from tests.routing.plan_validator import complaints

# Two depots, four clients around the first and one, far away, that is not worth its prize of 9.
PRIZES = """NAME : tiny
TYPE : PCVRPTW
DIMENSION : 6
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 0 10
3 10 10
4 10 0
5 3 4
6 300 400
DEMAND_SECTION
1 0
2 4
3 4
4 4
5 4
6 1
TIME_WINDOW_SECTION
1 0 2000
2 0 100
3 0 100
4 0 100
5 0 100
6 0 900
PRIZE_SECTION
1 0
2 50
3 50
4 50
5 50
6 9
DEPOT_SECTION
1
-1
EOF
"""
DEPOTS = """NAME: tiny
TYPE: MDVRPTW
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: 5
VEHICLES: 2
CAPACITY: 5
VEHICLES_MAX_DURATION: 40
NODE_COORD_SECTION
1 0 0
2 100 0
3 3 4
4 103 4
5 100 5.0625
DEMAND_SECTION
1 0
2 0
3 5
4 2
5 3
SERVICE_TIME_SECTION
1 0
2 0
3 10
4 10
5 10
TIME_WINDOW_SECTION
1 0 1000
2 0 1000
3 0 900
4 500 510
5 500 600
VEHICLES_DEPOT_SECTION
1 1
2 2
DEPOT_SECTION
1
2
EOF
"""


@pytest.fixture
def prizes(tmp_path: Path) -> Path:
    return written(tmp_path / "prizes.vrp", PRIZES)


@pytest.fixture
def depots(tmp_path: Path) -> Path:
    return written(tmp_path / "depots.vrp", DEPOTS)


def written(file: Path, text: str) -> Path:
    file.write_text(text)
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["bench", "vrplib", *map(str, arguments)])


def plan_of(instance):
    plan = solve(instance.problem, iterations=200, minutes_per_weight=SECONDS_EACH)
    assert complaints(instance.problem, plan) == []
    return plan


def test_a_client_that_is_not_worth_the_way_costs_its_prize(prizes):
    instance = read_instance(prizes)
    plan = plan_of(instance)
    assert [one.stop_id for one in plan.left_out] == ["5"]
    # Two of four clients fit a vehicle, a corner and the middle in the one (10 + 5 + 6.7 cut to
    # tenths), two corners in the other (10 + 10 + 14.1); in tenths, with the prize of 9.
    assert instance.cost(plan) == (100 + 67 + 50) + (100 + 100 + 141) + 90


def test_every_depot_sends_its_own_vehicle_and_nobody_is_out_too_long(depots):
    instance = read_instance(depots)
    plan = plan_of(instance)
    visited = {one.team_id: [v.stop_id for v in one.visits] for one in plan.outings}
    assert visited == {"0": ["2"], "1": ["3", "4"]}
    assert instance.cost(plan) == 2 * 5_000 + 5_000 + 3_183 + 5_062


def test_a_plan_that_breaks_a_rule_has_no_cost(depots):
    instance = read_instance(depots)
    plan = plan_of(instance)
    for rule in ({"capacity": 4}, {"longest": 30_000}, {"windows": instance.windows - 495_000}):
        assert replace(instance, **rule).cost(plan) is None
    assert instance.cost(replace(plan, outings=plan.outings[:1])) is None
    assert instance.cost(replace(plan, outings=(*plan.outings, plan.outings[0]))) is None


def test_the_command_says_cost_gap_seconds_and_iterations(prizes):
    written(prizes.with_suffix(".sol"), "Route #1: 2 1 4\nRoute #2: 3 5\nCost 600\n")
    said = json.loads(run(prizes, "--seconds", 2, "--seed", 3, "--json").stdout)
    assert (said["cost"], said["best_known"], said["gap"]) == (648, 600, 8.0)
    assert (said["solver"], said["seed"]) == ("geoops", 3)
    assert said["iterations"] > 0
    assert 1.9 < said["seconds"] < 9


@pytest.mark.parametrize("file", ["prizes", "depots"])
def test_bare_pyvrp_reckons_the_same_costs(file, request):
    file = request.getfixturevalue(file)
    bare = json.loads(run(file, "--seconds", 1, "--bare", "--json").stdout)
    assert bare["solver"] == "pyvrp"
    assert bare["cost"] == read_instance(file).cost(plan_of(read_instance(file)))
    assert (bare["best_known"], bare["gap"]) == (None, None)


def test_without_json_it_is_for_reading(prizes):
    assert "best_known   unknown" in run(prizes, "--seconds", 0.1).stdout


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("nonsense", "no VRPLIB instance"),
        (DEPOTS.replace("VEHICLES:", "VEHICLES_FIXED_COST: 7\nVEHICLES:"), "vehicles_fixed_cost"),
        ("NAME: tiny\nTYPE: MDVRPTW\nEOF\n", "no VRPLIB instance"),
    ],
)
def test_a_file_that_is_no_patrol_day_is_refused_in_words(tmp_path, text, word):
    file = written(tmp_path / "bad.vrp", text)
    with pytest.raises(Invalid, match=word):
        read_instance(file)
    assert word in run(file).output
