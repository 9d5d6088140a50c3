"""Occupancy by night: from the nights that the ledger's trigger keeps, against bare SQL on entries.

Five years, 30 sites, 10 entries a site and day; then four weeks of 5,000 sites in one territory.
The rival is the same question sent by psycopg and answered from `place_entry` alone: what was
before the period as one sum, what moved in it by day. Entries are written with the triggers off and
the nights summed as the migration does: what a commit costs is `benchmarks/places.py`'s.
"""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import UUID

import psycopg
from sqlalchemy import Engine, text

from geoops.db.cluster import Cluster
from geoops.db.engine import app_engine, owner_engine
from geoops.db.migrate import upgrade
from geoops.desk.actor import Actor
from geoops.desk.occupancy import Scope, occupancy
from geoops.records import Role
from tests.conftest import new_actor, new_territory

TONIGHT = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RUNS = 5
SIZES = ((30, 1_826, 91), (30, 1_826, 1_826), (5_000, 28, 28))
"""Sites, days of history, nights asked for."""

FILL = (
    "ALTER TABLE place_entry DISABLE TRIGGER USER",
    """
    INSERT INTO site (id, territory_id, name, kind, position, provenance, verified_on)
    SELECT gen_random_uuid(), :territory, 'CAES ' || n, 'caes',
        ST_SetSRID(ST_MakePoint(1.8, 50.9), 4326), 'benchmark', :tonight
    FROM generate_series(1, :sites) AS n
    """,
    """
    INSERT INTO place_capacity (territory_id, site_id, category, capacity, occupied)
    SELECT :territory, id, 'isolated_man', 100, 40 FROM site WHERE territory_id = :territory
    """,
    """
    INSERT INTO place_entry (territory_id, site_id, category, cause, capacity, occupied, at)
    SELECT :territory, id, 'isolated_man', 'opening', 100, 40,
        CAST(:tonight AS timestamptz) - make_interval(days => :days)
    FROM site WHERE territory_id = :territory
    """,
    """
    INSERT INTO place_entry (territory_id, site_id, category, cause, occupied, at)
    SELECT :territory, s.id, 'isolated_man',
        CASE WHEN n % 2 = 0 THEN 'arrival' ELSE 'departure' END,
        CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END,
        CAST(:tonight AS timestamptz) - make_interval(days => d) + make_interval(hours => 2 * n)
    FROM generate_series(:days - 1, 0, -1) AS d, generate_series(0, 9) AS n,
        site s WHERE s.territory_id = :territory
    """,
    """
    INSERT INTO place_night
    SELECT territory_id, site_id, category, (at AT TIME ZONE 'Europe/Paris')::date,
        sum(capacity), sum(out_of_service), sum(occupied), sum(held), 0
    FROM place_entry WHERE territory_id = :territory GROUP BY 1, 2, 3, 4
    """,
    "ALTER TABLE place_entry ENABLE TRIGGER USER",
    "ANALYZE",
)
ENTRIES = """
WITH day AS (
    SELECT site_id, greatest((at AT TIME ZONE 'Europe/Paris')::date, %(first)s) AS night,
        sum(capacity) AS capacity, sum(occupied) AS occupied, sum(held) AS held
    FROM place_entry GROUP BY 1, 2
), closed AS (
    SELECT s.id, n.night::date AS night, sum(d.capacity) OVER w AS capacity,
        sum(d.occupied) OVER w AS occupied, sum(d.held) OVER w AS held
    FROM site s CROSS JOIN generate_series(%(first)s::date, %(last)s, '1 day') AS n (night)
    LEFT JOIN day d ON d.site_id = s.id AND d.night = n.night
    WINDOW w AS (PARTITION BY s.id ORDER BY n.night)
)
SELECT (SELECT json_agg(x ORDER BY night) FROM (SELECT night, sum(capacity) AS capacity,
        sum(occupied) AS occupied, sum(held) AS held FROM closed GROUP BY night) x),
    (SELECT json_agg(y) FROM (SELECT id, count(*) FILTER (WHERE occupied * 20 > capacity * 19)
        AS over_95 FROM closed GROUP BY id) y)
"""
Question = Callable[[], object]


def main() -> None:
    """Print medians in milliseconds for each size, and the desk's ratio to the bare entries."""
    print(f"\n### Occupancy by night, median of {RUNS} in turn, ms\n")
    print("| sites | days kept | nights asked | bare entries | the desk | ratio |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres")
        cluster.start()
        try:
            owner = owner_engine(cluster.url("geoops_owner"))
            upgrade(owner)
            known: dict[tuple[int, int], Actor] = {}
            for sites, days, nights in SIZES:
                if (sites, days) not in known:
                    known[sites, days] = _fill(owner, sites, days)
                _row(cluster, known[sites, days], sites, days, nights)
        finally:
            cluster.destroy()


def _fill(owner: Engine, sites: int, days: int) -> Actor:
    territory = new_territory(owner)
    asked = {"territory": territory.id, "tonight": TONIGHT, "sites": sites, "days": days}
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in FILL:
            connection.execute(text(statement), asked)
    return new_actor(owner, territory, Role.DIRECTOR)


def _row(cluster: Cluster, actor: Actor, sites: int, days: int, nights: int) -> None:
    first = TONIGHT - timedelta(days=nights - 1)
    engine = app_engine(cluster.url())
    bare = psycopg.connect(cluster.url().replace("+psycopg", ""))
    bare.execute("SET ROLE geoops_app")
    rivals: tuple[Question, Question] = (
        lambda: _bare(bare, actor.territory_id, first),
        lambda: occupancy(actor, engine, Scope(), first, TONIGHT, NOW),
    )
    seen: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS + 1):
        for ask, times in zip(rivals, seen, strict=True):
            began = perf_counter()
            ask()
            if run:  # the first warms both up
                times.append((perf_counter() - began) * 1_000)
    entries, desk = (median(times) for times in seen)
    print(f"| {sites} | {days} | {nights} | {entries:.0f} | {desk:.0f} | {desk / entries:.3f} |")
    bare.close()
    engine.dispose()


def _bare(connection: psycopg.Connection, territory: UUID, first: date) -> object:
    with connection.transaction():
        connection.execute("SELECT set_config('geoops.territory', %s, true)", [str(territory)])
        return connection.execute(ENTRIES, {"first": first, "last": TONIGHT}).fetchone()


if __name__ == "__main__":
    main()
