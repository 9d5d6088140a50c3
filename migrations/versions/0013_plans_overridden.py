"""Plans that are made from plans: their chain, their curve, and the questions asked of them."""

from pathlib import Path

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for part in ("chain", "questions"):
        op.execute((SQL / f"0013_{part}.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute((SQL / "0013_back.sql").read_text("utf-8"))
