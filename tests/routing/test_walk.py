"""Car and foot in one plan: the van stops, the team walks the loop of camps and comes back."""

from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoops.demonstration.places import demonstration_camps, demonstration_zones
from geoops.demonstration.roads import write_osm
from geoops.errors import Invalid
from geoops.routing.build import build
from geoops.routing.errors import PointOffRoad
from geoops.routing.itinerary import itineraries
from geoops.routing.network import Network
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team, Window
from geoops.routing.solver import solve
from geoops.routing.travel import Travel
from geoops.routing.walk import EXACT, Camp, Walk, walk_of, walk_on_roads
from geoops.settings import Settings
from tests.routing.conftest import AT_SEA, CATHEDRAL, PARK, STATION, Drawing
from tests.routing.days import HOUR, MONDAY, day, stop, straight, team
from tests.routing.plan_validator import complaints, itinerary_complaints, metres

SPOTS = st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02))


def camps_at(spots, minutes=10):
    return [Camp(f"c{n}", f"Camp {n}", spot, minutes * 60) for n, spot in enumerate(spots)]


def walked(seconds, order):
    """Seconds of a loop over rows of a table, worked out leg by leg."""
    return sum(seconds[leg] for leg in pairwise([0, *order, 0]))


# The order


@given(st.lists(SPOTS, min_size=1, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_few_camps_are_in_the_best_order_there_is(spots, random):
    """Also on a table that is not the same there and back."""
    plain = straight([(0.0, 0.0), *spots], 1.4)
    uphill = np.array([[random.uniform(1, 2) for _ in row] for row in plain.durations])
    foot = Travel(plain.durations * uphill, plain.distances)
    walk = walk_of(camps_at(spots), foot)
    rows = range(1, len(spots) + 1)
    best = min(walked(foot.durations, order) for order in permutations(rows))
    assert sum(walk.travels) == best


def test_many_camps_are_in_a_good_order():
    """On a circle the best loop goes round it."""
    angles = np.random.default_rng(1).permutation(15) * 2 * np.pi / 15
    spots = [(0.01 * np.cos(a), 0.01 * np.sin(a)) for a in angles]
    walk = walk_of(camps_at(spots), straight([(0.0, 0.0), *spots], 1.4))
    assert len(walk.camps) == 15 > EXACT
    around = 14 * 2 * 1000 * np.sin(np.pi / 15) + 2 * 1000
    assert sum(walk.distances) == pytest.approx(around, rel=0.01)


def test_a_camp_without_a_way_is_missed_and_the_others_are_not():
    spots = [(0.01, 0.0), (0.0, 0.01)]
    foot = straight([(0.0, 0.0), *spots], 1.4)
    durations = foot.durations.copy()
    durations[:, 1] = durations[1, :] = np.nan
    distances = np.where(np.isnan(durations), np.nan, foot.distances)
    walk = walk_of(camps_at(spots), Travel(durations, distances))
    assert ([c.id for c in walk.camps], [c.id for c in walk.missed]) == (["c1"], ["c0"])


def test_a_camp_without_a_way_back_is_missed():
    spots = [(0.01, 0.0), (0.0, 0.01)]
    foot = straight([(0.0, 0.0), *spots], 1.4)
    durations = foot.durations.copy()
    durations[1, 0] = np.nan
    distances = np.where(np.isnan(durations), np.nan, foot.distances)
    walk = walk_of(camps_at(spots), Travel(durations, distances))
    assert ([c.id for c in walk.camps], [c.id for c in walk.missed]) == (["c1"], ["c0"])


def test_camps_without_a_way_between_them_are_reached_over_the_van():
    spots = [(0.01, 0.0), (-0.01, 0.0)]
    foot = straight([(0.0, 0.0), *spots], 1.4)
    durations, distances = foot.durations.copy(), foot.distances.copy()
    for table in (durations, distances):
        table[1, 2] = table[2, 1] = np.nan
    walk = walk_of(camps_at(spots), Travel(durations, distances))
    assert sum(walk.distances) == pytest.approx(4000)


def test_a_walk_takes_its_ways_and_its_visits():
    walk = walk_of(camps_at([(0.0139, 0.0)]), straight([(0.0, 0.0), (0.0139, 0.0)], 1.4))
    assert walk.seconds == 993 + 600 + 993
    assert [(arrival, end) for _, arrival, end in walk.calls(HOUR)] == [(4593, 5193)]


# In the plan


def loop_at(place, *spots):
    """The stop's walk to camps so many degrees (× 100 km) from it."""
    east, north = place.position
    near = [(east + x, north + y) for x, y in spots]
    return walk_of(camps_at(near), straight([place.position, *near], 1.4))


def test_the_visit_is_as_long_as_the_walk():
    dunes = stop("dunes", 0.12, minutes=90)
    dunes = dunes.walked(loop_at(dunes, (0.0139, 0.0)))
    problem = day([team()], [dunes])
    plan = solve(problem, iterations=10)
    assert complaints(problem, plan) == []
    assert plan.outings[0].visits[0].end - plan.outings[0].visits[0].start == 2586


def test_a_stop_whose_camps_cannot_be_reached_says_so():
    camp = Camp("c", "Camp des oies", (1.9, 50.9), 600)
    dunes = stop("dunes", minutes=20).walked(Walk((), (), (), (camp,)))
    problem = day([team()], [dunes])
    plan = solve(problem, iterations=10)
    assert complaints(problem, plan) == []
    assert dunes.service == 20 * 60
    assert [one.words for one in plan.camps_missed] == [
        "No way on foot leads to Camp des oies from where the van stops."
    ]


def test_a_visit_is_no_shorter_than_its_walk():
    dunes = stop("dunes")
    with pytest.raises(Invalid, match="the walk is longer"):
        replace(dunes, loop=loop_at(dunes, (0.0139, 0.0)), service=60)


# On roads and paths


def outing_on(network, access, camps, base=STATION):
    """The planned day of one van that calls at one zone, with its itinerary."""
    walk = walk_on_roads(access, camps, network)
    zone = Stop("zone", "Zone", Kind.ZONE, access, 0).walked(walk)
    crew = Team("t", "T", base, base, Window(8 * HOUR, 16 * HOUR))
    problem = PatrolProblem.on_roads(MONDAY, [crew], [zone], network)
    plan = solve(problem, iterations=10)
    return problem, plan, itineraries(plan, problem, network)


def test_the_itinerary_drives_then_walks_and_drives_back(network):
    camps = camps_at([PARK, (24.9480, 60.1730), (24.9510, 60.1720)])
    problem, plan, drawn = outing_on(network, CATHEDRAL, camps)
    assert complaints(problem, plan) == []
    assert itinerary_complaints(problem, plan, drawn) == []
    (walk,) = drawn[0].walks
    assert len(drawn[0].legs) == 2
    assert len(walk.legs) == 4
    assert walk.legs[0].path.coords[0] == walk.legs[-1].path.coords[-1] == CATHEDRAL
    assert {call.camp_id for call in walk.calls} == {"c0", "c1", "c2"}
    assert all(leg.exact for leg in walk.legs)


def test_a_camp_at_sea_is_missed_not_an_error(network):
    walk = walk_on_roads(CATHEDRAL, camps_at([AT_SEA, PARK, PARK]), network)
    assert [camp.id for camp in walk.missed] == ["c0"]
    assert {camp.id for camp in walk.camps} == {"c1", "c2"}


def test_a_camp_far_from_every_road_is_reached_by_its_path(network_of):
    """A road for the van, and a path of 2 km into the dunes."""
    base, end, camp = (1.60, 50.78), (1.61, 50.78), (1.61, 50.80)
    map_ = Drawing()
    map_.way(base, end, highway="residential")
    map_.way(end, camp, highway="path")
    network = network_of(map_)
    with pytest.raises(PointOffRoad):
        network.nearest(camp, "car")
    problem, plan, drawn = outing_on(network, end, camps_at([camp]), base)
    assert complaints(problem, plan) == []
    assert itinerary_complaints(problem, plan, drawn) == []
    (leg, _) = drawn[0].walks[0].legs
    assert metres(leg.path.coords[-1], camp) < 1


@pytest.mark.parametrize("label", ["Pointe aux Oies", "Puythouck A"])
def test_the_demonstrations_remote_camps_are_reached(label, coast):
    """Farther than the snap radius from any road for a car, they are called at on foot."""
    (camp,) = [one for one in demonstration_camps() if one.label.endswith(label)]
    (zone,) = [one for one in demonstration_zones() if one.name == camp.zone]
    with pytest.raises(PointOffRoad):
        coast.nearest(camp.position, "car")
    near = [one for one in demonstration_camps() if one.zone == zone.name]
    camps = [Camp(one.label, one.label, one.position, 20 * 60) for one in near]
    problem, plan, drawn = outing_on(coast, zone.access, camps, zone.access)
    assert complaints(problem, plan) == []
    assert itinerary_complaints(problem, plan, drawn) == []
    assert camp.label in {call.camp_id for call in drawn[0].walks[0].calls}


@pytest.fixture(scope="module")
def coast(tmp_path_factory):
    """The demonstration's network."""
    home = tmp_path_factory.mktemp("coast")
    write_osm(home / "coast.osm.pbf")
    built = Settings(home=home)
    build(built, home / "coast.osm.pbf")
    return Network(built)


def spoilt(drawn, change):
    """The itineraries with the first walk changed."""
    walk = drawn[0].walks[0]
    return [replace(drawn[0], walks=(replace(walk, **change(walk)),))]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda w: {"stop_id": "other"}, "does not walk where it should"),
        (lambda w: {"calls": w.calls[1:]}, "call once at each"),
        (lambda w: {"calls": w.calls[::-1]}, "do not meet"),
        (lambda w: {"legs": (replace(w.legs[0], departure=0), *w.legs[1:])}, "do not meet"),
        (lambda w: {"calls": (replace(w.calls[0], end=0), *w.calls[1:])}, "take its time"),
        (lambda w: {"legs": (*w.legs[:-1], replace(w.legs[-1], arrival=HOUR * 20))}, "ends after"),
        (lambda w: {"legs": (replace(w.legs[0], path=w.legs[1].path), *w.legs[1:])}, "not reach"),
    ],
)
def test_the_validator_sees_a_spoilt_walk(network, change, word):
    problem, plan, drawn = outing_on(network, CATHEDRAL, camps_at([PARK, (24.9480, 60.1730)]))
    found = itinerary_complaints(problem, plan, spoilt(drawn, change))
    assert any(word in complaint for complaint in found)


def test_the_validator_sees_a_walk_that_is_cut_short():
    dunes = stop("dunes")
    problem = day([team()], [dunes.walked(loop_at(dunes, (0.0139, 0.0)))])
    plan = solve(problem, iterations=5)
    (one,) = plan.outings
    left = replace(one.visits[0], end=one.visits[0].end - 1)
    found = complaints(problem, replace(plan, outings=(replace(one, visits=(left,)),)))
    assert "dunes is left before its walk ends" in found


def test_the_validator_sees_a_plan_that_hides_a_missed_camp():
    camp = Camp("c", "Camp", (1.9, 50.9), 600)
    problem = day([team()], [stop("dunes").walked(Walk((), (), (), (camp,)))])
    plan = replace(solve(problem, iterations=5), camps_missed=())
    assert "the camps that no walk reaches are miscounted" in complaints(problem, plan)
