"""`geoops replay …`: live a stretch of the past through the desk, and say what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import click
from sqlalchemy import Engine

from geoops.db.cluster import Cluster
from geoops.db.engine import app_engine, owner_engine
from geoops.db.migrate import upgrade
from geoops.settings import Settings

SEED = 2016


@click.group()
def replay() -> None:
    """Replays of the past, in a database of their own that is dropped afterwards."""


@replay.command("calais-2016")
@click.option("--seed", default=SEED, show_default=True, help="The same seed, the same figures.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("calais-2016"),
    show_default=True,
    help="The folder for report.md and picture.png.",
)
def calais_2016(seed: int, out: Path) -> None:
    """Ten months at Calais: nearly 10,000 people, 4 desks, 1,000 places. Takes minutes.

    Ends with status 1 if the ledger proves that anybody was promised a bed that was not there.
    """
    from geoops.replay.calais import live_and_prove

    with _own_database() as (owner, engine):
        sound = live_and_prove(owner, engine, seed, out, click.echo)
    click.echo(f"{out / 'report.md'} and {out / 'picture.png'} are written.")
    if not sound:
        raise SystemExit(1)


@contextmanager
def _own_database() -> Iterator[tuple[Engine, Engine]]:
    """A new database in the embedded cluster, as its owner and as the application."""
    settings = Settings.load()
    name = f"replay_{uuid4().hex[:8]}"
    with Cluster(settings.cluster_home, settings.pg_bin).lease() as cluster:
        cluster.create_database(name)
        owner = owner_engine(cluster.url("geoops_owner", name))
        engine = app_engine(cluster.url("geoops_app", name))
        try:
            upgrade(owner)
            yield owner, engine
        finally:
            owner.dispose()
            engine.dispose()
            cluster.drop_database(name)
