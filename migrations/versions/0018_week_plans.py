"""Weeks planned together: every zone's interval, and the team-hours that are missing."""

from pathlib import Path

from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0018_week_plans.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute("DROP TABLE week_plan")
    op.execute("DROP FUNCTION tell_week_plan()")
