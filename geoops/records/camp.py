"""Camps (lieux de vie): informal living sites. Their positions are sensitive (rule 4)."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, PointColumn, Record
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class Camp(OfTerritory, Record):
    """One living site, known by a label that says nothing of who lives there."""

    __tablename__ = "camp"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("camp"),
        within_territory("zone_id", "zone"),
        Index("ix_camp_position", "position", postgresql_using="gist"),
        Index("uq_camp_territory_id_label", "territory_id", "label", unique=True),
    )

    label: Mapped[str]
    zone_id: Mapped[UUID | None]
    position: Mapped[PointColumn]
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
    created_at: Mapped[CreatedAt]


class PopulationEstimate(OfTerritory, Record):
    """How many people were thought to live at a camp on a date, and who says so."""

    __tablename__ = "population_estimate"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("camp_id", "camp"),
        Index("uq_population_estimate_day", "camp_id", "estimated_on", "source", unique=True),
        CheckConstraint("population >= 0", name="population_is_not_negative"),
        CheckConstraint("length(btrim(source)) > 0", name="source_is_given"),
    )

    camp_id: Mapped[UUID]
    population: Mapped[int]
    estimated_on: Mapped[date]
    source: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
