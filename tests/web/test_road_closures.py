"""Road closures in the API: what is answered, and what is refused, in the reader's words."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from numpy.typing import NDArray

from geoops.records import Role
from geoops.routing.answers import Leg, Profile, Route, Step
from geoops.routing.closures import Closure
from geoops.routing.errors import NetworkTooOld
from geoops.routing.network import Closing
from geoops.routing.points import Point
from tests.conftest import ActorOf
from tests.web.conftest import Speak

LINE = {"type": "LineString", "coordinates": [[1.8, 50.9], [1.81, 50.9]]}
URL = "/api/v1/road-closures"


class FakeRoads:
    """A road network of which every closure closes `metres`."""

    metres = 1_200.0

    def close(self, closures: Sequence[Closure], profile: Profile) -> Closing:
        return Closing(self.metres, 0.1)

    def closed_metres(self, closures: Sequence[Closure], profile: Profile) -> float:
        return self.metres if profile == "car" else 0.0

    def closed_lines(self, closures: Sequence[Closure], profile: Profile) -> NDArray[np.float64]:
        return np.array([[1.8, 50.9, 1.805, 50.9], [1.805, 50.9, 1.81, 50.9]])

    def route(self, points: Sequence[Point], profile: Profile, steps: bool = False) -> Route:
        turn = Step("depart", "", "Rocade", "A 16", 60.0, 700.0, points[0])
        line = np.array(points)
        return Route(60.0, 700.0, line, (Leg(60.0, 700.0, line, (turn,)),))


class OldRoads(FakeRoads):
    """One that was built before roads could be closed."""

    def close(self, closures: Sequence[Closure], profile: Profile) -> Closing:
        raise NetworkTooOld


@pytest.fixture
def roads(app: APIFlask) -> Iterator[FakeRoads]:
    services = app.extensions["geoops"]
    services.__dict__["planning_roads"] = fake = FakeRoads()
    yield fake
    del services.__dict__["planning_roads"]


@pytest.fixture
def client(actor: ActorOf, bearer: Speak, roads: FakeRoads) -> FlaskClient:
    return bearer(actor(Role.COORDINATOR))


def asked(**changes: Any) -> dict[str, Any]:
    plain = {"id": str(uuid4()), "name": "Rocade: works", "shape": LINE}
    return plain | {"starts_at": "2026-11-24T08:00:00Z"} | changes


def test_a_closure_is_drawn_read_changed_lifted_and_closed_again(client: FlaskClient) -> None:
    sent = asked(ends_at="2026-11-24T14:00:00+01:00")
    answer = client.post(URL, json=sent)
    drawn = answer.get_json()
    assert answer.status_code == 201
    assert (drawn["closed_metres"], drawn["warning"]) == (1_200.0, None)
    assert drawn["recalculated_in"] >= drawn["network_in"] >= 0
    assert (drawn["table_in"], drawn["places"]) == (None, 0)  # nobody goes out that day
    assert drawn["closed_roads"]["coordinates"] == [[[1.8, 50.9], [1.805, 50.9], [1.81, 50.9]]]
    assert drawn["shape"] == LINE
    assert client.post(URL, json=sent).get_json()["id"] == sent["id"]
    where = f"{URL}/{sent['id']}"
    change = {name: sent[name] for name in ("name", "shape", "starts_at")}
    assert client.put(where, json=change | {"profiles": ["car", "foot"]}).status_code == 200
    assert client.post(f"{where}/lifting").get_json()["lifted_at"]
    assert client.delete(f"{where}/lifting").get_json()["lifted_at"] is None
    (told,) = client.get(URL).get_json()
    assert (told["profiles"], told["ends_at"]) == (["car", "foot"], None)


def test_a_drawing_is_tried_and_a_road_followed_before_anything_is_kept(
    client: FlaskClient,
) -> None:
    points = [[1.8, 50.9], [1.81, 50.9]]
    found = client.post(f"{URL}/stretch", json={"points": points}).get_json()
    assert (found["names"], found["shape"]["type"]) == (["A 16"], "LineString")
    tried = client.post(f"{URL}/trial", json={"shape": found["shape"]}).get_json()
    assert (tried["closed_metres"], tried["warning"]) == (1_200.0, None)
    assert client.get(URL).get_json() == []
    assert client.get(f"{URL}/passing?date=2026-11-24").get_json() == []


@pytest.mark.parametrize(("language", "words"), [("fr", "aucune route"), ("en", "No road")])
def test_closing_nothing_is_said_in_words(
    client: FlaskClient, roads: FakeRoads, language: str, words: str
) -> None:
    roads.metres = 0.0
    drawn = client.post(f"{URL}?lang={language}", json=asked()).get_json()
    assert words in drawn["warning"]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": " "},
        {"name": "a\u0000"},
        {"name": "Rocade, voir Mme Durand"},
        {"name": "Rocade, 06 12 34 56 78"},
        {"name": "Rocade, someone@example.org"},
        {"shape": {"type": "LineString", "coordinates": [[1.8, 50.9]]}},
        {"shape": {"type": "LineString", "coordinates": [[1.8, 50.9], [1.8, 50.9]]}},
        {"shape": {"type": "LineString", "coordinates": [[1.8, 50.9], [1.8, 91]]}},
        {"shape": {"type": "Polygon", "coordinates": [[[1, 50], [2, 51], [2, 50], [1, 51]]]}},
        {"shape": {"type": "Point", "coordinates": [1.8, 50.9]}},
        {"profiles": []},
        {"profiles": ["bus"]},
        {"ends_at": "2026-11-24T08:00:00Z"},
        {"starts_at": "2026-11-24T08:00:00"},
        {"starts_at": "9999-12-31T08:00:00Z"},
    ],
)
def test_what_is_no_closure_is_refused(client: FlaskClient, changes: dict[str, Any]) -> None:
    answer = client.post(URL, json=asked(**changes))
    assert answer.status_code == 422, answer.get_json()
    assert client.get(URL).get_json() == []


def test_an_old_network_refuses_and_keeps_nothing(client: FlaskClient, app: APIFlask) -> None:
    app.extensions["geoops"].__dict__["planning_roads"] = OldRoads()
    answer = client.post(URL, json=asked())
    assert (answer.status_code, answer.get_json()["code"]) == (503, "network-too-old")
    assert client.get(URL).get_json() == []
