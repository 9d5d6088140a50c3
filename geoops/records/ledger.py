"""The ledger of places: every change of a balance is an entry, appended and never changed.

The columns `capacity` to `overflow` are signed changes; a balance is their sums. Entries carry
words of a vocabulary and no free text: nothing in it can tell who somebody is.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, words
from geoops.records.capacity import PlaceCategory, of_balance
from geoops.records.territory import within_territory


class EntryCause(StrEnum):
    """Why a balance changed. All but those of a promise may declare an overflow."""

    OPENING = "opening"
    WORKS = "works"
    PLAN_GRAND_FROID = "plan_grand_froid"
    CLOSURE = "closure"
    REOPENING = "reopening"
    OUT_OF_SERVICE = "out_of_service"
    BACK_IN_SERVICE = "back_in_service"
    HOLD = "hold"
    RELEASE = "release"
    EXPIRY = "expiry"
    NO_SHOW = "no_show"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    TRANSFER = "transfer"
    CENSUS = "census"
    CORRECTION = "correction"


class EntryReason(StrEnum):
    """What lies behind a census that differs, or beds out of service."""

    UNRECORDED_ARRIVAL = "unrecorded_arrival"
    UNRECORDED_DEPARTURE = "unrecorded_departure"
    MISCOUNT = "miscount"
    REPAIR = "repair"
    HYGIENE = "hygiene"
    SAFETY = "safety"


CHANGES_FIT_THE_CAUSE = """
CASE
WHEN cause = 'opening' THEN capacity >= 0 AND out_of_service >= 0 AND occupied >= 0 AND held = 0
WHEN cause IN ('works', 'plan_grand_froid', 'closure', 'reopening')
    THEN out_of_service = 0 AND occupied = 0 AND held = 0
WHEN cause = 'out_of_service'
    THEN out_of_service > 0 AND capacity = 0 AND occupied = 0 AND held = 0
WHEN cause = 'back_in_service'
    THEN out_of_service < 0 AND capacity = 0 AND occupied = 0 AND held = 0
WHEN cause = 'hold'
    THEN held > 0 AND hold_id IS NOT NULL AND capacity = 0 AND out_of_service = 0 AND occupied = 0
WHEN cause IN ('release', 'expiry', 'no_show')
    THEN held < 0 AND hold_id IS NOT NULL AND capacity = 0 AND out_of_service = 0 AND occupied = 0
WHEN cause = 'arrival'
    THEN occupied > 0 AND capacity = 0 AND out_of_service = 0
        AND (held = 0 OR held = - occupied AND hold_id IS NOT NULL)
WHEN cause IN ('departure', 'transfer')
    THEN occupied < 0 AND capacity = 0 AND out_of_service = 0 AND held = 0
WHEN cause = 'census' THEN capacity = 0 AND out_of_service = 0 AND held = 0
ELSE held = 0 AND (capacity <> 0 OR out_of_service <> 0 OR occupied <> 0)
END
"""
"""A census that agrees, or a capacity stated again, is a fact worth an entry without a change."""


class PlaceEntry(Record):
    """One change of one balance.

    `at` is when it took effect, `recorded_at` when it was written; ids grow in the order in which
    the balance changed. `overflow` is the trigger's. `digest` tells a request that comes again
    under its key from another one; `night` is the local night that a census counts.
    """

    __tablename__ = "place_entry"
    __table_args__ = (
        of_balance(),  # which belongs to the territory: no second key, no second lock
        within_territory("hold_id", "hold"),
        within_territory("encounter_id", "encounter"),
        Index("ix_place_entry_balance", "territory_id", "site_id", "category", "id"),
        Index("ix_place_entry_hold_id", "hold_id", postgresql_where="hold_id IS NOT NULL"),
        Index(
            "uq_place_entry_first_of_hold",
            "hold_id",
            unique=True,
            postgresql_where="cause = 'hold'",
        ),
        Index(
            "uq_place_entry_opening",
            "territory_id",
            "site_id",
            "category",
            unique=True,
            postgresql_where="cause = 'opening'",
        ),
        Index(
            "uq_place_entry_idempotency_key",
            "territory_id",
            "idempotency_key",
            unique=True,
            postgresql_where="idempotency_key IS NOT NULL",
        ),
        CheckConstraint(CHANGES_FIT_THE_CAUSE, name="changes_fit_the_cause"),
        CheckConstraint("(cause = 'census') = (night IS NOT NULL)", name="a_census_has_its_night"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    territory_id: Mapped[UUID]
    site_id: Mapped[UUID]
    category: Mapped[PlaceCategory] = mapped_column(words(PlaceCategory, "category"))
    cause: Mapped[EntryCause] = mapped_column(words(EntryCause, "cause"))
    reason: Mapped[EntryReason | None] = mapped_column(words(EntryReason, "reason"))
    capacity: Mapped[int] = mapped_column(server_default="0")
    out_of_service: Mapped[int] = mapped_column(server_default="0")
    occupied: Mapped[int] = mapped_column(server_default="0")
    held: Mapped[int] = mapped_column(server_default="0")
    overflow: Mapped[int] = mapped_column(server_default="0")
    night: Mapped[date | None]
    hold_id: Mapped[UUID | None]
    encounter_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Instant]
    recorded_at: Mapped[CreatedAt]
    idempotency_key: Mapped[str | None]
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
