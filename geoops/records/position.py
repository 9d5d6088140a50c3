"""Where a team is while it shares it: one row a patrol, gone when it stops or the patrol ends.

There is no trail: a newer position takes the place of the one before. Row security lets the team
write its own, and beside it only the coordination of its territory read it (migration 0019).
"""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import Instant, PointColumn, Record
from geoops.records.territory import belongs_to_territory, within_territory


class PatrolPosition(Record):
    """A patrol's latest shared position: metres of accuracy, and when the phone measured it."""

    __tablename__ = "patrol_position"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("patrol_id", "patrol", ondelete="CASCADE"),
        CheckConstraint("accuracy BETWEEN 0 AND 100000", name="accuracy_is_a_length"),
    )

    patrol_id: Mapped[UUID] = mapped_column(primary_key=True)
    territory_id: Mapped[UUID]
    position: Mapped[PointColumn]
    accuracy: Mapped[float]
    measured_at: Mapped[Instant]
