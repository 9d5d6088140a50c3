"""The waiting list for places, and holds told to the open pages."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for part in ("records", "serving", "telling", "rights"):
        _run(part)


def downgrade() -> None:
    _run("back")


def _run(part: str) -> None:
    op.execute((SQL / f"0007_{part}.sql").read_text("utf-8"))
