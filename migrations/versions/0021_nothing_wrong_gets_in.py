"""Positions are forgotten by the database's clock; what a patrol goes out with is kept with it."""

from pathlib import Path

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0021_positions.sql").read_text("utf-8"))
    op.execute((SQL / "0021_outfits.sql").read_text("utf-8"))
    op.execute((SQL / "0021_closures.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute((SQL / "0021_back.sql").read_text("utf-8"))
