"""The job queue: procrastinate's own tables, in a schema of their own."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA jobs")
    op.execute("SET LOCAL search_path TO jobs, public")
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(SchemaManager.get_schema())
    op.execute("SET LOCAL search_path TO DEFAULT")
    op.execute(
        "GRANT USAGE ON SCHEMA jobs TO geoops_app;"
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO geoops_app;"
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO geoops_app;"
    )


def downgrade() -> None:
    op.execute("DROP SCHEMA jobs CASCADE")
