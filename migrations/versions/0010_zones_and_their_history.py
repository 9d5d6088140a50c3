"""Zones: what their visits need, their rhythm, and every change of them."""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for part in ("records", "versions", "rights"):
        _run(part)


def downgrade() -> None:
    _run("back")


def _run(part: str) -> None:
    op.execute((SQL / f"0010_{part}.sql").read_text("utf-8"))
