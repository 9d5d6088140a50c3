"""Patrol plans: a day's planning job, its progress, and the plans that it found."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
)


class PlanState(StrEnum):
    """Where a planning job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    PUBLISHED = "published"


class PatrolPlan(OfTerritory, Record):
    """One request to plan a service date. `best`: best plan so far; `problem`: why it failed.

    `based_on_id` is the plan that the search starts from, `change` what is asked otherwise than
    there: templates of sentences and what fills them. `curve` has an entry for each better plan,
    `iterations` is how many the search made, `stopped_early` whether someone was satisfied sooner.
    """

    __tablename__ = "patrol_plan"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("patrol_plan"),
        Index("ix_patrol_plan_day", "territory_id", "service_date"),
        ForeignKeyConstraint(
            ["territory_id", "based_on_id"],
            ["patrol_plan.territory_id", "patrol_plan.id"],
            use_alter=True,  # the key that it refers to is an index of the same table
        ),
        Index("ix_patrol_plan_based_on_id", "territory_id", "based_on_id"),
        CheckConstraint("progress BETWEEN 0 AND 1", name="progress_is_a_share"),
        CheckConstraint("based_on_id <> id", name="is_not_based_on_itself"),
        CheckConstraint("NOT stopped_early OR best IS NOT NULL", name="stopped_early_with_a_best"),
    )

    service_date: Mapped[date]
    request: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[PlanState] = mapped_column(
        words(PlanState, "state"), default=PlanState.QUEUED, server_default="queued"
    )
    progress: Mapped[float] = mapped_column(default=0.0, server_default="0")
    cancel_requested: Mapped[bool] = mapped_column(default=False, server_default="false")
    best: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    based_on_id: Mapped[UUID | None]
    change: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    curve: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default="[]")
    stopped_early: Mapped[bool] = mapped_column(default=False, server_default="false")
    iterations: Mapped[int | None] = mapped_column(BigInteger)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[Instant | None]
