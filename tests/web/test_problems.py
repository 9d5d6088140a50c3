"""Everything that goes wrong under /api is a problem document, in words, and never a 500."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import create_engine
from werkzeug.test import TestResponse

from geoops.records import Role
from geoops.routing.errors import PointOffRoad
from geoops.web.problems import sentence
from tests.conftest import ActorOf
from tests.web.conftest import Speak, new_app
from tests.web.test_roles import ENCOUNTER

MEMBERS = {"type", "title", "status", "detail", "code"}


@pytest.fixture
def client(actor: ActorOf, bearer: Speak) -> FlaskClient:
    """A coordinator's."""
    return bearer(actor(Role.COORDINATOR))


def assert_problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    problem: dict[str, Any] = answer.get_json()
    assert problem.keys() >= MEMBERS
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["detail"]
    return problem


def post(client: FlaskClient, body: bytes, media_type: str = "application/json") -> TestResponse:
    return client.post("/api/v1/encounters", data=body, content_type=media_type)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"lon": NaN}',
        b'{"lon": Infinity}',
        b'{"a": 1, "a": 2}',
        b"\xff\xfe",
        b"[" * 30_000,
        b'{"head_count": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_not_json_is_a_bad_request(client: FlaskClient, body: bytes) -> None:
    assert_problem(post(client, body), 400, "bad-request")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_media_type_is_unsupported(client: FlaskClient, media_type: str) -> None:
    assert_problem(post(client, b"{}", media_type), 415, "unsupported-media-type")


def test_a_body_may_not_be_larger_than_any_encounter(client: FlaskClient) -> None:
    assert_problem(post(client, b" " * 70_000), 413, "content-too-large")


def test_nor_may_one_that_comes_in_chunks(client: FlaskClient) -> None:
    answer = client.post(
        "/api/v1/encounters",
        input_stream=BytesIO(b" " * 70_000),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert_problem(answer, 413, "content-too-large")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "not-a-uuid"),
        ("id", 7),
        ("lon", "1.8"),
        ("lon", 181),
        ("lat", 1e300),
        ("lat", True),
        ("met_at", "2026-11-23T08:00:00"),
        ("met_at", "0001-01-01T00:00:00+23:59"),
        ("met_at", "9999-12-31T23:59:59-23:59"),
        ("met_at", 1_700_000_000),
        ("head_count", 2.5),
        ("head_count", "2"),
        ("head_count", 2**70),
        ("head_count", 0),
        ("isolated_men", -1),
        ("languages", "fr"),
        ("languages", ["fr\x00"]),
        ("languages", ["français"]),
        ("needs", ["money"]),
        ("referrals", [{"kind": "place", "people": 1, "name": "x"}]),
        ("note", "no free text"),
        ("name", "nobody's"),
    ],
)
def test_a_field_that_does_not_fit_is_named(client: FlaskClient, field: str, value: object) -> None:
    answer = client.post("/api/v1/encounters", json=ENCOUNTER | {field: value})
    problem = assert_problem(answer, 422, "invalid")
    assert {name.split(".")[0] for name in problem["errors"]} == {field}


def test_every_wrong_field_is_named_and_no_value_is_repeated(client: FlaskClient) -> None:
    answer = client.post("/api/v1/encounters", json={"id": "x", "phone": "0600000000"})
    problem = assert_problem(answer, 422, "invalid")
    assert set(problem["errors"]) == {"id", "lon", "lat", "met_at", "head_count", "phone"}
    assert "0600000000" not in answer.text


