"""Itineraries on the real roads of Helsinki: what was planned is what is drawn."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from geoops.routing.errors import PointOffRoad
from geoops.routing.itinerary import ROUNDING, itineraries
from geoops.routing.plan import Reason
from geoops.routing.problem import ANY_TIME, Break, Kind, PatrolProblem, Stop, Team, Window
from geoops.routing.solver import solve
from geoops.routing.travel import Travel
from tests.routing.conftest import AT_SEA, CATHEDRAL, PARK, STATION, Drawing
from tests.routing.days import HOUR, MONDAY
from tests.routing.plan_validator import complaints, itinerary_complaints, metres

MEAL = (Break(Window(9 * HOUR, 11 * HOUR), 30 * 60),)
WEST, SOUTH, EAST, NORTH = 24.935, 60.164, 24.954, 60.180


def crew(name="north", base=STATION, profile="car"):
    return Team(name, name, base, base, Window(8 * HOUR, 12 * HOUR), profile)


def visit(name, position, minutes=20, **rest):
    return Stop(name, name, Kind.CAMP, position, minutes * 60, **rest)


def planned(teams, stops, network):
    problem = PatrolProblem.on_roads(MONDAY, teams, stops, network)
    return problem, solve(problem, iterations=30)


@pytest.mark.parametrize("profile", ["car", "foot"])
def test_legs_lead_from_base_to_stops_and_back(network, profile):
    teams, stops = [crew(profile=profile)], [visit("church", CATHEDRAL), visit("park", PARK)]
    problem, plan = planned(teams, stops, network)
    (itinerary,) = itineraries(plan, problem, network)
    assert complaints(problem, plan) == []
    assert itinerary_complaints(problem, plan, [itinerary]) == []
    ends = [(leg.origin, leg.destination) for leg in itinerary.legs]
    assert ends[0][0] is ends[-1][1] is None
    assert {ends[0][1], ends[1][1]} == {"church", "park"}


@pytest.mark.parametrize("profile", ["car", "foot"])
def test_a_legs_times_are_the_roads_rounded_up(network, profile):
    problem, plan = planned([crew(profile=profile)], [visit("church", CATHEDRAL)], network)
    (itinerary,) = itineraries(plan, problem, network)
    there = network.route([STATION, CATHEDRAL], profile)
    assert itinerary.legs[0].exact
    assert 0 <= itinerary.legs[0].duration - there.duration <= ROUNDING
    assert itinerary.legs[0].distance == pytest.approx(there.distance, abs=1)


def test_the_line_reaches_a_stop_far_from_the_road(network):
    courtyard = (24.9340, 60.1640)
    problem, plan = planned([crew()], [visit("courtyard", courtyard)], network)
    (itinerary,) = itineraries(plan, problem, network)
    there, back = itinerary.legs
    assert there.path.coords[-1] == back.path.coords[0] == courtyard
    off = network.nearest(courtyard, "car").distance
    assert there.access_to >= off > 10
    assert back.access_from >= off


def test_a_stop_at_sea_is_left_out_as_unreachable(network):
    stops = [visit("wreck", AT_SEA, required=True), visit("church", CATHEDRAL)]
    problem, plan = planned([crew()], stops, network)
    assert [(one.stop_id, one.reason) for one in plan.left_out] == [("wreck", Reason.UNREACHABLE)]
    assert itinerary_complaints(problem, plan, itineraries(plan, problem, network)) == []


def test_a_base_at_sea_is_an_error_that_names_the_point(network):
    with pytest.raises(PointOffRoad) as refused:
        PatrolProblem.on_roads(MONDAY, [crew(base=AT_SEA)], [visit("church", CATHEDRAL)], network)
    assert (refused.value.details["longitude"], refused.value.details["latitude"]) == AT_SEA


def test_a_day_without_stops_has_no_itinerary(network):
    problem, plan = planned([crew()], [], network)
    assert itineraries(plan, problem, network) == ()


def test_a_way_that_the_network_no_longer_has_is_a_straight_line(network_of):
    """The plan was made when a bridge stood; the network of now has two banks."""
    west, east = (1.80, 50.90), (1.85, 50.90)
    banks = Drawing()
    banks.way(west, (1.81, 50.90), highway="residential")
    banks.way((1.84, 50.90), east, highway="residential")
    bridge = Travel(np.array([[0, 300.0], [300, 0]]), np.array([[0, 3500.0], [3500, 0]]))
    problem = PatrolProblem(MONDAY, (crew(base=west),), (visit("east", east),), {"car": bridge})
    plan = solve(problem, iterations=5)
    (itinerary,) = itineraries(plan, problem, network_of(banks))
    assert [leg.exact for leg in itinerary.legs] == [False, False]
    assert [leg.duration for leg in itinerary.legs] == [300, 300]
    assert itinerary_complaints(problem, plan, [itinerary]) == []


POSITIONS = st.tuples(st.floats(WEST, EAST), st.floats(SOUTH, NORTH)) | st.just(PARK)


@st.composite
def days(draw):
    """Up to 3 teams and 7 stops in the middle of Helsinki, one stop in eight of them at sea."""
    teams = [
        replace(
            crew(f"t{n}", draw(POSITIONS), draw(st.sampled_from(["car", "foot"]))),
            breaks=draw(st.sampled_from([(), MEAL])),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    stops = [
        visit(
            f"s{n}",
            AT_SEA if draw(st.integers(0, 7)) == 0 else draw(POSITIONS),
            draw(st.integers(0, 60)),
            windows=draw(st.sampled_from([ANY_TIME, (Window(9 * HOUR, 10 * HOUR),)])),
        )
        for n in range(draw(st.integers(0, 7)))
    ]
    return teams, stops


@given(days())
@settings(max_examples=40, deadline=None)
def test_every_plan_on_roads_holds_and_is_drawn_without_a_gap(network, drawn):
    problem, plan = planned(*drawn, network)
    assert complaints(problem, plan) == []
    assert itinerary_complaints(problem, plan, itineraries(plan, problem, network)) == []


def spoilt(itinerary, number, **changes):
    legs = list(itinerary.legs)
    legs[number] = replace(legs[number], **changes)
    return replace(itinerary, legs=tuple(legs))


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda one: replace(one, legs=one.legs[1:]), "legs for"),
        (lambda one: replace(one, team_id="nobody"), "not one itinerary"),
        (lambda one: spoilt(one, 0, departure=0), "at another time"),
        (lambda one: spoilt(one, 0, path=LineString([PARK, PARK])), "not reach its stops"),
        (lambda one: spoilt(one, 1, path=one.legs[1].path.reverse()), "jumps between"),
        (lambda one: spoilt(one, 0, distance=9_999.0), "drawn"),
    ],
)
def test_the_validator_sees_a_spoilt_itinerary(network, spoil, word):
    problem, plan = planned([crew()], [visit("church", CATHEDRAL), visit("park", PARK)], network)
    (itinerary,) = itineraries(plan, problem, network)
    found = itinerary_complaints(problem, plan, [spoil(itinerary)])
    assert any(word in complaint for complaint in found)


def test_the_validator_measures_metres():
    assert metres((1.8587, 50.9513), (1.8587, 51.0413)) == pytest.approx(10_008, abs=20)


def test_a_break_is_shown_where_it_is_taken(network):
    stops = [visit("church", CATHEDRAL, 70), visit("park", PARK, 60)]
    team = replace(crew(), shift=Window(8 * HOUR, 11 * HOUR), breaks=MEAL)
    problem, plan = planned([team], stops, network)
    (itinerary,) = itineraries(plan, problem, network)
    assert complaints(problem, plan) == []
    assert itinerary_complaints(problem, plan, [itinerary]) == []
    (rest,) = itinerary.rests
    assert rest.end - rest.start == 30 * 60
    assert min(metres(rest.position, place) for place in (CATHEDRAL, PARK, STATION)) < 1


def test_the_validator_sees_a_spoilt_break(network):
    team = replace(crew(), breaks=MEAL)
    problem, plan = planned([team], [visit("church", CATHEDRAL)], network)
    (itinerary,) = itineraries(plan, problem, network)
    (rest,) = itinerary.rests
    for wrong, word in (({"position": AT_SEA}, "off its way"), ({"start": 0}, "at another time")):
        spoilt_one = replace(itinerary, rests=(replace(rest, **wrong),))
        found = itinerary_complaints(problem, plan, [spoilt_one])
        assert any(word in complaint for complaint in found)
