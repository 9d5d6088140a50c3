"""What the road network answers, and what it refuses."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from geoops.errors import Invalid
from geoops.routing.network import (
    Network,
    NetworkNotBuilt,
    NoWay,
    PointOffRoad,
    Profile,
)
from geoops.settings import Settings
from tests.routing.conftest import AT_SEA, CATHEDRAL, PARK, STATION, Drawing

POINTS = [STATION, CATHEDRAL, PARK]
MAINLAND = [(1.80, 50.90), (1.81, 50.90)]
ISLAND = [(1.90, 50.95), (1.91, 50.95)]

in_helsinki = st.tuples(st.floats(24.936, 24.953), st.floats(60.165, 60.179))
profiles = st.sampled_from(["car", "foot"])


def metres(a: ArrayLike, b: ArrayLike) -> float:
    """Roughly, between two positions near each other at Helsinki's latitude."""
    dx, dy = (np.asarray(a) - np.asarray(b)) * (55_800, 111_300)
    return math.hypot(dx, dy)


def two_lands() -> Drawing:
    return Drawing().way(*MAINLAND, highway="residential").way(*ISLAND, highway="residential")


@pytest.mark.parametrize("profile", ["car", "foot"])
def test_a_route_joins_its_points_leg_by_leg(network: Network, profile: Profile) -> None:
    route = network.route(POINTS, profile)
    assert len(route.legs) == 2
    assert route.duration == pytest.approx(sum(leg.duration for leg in route.legs), abs=0.5)
    assert route.distance == pytest.approx(sum(leg.distance for leg in route.legs), abs=0.5)
    assert (route.legs[0].geometry[-1] == route.legs[1].geometry[0]).all()
    for point, leg in zip(POINTS, route.legs, strict=False):
        assert metres(point, leg.geometry[0]) < 100
    assert metres(POINTS[-1], route.geometry[-1]) < 100


def test_walking_takes_longer_than_driving_the_same_metres(network: Network) -> None:
    speeds = {
        profile: (found := network.route(POINTS, profile)).distance / found.duration
        for profile in ("car", "foot")
    }
    assert speeds["foot"] == pytest.approx(5 / 3.6, rel=0.1)
    assert speeds["car"] > 1.5 * speeds["foot"]


def test_steps_come_when_asked_for(network: Network) -> None:
    (leg,) = network.route(POINTS[:2], "car", steps=True).legs
    assert [leg.steps[0].maneuver, leg.steps[-1].maneuver] == ["depart", "arrive"]
    assert sum(step.distance for step in leg.steps) == pytest.approx(leg.distance, abs=1)
    assert network.route(POINTS[:2], "car").legs[0].steps == ()


def test_a_point_at_sea_is_an_error_that_names_it(network: Network) -> None:
    with pytest.raises(PointOffRoad, match=r"Au large.*24\.97.*limit is 500 m") as caught:
        network.table([STATION, AT_SEA], "car", labels=["Gare", "Au large"])
    details = caught.value.details
    assert (details["index"], details["label"]) == (1, "Au large")
    assert (details["longitude"], details["latitude"]) == AT_SEA
    assert details["distance"] > 5_000


@pytest.mark.parametrize("ask", [Network.table, Network.route])
def test_every_point_off_the_road_is_told(network: Network, ask: Callable[..., object]) -> None:
    with pytest.raises(PointOffRoad, match="Point 1") as caught:
        ask(network, [AT_SEA, STATION, AT_SEA], "foot")
    assert caught.value.details["indices"] == [0, 2]


def test_nearest_refuses_a_point_at_sea_too(network: Network) -> None:
    with pytest.raises(PointOffRoad, match="Au large"):
        network.nearest(AT_SEA, "car", label="Au large")


@pytest.mark.parametrize("offset", [-1, 1])
def test_the_radius_is_the_metres_from_the_road(helsinki_settings: Settings, offset: int) -> None:
    away = Network(helsinki_settings).nearest(PARK, "car").distance
    near = Network(helsinki_settings.model_copy(update={"snap_radius": away + offset}))
    if offset > 0:
        assert near.table([PARK], "car").durations.shape == (1, 1)
    else:
        with pytest.raises(PointOffRoad):
            near.table([PARK], "car")


def test_nearest_says_where_the_road_is(network: Network) -> None:
    found = network.nearest(CATHEDRAL, "foot")
    assert metres(CATHEDRAL, found.position) == pytest.approx(found.distance, rel=0.05, abs=0.5)


def test_rows_are_sources_and_columns_destinations_in_the_order_asked(network: Network) -> None:
    points = [*POINTS, (24.9480, 60.1680)]
    whole = network.table(points, "car")
    part = network.table(points, "car", sources=[3, 0], destinations=[2, 1, 0])
    assert part.durations.shape == part.distances.shape == (2, 3)
    np.testing.assert_array_equal(part.durations, whole.durations[np.ix_([3, 0], [2, 1, 0])])
    np.testing.assert_array_equal(part.distances, whole.distances[np.ix_([3, 0], [2, 1, 0])])


