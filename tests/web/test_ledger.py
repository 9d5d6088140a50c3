"""The ledger of places through the API: each activity answers its entry, each refusal says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from geoops.records import Role, Territory
from geoops.settings import Settings
from tests.builders import add_site
from tests.conftest import ActorOf, new_territory
from tests.desk.days import Day
from tests.web.conftest import Speak
from tests.web.test_problems import assert_problem
from tests.web.test_roles import ENCOUNTER

MEN = {"category": "isolated_man"}
TONIGHT = {"night": "2026-11-22"}  # it is 10 in the morning in Paris: the night before goes on
Post = Callable[..., TestResponse]


@pytest.fixture
def client(actor: ActorOf, bearer: Speak) -> FlaskClient:
    """A coordinator's."""
    return bearer(actor(Role.COORDINATOR))


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    """A site with ten places for men."""
    return add_site(owner, territory, places=10)


@pytest.fixture
def post(client: FlaskClient, site: UUID) -> Post:
    """Post about men at the site, under a key of its own unless one is given."""

    def send(what: str, **body: Any) -> TestResponse:
        asked = MEN | {"idempotency_key": str(uuid4())} | body
        return client.post(f"/api/v1/sites/{site}/{what}", json=asked)

    return send


@pytest.fixture
def on_hold(client: FlaskClient, post: Post) -> Post:
    """Post about a hold of five places at the site."""
    hold = post("holds", places=5).get_json()["id"]

    def send(what: str, **body: Any) -> TestResponse:
        return client.post(f"/api/v1/holds/{hold}/{what}", json=body)

    return send


def key() -> dict[str, str]:
    return {"idempotency_key": str(uuid4())}


def stands(answer: TestResponse, status: int = 201) -> tuple[int, int, int]:
    """Occupied, held and available after an entry."""
    assert answer.status_code == status, answer.text
    balance = answer.get_json()["balance"]
    return balance["occupied"], balance["held"], balance["available"]


@pytest.mark.parametrize(
    ("what", "body", "cause", "after"),
    [
        ("arrivals", {"people": 4}, "arrival", (4, 0, 6)),
        ("censuses", {"counted": 7} | TONIGHT, "census", (7, 0, 3)),
        ("censuses", {"counted": 12, "reason": "miscount"} | TONIGHT, "census", (12, 0, 0)),
        (
            "capacities",
            {"capacity": 14, "cause": "plan_grand_froid"},
            "plan_grand_froid",
            (0, 0, 14),
        ),
        ("beds-out", {"beds": 3, "reason": "hygiene"}, "out_of_service", (0, 0, 7)),
    ],
)
def test_an_entry_is_made_once_for_a_key_and_tells_the_balance(
    post: Post, what: str, body: dict[str, Any], cause: str, after: tuple[int, int, int]
) -> None:
    again = body | key()
    first, second = post(what, **again), post(what, **again)
    assert (stands(first), stands(second, 200)) == (after, after)
    assert first.get_json() == second.get_json()
    entry = first.get_json()
    assert (entry["cause"], entry["idempotency_key"]) == (cause, again["idempotency_key"])
    number = next(name for name, value in body.items() if isinstance(value, int))
    assert_problem(post(what, **again | {number: 2}), 409, "idempotency-key-taken")


def test_people_leave_and_beds_come_back(post: Post) -> None:
    post("arrivals", people=4)
    post("beds-out", beds=3, reason="repair")
    assert stands(post("departures", people=3)) == (1, 0, 6)
    assert stands(post("beds-back", beds=2)) == (1, 0, 8)


def test_a_group_arrives_in_parts(on_hold: Post) -> None:
    assert stands(on_hold("arrivals", people=2, **key())) == (2, 3, 5)
    rest = {"people": 1, "rest": "released"} | key()
    assert stands(on_hold("arrivals", **rest)) == (3, 0, 7)
    assert stands(on_hold("arrivals", **rest), 200) == (3, 0, 7)


def test_some_of_the_kept_places_are_let_go(on_hold: Post) -> None:
    two = {"places": 2} | key()
    assert stands(on_hold("releases", **two)) == (0, 3, 7)
    assert stands(on_hold("releases", **two), 200) == (0, 3, 7)
    assert_problem(on_hold("releases", **two | {"places": 1}), 409, "idempotency-key-taken")
    assert_problem(on_hold("releases", places=4, **key()), 409, "conflict")
    assert stands(on_hold("releases", places=3, **key())) == (0, 0, 10)
    assert_problem(on_hold("releases", places=1, **key()), 409, "conflict")


