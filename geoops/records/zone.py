"""Zones (secteurs): the polygons that patrols cover, each with the revisit interval it wants."""

from datetime import time, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, PointColumn, PointsColumn, PolygonColumn, Record, Words
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class Zone(OfTerritory, Record):
    """One zone; never deleted, only retired (`active`).

    Parameters
    ----------
    access
        Where the van stops and the walk to the camps begins.
    other_accesses
        Where else it may stop, at most five; a plan takes the best of all of them.
    weight
        What a visit is worth against other zones, before it grows with age.
    service_time
        What a visit takes; `service_per_person` more for each who lives in the zone's camps by the
        latest estimates, up to `service_limit` in all.
    teams_at_once
        How many patrols come together.
    languages
        BCP 47 tags of those that the team must speak.
    """

    __tablename__ = "zone"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("zone"),
        Index("ix_zone_area", "area", postgresql_using="gist"),
        Index(
            "uq_zone_territory_id_name",
            *("territory_id", "name"),
            unique=True,
            postgresql_where=text("active"),
        ),
        CheckConstraint("ST_IsValid(area)", name="area_is_valid"),
        CheckConstraint(
            "ST_Area(area::geography) BETWEEN 100 AND 2e9", name="outline_is_of_a_zones_size"
        ),
        CheckConstraint(
            "ST_NumGeometries(other_accesses) BETWEEN 1 AND 5 AND ST_IsSimple(other_accesses)"
            " AND NOT ST_Intersects(other_accesses, access)",
            name="other_accesses_are_few",
        ),
        CheckConstraint("revisit_interval > interval '0'", name="interval_is_positive"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
        CheckConstraint("service_time >= interval '0'", name="service_is_not_negative"),
        CheckConstraint("service_time <= service_limit", name="service_fits_its_limit"),
        CheckConstraint("service_per_person > interval '0'", name="service_per_person_is_positive"),
        CheckConstraint(
            "(service_per_person IS NULL) = (service_limit IS NULL)",
            name="service_per_person_has_its_limit",
        ),
        CheckConstraint("teams_at_once BETWEEN 1 AND 10", name="teams_are_counted"),
    )

    name: Mapped[str]
    area: Mapped[PolygonColumn]
    access: Mapped[PointColumn]
    other_accesses: Mapped[PointsColumn | None]
    revisit_interval: Mapped[timedelta]
    weight: Mapped[float]
    service_time: Mapped[timedelta]
    service_per_person: Mapped[timedelta | None]
    service_limit: Mapped[timedelta | None]
    teams_at_once: Mapped[int] = mapped_column(default=1, server_default="1")
    languages: Mapped[Words]
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
    created_at: Mapped[CreatedAt]


class ZoneRhythm(OfTerritory, Record):
    """Another revisit interval on some weekdays (0 is Monday) within local hours of the day."""

    __tablename__ = "zone_rhythm"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("zone_id", "zone"),
        Index("ix_zone_rhythm_zone_id", "zone_id"),
        CheckConstraint(
            "cardinality(weekdays) BETWEEN 1 AND 7 AND weekdays <@ ARRAY[0, 1, 2, 3, 4, 5, 6]",
            name="weekdays_are_of_a_week",
        ),
        CheckConstraint("starts < ends", name="stretch_has_a_length"),
        CheckConstraint("revisit_interval > interval '0'", name="interval_is_positive"),
    )

    zone_id: Mapped[UUID]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    starts: Mapped[time]
    ends: Mapped[time]
    revisit_interval: Mapped[timedelta]
