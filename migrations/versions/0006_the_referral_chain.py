"""The referral chain: the GUDA's slots, appointments, and what became of each referral."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    for part in ("calendar", "referrals", "carry", "steps", "appointments", "rights"):
        _run(part)


def downgrade() -> None:
    _run("back")


def _run(part: str) -> None:
    op.execute((SQL / f"0006_{part}.sql").read_text("utf-8"))
