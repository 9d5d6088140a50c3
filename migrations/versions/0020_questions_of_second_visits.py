"""Questions of a plan may be about a place's further visits of the day."""

from pathlib import Path

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0020_visits.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute("ALTER TABLE plan_question DROP CONSTRAINT ck_plan_question_stop_is_a_visit")
    op.execute("DELETE FROM plan_question WHERE stop_id LIKE '%#%'")
    op.execute("ALTER TABLE plan_question ALTER stop_id TYPE uuid USING stop_id::uuid")
