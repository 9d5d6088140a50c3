"""Bring a database to a revision of `migrations/`, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
REVISION = "SELECT version_num = :head FROM alembic_version"
HEAD = ScriptDirectory(str(MIGRATIONS)).get_current_head()
LOCK = 0x6765_6F6F  # "geoo": an advisory lock, so that two starts do not migrate at once


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for `connection`, which must act as the tables' owner."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up to `revision`; all of it or, on error, nothing."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        command.upgrade(configuration(connection), revision)


def is_migrated(connection: Connection | Session) -> bool:
    """Whether the database is at the newest revision; the application's role may ask."""
    return bool(connection.execute(text(REVISION), {"head": HEAD}).scalar_one())


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Migrate down to `revision`; all of it or, on error, nothing."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        command.downgrade(configuration(connection), revision)
