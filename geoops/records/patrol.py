"""Patrols (maraudes): one team's outing on one day, its stops in order and its legs."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geoops.db.columns import CreatedAt, Instant, LineColumn, PointColumn, Record, words
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class PatrolStatus(StrEnum):
    """Where a patrol stands; a cancelled one stays on record."""

    PUBLISHED = "published"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


class StopKind(StrEnum):
    """What a stop visits."""

    ZONE = "zone"
    CAMP = "camp"
    SITE = "site"


class SkipReason(StrEnum):
    """Why a team passed a stop by. Words of a list and no free text: nobody can be described."""

    NOBODY_THERE = "nobody_there"
    NO_ACCESS = "no_access"
    UNSAFE = "unsafe"
    NO_TIME = "no_time"
    OTHER = "other"


class Patrol(OfTerritory, Record):
    """One team's outing: planned start and end as instants, length in metres.

    `finished_at` is when its team noted that it was back; unknown for what was recorded before.
    `accepted_at` is when its team said that it goes. `revision` counts how often its rest was
    changed with the team's consent. `vehicle` and the bases are those of its day, as published;
    None for what was published before they were kept.
    """

    __tablename__ = "patrol"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("patrol"),
        within_territory("team_id", "team"),
        within_territory("plan_id", "patrol_plan"),
        within_territory("start_base_id", "base"),
        within_territory("end_base_id", "base"),
        Index(
            "uq_patrol_team_day",
            "team_id",
            "service_date",
            unique=True,
            postgresql_where="status <> 'cancelled'",
        ),
        Index("ix_patrol_day", "territory_id", "service_date"),
        CheckConstraint("starts_at <= ends_at", name="ends_after_it_starts"),
        CheckConstraint("distance >= 0", name="distance_is_not_negative"),
        CheckConstraint(
            "finished_at IS NULL OR status = 'done'", name="only_what_is_done_has_ended"
        ),
        CheckConstraint("revision >= 0", name="revision_counts_up"),
    )

    team_id: Mapped[UUID]
    plan_id: Mapped[UUID | None]
    service_date: Mapped[date]
    status: Mapped[PatrolStatus] = mapped_column(
        words(PatrolStatus, "status"), default=PatrolStatus.PUBLISHED, server_default="published"
    )
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    distance: Mapped[float]
    vehicle: Mapped[str | None]
    start_base_id: Mapped[UUID | None]
    end_base_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[Instant | None]
    accepted_at: Mapped[Instant | None]
    revision: Mapped[int] = mapped_column(default=0, server_default="0")

    stops: Mapped[list["PatrolStop"]] = relationship(
        primaryjoin="foreign(PatrolStop.patrol_id) == Patrol.id",
        order_by="PatrolStop.sequence",
        viewonly=True,
    )


class PatrolStop(OfTerritory, Record):
    """One visit, planned (`arrives_at`, `starts_at`, `departs_at`) and done.

    `visited_at` is the check-in, `left_at` the check-out. A stop is visited or `skipped`, not both.
    """

    __tablename__ = "patrol_stop"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("patrol_id", "patrol", ondelete="CASCADE"),
        within_territory("zone_id", "zone"),
        within_territory("camp_id", "camp"),
        within_territory("site_id", "site"),
        key_within_territory("patrol_stop"),
        Index("uq_patrol_stop_sequence", "patrol_id", "sequence", unique=True),
        Index("ix_patrol_stop_zone_id_visited_at", "zone_id", "visited_at"),
        CheckConstraint(
            "num_nonnulls(zone_id, camp_id, site_id) = 1 AND CASE kind"
            " WHEN 'zone' THEN zone_id IS NOT NULL"
            " WHEN 'camp' THEN camp_id IS NOT NULL"
            " ELSE site_id IS NOT NULL END",
            name="visits_one_thing",
        ),
        CheckConstraint(
            "arrives_at <= starts_at AND starts_at <= departs_at", name="times_are_in_order"
        ),
        CheckConstraint("sequence >= 0", name="sequence_is_not_negative"),
        CheckConstraint(
            "left_at IS NULL OR (visited_at IS NOT NULL AND visited_at <= left_at)",
            name="left_after_it_came",
        ),
        CheckConstraint("visited_at IS NULL OR skipped IS NULL", name="visited_or_skipped"),
    )

    patrol_id: Mapped[UUID]
    sequence: Mapped[int]
    kind: Mapped[StopKind] = mapped_column(words(StopKind, "kind"))
    zone_id: Mapped[UUID | None]
    camp_id: Mapped[UUID | None]
    site_id: Mapped[UUID | None]
    position: Mapped[PointColumn]
    arrives_at: Mapped[Instant]
    starts_at: Mapped[Instant]
    departs_at: Mapped[Instant]
    visited_at: Mapped[Instant | None]
    left_at: Mapped[Instant | None]
    skipped: Mapped[SkipReason | None] = mapped_column(words(SkipReason, "skipped"))


class PatrolLeg(OfTerritory, Record):
    """The way from one stop (or the base) to the next: seconds, metres and the line driven.

    `steps` are the instructions along it, as `geoops.desk.walk_document` writes them.
    """

    __tablename__ = "patrol_leg"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("patrol_id", "patrol", ondelete="CASCADE"),
        Index("uq_patrol_leg_sequence", "patrol_id", "sequence", unique=True),
        Index("ix_patrol_leg_path", "path", postgresql_using="gist"),
        CheckConstraint("duration >= 0 AND distance >= 0", name="length_is_not_negative"),
        CheckConstraint("departs_at <= arrives_at", name="times_are_in_order"),
        CheckConstraint("jsonb_typeof(steps) = 'array'", name="steps_are_a_list"),
    )

    patrol_id: Mapped[UUID]
    sequence: Mapped[int]
    departs_at: Mapped[Instant]
    arrives_at: Mapped[Instant]
    duration: Mapped[float]
    distance: Mapped[float]
    path: Mapped[LineColumn]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]", default=list)
