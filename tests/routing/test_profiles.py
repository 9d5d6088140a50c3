"""Where a patrol may drive and walk: the rules of geoops/routing/profiles/."""

from collections.abc import Callable

import numpy as np
import pytest

from geoops.routing.network import Network, Profile
from tests.routing.conftest import Drawing

WEST, QUAY, PIER, EAST = (1.80, 50.90), (1.81, 50.90), (1.85, 50.90), (1.86, 50.90)


def crossing(network_of: Callable[[Drawing], Network], profile: Profile, **tags: str) -> float:
    """Seconds from west to east, over a way with `tags` between two ordinary streets."""
    drawing = Drawing().way(WEST, QUAY, highway="residential").way(QUAY, PIER, **tags)
    network = network_of(drawing.way(PIER, EAST, highway="residential"))
    return float(network.table([WEST, EAST], profile).durations[0, 1])


@pytest.mark.parametrize("profile", ["car", "foot"])
@pytest.mark.parametrize(
    "tags",
    [
        {"route": "ferry"},
        {"route": "ferry", "motor_vehicle": "yes", "foot": "yes", "duration": "01:30"},
        {"route": "shuttle_train", "motor_vehicle": "yes", "foot": "yes"},
        {"route": "bicycle;ferry", "motor_vehicle": "yes", "foot": "yes"},
        {"highway": "service", "access": "private"},
        {"highway": "residential", "access": "no"},
    ],
)
def test_neither_crosses_the_sea_nor_private_ground(
    network_of: Callable[[Drawing], Network], profile: Profile, tags: dict[str, str]
) -> None:
    assert np.isnan(crossing(network_of, profile, **tags))


@pytest.mark.parametrize("access", ["military", "restricted"])
def test_nobody_walks_over_military_ground(
    network_of: Callable[[Drawing], Network], access: str
) -> None:
    assert np.isnan(crossing(network_of, "foot", highway="path", access=access))


@pytest.mark.parametrize(
    ("profile", "tags"),
    [
        ("car", {"highway": "motorway"}),
        ("car", {"highway": "residential", "toll": "yes"}),
        ("car", {"highway": "track", "motor_vehicle": "yes"}),
        ("foot", {"highway": "path"}),
        ("foot", {"highway": "steps"}),
        ("foot", {"highway": "service", "access": "private", "foot": "yes"}),
    ],
)
def test_ordinary_ways_stay_open(
    network_of: Callable[[Drawing], Network], profile: Profile, tags: dict[str, str]
) -> None:
    assert crossing(network_of, profile, **tags) > 0


@pytest.mark.parametrize(
    ("profile", "tags"), [("car", {"highway": "path"}), ("foot", {"highway": "motorway"})]
)
def test_each_keeps_to_its_own_ways(
    network_of: Callable[[Drawing], Network], profile: Profile, tags: dict[str, str]
) -> None:
    assert np.isnan(crossing(network_of, profile, **tags))


def test_a_visit_on_private_ground_ends_at_the_gate(
    network_of: Callable[[Drawing], Network],
) -> None:
    gate, court = (1.81, 50.90), (1.81, 50.902)
    drawing = Drawing().way(WEST, gate, EAST, highway="residential")
    network = network_of(drawing.way(gate, court, highway="service", access="private"))
    found = network.nearest(court, "car")
    assert found.position == pytest.approx(gate, abs=1e-4)
    assert found.distance == pytest.approx(222, abs=5)
