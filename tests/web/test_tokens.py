"""API tokens: what they stand for, and when they stop."""

from datetime import UTC, datetime, timedelta

import pytest
from apiflask import APIFlask
from click.testing import CliRunner
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geoops.cli import main
from geoops.desk.accounts import digest
from geoops.records import Account, Membership, Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf, new_territory
from tests.web.conftest import new_token

CLOCK = datetime.now(UTC)  # the database judges expiry by its own clock


def status(app: APIFlask, token: str, scheme: str = "Bearer") -> int:
    headers = {"Authorization": f"{scheme} {token}"}
    return app.test_client().get("/api/v1/sites", headers=headers).status_code


def test_a_token_speaks_for_its_account(app: APIFlask, owner: Engine, actor: ActorOf) -> None:
    token = new_token(owner, actor(Role.FIELD), expires_at=CLOCK + timedelta(days=1))
    assert status(app, token) == 200
    assert status(app, token, "bearer") == 200


@pytest.mark.parametrize(
    "changes",
    [{"expires_at": CLOCK - timedelta(seconds=1)}, {"revoked_at": CLOCK}],
    ids=["expired", "revoked"],
)
def test_a_token_that_has_ended_is_no_token(
    app: APIFlask, owner: Engine, actor: ActorOf, changes: dict[str, datetime]
) -> None:
    assert status(app, new_token(owner, actor(Role.FIELD), **changes)) == 401


@pytest.mark.parametrize("token", ["", "x", "geoops_", "\x7f", "é", "a" * 5000, "a b"])
def test_what_is_no_token_is_refused_with_a_challenge(app: APIFlask, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = app.test_client().get("/api/v1/sites", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"


def test_a_token_is_for_one_territory_of_its_account(
    app: APIFlask, owner: Engine, actor: ActorOf, territory: Territory
) -> None:
    someone, elsewhere = actor(Role.COORDINATOR), new_territory(owner)
    membership = Membership(
        account_id=someone.account_id, territory_id=elsewhere.id, role=Role.COORDINATOR
    )
    with Session(owner) as session, session.begin():
        session.add(membership)
    add_site(owner, elsewhere)
    headers = {"Authorization": f"Bearer {new_token(owner, someone)}"}
    assert app.test_client().get("/api/v1/sites", headers=headers).get_json()["features"] == []


def test_a_token_opens_no_page(app: APIFlask, owner: Engine, actor: ActorOf) -> None:
    headers = {"Authorization": f"Bearer {new_token(owner, actor(Role.COORDINATOR))}"}
    assert app.test_client().get("/coverage", headers=headers).status_code == 302


def test_tokens_are_made_and_revoked_from_the_shell(
    app: APIFlask,
    owner: Engine,
    actor: ActorOf,
    territory: Territory,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GEOOPS_DATABASE_URL", database_url)
    with Session(owner) as session:
        email = session.get_one(Account, actor(Role.FIELD).account_id).email
    whose = ["--email", email, "--territory", territory.code, "--label", "phone"]
    made = CliRunner().invoke(main, ["token", "create", *whose, "--days", "7"])
    token = made.output.strip()
    assert status(app, token) == 200
    assert kept_of(owner, token) == 1
    assert CliRunner().invoke(main, ["token", "revoke", *whose]).output == "Revoked: 1\n"
    assert status(app, token) == 401


def kept_of(owner: Engine, token: str) -> int:
    """How many rows hold the token's digest, after none was found to hold the token."""
    with owner.connect() as connection:
        rows = connection.execute(text("SELECT api_token::text, digest FROM api_token")).all()
    assert not any(token in row[0] for row in rows)
    return sum(bytes(row[1]) == digest(token) for row in rows)


def test_a_token_for_nobody_is_an_error_in_words(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOOPS_DATABASE_URL", database_url)
    whose = ["--email", "nobody@test.example", "--territory", "t", "--label", "x"]
    answer = CliRunner().invoke(main, ["token", "create", *whose])
    assert answer.exit_code == 1
    assert "There is no account nobody@test.example here." in answer.output
