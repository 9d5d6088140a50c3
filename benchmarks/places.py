"""Holds a second, on one hot site and on 30, against the same statements sent bare.

The rival is psycopg with a thread and a connection each, sending what `keep_places` sends: the
territory, the lock, the look for an earlier hold, the insert, the hold as it is shown; the same
triggers, the same commit with fsync. What the desk adds is Python: roles, SQLAlchemy's unit of
work, errors in words. What the API adds to it is HTTP, JSON and the bearer token, in two workers
that share the cores with the clients and the database. How much of all is the one notification at a
time that PostgreSQL commits, the last rows show, with the live event still written but nobody told.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Self
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import Engine, text

from geoops.db.cluster import Cluster
from geoops.db.engine import app_engine, owner_engine
from geoops.db.migrate import upgrade
from geoops.desk.actor import Actor
from geoops.desk.sheltering import HoldRequest, keep_places
from geoops.records import PlaceCategory, Role
from geoops.records.ledger_proof import complaints
from tests.builders import add_site
from tests.conftest import new_actor, new_territory
from tests.serving import free_port, wait_for
from tests.web.conftest import new_token

MEN = PlaceCategory.ISOLATED_MAN
THREADS, SECONDS, ROUNDS = 8, 2.0, 3
SITES = (1, 30)
ENDLESS = 1_000_000  # places at each site: nobody is refused
QUIET = text(
    "CREATE OR REPLACE FUNCTION tell(territory uuid, topic text, payload jsonb) RETURNS void"
    " LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS"
    " $$ INSERT INTO live_event (territory_id, topic, payload) VALUES (territory, topic, payload)"
    " $$"
)
Keep = Callable[[UUID], object]


class Web:
    """Two web workers on the benchmark's database, as `geoops serve` starts them."""

    def __init__(self, url: str, token: str) -> None:
        self.port, self.token = free_port(), token
        self._url = url

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        self._home = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "geoops.app:create_app()", "--workers", "2"),
                *("--config", "python:geoops.web.server", "--bind", f"127.0.0.1:{self.port}"),
            ],
            env=os.environ | {"GEOOPS_DATABASE_URL": self._url, "GEOOPS_HOME": self._home.name},
        )
        wait_for(self._answers, 60)
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers."""
        self._process.terminate()
        self._process.wait()
        self._home.cleanup()

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def client(self) -> Keep:
        """A client with one connection, kept open."""
        connection = HTTPConnection("127.0.0.1", self.port)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

        def keep(site: UUID) -> None:
            body = {"category": MEN.value, "places": 1, "idempotency_key": str(uuid4())}
            connection.request("POST", f"/api/v1/sites/{site}/holds", json.dumps(body), headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == HTTPStatus.CREATED, answer.status

        return keep


def main() -> None:
    """Print holds a second for each rival and number of sites, and the ratios of the medians."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres")
        cluster.start()
        try:
            _compare(cluster)
        finally:
            cluster.destroy()


def _compare(cluster: Cluster) -> None:
    owner = owner_engine(cluster.url("geoops_owner"))
    upgrade(owner)
    territory = new_territory(owner)
    actor = new_actor(owner, territory, Role.COORDINATOR)
    sites = [add_site(owner, territory, places=ENDLESS) for _ in range(max(SITES))]
    engine = app_engine(cluster.url(), pool_size=THREADS)
    dsn = cluster.url().replace("+psycopg", "")
    with Web(cluster.url(), new_token(owner, actor)) as web:
        _measure(owner, dsn, engine, actor, sites, web)


