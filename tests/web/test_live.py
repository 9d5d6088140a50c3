"""The live stream over HTTP: its form, what it resumes, and that it lets go."""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from geoops.records import Role, Territory
from geoops.web.api.live import LIFETIME
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.web.conftest import NOW, Speak
from tests.web.test_posts import keep

EVENT = re.compile(r"event: (\w+)\nid: (\d+)\ndata: (\{.*\})\n\n")


@pytest.fixture
def client(actor: ActorOf, bearer: Speak) -> FlaskClient:
    """A coordinator's."""
    return bearer(actor(Role.COORDINATOR))


def listen(client: FlaskClient, last: str | None = None) -> tuple[TestResponse, Iterator[str]]:
    headers = {"Last-Event-ID": last} if last else {}
    response = client.get("/api/v1/live", headers=headers, buffered=False)
    return response, (
        part if isinstance(part, str) else part.decode() for part in response.response
    )


def next_event(parts: Iterator[str]) -> tuple[str, str, dict[str, object]]:
    found = EVENT.fullmatch(next(parts))
    assert found is not None
    return found[1], found[2], json.loads(found[3])


def test_a_kept_place_is_heard(client: FlaskClient, owner: Engine, territory: Territory) -> None:
    site = add_site(owner, territory, places=10)
    response, parts = listen(client)
    assert response.mimetype == "text/event-stream"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert next(parts) == "retry: 2000\n\n"
    assert next_event(parts)[0] == "hello"
    keep(client, site, 3, str(uuid4()))
    topic, _, payload = next_event(parts)
    assert (topic, payload["site_id"], payload["available"]) == ("places", str(site), 7)
    response.close()


def test_what_was_missed_is_told_after_the_last_event(
    client: FlaskClient, owner: Engine, territory: Territory
) -> None:
    site = add_site(owner, territory, places=10)
    response, parts = listen(client)
    next(parts)
    next_event(parts)
    keep(client, site, 1, str(uuid4()))
    _, last, _ = next_event(parts)
    response.close()
    keep(client, site, 2, str(uuid4()))
    response, parts = listen(client, last)
    next(parts)
    assert next_event(parts)[2] == {"resumed": True}
    while next_event(parts)[2].get("available") != 7:  # events come at least once
        pass
    response.close()


@pytest.mark.parametrize("last", ["x", "-1", "9" * 50, "١٢", "1 OR 1=1"])
def test_an_id_that_is_none_of_ours_starts_afresh(client: FlaskClient, last: str) -> None:
    response, parts = listen(client, last.encode().decode("latin-1"))
    next(parts)
    assert next_event(parts)[2] == {"resumed": False}
    response.close()


def test_a_page_that_leaves_is_forgotten(
    app: APIFlask, client: FlaskClient, territory: Territory
) -> None:
    response, parts = listen(client)
    next(parts)
    next_event(parts)
    assert territory.id in app.extensions["geoops"].hub._queues
    response.close()
    assert territory.id not in app.extensions["geoops"].hub._queues


def test_a_stream_ends_so_that_whoever_listens_is_asked_again(
    app: APIFlask, client: FlaskClient
) -> None:
    response, parts = listen(client)
    next(parts)
    app.extensions["geoops"].now = lambda: NOW + LIFETIME
    try:
        assert next_event(parts)[0] == "hello"
        assert list(parts) == []
    finally:
        app.extensions["geoops"].now = lambda: NOW
        response.close()
