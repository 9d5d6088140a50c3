"""`GET /api/v1/sites` for 5,000 sites against the bare SQL statement behind it, in the same run.

The rival is psycopg sending the layer's own statement over the same socket and reading the text:
what the API adds is authentication, the transaction's territory, HTTP and the process in between.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import UUID

import psycopg
from sqlalchemy import Engine, text

from geoops.db.cluster import Cluster
from geoops.db.engine import app_engine, owner_engine
from geoops.db.migrate import upgrade
from geoops.demonstration.load import LOGINS, TERRITORY_CODE, load
from geoops.desk.accounts import issue_token
from geoops.layers.layer import COLLECTION
from geoops.layers.sites import SITES
from tests.serving import free_port, wait_for

SITES_WANTED = 5_000
RUNS = 40
MORE_SITES = text(
    "INSERT INTO site (id, territory_id, name, kind, position, commune, provenance, verified_on)"
    " SELECT gen_random_uuid(), :territory, 'CAES ' || n, 'caes',"
    " ST_SetSRID(ST_MakePoint(1.6 + random(), 50.7 + random() / 3), 4326), 'Calais',"
    " 'benchmark', current_date FROM generate_series(1, :wanted) n"
)
MORE_PLACES = text(
    "INSERT INTO place_entry (territory_id, site_id, category, cause, capacity, at)"
    " SELECT s.territory_id, s.id, c, 'opening', 20, now() FROM site s,"
    " unnest(ARRAY['isolated_man', 'isolated_woman', 'family']) c"
    " WHERE s.provenance = 'benchmark'"
)


def main() -> None:
    """Print one row a rival, and the ratio of their medians."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres")
        cluster.start()
        try:
            _compare(cluster, Path(folder))
        finally:
            cluster.destroy()


def _compare(cluster: Cluster, home: Path) -> None:
    owner = owner_engine(cluster.url("geoops_owner"))
    upgrade(owner)
    territory = load(owner, date(2026, 11, 23))
    _fill(owner, territory)
    engine = app_engine(cluster.url())
    token = issue_token(engine, next(iter(LOGINS)), TERRITORY_CODE, "benchmark", None)
    with _bare(cluster, territory) as bare, _served(cluster, home, token) as served:
        assert len(bare()) == len(served()), "the two must give the same document"
        bare_times, served_times = _in_turn(bare, served)
        size = len(served())
    print(f"\n### `GET sites`, {SITES_WANTED:,} sites, {size / 1e6:.1f} MB, {RUNS} runs in turn\n")
    print("| | median, ms | fastest, ms |\n| --- | --- | --- |")
    for name, times in (("bare SQL", bare_times), ("the API", served_times)):
        print(f"| {name} | {1e3 * median(times):.0f} | {1e3 * min(times):.0f} |")
    print(f"\nRatio of medians: {median(served_times) / median(bare_times):.2f}")


def _fill(owner: Engine, territory: UUID) -> None:
    with owner.begin() as connection:
        there = connection.execute(text("SELECT count(*) FROM site")).scalar_one()
        connection.execute(MORE_SITES, {"territory": territory, "wanted": SITES_WANTED - there})
        connection.execute(MORE_PLACES)
        connection.execute(text("DELETE FROM live_event"))
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


@contextmanager
def _bare(cluster: Cluster, territory: UUID) -> Iterator[Callable[[], bytes]]:
    dsn = cluster.url().replace("+psycopg", "")
    statement = COLLECTION.format(features=SITES.features)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT set_config('geoops.territory', %s, false)", [str(territory)])

        def ask() -> bytes:
            row = connection.execute(statement.encode()).fetchone()
            assert row is not None
            return str(row[0]).encode()

        yield ask


@contextmanager
def _served(cluster: Cluster, home: Path, token: str) -> Iterator[Callable[[], bytes]]:
    port = free_port()
    web = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "geoops.app:create_app()"),
            *("--worker-class", "gevent", "--bind", f"127.0.0.1:{port}", "--log-level", "error"),
        ],
        env=os.environ | {"GEOOPS_DATABASE_URL": cluster.url(), "GEOOPS_HOME": str(home)},
    )
    connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(path: str = "/api/v1/sites") -> bytes:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        return connection.getresponse().read()

    def answers() -> bool:
        try:
            return ask("/healthz") != b""
        except OSError:
            connection.close()
            return False

    try:
        wait_for(answers, 30)
        yield ask
    finally:
        web.terminate()
        web.wait(20)


def _in_turn(one: Callable[[], bytes], other: Callable[[], bytes]) -> tuple[list[float], ...]:
    """Seconds of each call, A B A B …, so that a machine that drifts drifts under both."""
    times: tuple[list[float], ...] = ([], [])
    for _ in range(RUNS):
        for ask, taken in zip((one, other), times, strict=True):
            began = perf_counter()
            ask()
            taken.append(perf_counter() - began)
    return times


if __name__ == "__main__":
    main()
