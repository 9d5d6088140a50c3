"""Transfers: buses with seats, pick-up points, destinations and boarding counts."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for part in ("records", "triggers", "rights"):
        _run(part)


def downgrade() -> None:
    _run("back")


def _run(part: str) -> None:
    op.execute((SQL / f"0008_{part}.sql").read_text("utf-8"))
