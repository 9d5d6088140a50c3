"""The waiting list: groups for whom no place was left, in the order in which they are served.

Serving is the database's (migration 0007): the entry that frees places gives them on in its own
transaction, under the balance's lock, to the first in line that fits. Order is by priority, then
time. One that does not fit keeps its place; once it has been overtaken three times, nobody behind
it is served at a site that could house it, so it waits for three others at most.
"""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    Interval,
    LargeBinary,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.capacity import PlaceCategory
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory


class RequestPriority(StrEnum):
    """Why a group comes first: a need of the group, never of a person. Ordinary comes last."""

    UNACCOMPANIED_MINOR = "unaccompanied_minor"
    SMALL_CHILDREN = "small_children"
    HEALTH = "health"
    ORDINARY = "ordinary"


class RequestState(StrEnum):
    """Where a request stands; only a waiting one is in line."""

    WAITING = "waiting"
    SERVED = "served"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class PlaceRequest(OfTerritory, Record):
    """`places` of one category, wanted until `lapses_at`, at any site or only among `site_ids`.

    `hold_for` is how long the places are kept once there are some. `overtaken` counts how often a
    later request was served at a site that this one did not fit.
    """

    __tablename__ = "place_request"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("hold_id", "hold"),
        within_territory("encounter_id", "encounter"),
        within_territory("team_id", "team"),
        Index(
            "ix_place_request_line",
            "territory_id",
            "category",
            text("(priority = 'ordinary')"),
            "created_at",
            "id",
            postgresql_where="state = 'waiting'",
        ),
        Index(
            "uq_place_request_hold_id",
            "hold_id",
            unique=True,
            postgresql_where="hold_id IS NOT NULL",
        ),
        Index("uq_place_request_idempotency_key", "territory_id", "idempotency_key", unique=True),
        CheckConstraint("places BETWEEN 1 AND 500", name="places_are_a_group"),
        CheckConstraint("overtaken >= 0", name="overtaken_is_counted"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_when_not_waiting"),
        CheckConstraint("(state = 'served') = (hold_id IS NOT NULL)", name="served_with_a_hold"),
        CheckConstraint("lapses_at > created_at", name="waits_for_a_time"),
    )

    category: Mapped[PlaceCategory] = mapped_column(words(PlaceCategory, "category"))
    places: Mapped[int]
    priority: Mapped[RequestPriority] = mapped_column(words(RequestPriority, "priority"))
    site_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}", default=list)
    state: Mapped[RequestState] = mapped_column(
        words(RequestState, "state"), server_default="waiting"
    )
    overtaken: Mapped[int] = mapped_column(server_default="0")
    hold_for: Mapped[timedelta] = mapped_column(Interval)
    lapses_at: Mapped[Instant]
    hold_id: Mapped[UUID | None]
    encounter_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    idempotency_key: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[Instant | None]
