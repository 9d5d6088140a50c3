"""Referrals (orientations): what an encounter led to, followed by its state and never by a name."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Record, words
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory


class ReferralKind(StrEnum):
    """To what a group, or part of it, was referred (DOMAIN.md, orientation)."""

    PLACE = "place"
    GUDA = "guda"
    VOLUNTARY_RETURN = "voluntary_return"
    CARE = "care"


class ReferralState(StrEnum):
    """Where a referral stands."""

    OPEN = "open"
    HONOURED = "honoured"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Referral(OfTerritory, Record):
    """One outcome of an encounter, for `people` of the group; a place has a hold behind it."""

    __tablename__ = "referral"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("encounter_id", "encounter"),
        within_territory("site_id", "site"),
        within_territory("hold_id", "hold"),
        Index("ix_referral_encounter_id", "encounter_id"),
        CheckConstraint("people > 0", name="people_are_counted"),
        CheckConstraint("kind <> 'place' OR site_id IS NOT NULL", name="a_place_is_at_a_site"),
    )

    encounter_id: Mapped[UUID]
    kind: Mapped[ReferralKind] = mapped_column(words(ReferralKind, "kind"))
    state: Mapped[ReferralState] = mapped_column(
        words(ReferralState, "state"), default=ReferralState.OPEN, server_default="open"
    )
    people: Mapped[int]
    site_id: Mapped[UUID | None]
    hold_id: Mapped[UUID | None]
    created_at: Mapped[CreatedAt]
