"""`geoops demo …`: the Côte d'Opale demonstration, loaded or served."""

import click

from geoops.db.address import database
from geoops.db.engine import owner_engine
from geoops.db.migrate import upgrade
from geoops.demonstration.load import LOGINS, PASSWORD
from geoops.demonstration.prepare import prepare
from geoops.settings import Settings


@click.group()
def demo() -> None:
    """The demonstration: the Côte d'Opale with fictional places and people."""


@demo.command("load")
def load_command() -> None:
    """Load the demonstration and build its road network; safe to repeat."""
    settings = Settings.load()
    with database(settings) as addresses:
        owner = owner_engine(addresses.owner)
        upgrade(owner)
        prepare(settings, owner)


@demo.command()
def serve() -> None:
    """Load what is missing of the demonstration, and serve it until Ctrl-C."""
    from geoops.service import run_service

    settings = Settings.load().model_copy(update={"demonstration": True})
    with database(settings) as addresses:
        owner = owner_engine(addresses.owner)
        upgrade(owner)

        def load_and_tell() -> None:
            prepare(settings, owner)
            owner.dispose()
            for email in list(LOGINS)[:4]:
                click.echo(f"  sign in as {email:35} password {PASSWORD}")

        raise SystemExit(run_service(settings, addresses, load_and_tell))
