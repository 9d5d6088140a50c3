"""Zones (secteurs): the polygons that patrols cover, each with the revisit interval it wants."""

from datetime import timedelta

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, PointColumn, PolygonColumn, Record
from geoops.records.territory import OfTerritory, belongs_to_territory, key_within_territory


class Zone(OfTerritory, Record):
    """One zone. `weight` is what a visit is worth against other zones, before it grows with age."""

    __tablename__ = "zone"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("zone"),
        Index("ix_zone_area", "area", postgresql_using="gist"),
        Index("uq_zone_territory_id_name", "territory_id", "name", unique=True),
        CheckConstraint("ST_IsValid(area)", name="area_is_valid"),
        CheckConstraint("revisit_interval > interval '0'", name="interval_is_positive"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
        CheckConstraint("service_time >= interval '0'", name="service_is_not_negative"),
    )

    name: Mapped[str]
    area: Mapped[PolygonColumn]
    access: Mapped[PointColumn]
    revisit_interval: Mapped[timedelta]
    weight: Mapped[float]
    service_time: Mapped[timedelta]
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
    created_at: Mapped[CreatedAt]
