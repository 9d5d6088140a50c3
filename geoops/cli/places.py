"""`geoops places verify`: prove that no bed was promised twice."""

import click

from geoops.db.address import database
from geoops.db.engine import owner_engine
from geoops.records.ledger_proof import CLAIMS, complaints
from geoops.settings import Settings


@click.group()
def places() -> None:
    """The ledger of places."""


@places.command()
def verify() -> None:
    """Prove every balance and every hold from the ledger's entries; status 1 if one is wrong."""
    with database(Settings.load()) as addresses, owner_engine(addresses.owner).connect() as db:
        wrong = complaints(db)
    for claim in CLAIMS:
        count = sum(complaint.claim == claim for complaint in wrong)
        click.echo(f"{claim}: " + (f"{count} times not" if count else "proved"))
    for complaint in wrong:
        click.echo(f"{complaint.site_id} {complaint.category}: {complaint.words}")
    if wrong:
        raise SystemExit(1)
