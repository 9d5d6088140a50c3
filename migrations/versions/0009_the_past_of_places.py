"""The past of places: what moved by night, and the forecasts that are made from it."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for part in ("nights", "forecasts"):
        op.execute((SQL / f"0009_{part}.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute("DROP TRIGGER is_remembered ON place_entry")
    op.execute("DROP TABLE occupancy_forecast, place_night")
    op.execute("DROP FUNCTION place_entry_is_remembered(), tell_forecast()")
