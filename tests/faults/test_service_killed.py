"""`kill -9` of the server and of PostgreSQL in the middle of 200 posts loses nothing."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from threading import Barrier, Event, Lock
from uuid import uuid4

import pytest
from sqlalchemy import text

from geoops.db.engine import app_engine, owner_engine
from geoops.demonstration.load import LOGINS, TERRITORY_CODE
from geoops.desk.accounts import issue_token
from tests.serving import Service

AT_ONCE = 200
ENOUGH = 60  # answers after which the power goes
FIELD = list(LOGINS)[1]

pytestmark = [pytest.mark.faults, pytest.mark.alone]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path / "home").start()
    yield service
    service.kill()
    service.cluster.destroy()


def a_body(number: int, site_id: str) -> dict[str, object]:
    """An encounter; every fourth one keeps a place, so that holds are at stake as well."""
    body: dict[str, object] = {
        "id": str(uuid4()),
        "lon": 1.8587,
        "lat": 50.9513,
        "met_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "head_count": 1,
    }
    if number % 4 == 0:
        place = {"kind": "place", "people": 1, "site_id": site_id, "category": "isolated_man"}
        body |= {"accepted": 1, "referrals": [place]}
    return body


def post(service: Service, token: str, body: dict[str, object]) -> int | None:
    """The status that the server gave, or None when it gave none."""
    request = urllib.request.Request(
        service.url + "/api/v1/encounters",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except (OSError, HTTPException):
        return None


def a_site_with_room(service: Service) -> str:
    """A site with places for isolated men; it is given all the places that the test wants."""
    owner = owner_engine(service.cluster.url("geoops_owner"))
    with owner.begin() as connection:
        site_id = connection.execute(
            text(
                "INSERT INTO place_entry (territory_id, site_id, category, cause, capacity, at)"
                " SELECT territory_id, site_id, category, 'plan_grand_froid', 1000, now()"
                " FROM place_capacity WHERE category = 'isolated_man' ORDER BY site_id LIMIT 1"
                " RETURNING site_id"
            )
        ).scalar_one()
    owner.dispose()
    return str(site_id)


def test_every_acknowledged_encounter_is_there_once(service: Service) -> None:
    engine = app_engine(service.cluster.url())
    token = issue_token(engine, FIELD, TERRITORY_CODE, "test", None)
    engine.dispose()
    site_id = a_site_with_room(service)
    before = held_for(service, set())[1]  # the demonstration's own
    bodies = [a_body(number, site_id) for number in range(AT_ONCE)]
    acknowledged: set[str] = set()
    lock, start, enough = Lock(), Barrier(AT_ONCE), Event()

    def send(body: dict[str, object]) -> None:
        start.wait()
        if post(service, token, body) == 201:
            with lock:
                acknowledged.add(str(body["id"]))
                if len(acknowledged) == ENOUGH:
                    enough.set()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = [pool.submit(send, body) for body in bodies]
        assert enough.wait(60)
        service.kill()
        for one in sent:
            one.result()
    assert ENOUGH <= len(acknowledged) < AT_ONCE, "the power must go in the middle"

    service.start()
    assert acknowledged <= recorded(service)
    for body in bodies:
        again = post(service, token, body)
        assert again == 200 if str(body["id"]) in acknowledged else again in (200, 201)
    ours = {str(body["id"]) for body in bodies}
    assert ours <= recorded(service)
    assert held_for(service, ours) == (AT_ONCE // 4, before + AT_ONCE // 4)


def recorded(service: Service) -> set[str]:
    """The ids of all encounters in the database."""
    owner = owner_engine(service.cluster.url("geoops_owner"))
    with owner.connect() as connection:
        ids = connection.execute(text("SELECT id FROM encounter")).scalars().all()
    owner.dispose()
    return {str(one) for one in ids}


def held_for(service: Service, encounters: set[str]) -> tuple[int, int]:
    """The places held for these encounters, and all that the balances say are held."""
    owner = owner_engine(service.cluster.url("geoops_owner"))
    with owner.connect() as connection:
        row = connection.execute(
            text(
                "SELECT (SELECT coalesce(sum(places), 0) FROM hold WHERE state = 'active'"
                " AND encounter_id = ANY (CAST(:ids AS uuid[]))),"
                " (SELECT sum(held) FROM place_capacity)"
            ),
            {"ids": list(encounters)},
        ).one()
    owner.dispose()
    return int(row[0]), int(row[1])
