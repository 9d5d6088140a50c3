"""Territory (direction territoriale): one directorate's area; every other row belongs to one."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Identifier, Record


class Territory(Record):
    """One directorate, with the time zone in which its people read and type times."""

    __tablename__ = "territory"
    __table_args__ = (CheckConstraint("code ~ '^[a-z][a-z0-9-]{1,39}$'", name="code_is_a_slug"),)

    id: Mapped[Identifier]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(server_default="Europe/Paris")
    created_at: Mapped[CreatedAt]


class OfTerritory:
    """What every row of a territory has: its own id, and the territory that it belongs to."""

    id: Mapped[Identifier]
    territory_id: Mapped[UUID]


def belongs_to_territory() -> ForeignKeyConstraint:
    """The foreign key from a row to its territory."""
    return ForeignKeyConstraint(["territory_id"], ["territory.id"])


def within_territory(
    column: str, table: str, *, ondelete: str | None = None
) -> ForeignKeyConstraint:
    """A foreign key from `column` to `table` that cannot point across territories."""
    return ForeignKeyConstraint(
        ["territory_id", column], [f"{table}.territory_id", f"{table}.id"], ondelete=ondelete
    )


def key_within_territory(table: str) -> Index:
    """The unique key on (territory, id) that `within_territory` refers to."""
    return Index(f"uq_{table}_territory_id_id", "territory_id", "id", unique=True)
