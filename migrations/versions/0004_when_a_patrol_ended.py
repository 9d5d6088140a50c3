"""When a patrol ended: an instant of its own, because its team may be back long after it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHECK = "ck_patrol_only_what_is_done_has_ended"


def upgrade() -> None:
    op.add_column("patrol", sa.Column("finished_at", sa.DateTime(timezone=True)))
    op.create_check_constraint(op.f(CHECK), "patrol", "finished_at IS NULL OR status = 'done'")


def downgrade() -> None:
    op.drop_constraint(op.f(CHECK), "patrol")
    op.drop_column("patrol", "finished_at")
