"""Buses over the API: the whole way of one, and what each refusal says."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from geoops.records import Role, Territory
from tests.conftest import ActorOf
from tests.desk.buses import Trip, a_trip
from tests.web.conftest import Speak

Post = Callable[..., tuple[int, Any]]


@pytest.fixture
def trip(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> Trip:
    return a_trip(owner, engine, territory, actor(Role.COORDINATOR), now, seats=10)


@pytest.fixture
def client(trip: Trip, bearer: Speak) -> FlaskClient:
    return bearer(trip.actor)


@pytest.fixture
def post(trip: Trip, client: FlaskClient) -> Post:
    def send(path: str, **body: Any) -> tuple[int, Any]:
        body = {"idempotency_key": str(uuid4())} | body
        answer = client.post(f"/api/v1/transfers/{trip.id}/{path}", json=body)
        return answer.status_code, answer.get_json()

    return send


def a_group(trip: Trip, people: int) -> dict[str, Any]:
    return {
        "pickup_id": str(trip.pickup),
        "site_id": str(trip.destination),
        "category": "isolated_man",
        "people": people,
    }


def test_a_bus_from_its_first_group_to_its_arrival(
    trip: Trip, post: Post, client: FlaskClient
) -> None:
    status, bus = post("groups", **a_group(trip, 6))
    assert (status, bus["booked"], bus["groups"][0]["kept"]) == (201, 6, 6)
    group = bus["groups"][0]["id"]
    assert post("boarding", counts=[{"group_id": group, "people": 5}])[0] == 201
    status, bus = post("departure")
    assert (status, bus["state"], bus["groups"][0]["left_behind"]) == (201, "departed", 1)
    status, bus = post("arrival", site_id=str(trip.destination))
    assert (status, bus["state"], bus["groups"][0]["arrived"]) == (201, "arrived", 5)
    listed = client.get("/api/v1/transfers").get_json()["transfers"]
    assert [one["id"] for one in listed] == [str(trip.id)]


def test_the_same_request_again_is_answered_with_200(trip: Trip, post: Post) -> None:
    key = str(uuid4())
    assert post("groups", idempotency_key=key, **a_group(trip, 2))[0] == 201
    status, bus = post("groups", idempotency_key=key, **a_group(trip, 2))
    assert (status, bus["booked"]) == (200, 2)
    status, problem = post("groups", idempotency_key=key, **a_group(trip, 3))
    assert (status, problem["code"]) == (409, "idempotency-key-taken")


def test_a_refusal_says_how_many_seats_are_left(trip: Trip, post: Post) -> None:
    status, problem = post("groups", **a_group(trip, 11))
    assert (status, problem["code"], problem["left"]) == (409, "no-seats-left", 10)


def test_a_bus_is_cancelled_and_a_group_removed_more_than_once(
    trip: Trip, post: Post, client: FlaskClient
) -> None:
    group = post("groups", **a_group(trip, 2))[1]["groups"][0]["id"]
    for path in (f"{trip.id}/groups/{group}", str(trip.id)):
        for _ in range(2):
            assert client.delete(f"/api/v1/transfers/{path}").status_code == 204
    assert client.get(f"/api/v1/transfers/{trip.id}").get_json()["state"] == "cancelled"
