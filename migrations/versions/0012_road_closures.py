"""Roads that are closed for a time."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0012_road_closures.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute("DROP TABLE road_closure")
    op.execute("DROP FUNCTION tell_road_closure()")
