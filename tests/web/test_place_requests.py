"""Place requests over the API: asked once, seen by those who help, withdrawn."""

from uuid import uuid4

from sqlalchemy import Engine

from geoops.records import Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.web.conftest import Speak


def test_a_request_is_asked_once_stands_in_line_and_is_withdrawn(
    owner: Engine, territory: Territory, actor: ActorOf, bearer: Speak
) -> None:
    add_site(owner, territory, places=2)
    client = bearer(actor(Role.COORDINATOR))
    asked = {"category": "isolated_man", "places": 3, "priority": "health"}
    asked["idempotency_key"] = str(uuid4())
    first = client.post("/api/v1/place-requests", json=asked)
    again = client.post("/api/v1/place-requests", json=asked)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json is not None
    assert first.json["state"] == "waiting"
    other = client.post("/api/v1/place-requests", json=asked | {"places": 4})
    assert (other.status_code, other.json["code"]) == (409, "idempotency-key-taken")  # type: ignore[index]
    (waiting,) = client.get("/api/v1/place-requests").json["place_requests"]  # type: ignore[index]
    assert (waiting["id"], waiting["position"], waiting["overtaken"]) == (first.json["id"], 1, 0)
    assert client.delete(first.headers["Location"]).status_code == 204
    assert client.get("/api/v1/place-requests").json == {"place_requests": []}


def test_one_that_can_be_served_at_once_is(
    owner: Engine, territory: Territory, actor: ActorOf, bearer: Speak
) -> None:
    site = add_site(owner, territory, places=2)
    client = bearer(actor(Role.COORDINATOR))
    asked = {"category": "isolated_man", "places": 2, "idempotency_key": str(uuid4())}
    found = client.post("/api/v1/place-requests", json=asked).json
    assert found is not None
    assert found["state"] == "served"
    (served,) = client.get("/api/v1/place-requests?state=served").json["place_requests"]  # type: ignore[index]
    assert (served["site_id"], served["hold_id"]) == (str(site), found["hold_id"])
