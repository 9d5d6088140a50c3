"""Live events: what open pages must hear, kept so that a reconnecting page loses none."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from geoops.db.columns import CreatedAt, Record
from geoops.records.territory import belongs_to_territory


class TransactionId(UserDefinedType[str]):
    """PostgreSQL's `xid8`: the 64-bit number of a transaction, which never wraps."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """The column type's name in SQL."""
        return "xid8"


class LiveEvent(Record):
    """The new state of one thing, as written by transaction `xact`.

    A reader that has seen all events of transactions below some `xact` can resume from there and
    miss nothing, which the identity column alone cannot promise: ids commit out of order.
    """

    __tablename__ = "live_event"
    __table_args__ = (
        belongs_to_territory(),
        Index("ix_live_event_xact", "xact"),
        Index("ix_live_event_at", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    territory_id: Mapped[UUID]
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    xact: Mapped[str] = mapped_column(TransactionId, server_default=func.pg_current_xact_id())
    at: Mapped[CreatedAt]
