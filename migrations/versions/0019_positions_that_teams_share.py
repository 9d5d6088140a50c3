"""Positions that teams share during their patrol, and signs that are noted once."""

from pathlib import Path

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0019_positions.sql").read_text("utf-8"))
    op.execute((SQL / "0019_signs.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute((SQL / "0019_back.sql").read_text("utf-8"))
