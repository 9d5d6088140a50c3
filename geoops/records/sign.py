"""Signs that a phone sent of its way, so that one sent twice for want of an answer counts once."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import Instant, Record, words
from geoops.records.patrol import SkipReason
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory


class SignAct(StrEnum):
    """What a team notes at a stop; `undo` takes the last one there back."""

    VISIT = "visit"
    DEPARTURE = "departure"
    SKIP = "skip"
    UNDO = "undo"


class PatrolSign(OfTerritory, Record):
    """A sign under the id that the phone gave it; `happened_at` is when the team gave it."""

    __tablename__ = "patrol_sign"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("patrol_id", "patrol", ondelete="CASCADE"),
        Index("ix_patrol_sign_patrol_id", "patrol_id"),
        CheckConstraint("sequence >= 0", name="sequence_is_not_negative"),
        CheckConstraint("(act = 'skip') = (reason IS NOT NULL)", name="skipped_with_a_reason"),
    )

    patrol_id: Mapped[UUID]
    sequence: Mapped[int]
    act: Mapped[SignAct] = mapped_column(words(SignAct, "act"))
    reason: Mapped[SkipReason | None] = mapped_column(words(SkipReason, "reason"))
    happened_at: Mapped[Instant]
