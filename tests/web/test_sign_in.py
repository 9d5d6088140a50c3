"""Signing in and out, and what guards it."""

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from geoops.desk.accounts import hash_password
from geoops.desk.actor import Actor
from geoops.records import Account, Role
from tests.conftest import ActorOf
from tests.web.conftest import NOW, csrf_of

PASSWORD = "a-long-pass-phrase"


@pytest.fixture
def coordinator(actor: ActorOf, owner: Engine) -> Actor:
    """A coordinator who has a password."""
    someone = actor(Role.COORDINATOR)
    change(owner, someone, password=hash_password(PASSWORD))
    return someone


def change(owner: Engine, someone: Actor, **values: object) -> None:
    with Session(owner) as session, session.begin():
        session.execute(update(Account).where(Account.id == someone.account_id).values(values))


def sign_in(
    browser: FlaskClient, someone: Actor, password: str = PASSWORD, then: str = ""
) -> TestResponse:
    form = {
        "email": f"{someone.label}@TEST.geoops.example",
        "password": password,
        "csrf_token": csrf_of(browser),
        "next": then,
    }
    return browser.post("/sign-in", data=form)


def test_the_right_password_opens_a_session(app: APIFlask, coordinator: Actor) -> None:
    browser = app.test_client()
    assert sign_in(browser, coordinator).location == "/"
    assert browser.get("/api/v1/sites").status_code == 200


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    app: APIFlask, coordinator: Actor
) -> None:
    cookie = sign_in(app.test_client(), coordinator).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_wrong_password_tells_as_little_as_an_unknown_account(
    app: APIFlask, coordinator: Actor, actor: ActorOf
) -> None:
    wrong = sign_in(app.test_client(), coordinator, "wrong-password")
    without_password = sign_in(app.test_client(), actor(Role.FIELD), "wrong-password")
    assert wrong.status_code == without_password.status_code == 200
    assert "Échec" in wrong.text
    assert "Échec" in without_password.text


def test_signing_out_ends_the_session(app: APIFlask, coordinator: Actor) -> None:
    browser = app.test_client()
    sign_in(browser, coordinator)
    browser.post("/sign-out", data={"csrf_token": csrf_of(browser)})
    assert browser.get("/api/v1/sites").status_code == 401


def test_a_closed_account_is_out_at_once(app: APIFlask, coordinator: Actor, owner: Engine) -> None:
    browser = app.test_client()
    sign_in(browser, coordinator)
    change(owner, coordinator, active=False)
    assert browser.get("/api/v1/sites").status_code == 401
    assert sign_in(app.test_client(), coordinator).status_code == 200  # the form again


def test_a_changed_uniquifier_ends_every_session(
    app: APIFlask, coordinator: Actor, owner: Engine
) -> None:
    browser = app.test_client()
    sign_in(browser, coordinator)
    change(owner, coordinator, fs_uniquifier=f"new-{coordinator.label}")
    assert browser.get("/api/v1/sites").status_code == 401


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "///evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_leads_nowhere_else(app: APIFlask, coordinator: Actor, elsewhere: str) -> None:
    answer = sign_in(app.test_client(), coordinator, then=elsewhere)
    assert answer.status_code == 302
    assert urlsplit(urljoin("http://localhost/sign-in", answer.location)).netloc == "localhost"
    assert "\\" not in answer.location


def test_signing_in_leads_back_to_the_page_that_was_wanted(
    app: APIFlask, coordinator: Actor
) -> None:
    browser = app.test_client()
    asked = browser.get("/coverage?days=3")
    assert asked.location == "/sign-in?next=/coverage?days%3D3"
    assert sign_in(browser, coordinator, then="/coverage?days=3").location == "/coverage?days=3"


def test_the_sixth_failure_waits(app: APIFlask, coordinator: Actor) -> None:
    for _ in range(5):
        assert sign_in(app.test_client(), coordinator, "wrong").status_code == 200
    throttled = sign_in(app.test_client(), coordinator)  # even with the right password
    assert throttled.status_code == 429
    assert throttled.headers["Retry-After"] == "300"
    services = app.extensions["geoops"]
    services.now = lambda: NOW + timedelta(minutes=5, seconds=1)
    try:
        assert sign_in(app.test_client(), coordinator).location == "/"
    finally:
        services.now = lambda: NOW


def test_there_is_no_sign_in_by_json(app: APIFlask, coordinator: Actor) -> None:
    browser = app.test_client()
    answer = browser.post(
        "/sign-in?include_auth_token",
        json={"email": f"{coordinator.label}@test.geoops.example", "password": PASSWORD},
        headers={"X-CSRFToken": csrf_of(browser)},
    )
    assert "token" not in (answer.get_json(silent=True) or {})
    assert answer.mimetype == "text/html"
