"""Posting the same again is harmless; what cannot be kept is refused with the figure."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from geoops.records import Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.web.conftest import Speak
from tests.web.test_roles import ENCOUNTER


@pytest.fixture
def client(actor: ActorOf, bearer: Speak) -> FlaskClient:
    """A field team's."""
    return bearer(actor(Role.FIELD))


def keep(client: FlaskClient, site: object, places: int, key: str) -> TestResponse:
    asked = {"category": "isolated_man", "places": places, "idempotency_key": key}
    return client.post(f"/api/v1/sites/{site}/holds", json=asked)


def available(client: FlaskClient) -> int:
    (site,) = client.get("/api/v1/sites").get_json()["features"]
    left: int = site["properties"]["available"]
    return left


def test_places_are_kept_once_for_a_key(
    client: FlaskClient, owner: Engine, territory: Territory
) -> None:
    site, key = add_site(owner, territory, places=10), str(uuid4())
    first, again = keep(client, site, 3, key), keep(client, site, 3, key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert first.headers["Location"] == again.headers["Location"]
    assert available(client) == 7


def test_a_key_stands_for_one_request(
    client: FlaskClient, owner: Engine, territory: Territory
) -> None:
    site, key = add_site(owner, territory, places=10), str(uuid4())
    keep(client, site, 3, key)
    other = keep(client, site, 4, key)
    assert (other.status_code, other.get_json()["code"]) == (409, "idempotency-key-taken")


def test_too_few_places_are_refused_with_the_number_left(
    client: FlaskClient, owner: Engine, territory: Territory
) -> None:
    site = add_site(owner, territory, places=4)
    keep(client, site, 3, str(uuid4()))
    refused = keep(client, site, 2, str(uuid4()))
    assert refused.status_code == 409
    assert refused.get_json()["code"] == "no-places-left"
    assert (refused.get_json()["available"], refused.get_json()["asked"]) == (1, 2)


def test_released_places_are_free_again(
    client: FlaskClient, owner: Engine, territory: Territory
) -> None:
    hold = keep(client, add_site(owner, territory, places=4), 3, str(uuid4()))
    for _ in range(2):
        released = client.delete(hold.headers["Location"])
        assert (released.status_code, released.data) == (204, b"")
    assert available(client) == 4


def test_the_same_encounter_answers_the_same_again(client: FlaskClient) -> None:
    encounter = ENCOUNTER | {"id": str(uuid4()), "languages": ["fr", "ku"]}
    first = client.post("/api/v1/encounters", json=encounter)
    again = client.post("/api/v1/encounters", json=encounter)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data == again.data
    assert "lon" not in first.get_json()


def test_another_encounter_under_the_same_id_is_refused(client: FlaskClient) -> None:
    encounter = ENCOUNTER | {"id": str(uuid4())}
    client.post("/api/v1/encounters", json=encounter)
    other = client.post("/api/v1/encounters", json=encounter | {"head_count": 9})
    assert (other.status_code, other.get_json()["code"]) == (409, "encounter-differs")


def test_an_encounter_that_keeps_places_lowers_the_number_left(
    client: FlaskClient, owner: Engine, territory: Territory
) -> None:
    site = str(add_site(owner, territory, places=10))
    place = {"kind": "place", "people": 3, "site_id": site, "category": "isolated_man"}
    encounter = ENCOUNTER | {
        "id": str(uuid4()),
        "head_count": 4,
        "accepted": 3,
        "referrals": [place],
    }
    logged = client.post("/api/v1/encounters", json=encounter)
    assert logged.status_code == 201
    assert logged.get_json()["referrals"][0]["kept_until"] == "2026-11-23T12:00:00Z"
    assert available(client) == 7
    encounter |= {"id": str(uuid4()), "head_count": 9, "accepted": 8}
    encounter["referrals"] = [place | {"people": 8}]
    refused = client.post("/api/v1/encounters", json=encounter)
    assert (refused.status_code, refused.get_json()["available"]) == (409, 7)
    assert available(client) == 7
