"""Closing roads: what a shape closes, that no way gets faster, that lifting gives all back."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from geoops.routing.answers import Table
from geoops.routing.build import build
from geoops.routing.dataset import current
from geoops.routing.errors import NetworkTooOld, NoWay, PointOffRoad
from geoops.routing.network import Closure, Network
from geoops.routing.variant import MOST
from geoops.settings import Settings
from tests.routing.conftest import AT_SEA, CATHEDRAL, PARK, STATION, Drawing

# A ladder: two streets west to east, 111 m apart, with three rungs. 0.001° is 70 m or 111 m.
WEST, MIDDLE, EAST = 1.800, 1.805, 1.810
SOUTH, NORTH = 50.900, 50.901
A, B = (WEST, SOUTH), (EAST, SOUTH)
STREETS = {
    "south": [A, (MIDDLE, SOUTH), B],
    "north": [(WEST, NORTH), (MIDDLE, NORTH), (EAST, NORTH)],
    "rungs": [[(x, SOUTH), (x, NORTH)] for x in (WEST, MIDDLE, EAST)],
}
SOUTHERN = LineString([(1.8001, 50.90003), (1.8049, 50.90003)])
"""Drawn by hand, 3 m beside the western half of the southern street."""


def ladder() -> Drawing:
    drawing = Drawing().way(*STREETS["south"], highway="residential")
    drawing.way(*STREETS["north"], highway="residential")
    for stub in ([(1.799, SOUTH), A], [B, (1.811, SOUTH)]):  # so that A and B are junctions
        drawing.way(*stub, highway="residential")
    for rung in STREETS["rungs"]:
        drawing.way(*rung, highway="residential")
    return drawing


@pytest.fixture
def ladder_network(network_of: Callable[[Drawing], Network]) -> Network:
    return network_of(ladder())


def seconds(network: Network, *closures: Closure) -> float:
    return float(network.table([A, B], "car", closures=closures).durations[0, 1])


def test_a_line_along_a_road_closes_it_and_not_those_it_meets(ladder_network: Network) -> None:
    closing = ladder_network.close([Closure(SOUTHERN)], "car")
    assert closing.metres == pytest.approx(351, abs=2)
    route = ladder_network.route([A, B], "car", closures=[Closure(SOUTHERN)])
    assert route.geometry[:, 1].max() == pytest.approx(NORTH)  # round by the north
    assert seconds(ladder_network, Closure(SOUTHERN)) > seconds(ladder_network)


def test_a_line_across_roads_is_a_barrier(ladder_network: Network) -> None:
    across = Closure(LineString([(1.802, 50.8995), (1.802, 50.9015)]))
    assert ladder_network.close([across], "car").metres == pytest.approx(2 * 351, abs=4)
    with pytest.raises(NoWay):
        ladder_network.route([A, B], "car", closures=[across])


def test_a_polygon_closes_what_lies_in_it_or_crosses_its_edge(ladder_network: Network) -> None:
    inside = Closure(box(1.7999, 50.9002, 1.8001, 50.9012))  # the western rung and half its ends
    assert ladder_network.close([inside], "car").metres == pytest.approx(111 + 351, abs=3)


def test_a_closure_is_for_its_profiles_alone(ladder_network: Network) -> None:
    for_feet = Closure(SOUTHERN, ("foot",))
    assert ladder_network.close([for_feet], "car").metres == 0
    assert ladder_network.close([for_feet], "foot").metres > 300
    assert seconds(ladder_network, for_feet) == seconds(ladder_network)


def test_what_closes_nothing_is_the_base_itself(
    ladder_network: Network, settings: Settings
) -> None:
    elsewhere = Closure(LineString([AT_SEA, (24.98, 60.1)]))
    assert seconds(ladder_network, elsewhere) == seconds(ladder_network)
    assert not (settings.network_home / "variants").exists()


def test_the_dataset_stays_as_it_is_byte_for_byte(
    ladder_network: Network, settings: Settings
) -> None:
    dataset = current(settings.network_home)
    before = digests(dataset)
    seconds(ladder_network, Closure(SOUTHERN))
    assert any((settings.network_home / "variants" / dataset.name).iterdir())
    assert digests(dataset) == before


def test_a_stop_on_a_closed_road_gets_no_way_that_is_shorter(ladder_network: Network) -> None:
    middle = (1.8025, SOUTH)  # moved to the north, it would be nearer to the northern end
    north = (1.8025, NORTH)
    closed = ladder_network.table([middle, north], "car", closures=[Closure(SOUTHERN)])
    assert (closed.durations >= ladder_network.table([middle, north], "car").durations).all()


def test_a_dataset_from_before_closures_is_refused_in_words(
    ladder_network: Network, settings: Settings
) -> None:
    folder = current(settings.network_home) / "segments"
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(NetworkTooOld, match="Build it again"):
        seconds(ladder_network, Closure(SOUTHERN))
    assert seconds(ladder_network) > 0


def test_another_dataset_takes_the_variants_of_the_last_along(
    ladder_network: Network, settings: Settings, tmp_path: Path
) -> None:
    seconds(ladder_network, Closure(SOUTHERN))
    old = current(settings.network_home).name
    build(settings, ladder().save(tmp_path / "again.osm"))
    assert not (settings.network_home / "variants" / old).exists()
    assert seconds(ladder_network, Closure(SOUTHERN)) > seconds(ladder_network)


def test_the_variants_used_least_go(ladder_network: Network, settings: Settings) -> None:
    folder = settings.network_home / "variants" / current(settings.network_home).name
    folder.mkdir(parents=True)
    for number in range(MOST + 3):
        (folder / f"car-{number}").mkdir()
    seconds(ladder_network, Closure(SOUTHERN))
    assert len(list(folder.iterdir())) == MOST


PLACES = [STATION, CATHEDRAL, PARK, (24.9480, 60.1690), (24.9390, 60.1740), (24.9500, 60.1750)]
NUMBERS = {"x": st.floats(24.936, 24.952), "y": st.floats(60.165, 60.178)}
POINT = st.tuples(NUMBERS["x"], NUMBERS["y"])
LINES = st.lists(POINT, min_size=2, max_size=5).map(LineString)
BOXES = st.tuples(POINT, st.floats(0.0002, 0.004)).map(
    lambda drawn: box(*drawn[0], drawn[0][0] + drawn[1], drawn[0][1] + drawn[1] / 2)
)
CLOSURES = st.lists(
    st.builds(Closure, LINES | BOXES, st.sampled_from([("car",), ("foot",), ("car", "foot")])),
    min_size=1,
    max_size=3,
)


@runs(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CLOSURES, st.sampled_from(["car", "foot"]))
def test_no_way_is_faster_with_roads_closed_and_lifting_gives_all_back(
    network: Network, closures: list[Closure], profile: str
) -> None:
    before = network.table(PLACES, profile)
    try:
        closed = network.table(PLACES, profile, closures=closures)
    except PointOffRoad:  # every road about a stop is closed
        return
    open_ = ~np.isnan(closed.durations)
    assert (closed.durations[open_] >= before.durations[open_]).all()
    assert not np.isnan(before.durations[open_]).any()
    assert same(network.table(PLACES, profile), before)


def test_different_closures_are_answered_side_by_side(network: Network) -> None:
    shapes: list[LineString | Polygon] = [
        box(24.940, 60.168, 24.942, 60.170),
        box(24.944, 60.171, 24.947, 60.173),
        LineString([(24.936, 60.1705), (24.952, 60.1705)]),
    ]
    asked = [[Closure(shape)] for shape in shapes] * 4
    alone = [network.table(PLACES, "car", closures=one) for one in asked[:3]]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda one: network.table(PLACES, "car", closures=one), asked))
    assert not same(alone[0], alone[1])
    for number, table in enumerate(found):
        assert same(table, alone[number % 3])


def test_two_processes_that_want_one_variant_build_it_once(ladder_network: Network) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: seconds(ladder_network, Closure(SOUTHERN)), range(4)))
    assert len(set(found)) == 1


def same(one: Table, other: Table) -> bool:
    return np.array_equal(one.durations, other.durations, equal_nan=True) and np.array_equal(
        one.distances, other.distances, equal_nan=True
    )


def digests(dataset: Path) -> dict[str, str]:
    files = sorted(file for file in dataset.rglob("*") if file.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
