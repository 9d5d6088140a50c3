"""`geoops erase`: the embedded database and the road network, gone for good."""

import shutil

import click

from geoops.db.cluster import Cluster
from geoops.settings import Settings


@click.command()
@click.confirmation_option(prompt="Erase every site, patrol and encounter in GEOOPS_HOME?")
def erase() -> None:
    """Erase all that GEOOPS_HOME keeps: database, road network, secrets."""
    settings = Settings.load()
    Cluster(settings.cluster_home, settings.pg_bin).destroy()
    shutil.rmtree(settings.home, ignore_errors=True)
    click.echo(f"Erased {settings.home}.")
