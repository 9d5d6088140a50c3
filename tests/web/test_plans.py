"""A day's plans in brief, and why one failed, in the reader's language."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from geoops.desk.errands import WorkerLost
from geoops.records import PlanState, Role, Territory
from tests.conftest import ActorOf, new_territory
from tests.desk.days import a_day
from tests.web.conftest import Speak

BRIEF = {"id", "service_date", "state", "progress", "created_at", "finished_at", "published_at"}
BRIEF |= {"based_on", "change", "stopped_early", "seed", "totals"}


@pytest.fixture
def client(actor: ActorOf, bearer: Speak) -> FlaskClient:
    """A coordinator's."""
    return bearer(actor(Role.COORDINATOR))


def test_a_days_plans_are_told_without_what_they_found(
    client: FlaskClient, owner: Engine, territory: Territory
) -> None:
    mine = a_day(owner, territory).add_plan()
    a_day(owner, new_territory(owner)).add_plan()
    (told,) = client.get("/api/v1/patrol-plans?service_date=2026-11-24").get_json()
    assert (told["id"], told["state"], told.keys()) == (str(mine), "done", BRIEF)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?service_date=tomorrow",
        "?service_date=2026-11-24&service_date=2026-11-25",
        "?service_date=0001-01-01",
        "?service_date=2026-11-24&state=done",
    ],
)
def test_the_day_is_read_strictly(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/patrol-plans{query}").status_code == 422


@pytest.mark.parametrize(("language", "words"), [("fr", "donnez"), ("en", "give the place")])
def test_a_stop_is_named_by_its_place_and_visit_or_refused_in_words(
    client: FlaskClient, owner: Engine, territory: Territory, language: str, words: str
) -> None:
    day = a_day(owner, territory)
    for stop in (f"{day.zones[0]}#1", "the second one"):
        request = {"service_date": "2026-11-24", "excluded_stop_ids": [stop]}
        refused = client.post(f"/api/v1/patrol-plans?lang={language}", json=request)
        assert refused.status_code == 422
        assert words in str(refused.get_json()["errors"]["excluded_stop_ids.0"])


KEPT = {"code": "worker-lost", "sentence": "Planning broke off.", "details": {"attempts": 5}}


@pytest.mark.parametrize(
    ("problem", "language", "words"),
    [
        (KEPT | {"template": WorkerLost.template}, "fr", "s'est interrompue 5 fois"),
        (KEPT | {"template": WorkerLost.template}, "en", "broke off 5 times"),
        (KEPT | {"template": "Not in the {attempts} catalogues."}, "fr", "Not in the 5 catalogues"),
        (KEPT, "fr", "Planning broke off."),  # from before templates were kept
    ],
)
def test_why_a_plan_failed_is_told_in_the_readers_language(
    client: FlaskClient,
    owner: Engine,
    territory: Territory,
    problem: dict[str, object],
    language: str,
    words: str,
) -> None:
    failed = a_day(owner, territory).add_plan(PlanState.FAILED, best=None, problem=problem)
    told = client.get(f"/api/v1/patrol-plans/{failed}?lang={language}").get_json()["problem"]
    assert told.keys() == {"code", "detail", "details"}
    assert words in told["detail"]