@pytest.mark.parametrize(
    "query", ["", "?date=tomorrow", "?date=2026-11-24&date=2026-11-25", "?date=0001-01-01", "?x=1"]
)
def test_a_query_is_read_as_strictly(client: FlaskClient, query: str) -> None:
    assert_problem(client.get(f"/api/v1/patrols{query}"), 422, "invalid")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["ce champ n'existe pas", "donnez un nombre à partir de 0", "donnez une liste"]),
        ("en", ["there is no such field", "give a number from 0 on", "give a list"]),
    ],
)
def test_what_does_not_fit_is_told_in_the_readers_words(
    client: FlaskClient, language: str, words: list[str]
) -> None:
    asked = {"service_date": "1926-11-24", "seed": -1, "pins": 3, "surprise": 1}
    answer = client.post(f"/api/v1/patrol-plans?lang={language}", json=asked)
    told = assert_problem(answer, 422, "invalid")["errors"]
    assert [told[field] for field in ("surprise", "seed", "pins")] == [[one] for one in words]
    one = client.get(f"/api/v1/positions?date=1926-11-24&lang={language}")
    detail = assert_problem(one, 422, "invalid")["detail"]
    assert ("donnez un jour" if language == "fr" else "give a day") in detail


def test_http_errors_are_problems_too(client: FlaskClient, app: APIFlask) -> None:
    assert_problem(client.get("/api/v1/nothing"), 404, "not-found")
    assert_problem(client.get("/api/v1/patrols/not-a-uuid"), 404, "not-found")
    refused = client.put("/api/v1/sites")
    assert_problem(refused, 405, "method-not-allowed")
    assert "GET" in refused.headers["Allow"]
    accept = {"Accept": "image/png"}
    assert_problem(client.get("/api/v1/sites", headers=accept), 406, "not-acceptable")
    assert_problem(app.test_client().get("/api/v1/sites"), 401, "not-signed-in")


def test_geojson_is_acceptable_as_json(client: FlaskClient) -> None:
    for accept in ("application/json", "application/geo+json", "*/*", "application/*"):
        answer = client.get("/api/v1/sites", headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, "application/geo+json")


def test_a_role_that_may_not_is_told_so(actor: ActorOf, bearer: Speak) -> None:
    answer = bearer(actor(Role.DIRECTOR)).get("/api/v1/camps")
    assert assert_problem(answer, 403, "forbidden")["role"] == "director"


def test_what_is_not_there_is_named_by_its_kind(client: FlaskClient) -> None:
    answer = client.delete(f"/api/v1/holds/{uuid4()}")
    assert assert_problem(answer, 404, "not-found")["kind"] == "hold"


def test_a_mistake_of_ours_tells_nothing_of_itself(app: APIFlask, client: FlaskClient) -> None:
    def fail() -> None:
        raise ZeroDivisionError("the secret")

    services = app.extensions["geoops"]
    services.now, now = fail, services.now
    try:
        answer = client.get("/api/v1/zones")
    finally:
        services.now = now
    assert_problem(answer, 500, "unexpected")
    assert "secret" not in answer.text


def test_without_a_database_trying_again_is_advised(tmp_path: Any) -> None:
    nowhere = create_engine("postgresql+psycopg://x@/x?host=/nowhere")
    client = new_app(nowhere, tmp_path).test_client()
    token = {"Authorization": "Bearer x"}
    answer = client.get("/api/v1/sites", headers=token)
    assert_problem(answer, 503, "database-unavailable")
    assert answer.headers["Retry-After"]
    problem = assert_problem(client.get("/readyz"), 503, "not-ready")
    assert problem["missing"] == "database, road network"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [
        ("/nowhere", "", "fr"),
        ("/nowhere", "en", "en"),
        ("/nowhere?lang=en", "fr", "en"),
        ("/nowhere?lang=xx", "de", "fr"),
    ],
)
def test_pages_speak_the_readers_language(
    app: APIFlask, path: str, header: str, language: str
) -> None:
    page = app.test_client().get(path, headers={"Accept-Language": header})
    assert f'<html lang="{language}"' in page.text
    assert page.mimetype == "text/html"


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "4,85500 ; 45,75500) est à 512\u202f346 m"), ("en", "4.85500, 45.75500) is 512,346 m")],
)
def test_a_sentence_writes_its_figures_as_its_reader_does(
    app: APIFlask, language: str, said: str
) -> None:
    place = {"index": 0, "label": "Lyon", "position": (4.855, 45.755), "indices": [0]}
    error = PointOffRoad(**place, distance=512_345.6, radius=500.0, profile="car")
    with app.test_request_context(), force_locale(language):
        assert said in sentence(error)
