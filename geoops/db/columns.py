"""The column types that records share: identifiers, instants, words and EPSG:4326 geometries.

Every geometry is longitude, latitude in EPSG:4326; the column's type modifier makes PostGIS refuse
another SRID or another kind of shape. Instants are `timestamptz`, kept in UTC.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID, uuid4

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import DateTime, Enum, MetaData, Text, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, mapped_column

SRID = 4326

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(DeclarativeBase):
    """The root of every table; constraint names follow one pattern, so errors can name them."""

    metadata = MetaData(naming_convention=NAMING)


def geometry(kind: str) -> Geometry:
    """A PostGIS geometry column type of `kind` (POINT, POLYGON, LINESTRING) in EPSG:4326."""
    return Geometry(kind, srid=SRID, spatial_index=False)


def words(vocabulary: type[StrEnum], name: str) -> Enum:
    """A text column that holds one word of `vocabulary`, by value; a CHECK refuses any other."""
    return Enum(
        vocabulary,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda words: [word.value for word in words],
    )


Identifier = Annotated[UUID, mapped_column(primary_key=True, default=uuid4)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
CreatedAt = Annotated[
    datetime, mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())
]
PointColumn = Annotated[WKBElement, mapped_column(geometry("POINT"))]
PointsColumn = Annotated[WKBElement, mapped_column(geometry("MULTIPOINT"))]
PolygonColumn = Annotated[WKBElement, mapped_column(geometry("POLYGON"))]
LineColumn = Annotated[WKBElement, mapped_column(geometry("LINESTRING"))]
Words = Annotated[list[str], mapped_column(ARRAY(Text), server_default="{}", default=list)]
