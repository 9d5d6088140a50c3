"""`geoops audit verify`: show that nobody rewrote the audit log."""

import click
from sqlalchemy import text

from geoops.db.address import database
from geoops.db.engine import owner_engine
from geoops.settings import Settings

FIRST_BROKEN = text("SELECT code, audit_first_broken(id) FROM territory ORDER BY code")


@click.group()
def audit() -> None:
    """The audit log."""


@audit.command()
def verify() -> None:
    """Check every territory's chain of audit entries; status 1 if one is broken."""
    with database(Settings.load()) as addresses, owner_engine(addresses.owner).connect() as db:
        chains = db.execute(FIRST_BROKEN).all()
    for code, broken in chains:
        click.echo(f"{code}: " + ("whole" if broken is None else f"rewritten at entry {broken}"))
    if any(broken is not None for _, broken in chains):
        raise SystemExit(1)
