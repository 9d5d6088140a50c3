"""Places: per site and category the capacity, what is occupied and held, and every change of them.

`place_capacity` is the balance; its CHECK refuses a promise that cannot be kept. Nobody writes
`occupied` or `held` by hand: triggers keep them from `occupancy_entry` and `hold` in the same
transaction (migration 0001).
"""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class PlaceCategory(StrEnum):
    """The categories of place (DOMAIN.md); a family is one unit of n places."""

    ISOLATED_MAN = "isolated_man"
    ISOLATED_WOMAN = "isolated_woman"
    FAMILY = "family"
    UNACCOMPANIED_MINOR = "unaccompanied_minor"
    REDUCED_MOBILITY = "reduced_mobility"


class HoldState(StrEnum):
    """Where a hold (pré-réservation) stands; only an active one keeps places."""

    ACTIVE = "active"
    ARRIVED = "arrived"
    RELEASED = "released"
    EXPIRED = "expired"


class OccupancyCause(StrEnum):
    """Why the number of occupied places changed."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    CENSUS = "census"
    CORRECTION = "correction"


def _of_capacity() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["territory_id", "site_id", "category"],
        ["place_capacity.territory_id", "place_capacity.site_id", "place_capacity.category"],
    )


class PlaceCapacity(Record):
    """The balance of one category at one site: available = capacity − occupied − held."""

    __tablename__ = "place_capacity"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("site_id", "site"),
        CheckConstraint("capacity >= 0", name="capacity_is_not_negative"),
        CheckConstraint("occupied >= 0", name="occupied_is_not_negative"),
        CheckConstraint("held >= 0", name="held_is_not_negative"),
        CheckConstraint("overflow_allowed >= 0", name="overflow_is_not_negative"),
        CheckConstraint(
            "occupied + held <= capacity + overflow_allowed", name="promises_fit_the_places"
        ),
    )

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(primary_key=True)
    category: Mapped[PlaceCategory] = mapped_column(
        words(PlaceCategory, "category"), primary_key=True
    )
    capacity: Mapped[int]
    occupied: Mapped[int] = mapped_column(server_default="0")
    held: Mapped[int] = mapped_column(server_default="0")
    overflow_allowed: Mapped[int] = mapped_column(server_default="0")


class OccupancyEntry(Record):
    """One change of the occupied places, appended and never changed."""

    __tablename__ = "occupancy_entry"
    __table_args__ = (
        belongs_to_territory(),
        _of_capacity(),
        within_territory("hold_id", "hold"),
        Index("ix_occupancy_entry_site_id_at", "site_id", "at"),
        CheckConstraint("change <> 0", name="something_changes"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    territory_id: Mapped[UUID]
    site_id: Mapped[UUID]
    category: Mapped[PlaceCategory] = mapped_column(words(PlaceCategory, "category"))
    change: Mapped[int]
    cause: Mapped[OccupancyCause] = mapped_column(words(OccupancyCause, "cause"))
    hold_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[CreatedAt]


class Hold(OfTerritory, Record):
    """Places kept for a group under way, until `expires_at`."""

    __tablename__ = "hold"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("hold"),
        _of_capacity(),
        within_territory("encounter_id", "encounter"),
        Index(
            "uq_hold_active_idempotency_key",
            "territory_id",
            "idempotency_key",
            unique=True,
            postgresql_where="state = 'active'",
        ),
        Index("ix_hold_expiry", "expires_at", postgresql_where="state = 'active'"),
        Index("ix_hold_idempotency_key", "territory_id", "idempotency_key"),
        CheckConstraint("places > 0", name="places_are_counted"),
        CheckConstraint("(state = 'active') = (ended_at IS NULL)", name="ended_when_not_active"),
    )

    site_id: Mapped[UUID]
    category: Mapped[PlaceCategory] = mapped_column(words(PlaceCategory, "category"))
    places: Mapped[int]
    state: Mapped[HoldState] = mapped_column(
        words(HoldState, "state"), default=HoldState.ACTIVE, server_default="active"
    )
    expires_at: Mapped[Instant]
    idempotency_key: Mapped[str]
    encounter_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[Instant | None]
