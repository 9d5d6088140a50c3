"""Every response carries the security headers."""

import re
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask import url_for
from sqlalchemy import Engine

from geoops.app import create_app
from geoops.records import Role
from geoops.settings import Settings
from tests.conftest import ActorOf
from tests.web.conftest import Speak

PATHS = ["/sign-in", "/", "/static/vendor/SHA256SUMS", "/api/v1/sites", "/nowhere", "/healthz"]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_has_a_strict_policy(app: APIFlask, path: str) -> None:
    headers = app.test_client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'nonce-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'; base-uri 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Permissions-Policy"].startswith("geolocation=(self)")


@pytest.mark.parametrize(
    ("tiles_url", "source"),
    [
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "https://*.tiles.example"),
        ("https://tiles.example:8443/{z}/{x}/{y}.png?key=1", "https://tiles.example:8443"),
    ],
)
def test_an_online_basemap_is_let_in_from_its_host_alone(
    engine: Engine, tmp_path: Path, tiles_url: str, source: str
) -> None:
    app = create_app(Settings(home=tmp_path, tiles_url=tiles_url), engine)
    policy = app.test_client().get("/sign-in").headers["Content-Security-Policy"]
    assert f"img-src 'self' data: {source};" in policy
    assert policy.count("http") == 1


def test_a_nonce_is_used_once(app: APIFlask) -> None:
    policies = {
        app.test_client().get("/sign-in").headers["Content-Security-Policy"] for _ in range(5)
    }
    assert len(policies) == 5


def test_the_nonce_of_the_policy_is_the_one_of_the_page(actor: ActorOf, signed_in: Speak) -> None:
    page = signed_in(actor(Role.COORDINATOR)).get("/")
    nonces = set(re.findall(r'nonce="([^"]+)"', page.text))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in page.headers["Content-Security-Policy"]


def test_what_a_session_sees_stays_in_no_cache(actor: ActorOf, bearer: Speak) -> None:
    client = bearer(actor(Role.COORDINATOR))
    assert client.get("/api/v1/camps").headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in client.get("/api/v1/camps").headers
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


def test_an_unchanged_layer_is_not_sent_again(actor: ActorOf, bearer: Speak) -> None:
    client = bearer(actor(Role.COORDINATOR))
    first = client.get("/api/v1/sites")
    again = client.get("/api/v1/sites", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_a_vendored_file_stays_under_its_version_only(app: APIFlask) -> None:
    with app.test_request_context():
        versioned = url_for("static", filename="vendor/SHA256SUMS")
    client = app.test_client()
    assert "immutable" in client.get(versioned).headers["Cache-Control"]
    assert client.get("/static/vendor/SHA256SUMS").headers["Cache-Control"] == "no-cache"


def test_https_is_insisted_on_where_cookies_are_secure(engine: Engine, tmp_path: Path) -> None:
    client = create_app(Settings(home=tmp_path, secure_cookies=True), engine).test_client()
    headers = client.get("/sign-in").headers
    assert "max-age" in headers["Strict-Transport-Security"]
    assert "Secure" in headers["Set-Cookie"]
