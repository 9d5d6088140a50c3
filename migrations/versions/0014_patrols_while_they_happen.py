"""Patrols while they happen: acceptance, departures, stops skipped, and revisions to answer."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0014_signs.sql").read_text("utf-8"))
    op.execute((SQL / "0014_revisions.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute((SQL / "0014_back.sql").read_text("utf-8"))
