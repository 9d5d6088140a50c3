"""Alembic's environment: runs every revision on the connection that `migrate` hands in."""

from typing import Any

from alembic import context

from geoops.records import Record

OURS = set(Record.metadata.tables)


def is_ours(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
    """Whether autogenerate compares this thing: not what PostGIS or the job queue brought."""
    return kind != "table" or name in OURS


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Record.metadata,
    include_object=is_ours,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
