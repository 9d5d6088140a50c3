"""The audit log: who read exact positions or took data out. Appended, chained, never rewritten."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Record
from geoops.records.territory import belongs_to_territory


class AuditEntry(Record):
    """One act. A trigger sets `digest`: SHA-256 over the entry and the territory's one before it.

    The database refuses UPDATE, DELETE and TRUNCATE, for the tables' owner as well.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        belongs_to_territory(),
        Index("ix_audit_entry_territory_id_id", "territory_id", "id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    territory_id: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[CreatedAt]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}", default=dict)
    digest: Mapped[bytes] = mapped_column(LargeBinary, server_default="")
