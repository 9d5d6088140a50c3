"""`geoops token`: API tokens, which stand for an account in one territory."""

from datetime import UTC, datetime, timedelta

import click

from geoops.db.address import database
from geoops.db.engine import app_engine
from geoops.desk.accounts import issue_token, revoke_tokens
from geoops.settings import Settings


@click.group()
def token() -> None:
    """Make and revoke API tokens."""


@token.command()
@click.option("--email", required=True, help="The account's address.")
@click.option("--territory", required=True, help="The territory's code.")
@click.option("--label", required=True, help="What it is for, to revoke it by.")
@click.option("--days", type=click.IntRange(1, 3650), help="Valid for so long; else until revoked.")
def create(email: str, territory: str, label: str, days: int | None) -> None:
    """Print a new token. It is shown this once: only its digest is kept."""
    expires_at = datetime.now(UTC) + timedelta(days=days) if days else None
    with database(Settings.load()) as addresses:
        made = issue_token(app_engine(addresses.app), email, territory, label, expires_at)
    click.echo(made)


@token.command()
@click.option("--email", required=True, help="The account's address.")
@click.option("--territory", required=True, help="The territory's code.")
@click.option("--label", required=True, help="The label that it was made with.")
def revoke(email: str, territory: str, label: str) -> None:
    """Revoke an account's tokens of a label, at once."""
    now = datetime.now(UTC)
    with database(Settings.load()) as addresses:
        revoked = revoke_tokens(app_engine(addresses.app), email, territory, label, now)
    click.echo(f"Revoked: {revoked}")
