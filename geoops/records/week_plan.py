"""Week plans: the job of planning seven days together, its progress, and what it found."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.territory import OfTerritory, belongs_to_territory


class WeekState(StrEnum):
    """Where the planning of a week stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class WeekPlanRecord(OfTerritory, Record):
    """One request to plan the week from `starts_on`.

    `best` is the best week so far, `problem` why there is none, `planning` the day in hand;
    `stopped_early` says that someone was satisfied sooner. No camp's position is in any of them.
    """

    __tablename__ = "week_plan"
    __table_args__ = (
        belongs_to_territory(),
        Index("ix_week_plan_starts_on", "territory_id", "starts_on", "created_at"),
        CheckConstraint("progress BETWEEN 0 AND 1", name="progress_is_a_share"),
        CheckConstraint("state <> 'done' OR best IS NOT NULL", name="best_when_done"),
        CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name="problem_when_failed"),
        CheckConstraint(
            "(finished_at IS NULL) = (state IN ('queued', 'running'))", name="finished_when_over"
        ),
        CheckConstraint("NOT stopped_early OR best IS NOT NULL", name="stopped_early_with_a_best"),
        CheckConstraint(
            "planning BETWEEN starts_on AND starts_on + 6", name="planning_a_day_of_the_week"
        ),
    )

    starts_on: Mapped[date]
    request: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[WeekState] = mapped_column(
        words(WeekState, "state"), default=WeekState.QUEUED, server_default="queued"
    )
    progress: Mapped[float] = mapped_column(default=0.0, server_default="0")
    planning: Mapped[date | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False, server_default="false")
    stopped_early: Mapped[bool] = mapped_column(default=False, server_default="false")
    best: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[Instant | None]
