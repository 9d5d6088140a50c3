"""The day's problem as a record: teams present, breaks, demands; and templates by weekday."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0011_setups.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute("DROP TABLE day_demand_team, day_demand, day_break, day_team, day_setup")
    op.execute(
        "ALTER TABLE team DROP COLUMN skills, DROP COLUMN meal_minutes, DROP COLUMN meal_from,"
        " DROP COLUMN meal_until"
    )
