"""Transfers (départs en bus): a bus with seats, its pick-ups in order, and where it takes whom.

People are counted in groups of one category, from one pick-up to one destination. Their places
there are ordinary holds that name the group; who has arrived is told by the entries of these.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.capacity import PlaceCategory, of_balance
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class TransferState(StrEnum):
    """Where a bus stands. It has departed once it has left every pick-up."""

    PLANNED = "planned"
    BOARDING = "boarding"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class GroupState(StrEnum):
    """Where a group stands; one that has departed is its people aboard, and no others."""

    PLANNED = "planned"
    DEPARTED = "departed"
    REMOVED = "removed"


class TransferStepKind(StrEnum):
    """What was done to a bus."""

    PLANNED = "planned"
    RESCHEDULED = "rescheduled"
    GROUP_ADDED = "group_added"
    GROUP_CHANGED = "group_changed"
    GROUP_REMOVED = "group_removed"
    BOARDED = "boarded"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class Transfer(OfTerritory, Record):
    """One bus. `booked`: seats of its groups, kept by a trigger and never above `seats`.

    `departs_at` is when it is due at its first pick-up.
    """

    __tablename__ = "transfer"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("transfer"),
        Index("ix_transfer_departs_at", "territory_id", "departs_at", "id"),
        CheckConstraint("seats BETWEEN 1 AND 200", name="seats_are_a_bus"),
        CheckConstraint("booked BETWEEN 0 AND seats", name="booked_fits_the_seats"),
        CheckConstraint(
            "(state IN ('arrived', 'cancelled')) = (ended_at IS NOT NULL)", name="ended_when_over"
        ),
    )

    seats: Mapped[int]
    booked: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[TransferState] = mapped_column(
        words(TransferState, "state"), server_default="planned"
    )
    departs_at: Mapped[Instant]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[Instant | None]


class TransferDestination(Record):
    """A site that a bus goes to, when it is expected there, and when it came."""

    __tablename__ = "transfer_destination"
    __table_args__ = (
        within_territory("transfer_id", "transfer"),
        within_territory("site_id", "site"),
        Index("ix_transfer_destination_site_id", "site_id"),
    )

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(primary_key=True)
    arrives_at: Mapped[Instant]
    arrived_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class TransferPickup(OfTerritory, Record):
    """Where a bus picks people up, a site of ours or a zone, in the order of `rank`."""

    __tablename__ = "transfer_pickup"
    __table_args__ = (
        within_territory("transfer_id", "transfer"),
        within_territory("site_id", "site"),
        within_territory("zone_id", "zone"),
        # Constraints, not indexes as elsewhere: a group's foreign key names its bus as well.
        UniqueConstraint(
            "territory_id",
            "transfer_id",
            "id",
            name="uq_transfer_pickup_territory_id_transfer_id_id",
        ),
        UniqueConstraint("territory_id", "transfer_id", "rank", name="uq_transfer_pickup_rank"),
        Index("ix_transfer_pickup_site_id", "site_id"),
        CheckConstraint("(site_id IS NULL) <> (zone_id IS NULL)", name="is_a_site_or_a_zone"),
    )

    transfer_id: Mapped[UUID]
    rank: Mapped[int]
    site_id: Mapped[UUID | None]
    zone_id: Mapped[UUID | None]
    due_at: Mapped[Instant]
    departed_at: Mapped[Instant | None]


class TransferGroup(OfTerritory, Record):
    """`people` of one category from one pick-up to one destination; `aboard` of them have boarded.

    Once departed, only those aboard are on their way; the others have stayed where they were.
    """

    __tablename__ = "transfer_group"
    __table_args__ = (
        key_within_territory("transfer_group"),
        of_balance(),
        ForeignKeyConstraint(
            ["territory_id", "transfer_id", "pickup_id"],
            [
                "transfer_pickup.territory_id",
                "transfer_pickup.transfer_id",
                "transfer_pickup.id",
            ],
        ),
        ForeignKeyConstraint(
            ["territory_id", "transfer_id", "site_id"],
            [
                "transfer_destination.territory_id",
                "transfer_destination.transfer_id",
                "transfer_destination.site_id",
            ],
        ),
        Index("ix_transfer_group_transfer_id", "transfer_id"),
        CheckConstraint("people BETWEEN 1 AND 500", name="people_are_counted"),
        CheckConstraint("aboard BETWEEN 0 AND people", name="aboard_are_of_the_group"),
    )

    transfer_id: Mapped[UUID]
    pickup_id: Mapped[UUID]
    site_id: Mapped[UUID]
    category: Mapped[PlaceCategory] = mapped_column(words(PlaceCategory, "category"))
    people: Mapped[int]
    aboard: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[GroupState] = mapped_column(words(GroupState, "state"), server_default="planned")
    created_at: Mapped[CreatedAt]


class TransferStep(Record):
    """One thing done to a bus, once for each key, appended and never changed.

    `subject_id` is the group, pick-up or destination that it was about, `people` how many it was
    about; `digest` tells a request that comes again under its key from another one.
    """

    __tablename__ = "transfer_step"
    __table_args__ = (
        within_territory("transfer_id", "transfer"),
        Index("ix_transfer_step_transfer_id", "transfer_id", "id"),
        Index("uq_transfer_step_idempotency_key", "territory_id", "idempotency_key", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    territory_id: Mapped[UUID]
    transfer_id: Mapped[UUID]
    kind: Mapped[TransferStepKind] = mapped_column(words(TransferStepKind, "kind"))
    people: Mapped[int | None]
    subject_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Instant]
    idempotency_key: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
