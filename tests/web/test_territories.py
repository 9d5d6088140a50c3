"""One territory's rows do not exist for another, whatever address they are asked by."""

from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor
from geoops.records import Membership, Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf, new_territory
from tests.web.conftest import Speak, csrf_of
from tests.web.test_roles import HOLD

LAYERS = ["sites", "zones", "camps", "teams", "coverage", "patrols?date=2026-11-24"]


@pytest.fixture
def client(actor: ActorOf, bearer: Speak) -> FlaskClient:
    """A coordinator of the test's territory, which is empty."""
    return bearer(actor(Role.COORDINATOR))


def test_a_list_shows_nothing_of_another_territory(
    owner: Engine, actor: ActorOf, bearer: Speak, client: FlaskClient
) -> None:
    elsewhere = new_territory(owner)
    theirs = add_site(owner, elsewhere)
    there = bearer(actor(Role.COORDINATOR, territory=elsewhere)).get("/api/v1/sites").get_json()
    assert [feature["id"] for feature in there["features"]] == [str(theirs)]
    for layer in LAYERS:
        assert client.get(f"/api/v1/{layer}").get_json()["features"] == [], layer


def test_what_is_elsewhere_is_not_found(
    owner: Engine, actor: ActorOf, bearer: Speak, client: FlaskClient
) -> None:
    elsewhere = new_territory(owner)
    site = add_site(owner, elsewhere)
    there = bearer(actor(Role.COORDINATOR, territory=elsewhere))
    hold = there.post(
        f"/api/v1/sites/{site}/holds", json=HOLD | {"category": "isolated_man"}
    ).get_json()
    assert client.post(f"/api/v1/sites/{site}/holds", json=HOLD).status_code == 404
    assert client.delete(f"/api/v1/holds/{hold['id']}").status_code == 404
    assert there.delete(f"/api/v1/holds/{hold['id']}").status_code == 204


def join(owner: Engine, someone: Actor, territory: Territory, role: Role) -> None:
    with Session(owner) as session, session.begin():
        session.add(Membership(account_id=someone.account_id, territory_id=territory.id, role=role))


def switch(browser: FlaskClient, territory: UUID) -> int:
    form = {"territory": str(territory), "csrf_token": csrf_of(browser)}
    return browser.post("/territory", data=form).status_code


def test_a_session_works_for_one_territory_and_switches(
    owner: Engine, actor: ActorOf, signed_in: Speak, territory: Territory
) -> None:
    someone, elsewhere = actor(Role.COORDINATOR), new_territory(owner)
    join(owner, someone, elsewhere, Role.DIRECTOR)
    browser = signed_in(someone)
    for where, camps in ((territory, 200), (elsewhere, 403), (territory, 200)):
        assert switch(browser, where.id) == 303
        assert browser.get("/api/v1/camps").status_code == camps


def test_nobody_switches_to_a_territory_that_is_not_theirs(
    owner: Engine, actor: ActorOf, signed_in: Speak
) -> None:
    browser = signed_in(actor(Role.COORDINATOR))
    assert switch(browser, new_territory(owner).id) == 404
    assert switch(browser, uuid4()) == 404


def test_a_membership_that_ended_ends_the_choice(
    owner: Engine, actor: ActorOf, signed_in: Speak
) -> None:
    someone, elsewhere = actor(Role.DIRECTOR), new_territory(owner)
    join(owner, someone, elsewhere, Role.COORDINATOR)
    browser = signed_in(someone)
    switch(browser, elsewhere.id)
    with Session(owner) as session, session.begin():
        session.delete(session.get_one(Membership, (someone.account_id, elsewhere.id)))
    assert browser.get("/api/v1/camps").status_code == 403
