"""The loop on foot of a patrol's stop, while the van stands: the camps called at, the ways between.

A walk has one way more than it has calls: the last leads back to the van. Both go with their stop.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import Instant, LineColumn, PointColumn, Record
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory


class PatrolCall(OfTerritory, Record):
    """A camp on the loop of a stop, with its planned times and where it was when it was planned."""

    __tablename__ = "patrol_call"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("stop_id", "patrol_stop", ondelete="CASCADE"),
        within_territory("camp_id", "camp"),
        Index("uq_patrol_call_sequence", "stop_id", "sequence", unique=True),
        Index("ix_patrol_call_camp_id", "camp_id"),
        CheckConstraint("sequence >= 0", name="sequence_is_not_negative"),
        CheckConstraint("arrives_at <= departs_at", name="times_are_in_order"),
    )

    stop_id: Mapped[UUID]
    sequence: Mapped[int]
    camp_id: Mapped[UUID]
    position: Mapped[PointColumn]
    arrives_at: Mapped[Instant]
    departs_at: Mapped[Instant]


class PatrolWalk(OfTerritory, Record):
    """The way on foot to call number `sequence`, or from the last one back to the van."""

    __tablename__ = "patrol_walk"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("stop_id", "patrol_stop", ondelete="CASCADE"),
        Index("uq_patrol_walk_sequence", "stop_id", "sequence", unique=True),
        CheckConstraint("sequence >= 0", name="sequence_is_not_negative"),
        CheckConstraint("duration >= 0 AND distance >= 0", name="length_is_not_negative"),
        CheckConstraint("departs_at <= arrives_at", name="times_are_in_order"),
        CheckConstraint("jsonb_typeof(steps) = 'array'", name="steps_are_a_list"),
    )

    stop_id: Mapped[UUID]
    sequence: Mapped[int]
    departs_at: Mapped[Instant]
    arrives_at: Mapped[Instant]
    duration: Mapped[float]
    distance: Mapped[float]
    path: Mapped[LineColumn]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]", default=list)


class PatrolRest(OfTerritory, Record):
    """A break of the outing, as it was planned."""

    __tablename__ = "patrol_rest"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("patrol_id", "patrol", ondelete="CASCADE"),
        Index("ix_patrol_rest_patrol_id", "patrol_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="ends_after_it_starts"),
    )

    patrol_id: Mapped[UUID]
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
