"""Holds a second, on one hot site and on 30, against the same statements sent bare.

The rival is psycopg with a thread and a connection each, sending what `keep_places` sends: the
territory, the lock, the look for an earlier hold, the insert; the same triggers, the same commit
with fsync. What the desk adds is Python: roles, SQLAlchemy's unit of work, errors in words. How
much of both is the one notification at a time that PostgreSQL commits, a third row shows, with the
live event still written but nobody told.
"""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
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
    print(f"\n### Holds a second, {THREADS} threads, {ROUNDS} rounds of {SECONDS:.0f} s in turn\n")
    print("| | " + " | ".join(f"{number} sites" for number in SITES) + " |")
    print("| --- |" + " --- |" * len(SITES))
    _rows(lambda: _bare(dsn, actor), lambda: _desk(engine, actor), sites, "")
    with owner.begin() as connection:
        connection.execute(QUIET)
    _rows(lambda: _bare(dsn, actor), lambda: _desk(engine, actor), sites, ", nobody told")
    with owner.connect() as connection:
        print(f"\nThe ledger's proof afterwards: {complaints(connection) or 'whole'}")


def _rows(bare: Callable[[], Keep], desk: Callable[[], Keep], sites: list[UUID], how: str) -> None:
    """A row for each rival, A B A B …, so that a machine that drifts drifts under both."""
    medians: tuple[list[float], ...] = ([], [])
    for number in SITES:
        rates: tuple[list[float], ...] = ([], [])
        for _ in range(ROUNDS):
            for rival, seen in zip((bare, desk), rates, strict=True):
                seen.append(_rate(rival, sites[:number]))
        for seen, kept in zip(rates, medians, strict=True):
            kept.append(median(seen))
    for name, kept in zip(("bare SQL", "the desk"), medians, strict=True):
        print(f"| {name}{how} | " + " | ".join(f"{rate:.0f}" for rate in kept) + " |")
    ratios = (desk / bare for bare, desk in zip(*medians, strict=True))
    print(f"| ratio{how} | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")


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
        key, now = uuid4().hex, datetime.now(UTC)
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
                    *(uuid4(), actor.territory_id, site, MEN.value),
                    *(now + timedelta(hours=3), key, actor.account_id, now),
                ],
            )

    return keep


if __name__ == "__main__":
    main()
