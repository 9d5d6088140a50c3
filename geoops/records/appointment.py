"""Appointments at a GUDA: slots with seats, the days that differ, and the groups that are booked.

The calendar itself (weekdays, hours, public holidays) is the SQL function `desk_slots` of migration
0006. A closure takes nobody's appointment away: it leaves them on a worklist, to be moved.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory


class AppointmentState(StrEnum):
    """Where an appointment stands; a cancelled or moved one has given its seats back."""

    BOOKED = "booked"
    HONOURED = "honoured"
    MISSED = "missed"
    CANCELLED = "cancelled"
    MOVED = "moved"


class DayCause(StrEnum):
    """Why a GUDA has other desks than usual on a day; never who is ill."""

    STAFF = "staff"
    TRAINING = "training"
    STRIKE = "strike"
    WORKS = "works"
    WEATHER = "weather"
    EXTRA_OPENING = "extra_opening"


class DeskDay(OfTerritory, Record):
    """A day that differs: closed (0 desks), or open with as many; until it is withdrawn."""

    __tablename__ = "desk_day"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("site_id", "site"),
        Index(
            "uq_desk_day_stated",
            "territory_id",
            "site_id",
            "day",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        Index("uq_desk_day_idempotency_key", "territory_id", "idempotency_key", unique=True),
        CheckConstraint("desks BETWEEN 0 AND 50", name="desks_are_counted"),
    )

    site_id: Mapped[UUID]
    day: Mapped[date]
    desks: Mapped[int]
    cause: Mapped[DayCause] = mapped_column(words(DayCause, "cause"))
    idempotency_key: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[Instant | None]


class Slot(Record):
    """The seats of one site at one instant, from the first booking on; a trigger counts them.

    `seats` is how many there were when the last one was given: `booked` never exceeds it.
    """

    __tablename__ = "slot"
    __table_args__ = (
        within_territory("site_id", "site"),
        CheckConstraint("booked >= 0", name="booked_is_not_negative"),
        CheckConstraint("booked <= seats", name="booked_fits_the_seats"),
    )

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    seats: Mapped[int]
    booked: Mapped[int] = mapped_column(server_default="0")


class Appointment(OfTerritory, Record):
    """`people` of a referral expected at one slot; `honoured` of them came.

    A group that one slot does not hold has one for each `part`, under the same key. Moving makes
    new ones, which name the one that they replace.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        belongs_to_territory(),
        # A constraint, not an index as elsewhere: the table refers to itself.
        UniqueConstraint("territory_id", "id", name="uq_appointment_territory_id_id"),
        within_territory("referral_id", "referral"),
        within_territory("replaces", "appointment"),
        ForeignKeyConstraint(
            ["territory_id", "site_id", "starts_at"],
            ["slot.territory_id", "slot.site_id", "slot.starts_at"],
        ),
        Index(
            "uq_appointment_idempotency_key",
            "territory_id",
            "idempotency_key",
            "part",
            unique=True,
        ),
        Index("ix_appointment_slot", "territory_id", "site_id", "starts_at"),
        Index("ix_appointment_referral_id", "referral_id"),
        CheckConstraint("people BETWEEN 1 AND 500", name="people_are_counted"),
        CheckConstraint(
            "honoured BETWEEN 0 AND people AND (state = 'honoured') = (honoured > 0)",
            name="honoured_are_of_the_group",
        ),
    )

    referral_id: Mapped[UUID]
    site_id: Mapped[UUID]
    starts_at: Mapped[Instant]
    people: Mapped[int]
    honoured: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[AppointmentState] = mapped_column(
        words(AppointmentState, "state"), server_default="booked"
    )
    replaces: Mapped[UUID | None]
    idempotency_key: Mapped[str]
    part: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
    changed_at: Mapped[CreatedAt]
