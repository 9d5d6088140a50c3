"""Zones with several places where the van may stop; open pages hear of every change of a zone."""

from pathlib import Path

from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0023_zones.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute((SQL / "0023_back.sql").read_text("utf-8"))