def test_a_no_show_is_noted_once(on_hold: Post) -> None:
    for _ in range(2):
        answer = on_hold("no-show")
        assert (answer.status_code, answer.get_json()["state"]) == (200, "no_show")
    assert_problem(on_hold("arrivals", people=1, **key()), 409, "conflict")
    assert_problem(on_hold("extension", until="2026-11-23T14:00:00Z"), 409, "conflict")


def test_a_hold_is_extended_to_its_limit_and_no_further(on_hold: Post) -> None:
    for _ in range(2):
        answer = on_hold("extension", until="2026-11-23T15:00:00+01:00")
        assert (answer.status_code, answer.get_json()["expires_at"]) == (
            200,
            "2026-11-23T14:00:00Z",
        )
    limit = answer.get_json()["extendable_until"]
    assert limit == "2026-11-23T21:00:00Z"
    assert on_hold("extension", until=limit).status_code == 200
    for until in (
        "2026-11-23T21:00:01Z",
        "2026-11-23T08:59:00Z",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
    ):
        problem = assert_problem(on_hold("extension", until=until), 422, "invalid")
        assert list(problem["errors"]) == ["until"]


@pytest.mark.parametrize(
    ("what", "body", "code"),
    [
        ("arrivals", {"people": 11}, "no-places-left"),
        ("departures", {"people": 1}, "conflict"),
        ("beds-out", {"beds": 11, "reason": "safety"}, "conflict"),
        ("beds-back", {"beds": 1}, "conflict"),
        ("capacities", {"capacity": 5, "cause": "opening"}, "conflict"),
    ],
)
def test_what_contradicts_the_ledger_is_refused_and_leaves_no_trace(
    client: FlaskClient, site: UUID, post: Post, what: str, body: dict[str, Any], code: str
) -> None:
    problem = assert_problem(post(what, **body), 409, code)
    if code == "no-places-left":
        assert (problem["available"], problem["asked"]) == (10, 11)
    entries = client.get(f"/api/v1/sites/{site}/entries").get_json()["entries"]
    assert [entry["cause"] for entry in entries] == ["opening"]


@pytest.mark.parametrize(
    ("what", "body", "field"),
    [
        ("arrivals", {"people": 0}, "people"),
        ("arrivals", {"people": 1, "category": "family"}, "category"),
        ("departures", {"people": 501}, "people"),
        ("censuses", {"counted": 1, "night": "2026-11-23"}, "night"),
        ("censuses", {"counted": 1, "reason": "repair"} | TONIGHT, "reason"),
        ("censuses", {"counted": 10_001} | TONIGHT, "counted"),
        ("capacities", {"capacity": -1, "cause": "works"}, "capacity"),
        ("capacities", {"capacity": 1, "cause": "census"}, "cause"),
        ("beds-out", {"beds": 1, "reason": "miscount"}, "reason"),
        ("beds-back", {"beds": 1, "note": "no free text"}, "note"),
    ],
)
def test_what_cannot_be_is_named_by_its_field(
    post: Post, what: str, body: dict[str, Any], field: str
) -> None:
    problem = assert_problem(post(what, **body), 422, "invalid")
    assert [name.split(".")[0] for name in problem["errors"]] == [field]


def test_only_a_coordinator_opens_a_category(
    post: Post, actor: ActorOf, bearer: Speak, site: UUID
) -> None:
    opening = {"category": "family", "capacity": 6, "cause": "opening"} | key()
    manager = bearer(actor(Role.SITE_MANAGER, site_id=site))
    refused = manager.post(f"/api/v1/sites/{site}/capacities", json=opening)
    assert_problem(refused, 403, "forbidden")
    assert stands(post("capacities", **opening)) == (0, 0, 6)
    assert stands(post("capacities", **opening), 200) == (0, 0, 6)
    assert stands(post("arrivals", category="family", people=2)) == (2, 0, 4)


def test_another_site_is_forbidden_to_a_manager_and_unknown_to_another_territory(
    owner: Engine, actor: ActorOf, bearer: Speak, territory: Territory, site: UUID
) -> None:
    people = MEN | {"people": 1} | key()
    manager = bearer(actor(Role.SITE_MANAGER, site_id=add_site(owner, territory)))
    stranger = bearer(actor(Role.COORDINATOR, territory=new_territory(owner)))
    opening = MEN | {"capacity": 1, "cause": "opening"} | key()
    for path, body in (("arrivals", people), ("capacities", opening)):
        address = f"/api/v1/sites/{site}/{path}"
        assert_problem(manager.post(address, json=body), 403, "forbidden")
        assert_problem(stranger.post(address, json=body), 404, "not-found")
    assert_problem(manager.get(f"/api/v1/sites/{site}/entries"), 403, "forbidden")
    assert_problem(stranger.get(f"/api/v1/sites/{site}/entries"), 404, "not-found")
    assert_problem(manager.get(f"/api/v1/holds?site_id={site}"), 403, "forbidden")


