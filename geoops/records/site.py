"""Sites: places that people are taken to or sent to, with their kind, hours and provenance."""

from datetime import date, time
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, Time, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geoops.db.columns import CreatedAt, PointColumn, Record, Words, words
from geoops.records.capacity import PlaceCapacity
from geoops.records.territory import OfTerritory, belongs_to_territory, key_within_territory


class SiteKind(StrEnum):
    """The kinds of site (DOMAIN.md): first reception, short stay, orientation, desk, pre-desk."""

    CAES = "caes"
    SAS = "sas"
    CAO = "cao"
    GUDA = "guda"
    SPADA = "spada"


class SiteStatus(StrEnum):
    """Whether a site takes people at all; its hours say when."""

    OPEN = "open"
    CLOSED = "closed"
    PLANNED = "planned"


class Site(OfTerritory, Record):
    """One site; `languages` are the BCP 47 tags of what its staff speak.

    `opening_hours`: list of `{weekday: 0–6 (Monday 0), opens, closes}`, local time. A GUDA sees one
    person at each of its `desks` at each of its `slot_times` (local time) that lies within an
    opening.
    """

    __tablename__ = "site"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("site"),
        Index("ix_site_position", "position", postgresql_using="gist"),
        Index("uq_site_territory_id_name", "territory_id", "name", unique=True),
        CheckConstraint("length(btrim(name)) BETWEEN 1 AND 120", name="name_is_given"),
        CheckConstraint("jsonb_typeof(opening_hours) = 'array'", name="opening_hours_is_a_list"),
        CheckConstraint("(desks IS NOT NULL) = (kind = 'guda')", name="desks_are_a_gudas"),
        CheckConstraint("desks > 0", name="desks_are_counted"),
        CheckConstraint("kind = 'guda' OR slot_times = '{}'", name="slots_are_a_gudas"),
    )

    name: Mapped[str]
    kind: Mapped[SiteKind] = mapped_column(words(SiteKind, "kind"))
    status: Mapped[SiteStatus] = mapped_column(
        words(SiteStatus, "status"), default=SiteStatus.OPEN, server_default="open"
    )
    position: Mapped[PointColumn]
    commune: Mapped[str] = mapped_column(default="", server_default="")
    opening_hours: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'")
    )
    desks: Mapped[int | None]
    slot_times: Mapped[list[time]] = mapped_column(ARRAY(Time), default=list, server_default="{}")
    languages: Mapped[Words]
    provenance: Mapped[str]
    verified_on: Mapped[date]
    created_at: Mapped[CreatedAt]

    capacities: Mapped[list[PlaceCapacity]] = relationship(
        primaryjoin="foreign(PlaceCapacity.site_id) == Site.id", viewonly=True
    )