def _measure(
    owner: Engine, dsn: str, engine: Engine, actor: Actor, sites: list[UUID], web: Web
) -> None:
    rivals: dict[str, Callable[[], Keep]] = {
        "bare SQL": lambda: _bare(dsn, actor),
        "the desk": lambda: _desk(engine, actor),
        "the API": web.client,
    }
    print(f"\n### Holds a second, {THREADS} threads, {ROUNDS} rounds of {SECONDS:.0f} s in turn\n")
    print("| | " + " | ".join(f"{number} sites" for number in SITES) + " |")
    print("| --- |" + " --- |" * len(SITES))
    _rows(rivals, sites, "")
    with owner.begin() as connection:
        connection.execute(QUIET)
    _rows(rivals, sites, ", nobody told")
    with owner.connect() as connection:
        print(f"\nThe ledger's proof afterwards: {complaints(connection) or 'whole'}")


def _rows(rivals: dict[str, Callable[[], Keep]], sites: list[UUID], how: str) -> None:
    """A row for each rival, A B C A B C …, so that a machine that drifts drifts under all."""
    medians: dict[str, list[float]] = {name: [] for name in rivals}
    for number in SITES:
        rates: dict[str, list[float]] = {name: [] for name in rivals}
        for _ in range(ROUNDS):
            for name, rival in rivals.items():
                rates[name].append(_rate(rival, sites[:number]))
        for name, seen in rates.items():
            medians[name].append(median(seen))
    bare, *others = medians.items()
    for name, kept in medians.items():
        print(f"| {name}{how} | " + " | ".join(f"{rate:.0f}" for rate in kept) + " |")
    for name, kept in others:
        ratios = (rate / best for rate, best in zip(kept, bare[1], strict=True))
        print(f"| {name} to bare{how} | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")


def _rate(rival: Callable[[], Keep], sites: list[UUID]) -> float:
    """Holds a second that all threads keep together, each on the sites in turn."""

    def work(first: int) -> int:
        keep, end = rival(), perf_counter() + SECONDS
        for number in count(first):
            if perf_counter() >= end:
                return number - first
            keep(sites[number % len(sites)])
        raise AssertionError

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(work, range(THREADS))) / SECONDS


def _desk(engine: Engine, actor: Actor) -> Keep:
    def keep(site: UUID) -> None:
        keep_places(actor, engine, site, HoldRequest(MEN, 1, uuid4().hex), datetime.now(UTC))

    return keep


def _bare(dsn: str, actor: Actor) -> Keep:
    connection = psycopg.connect(dsn)  # closed with its thread's last reference

    def keep(site: UUID) -> None:
        hold, key, now = uuid4(), uuid4().hex, datetime.now(UTC)
        with connection.transaction():
            connection.execute(
                "SELECT set_config('geoops.territory', %s, true),"
                " set_config('geoops.account', %s, true)",
                [str(actor.territory_id), str(actor.account_id)],
            )
            connection.execute("SELECT * FROM lock_places(%s, %s)", [site, MEN.value]).fetchone()
            connection.execute(
                "SELECT h.*, e.held FROM hold h LEFT JOIN place_entry e ON e.hold_id = h.id"
                " AND e.cause = 'hold' WHERE h.idempotency_key = %s"
                " ORDER BY h.created_at DESC LIMIT 1",
                [key],
            ).fetchone()
            connection.execute(
                "INSERT INTO hold (id, territory_id, site_id, category, places, expires_at,"
                " idempotency_key, author_id, created_at) VALUES (%s, %s, %s, %s, 1, %s, %s, %s,"
                " %s)",
                [
                    *(hold, actor.territory_id, site, MEN.value),
                    *(now + timedelta(hours=3), key, actor.account_id, now),
                ],
            )
            connection.execute(
                "SELECT h.*, s.name, t.id, t.name FROM hold h JOIN site s ON s.id = h.site_id"
                " LEFT JOIN encounter e ON e.id = h.encounter_id"
                " LEFT JOIN membership m ON m.account_id = h.author_id"
                " AND m.territory_id = h.territory_id"
                " LEFT JOIN team t ON t.id = coalesce(e.team_id, m.team_id) WHERE h.id = %s",
                [hold],
            ).fetchone()

    return keep


if __name__ == "__main__":
    main()
