"""Holds (pré-réservations): places kept for a group under way, until a stated time."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.capacity import PlaceCategory, of_balance
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class HoldState(StrEnum):
    """Where a hold stands; only an active one keeps places."""

    ACTIVE = "active"
    ARRIVED = "arrived"
    RELEASED = "released"
    EXPIRED = "expired"
    NO_SHOW = "no_show"


class Hold(OfTerritory, Record):
    """Places kept for a group, until `expires_at`.

    Inserting it writes its first ledger entry; from then on the ledger changes it, and the
    application only its expiry. `places` are those still kept, and once the hold has ended, those
    that its last step was about; `arrived` counts who has come so far. A bus's names its group.
    """

    __tablename__ = "hold"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("hold"),
        of_balance(),
        within_territory("encounter_id", "encounter"),
        within_territory("transfer_group_id", "transfer_group"),
        Index(
            "ix_hold_transfer_group_id",
            "transfer_group_id",
            postgresql_where="transfer_group_id IS NOT NULL",
        ),
        Index("ix_hold_expiry", "expires_at", postgresql_where="state = 'active'"),
        Index("ix_hold_idempotency_key", "territory_id", "idempotency_key"),
        CheckConstraint("places > 0", name="places_are_counted"),
        CheckConstraint("arrived >= 0", name="arrived_is_not_negative"),
        CheckConstraint("(state = 'active') = (ended_at IS NULL)", name="ended_when_not_active"),
    )

    site_id: Mapped[UUID]
    category: Mapped[PlaceCategory] = mapped_column(words(PlaceCategory, "category"))
    places: Mapped[int]
    arrived: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[HoldState] = mapped_column(words(HoldState, "state"), server_default="active")
    expires_at: Mapped[Instant]
    idempotency_key: Mapped[str]
    encounter_id: Mapped[UUID | None]
    transfer_group_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[Instant | None]
