"""Questions asked of a plan: what it would cost to have it otherwise. A worker answers them."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import Instant, Record, words
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory

STOP_ID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(#[2-9])?$"
"""A place's identifier, and which of its visits of the day, from the second on."""


class QuestionKind(StrEnum):
    """What is asked: why is it left out, why not this team, why not this place in the order."""

    VISIT = "visit"
    TEAM = "team"
    ORDER = "order"


class QuestionState(StrEnum):
    """Where a question stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class PlanQuestion(OfTerritory, Record):
    """One question of one plan. `answer`: what a search found; `problem`: why it could not.

    `stop_id` is a zone's, camp's or site's, with `#2`, `#3` after it for a further visit; it is
    no foreign key, for a plan outlives its stops.
    """

    __tablename__ = "plan_question"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("plan_id", "patrol_plan", ondelete="CASCADE"),
        within_territory("team_id", "team"),
        Index("ix_plan_question_plan_id", "territory_id", "plan_id", "asked_at"),
        CheckConstraint(f"stop_id ~ '{STOP_ID}'", name="stop_is_a_visit"),
        CheckConstraint("position >= 0", name="position_is_a_place"),
        CheckConstraint("(state = 'done') = (answer IS NOT NULL)", name="answer_when_done"),
        CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name="problem_when_failed"),
        CheckConstraint("kind <> 'team' OR team_id IS NOT NULL", name="team_asks_for_a_team"),
        CheckConstraint("kind <> 'order' OR position IS NOT NULL", name="order_asks_for_a_place"),
    )

    plan_id: Mapped[UUID]
    kind: Mapped[QuestionKind] = mapped_column(words(QuestionKind, "kind"))
    stop_id: Mapped[str]
    team_id: Mapped[UUID | None]
    position: Mapped[int | None]
    state: Mapped[QuestionState] = mapped_column(
        words(QuestionState, "state"), server_default="queued"
    )
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]
