"""Published patrols keep their loops on foot, their breaks and their instructions."""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0015_walks.sql").read_text("utf-8"))


def downgrade() -> None:
    op.execute("DROP TABLE patrol_call, patrol_walk, patrol_rest")
    op.execute("ALTER TABLE patrol_leg DROP COLUMN steps")
    op.execute("DROP INDEX uq_patrol_stop_territory_id_id")
