"""A ledger of places: every change of a balance is an entry, and the entries are all there is."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for part in ("ledger", "records", "carry", "triggers", "rights"):
        _run(part)


def downgrade() -> None:
    for part in ("back", "functions_back"):
        _run(part)


def _run(part: str) -> None:
    op.execute((SQL / f"0005_{part}.sql").read_text("utf-8"))
