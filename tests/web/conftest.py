"""The application on the module's database, and clients that speak for an actor."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.app import create_app
from geoops.desk.accounts import TOKEN_PREFIX, digest
from geoops.desk.actor import Actor
from geoops.records import Account, ApiToken
from geoops.settings import Settings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Speak = Callable[[Actor], FlaskClient]


@pytest.fixture(scope="module")
def app(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> APIFlask:
    """The application in a home of its own, at a fixed instant."""
    return new_app(engine, tmp_path_factory.mktemp("home"))


def new_app(engine: Engine, home: Path) -> APIFlask:
    """An application whose clock stands still."""
    app = create_app(Settings(home=home), engine)
    app.extensions["geoops"].now = lambda: NOW
    return app


@pytest.fixture
def bearer(app: APIFlask, owner: Engine) -> Speak:
    """A client that sends a fresh API token of the actor's with every request."""

    def client(actor: Actor) -> FlaskClient:
        speaking = app.test_client()
        speaking.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {new_token(owner, actor)}"
        return speaking

    return client


def new_token(owner: Engine, actor: Actor, **changes: datetime) -> str:
    """Insert an API token of the actor's, as `geoops token create` does."""
    token = TOKEN_PREFIX + uuid4().hex
    row = ApiToken(
        account_id=actor.account_id,
        territory_id=actor.territory_id,
        label="test",
        digest=digest(token),
        **changes,
    )
    with Session(owner) as session, session.begin():
        session.add(row)
    return token


@pytest.fixture
def signed_in(app: APIFlask, owner: Engine) -> Speak:
    """A browser with the actor's session, as if it had signed in."""

    def client(actor: Actor) -> FlaskClient:
        with Session(owner) as session:
            account = session.execute(
                select(Account.fs_uniquifier).where(Account.id == actor.account_id)
            ).scalar_one()
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = account, True
        return browser

    return client


def csrf_of(browser: FlaskClient) -> str:
    """A CSRF token of the browser's session, as a page would carry it."""
    from flask import session
    from flask_wtf.csrf import generate_csrf

    with browser.application.test_request_context():
        token: str = generate_csrf()
        secret = session["csrf_token"]
    with browser.session_transaction() as cookie:
        cookie["csrf_token"] = secret
    return token
