"""The database refuses zones that cover part of each other, whoever draws, restores or undoes."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0016_apart.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute("DROP TRIGGER covers_no_other ON zone")
    op.execute("DROP TRIGGER covers_no_other_when_new ON zone")
    op.execute("DROP FUNCTION zone_covers_no_other(), zone_overlaps(uuid)")
