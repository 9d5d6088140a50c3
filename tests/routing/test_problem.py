"""The patrol problem refuses, in words, what cannot be meant."""

import numpy as np
import pytest

from geoops.errors import Invalid
from geoops.routing.problem import PatrolProblem, Window
from geoops.routing.travel import Travel
from geoops.routing.weight import NEVER_VISITED, weight_of
from geoops.routing.window import joined
from tests.routing.days import BASE, HOUR, MONDAY, day, stop, straight, team


def test_two_stops_may_not_share_an_identifier():
    with pytest.raises(Invalid, match="stops: dunes given more than once"):
        day([team()], [stop("dunes"), stop("dunes", 0.2)])


def test_two_teams_may_not_share_an_identifier():
    with pytest.raises(Invalid, match="teams: north given more than once"):
        day([team(), team()], [])


def test_a_window_may_not_end_before_it_begins():
    with pytest.raises(Invalid, match="no time span"):
        Window(10 * HOUR, 9 * HOUR)


def test_a_window_may_not_begin_before_midnight():
    with pytest.raises(Invalid, match="no time span"):
        Window(-1, 9 * HOUR)


def test_a_stop_may_not_be_open_for_no_time():
    with pytest.raises(Invalid, match="an opening window is empty"):
        stop("dunes", hours=((9, 9),))


def test_a_visit_may_not_take_less_than_no_time():
    with pytest.raises(Invalid, match="service time is negative"):
        stop("dunes", minutes=-1)


@pytest.mark.parametrize("weight", [-1.0, 1e7, float("nan"), float("inf")])
def test_a_weight_is_a_number_from_zero(weight):
    with pytest.raises(Invalid, match="weight"):
        stop("dunes", weight=weight)


def test_a_position_is_on_earth():
    with pytest.raises(Invalid, match="not on Earth"):
        day([team()], [stop("dunes", 300)])


def test_a_profile_in_use_needs_a_table():
    with pytest.raises(Invalid, match="no table for foot"):
        PatrolProblem(MONDAY, (team(profile="foot"),), (), {"car": straight([BASE], 20)})


def test_a_table_has_a_row_for_each_point():
    with pytest.raises(Invalid, match="1 points in the table of car, not 2"):
        PatrolProblem(MONDAY, (team(),), (stop("dunes"),), {"car": straight([BASE], 20)})


@pytest.mark.parametrize(
    ("durations", "distances"),
    [
        (np.zeros((2, 3)), np.zeros((2, 3))),
        (np.zeros((2, 2)), np.zeros((3, 3))),
        (np.full((2, 2), -1.0), np.zeros((2, 2))),
        (np.full((2, 2), np.inf), np.zeros((2, 2))),
        (np.array([[0, np.nan], [1, 0]]), np.ones((2, 2))),
    ],
    ids=["not square", "shapes differ", "negative", "infinite", "a way without a length"],
)
def test_a_travel_table_must_make_sense(durations, distances):
    with pytest.raises(Invalid):
        Travel(durations, distances)


def test_travel_times_are_rounded_up():
    table = Travel(np.array([[0, 10.1], [10.0, 0]]), np.array([[0, 99.0], [98.0, 0]]))
    assert table.seconds == [[0, 11], [10, 0]]


def test_no_way_is_none():
    table = Travel(np.array([[0, np.nan], [1, 0]]), np.array([[0, np.nan], [1, 0]]))
    assert table.seconds == [[0, None], [1, 0]]


def test_points_are_listed_once_with_the_bases_first():
    problem = day([team(), team("south", end=(1.7, 50.8))], [stop("dunes"), stop("port")])
    assert problem.points == (BASE, (1.7, 50.8), (BASE[0] + 0.1, BASE[1]))


def test_windows_that_touch_are_one():
    windows = [Window(12, 14), Window(8, 10), Window(10, 12), Window(20, 30), Window(22, 24)]
    assert joined(windows) == (Window(8, 14), Window(20, 30))


def test_a_visit_starts_in_the_first_window_that_is_long_enough():
    dunes = stop("dunes", minutes=60, hours=((9, 10), (12, 14)))
    starts = [dunes.earliest_start(int(h * HOUR)) for h in (8, 9, 9.5, 12.5, 13, 13.5)]
    assert starts == [9 * HOUR, 9 * HOUR, 12 * HOUR, 12.5 * HOUR, 13 * HOUR, None]


def test_the_latest_start_looks_back_to_an_open_window():
    dunes = stop("dunes", minutes=60, hours=((9, 10), (12, 14)))
    starts = [dunes.latest_start(int(h * HOUR)) for h in (15, 12.5, 11, 8)]
    assert starts == [13 * HOUR, 12.5 * HOUR, 9 * HOUR, None]


def test_a_due_visit_weighs_what_its_zone_weighs():
    assert weight_of(7, 7, 3.0) == 3.0


def test_weight_grows_with_days_over_the_interval():
    assert weight_of(0, 7) == 0
    assert weight_of(14, 7) == 2 * weight_of(7, 7) == weight_of(2, 1)


def test_a_place_never_visited_is_overdue():
    assert weight_of(None, 7, 0.5) == 0.5 * NEVER_VISITED > weight_of(7, 7, 0.5)


@pytest.mark.parametrize("question", [(1, 0, 1), (-1, 7, 1), (1, 7, -1), (1, float("nan"), 1)])
def test_weight_is_refused_for_what_no_zone_has(question):
    with pytest.raises(Invalid):
        weight_of(*question)
