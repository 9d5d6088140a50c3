"""Revisions: another rest of a patrol that is under way, for its team to accept or decline."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory


class RevisionState(StrEnum):
    """Where a revision stands; a newer one supersedes what was not answered."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


class PatrolRevision(OfTerritory, Record):
    """What a patrol's team is to do from stop number `from_sequence` on, instead of before.

    `based_on` is the patrol's revision that it changes: it is worth nothing for any other.
    `document` holds the stops and legs, `difference` what is added, removed and reordered.
    """

    __tablename__ = "patrol_revision"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("patrol_id", "patrol", ondelete="CASCADE"),
        within_territory("plan_id", "patrol_plan"),
        Index("ix_patrol_revision_patrol_id", "patrol_id", "created_at"),
        Index(
            "uq_patrol_revision_proposed",
            "patrol_id",
            unique=True,
            postgresql_where="state = 'proposed'",
        ),
        CheckConstraint("based_on >= 0", name="based_on_is_a_number"),
        CheckConstraint("from_sequence >= 0", name="begins_at_a_stop"),
        CheckConstraint(
            "(state IN ('accepted', 'declined')) = (answered_at IS NOT NULL)",
            name="answered_with_an_instant",
        ),
    )

    patrol_id: Mapped[UUID]
    plan_id: Mapped[UUID]
    based_on: Mapped[int]
    from_sequence: Mapped[int]
    state: Mapped[RevisionState] = mapped_column(
        words(RevisionState, "state"), default=RevisionState.PROPOSED, server_default="proposed"
    )
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    difference: Mapped[dict[str, Any]] = mapped_column(JSONB)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    answered_at: Mapped[Instant | None]
