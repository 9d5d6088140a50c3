"""A day's setup over the API: what is read can be saved as it is, and a stale save is told so."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from geoops.records import Role, Territory
from tests.conftest import ActorOf
from tests.desk.days import PLACES, Day, a_day
from tests.web.conftest import Speak

TUESDAY = "/api/v1/day-setups/2026-11-24"
READ_ONLY = {"name", "languages", "active"}


@pytest.fixture
def client(actor: ActorOf, bearer: Speak) -> FlaskClient:
    """A coordinator's."""
    return bearer(actor(Role.COORDINATOR))


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, teams=2)


def sent(read: Any, *demands: dict[str, object]) -> dict[str, Any]:
    """What was read, as it is sent back."""
    teams = [{k: v for k, v in team.items() if k not in READ_ONLY} for team in read["teams"]]
    return {"version": read["version"], "teams": teams, "demands": list(demands)}


def test_what_is_read_is_saved_copied_and_made_usual(client: FlaskClient, day: Day) -> None:
    read = client.get(TUESDAY).json
    wanted = sent(read, {"kind": "zone", "place_id": str(day.zones[0]), "at": "09:30"})
    wanted["teams"][0]["breaks"] = [{"minutes": 45, "starts": "11:30", "ends": "14:00"}]
    saved: Any = client.put(TUESDAY, json=wanted).json
    assert (saved["version"], saved["teams"][0]["breaks"]) == (1, wanted["teams"][0]["breaks"])
    assert saved["demands"][0]["at"] == "09:30"
    (shared,) = saved["shared_vehicles"]
    assert (shared["vehicle"], shared["teams"]) == ("van", ["Team 1", "Team 2"])
    assert client.put("/api/v1/day-templates/2", json=wanted).status_code == 200
    wednesday: Any = client.get("/api/v1/day-setups/2026-11-25").json
    assert (wednesday["version"], wednesday["from_weekday"]) == (0, 2)
    assert (wednesday["teams"], wednesday["demands"]) == (saved["teams"], saved["demands"])
    copied: Any = client.post(
        "/api/v1/day-setups/2026-11-26/copy", json={"version": 0, "from_date": "2026-11-24"}
    ).json
    assert (copied["copied_from"], copied["demands"]) == ("2026-11-24", saved["demands"])


def test_a_vehicle_is_one_of_the_territorys(client: FlaskClient, day: Day) -> None:
    read: Any = client.get(TUESDAY).json
    assert read["vehicles"] == ["van"]
    wanted = sent(read)
    wanted["teams"][0]["vehicle"] = "Van of a person"
    refused: Any = client.put(TUESDAY, json=wanted)
    assert (refused.status_code, [*refused.json["errors"]]) == (422, ["teams"])
    wanted["teams"][0]["vehicle"] = ""
    assert client.put(TUESDAY, json=wanted).status_code == 200


def test_a_day_asks_of_zones_camps_and_sites_by_name_alone(client: FlaskClient, day: Day) -> None:
    camp = day.add_camp("Camp A", day.zones[0], PLACES[0].access)
    places: Any = client.get("/api/v1/day-places").json
    assert [place["kind"] for place in places] == ["zone", "zone", "camp"]
    assert places[-1] == {"kind": "camp", "id": str(camp), "name": "Camp A"}


@pytest.mark.parametrize(("language", "words"), [("fr", "entre-temps"), ("en", "in the meantime")])
def test_a_stale_save_is_a_conflict_in_the_readers_language(
    client: FlaskClient, day: Day, language: str, words: str
) -> None:
    wanted = sent(client.get(TUESDAY).json)
    assert client.put(TUESDAY, json=wanted).status_code == 200
    refused = client.put(f"{TUESDAY}?lang={language}", json=wanted)
    problem: Any = refused.json
    assert (refused.status_code, problem["code"]) == (409, "setup-changed")
    assert words in problem["detail"]


@pytest.mark.parametrize("day_words", ["tomorrow", "20261124", "2026-02-30", "1999-12-31"])
def test_what_is_no_day_is_not_there(client: FlaskClient, day_words: str) -> None:
    assert client.get(f"/api/v1/day-setups/{day_words}").status_code == 404
    assert client.get("/api/v1/day-templates/7").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"version": -1},
        {"teams": None},
        {"demands": [{"kind": "team", "place_id": "0"}]},
        {"surprise": 1},
    ],
)
def test_a_setup_is_read_strictly(
    client: FlaskClient, day: Day, changes: dict[str, object]
) -> None:
    wanted = sent(client.get(TUESDAY).json) | changes
    assert client.put(TUESDAY, json=wanted).status_code == 422


def test_a_copy_is_of_one_origin(client: FlaskClient) -> None:
    for origin in ({}, {"from_weekday": 1, "from_date": "2026-11-23"}, {"from_weekday": 7}):
        refused = client.post(f"{TUESDAY}/copy", json={"version": 0} | origin)
        assert refused.status_code == 422
