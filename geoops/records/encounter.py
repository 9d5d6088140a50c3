"""Encounters (rencontres): one contact of a team with a group. Counts, never a person."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, PointColumn, Record, Words
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class Need(StrEnum):
    """What the group lacked."""

    WATER = "water"
    FOOD = "food"
    CLOTHING = "clothing"
    SHELTER = "shelter"
    MEDICAL = "medical"
    LEGAL_INFORMATION = "legal_information"
    HYGIENE = "hygiene"


class Explained(StrEnum):
    """Which procedures the team explained."""

    ASYLUM = "asylum"
    ACCOMMODATION = "accommodation"
    VOLUNTARY_RETURN = "voluntary_return"


def _only(column: str, vocabulary: type[StrEnum]) -> str:
    words = ", ".join(f"'{word.value}'" for word in vocabulary)
    return f"{column} <@ ARRAY[{words}]::text[]"


class Encounter(OfTerritory, Record):
    """One contact: where, when, how many by category. The id is the client's own UUID.

    `zone_id` is set by the database from the position. `digest` is the SHA-256 of the content as
    it was posted, so that the same post again is known from another one under the same id.
    """

    __tablename__ = "encounter"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("encounter"),
        within_territory("team_id", "team"),
        within_territory("patrol_id", "patrol"),
        within_territory("zone_id", "zone"),
        Index("ix_encounter_position", "position", postgresql_using="gist"),
        Index("ix_encounter_met_at", "territory_id", "met_at"),
        Index("ix_encounter_zone_id_met_at", "zone_id", "met_at"),
        CheckConstraint("head_count BETWEEN 1 AND 500", name="head_count_is_a_group"),
        CheckConstraint(
            "isolated_men >= 0 AND isolated_women >= 0 AND family_members >= 0"
            " AND unaccompanied_minors >= 0 AND reduced_mobility >= 0",
            name="counts_are_not_negative",
        ),
        CheckConstraint(
            "isolated_men + isolated_women + family_members + unaccompanied_minors <= head_count"
            " AND reduced_mobility <= head_count",
            name="counts_fit_the_head_count",
        ),
        CheckConstraint("accepted BETWEEN 0 AND head_count", name="accepted_fits_the_head_count"),
        CheckConstraint(_only("needs", Need), name="needs_are_known"),
        CheckConstraint(_only("explained", Explained), name="explained_is_known"),
        CheckConstraint("octet_length(digest) = 32", name="digest_is_sha256"),
    )

    team_id: Mapped[UUID | None]
    patrol_id: Mapped[UUID | None]
    zone_id: Mapped[UUID | None]
    position: Mapped[PointColumn]
    met_at: Mapped[Instant]
    head_count: Mapped[int]
    isolated_men: Mapped[int] = mapped_column(default=0, server_default="0")
    isolated_women: Mapped[int] = mapped_column(default=0, server_default="0")
    family_members: Mapped[int] = mapped_column(default=0, server_default="0")
    unaccompanied_minors: Mapped[int] = mapped_column(default=0, server_default="0")
    reduced_mobility: Mapped[int] = mapped_column(default=0, server_default="0")
    accepted: Mapped[int] = mapped_column(default=0, server_default="0")
    languages: Mapped[Words]
    needs: Mapped[Words]
    explained: Mapped[Words]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[CreatedAt]