def test_no_points_give_an_empty_table(network: Network) -> None:
    assert network.table([], "car").durations.shape == (0, 0)
    assert network.table(POINTS, "car", sources=[]).durations.shape == (0, 3)


def test_where_there_is_no_way_the_table_is_nan(network_of: Callable[..., Network]) -> None:
    table = network_of(two_lands()).table([MAINLAND[0], MAINLAND[1], ISLAND[0]], "car")
    no_way = [[False, False, True], [False, False, True], [True, True, False]]
    assert np.isnan(table.durations).tolist() == no_way
    assert np.isnan(table.distances).tolist() == no_way


def test_a_route_without_a_way_names_the_two_points(network_of: Callable[..., Network]) -> None:
    with pytest.raises(NoWay, match="from Boulogne to Douvres"):
        network_of(two_lands()).route(
            [*MAINLAND, ISLAND[0]], "car", labels=["Calais", "Boulogne", "Douvres"]
        )


@pytest.mark.parametrize(
    "points",
    [
        [(math.nan, 60.17), STATION],
        [(math.inf, 60.17), STATION],
        [(181.0, 60.17), STATION],
        [(24.94, 90.1), STATION],
        [(24.94,), (60.17,)],
        [("x", "y"), STATION],
        [1, 2],
        [STATION],
    ],
)
def test_what_is_no_point_is_refused_before_the_engine(
    network: Network, points: list[tuple[float, float]]
) -> None:
    with pytest.raises(Invalid):
        network.route(points, "car")


def test_unknown_profiles_and_indices_are_refused(network: Network) -> None:
    with pytest.raises(Invalid, match="car or foot"):
        network.table(POINTS, "boat")  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="from 0 to 2"):
        network.table(POINTS, "car", sources=[3])
    with pytest.raises(Invalid, match="cells"):
        network.table([STATION] * 2001, "car")


def test_without_a_dataset_the_error_says_the_command(settings: Settings) -> None:
    for autostart in (True, False):
        with pytest.raises(NetworkNotBuilt, match="geoops network build") as caught:
            Network(settings, autostart=autostart).table(POINTS, "car")
        assert caught.value.status == 503


@hypothesis_settings(max_examples=25, deadline=None)
@given(points=st.lists(in_helsinki, min_size=2, max_size=6), profile=profiles)
def test_the_way_to_oneself_is_zero(
    network: Network, points: list[tuple[float, float]], profile: Profile
) -> None:
    table = network.table(points, profile)
    assert (np.diagonal(table.durations) == 0).all()
    assert (np.diagonal(table.distances) == 0).all()
    assert (table.durations[~np.isnan(table.durations)] >= 0).all()
    assert (np.isnan(table.durations) == np.isnan(table.distances)).all()


@hypothesis_settings(max_examples=25, deadline=None)
@given(start=in_helsinki, end=in_helsinki, profile=profiles)
def test_a_route_takes_as_long_as_its_table_says(
    network: Network, start: tuple[float, float], end: tuple[float, float], profile: Profile
) -> None:
    duration = network.table([start, end], profile).durations[0, 1]
    if np.isnan(duration):
        with pytest.raises(NoWay):
            network.route([start, end], profile)
    else:
        found = network.route([start, end], profile)
        assert found.duration == pytest.approx(duration, abs=0.2)


@hypothesis_settings(max_examples=25, deadline=None)
@given(points=st.lists(in_helsinki, min_size=2, max_size=8))
def test_legs_are_pieces_of_the_whole_line(
    network: Network, points: list[tuple[float, float]]
) -> None:
    route = network.route(points, "foot")
    joined = [route.legs[0].geometry[:1], *(leg.geometry[1:] for leg in route.legs)]
    np.testing.assert_array_equal(np.concatenate(joined), route.geometry)
    assert all(len(leg.geometry) >= 2 for leg in route.legs)


def test_a_small_town_is_no_islet(network: Network) -> None:
    points = np.random.default_rng(1).uniform((24.9352, 60.1642), (24.9534, 60.1791), (60, 2))
    assert not np.isnan(network.table(points, "car").durations).any()


def test_a_point_on_an_islet_stays_there_though_a_town_lies_beyond_the_radius(
    network_of: Callable[..., Network],
) -> None:
    longitudes, latitudes = (
        [1.80 + 0.001 * n for n in range(9)],
        [50.90 + 0.001 * n for n in range(9)],
    )
    town = Drawing()
    for longitude in longitudes:
        town.way(*((longitude, latitude) for latitude in latitudes), highway="residential")
    for latitude in latitudes:
        town.way(*((longitude, latitude) for longitude in longitudes), highway="residential")
    islet = (1.82, 50.90), (1.821, 50.90)
    table = network_of(town.way(*islet, highway="residential")).table(
        [*islet, (1.80, 50.90)], "car"
    )
    assert table.durations[0, 1] > 0
    assert np.isnan(table.durations[0, 2])
