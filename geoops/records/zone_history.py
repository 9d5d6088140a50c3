"""Every change of the zones, and what each zone was from when to when. Triggers write versions."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import (
    Instant,
    PointColumn,
    PointsColumn,
    PolygonColumn,
    Record,
    Words,
    words,
)
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory


class ZoneChangeKind(StrEnum):
    """What was done; `carried` is what was there before history was kept."""

    CARRIED = "carried"
    CREATED = "created"
    CHANGED = "changed"
    RESHAPED = "reshaped"
    SPLIT = "split"
    MERGED = "merged"
    RETIRED = "retired"
    RESTORED = "restored"
    UNDONE = "undone"


class ZoneChange(OfTerritory, Record):
    """One transaction that changed zones: `at` grows from each to the next in a territory.

    The database sets `at`, the author and `xact`, the number of the transaction.
    """

    __tablename__ = "zone_change"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("undoes", "zone_change"),
        UniqueConstraint("territory_id", "id"),
        UniqueConstraint("territory_id", "at"),
        Index("ix_zone_change_xact", "xact"),
        CheckConstraint("(kind = 'undone') = (undoes IS NOT NULL)", name="undone_names_what"),
    )

    kind: Mapped[ZoneChangeKind] = mapped_column(words(ZoneChangeKind, "kind"))
    undoes: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Instant]
    xact: Mapped[int] = mapped_column(BigInteger)


class ZoneVersion(Record):
    """What a zone was while `valid`; its rhythm's intervals are in seconds."""

    __tablename__ = "zone_version"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("zone_id", "zone"),
        within_territory("change_id", "zone_change"),
        UniqueConstraint("zone_id", "revision"),
        Index("ix_zone_version_change_id", "change_id"),
        CheckConstraint("NOT isempty(valid)", name="some_time_passed"),
        ExcludeConstraint(("zone_id", "="), ("valid", "&&"), name="ex_zone_version_one_at_a_time"),
    )

    territory_id: Mapped[UUID]
    zone_id: Mapped[UUID] = mapped_column(primary_key=True)
    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int]
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    name: Mapped[str]
    area: Mapped[PolygonColumn]
    access: Mapped[PointColumn]
    revisit_interval: Mapped[timedelta]
    weight: Mapped[float]
    service_time: Mapped[timedelta]
    teams_at_once: Mapped[int]
    languages: Mapped[Words] = mapped_column(server_default=None)
    service_per_person: Mapped[timedelta | None]
    service_limit: Mapped[timedelta | None]
    rhythm: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    active: Mapped[bool]
    other_accesses: Mapped[PointsColumn | None]


class ZoneDescent(Record):
    """A zone that a split or merge made, and one of those that it was made from."""

    __tablename__ = "zone_descent"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("change_id", "zone_change"),
        within_territory("parent_id", "zone"),
        within_territory("child_id", "zone"),
        Index("ix_zone_descent_child_id", "child_id"),
    )

    territory_id: Mapped[UUID]
    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID] = mapped_column(primary_key=True)
    child_id: Mapped[UUID] = mapped_column(primary_key=True)
