"""A line of the ledger as it is shown: what changed, why, and the balance that it led to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from geoops.records import EntryCause, EntryReason, PlaceCapacity, PlaceCategory, PlaceEntry


@dataclass(frozen=True)
class Balance:
    """The places of one category at one site; `overflow`: people for whom there is no place."""

    category: PlaceCategory
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    available: int
    overflow: int

    @classmethod
    def of(cls, stands: PlaceCapacity) -> Self:
        """The balance as its row says it."""
        return cls(
            category=stands.category,
            capacity=stands.capacity,
            out_of_service=stands.out_of_service,
            occupied=stands.occupied,
            held=stands.held,
            available=stands.available,
            overflow=stands.overflow_allowed,
        )


@dataclass(frozen=True)
class Line:
    """One entry; `capacity` to `overflow` are its signed changes, `balance` what they led to.

    `author` is the label of the account that recorded it, where it is read with the line; none for
    what happens by itself.
    """

    id: int
    site_id: UUID
    category: PlaceCategory
    cause: EntryCause
    reason: EntryReason | None
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    overflow: int
    night: date | None
    hold_id: UUID | None
    at: datetime
    recorded_at: datetime
    idempotency_key: str | None
    balance: Balance
    author: str | None = None

    @classmethod
    def of(cls, entry: PlaceEntry, balance: Balance) -> Self:
        """The entry's line."""
        shown: dict[str, Any] = {name: getattr(entry, name) for name in SHOWN}
        return cls(**shown, balance=balance)


SHOWN = tuple(name for name in Line.__dataclass_fields__ if name not in ("balance", "author"))