def test_the_journal_tells_what_each_change_led_to(
    client: FlaskClient, site: UUID, post: Post
) -> None:
    post("capacities", category="family", capacity=3, cause="opening")
    led_to = [
        post("arrivals", people=2),
        post("arrivals", category="family", people=1),
        post("holds", places=3),
        post("censuses", counted=9, **TONIGHT),
        post("departures", people=1),
    ]
    address = f"/api/v1/sites/{site}/entries"
    newest = client.get(f"{address}?limit=3").get_json()["entries"]
    older = client.get(f"{address}?before={newest[-1]['id']}").get_json()["entries"]
    told = [*newest, *older]
    authors = [entry.pop("author") for entry in told]
    assert authors == [*["Test coordinator"] * 6, None]
    causes = ["departure", "census", "hold", "arrival", "arrival", "opening", "opening"]
    assert [entry["cause"] for entry in told] == causes
    for answer in (a.get_json() for a in led_to if "balance" in a.get_json()):
        assert answer in told
    assert [entry["balance"]["overflow"] for entry in told[:3]] == [1, 2, 0]


def test_holds_are_listed_for_those_whom_they_concern(
    owner: Engine,
    client: FlaskClient,
    actor: ActorOf,
    bearer: Speak,
    territory: Territory,
    site: UUID,
) -> None:
    team = Day(owner, territory).add_team("Calais 1")
    ours, theirs = bearer(actor(Role.FIELD, team_id=team)), bearer(actor(Role.FIELD))
    place = MEN | {"kind": "place", "people": 2, "site_id": str(site)}
    met = ENCOUNTER | {"id": str(uuid4()), "accepted": 2, "referrals": [place]}
    assert ours.post("/api/v1/encounters", json=met).status_code == 201
    elsewhere = add_site(owner, territory)
    holds = f"/api/v1/sites/{elsewhere}/holds"
    kept = theirs.post(holds, json=MEN | {"places": 1} | key())
    client.post(holds, json=MEN | {"places": 4} | key())  # the coordination's own, no team's
    manager = bearer(actor(Role.SITE_MANAGER, site_id=site))

    def listed(who: FlaskClient, query: str = "") -> list[int]:
        return [h["places"] for h in who.get(f"/api/v1/holds{query}").get_json()["holds"]]

    assert (listed(ours), listed(theirs), listed(manager)) == ([2], [1], [2])
    assert sorted(listed(client)) == [1, 2, 4]
    assert sorted(listed(client, f"?site_id={elsewhere}")) == [1, 4]
    assert listed(client, "?state=released") == []
    client.delete(f"/api/v1/holds/{kept.get_json()['id']}")
    assert listed(bearer(actor(Role.DIRECTOR)), "?state=released") == [1]
    (hold,) = ours.get("/api/v1/holds").get_json()["holds"]
    assert (hold["team_id"], hold["encounter_id"]) == (str(team), met["id"])


def test_overflows_are_listed(client: FlaskClient, site: UUID, post: Post) -> None:
    assert client.get("/api/v1/overflows").get_json() == {"overflows": []}
    post("censuses", counted=13, **TONIGHT)
    (overflow,) = client.get("/api/v1/overflows").get_json()["overflows"]
    assert (overflow["site_id"], overflow["overflow"]) == (str(site), 3)


def test_how_long_places_are_kept_is_a_setting_everywhere(
    app: APIFlask, client: FlaskClient, post: Post, site: UUID
) -> None:
    services = app.extensions["geoops"]
    usual = services.settings
    services.settings = Settings(
        home=usual.home, hold_duration=timedelta(minutes=40), hold_limit=timedelta(hours=1)
    )
    try:
        hold = post("holds", places=1).get_json()
        place = MEN | {"kind": "place", "people": 2, "site_id": str(site)}
        met = ENCOUNTER | {"id": str(uuid4()), "accepted": 2, "referrals": [place]}
        logged = client.post("/api/v1/encounters", json=met).get_json()
        extended = client.post(
            f"/api/v1/holds/{hold['id']}/extension", json={"until": "2026-11-23T10:01:00Z"}
        )
    finally:
        services.settings = usual
    assert (hold["expires_at"], hold["extendable_until"]) == (
        "2026-11-23T09:40:00Z",
        "2026-11-23T10:00:00Z",
    )
    assert logged["referrals"][0]["kept_until"] == "2026-11-23T09:40:00Z"
    assert_problem(extended, 422, "invalid")
