"""`geoops serve` and `geoops migrate`: the service, and its database brought up to date."""

import click

from geoops.db.address import database
from geoops.db.engine import owner_engine
from geoops.db.migrate import upgrade
from geoops.settings import Settings


@click.command()
def serve() -> None:
    """Serve GeoOps: database, road engine, worker and web, until Ctrl-C."""
    from geoops.service import run_service

    settings = Settings.load()
    with database(settings) as addresses:
        upgrade(owner_engine(addresses.owner))
        raise SystemExit(run_service(settings, addresses))


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    with database(Settings.load()) as addresses:
        upgrade(owner_engine(addresses.owner))
    click.echo("The database is up to date.")
