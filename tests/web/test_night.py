"""A site's night on the web: its manager is led there, and takes back what was a mistake."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from geoops.desk.actor import Actor
from geoops.records import Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.web.conftest import Speak
from tests.web.test_problems import assert_problem

MEN = {"category": "isolated_man"}


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    return add_site(owner, territory)


@pytest.fixture
def manager(actor: ActorOf, site: UUID) -> Actor:
    return actor(Role.SITE_MANAGER, site_id=site)


def test_a_site_manager_is_led_to_their_site_unless_they_ask_for_the_map(
    owner: Engine, territory: Territory, manager: Actor, site: UUID, signed_in: Speak
) -> None:
    browser = signed_in(manager)
    assert browser.get("/").location == f"/sites/{site}"
    assert browser.get("/?map").status_code == 200
    assert browser.get(f"/sites/{site}").status_code == 200
    assert browser.get(f"/sites/{add_site(owner, territory)}").status_code == 404


def test_a_director_reads_a_sites_night_and_has_nothing_to_press(
    actor: ActorOf, site: UUID, signed_in: Speak
) -> None:
    page = signed_in(actor(Role.DIRECTOR)).get(f"/sites/{site}").text
    assert "data-do" not in page
    assert "act-dialog" not in page


def test_an_arrival_is_undone_once_and_awaited_again(
    manager: Actor, actor: ActorOf, site: UUID, bearer: Speak
) -> None:
    desk, coordination = bearer(manager), bearer(actor(Role.COORDINATOR))
    hold = MEN | {"places": 4, "idempotency_key": str(uuid4())}
    kept = coordination.post(f"/api/v1/sites/{site}/holds", json=hold).get_json()
    here = {"people": 4, "idempotency_key": str(uuid4())}
    entry = desk.post(f"/api/v1/holds/{kept['id']}/arrivals", json=here).get_json()
    address = f"/api/v1/entries/{entry['id']}/undo"
    assert_problem(coordination.post(address), 403, "forbidden")
    first, again = desk.post(address), desk.post(address)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert (first.get_json()["people"], first.get_json()["kept"]) == (4, 4)
    (group,) = desk.get(f"/api/v1/sites/{site}/awaited").get_json()["groups"]
    assert group["hold_id"] == first.get_json()["hold_id"]
    assert (group["places"], group["team"], group["arrives_at"]) == (4, None, None)
    assert_problem(desk.post(f"/api/v1/entries/{10**30}/undo"), 404, "not-found")
