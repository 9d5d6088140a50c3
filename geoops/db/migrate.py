"""Bring a database to a revision of `migrations/`, one process at a time."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
REVISION = "SELECT version_num = :head FROM alembic_version"
LOCK = 0x6765_6F6F  # "geoo": an advisory lock, so that two starts do not migrate at once


@cache
def head() -> str | None:
    """The newest revision: that of the script which no other follows."""
    from alembic.script import ScriptDirectory  # a fifth of a web process's start, for one word

    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def configuration(connection: Connection) -> "Config":
    """Alembic's configuration for `connection`, which must act as the tables' owner."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up to `revision`; all of it or, on error, nothing."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        from alembic import command

        command.upgrade(configuration(connection), revision)


def is_migrated(connection: Connection | Session) -> bool:
    """Whether the database is at the newest revision; the application's role may ask."""
    return bool(connection.execute(text(REVISION), {"head": head()}).scalar_one())


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Migrate down to `revision`; all of it or, on error, nothing."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        from alembic import command

        command.downgrade(configuration(connection), revision)
