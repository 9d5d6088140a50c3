"""Road closures: what a coordinator drew, from when until when no patrol may use its roads."""

from typing import Annotated
from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Instant, Record, Words, geometry
from geoops.records.territory import OfTerritory, belongs_to_territory, key_within_territory


class RoadClosure(OfTerritory, Record):
    """One closure of a line or an area (EPSG:4326) for `profiles` (`car`, `foot`).

    `name` says which road and why. Without `ends_at` it lasts until it is lifted. `lifted_at` is
    when somebody opened the roads early; that can be taken back. Closures are never deleted.
    """

    __tablename__ = "road_closure"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("road_closure"),
        Index("ix_road_closure_ends_at", "territory_id", "ends_at"),
        CheckConstraint(r"name ~ '\S' AND length(name) <= 120", name="name_is_a_line"),
        CheckConstraint(
            "profiles <@ ARRAY['car', 'foot'] AND cardinality(profiles) BETWEEN 1 AND 2",
            name="profiles_are_known",
        ),
        CheckConstraint("ends_at > starts_at", name="period_has_a_length"),
        CheckConstraint(
            "GeometryType(shape) IN ('LINESTRING', 'POLYGON') AND ST_IsValid(shape)"
            " AND NOT ST_IsEmpty(shape) AND ST_NPoints(shape) <= 1000",
            name="shape_is_a_line_or_an_area",
        ),
        CheckConstraint(
            "ST_Area(shape::geography) <= 2e9 AND ST_Length(shape::geography) <= 5e5",
            name="shape_is_of_a_closures_size",
        ),
    )

    name: Mapped[str]
    shape: Mapped[Annotated[WKBElement, mapped_column(geometry("GEOMETRY"))]]
    profiles: Mapped[Words] = mapped_column(server_default="{car}")
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant | None]
    lifted_at: Mapped[Instant | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]
