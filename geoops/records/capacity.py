"""Places: per site and category, how many there are, stand empty, are occupied and are held.

A balance is what the ledger's entries add up to (`geoops.records.ledger`). Nobody writes one by
hand: a trigger keeps it in the transaction of each entry (migration 0005), and its CHECKs refuse a
promise that cannot be kept.
"""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import Record, words
from geoops.records.territory import belongs_to_territory, within_territory


class PlaceCategory(StrEnum):
    """The categories of place (DOMAIN.md); a family is one unit of n places."""

    ISOLATED_MAN = "isolated_man"
    ISOLATED_WOMAN = "isolated_woman"
    FAMILY = "family"
    UNACCOMPANIED_MINOR = "unaccompanied_minor"
    REDUCED_MOBILITY = "reduced_mobility"


def of_balance() -> ForeignKeyConstraint:
    """The foreign key from a row to the balance of its site and category."""
    return ForeignKeyConstraint(
        ["territory_id", "site_id", "category"],
        ["place_capacity.territory_id", "place_capacity.site_id", "place_capacity.category"],
    )


class PlaceCapacity(Record):
    """The balance of one category at one site.

    `overflow_allowed` is how many people are there, or on their way, for whom there is no place:
    declared by the entry that took the places away, shrinking by itself, never used by a new hold.
    """

    __tablename__ = "place_capacity"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("site_id", "site"),
        CheckConstraint("capacity >= 0", name="capacity_is_not_negative"),
        CheckConstraint("occupied >= 0", name="occupied_is_not_negative"),
        CheckConstraint("held >= 0", name="held_is_not_negative"),
        CheckConstraint("overflow_allowed >= 0", name="overflow_is_not_negative"),
        CheckConstraint(
            "out_of_service BETWEEN 0 AND capacity", name="out_of_service_are_places_of_the_site"
        ),
        CheckConstraint(
            "occupied + held + out_of_service <= capacity + overflow_allowed",
            name="promises_fit_the_places",
        ),
        CheckConstraint(
            "overflow_allowed <= greatest(0, occupied + held + out_of_service - capacity)",
            name="overflow_is_no_reserve",
        ),
    )

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(primary_key=True)
    category: Mapped[PlaceCategory] = mapped_column(
        words(PlaceCategory, "category"), primary_key=True
    )
    capacity: Mapped[int]
    out_of_service: Mapped[int] = mapped_column(server_default="0")
    occupied: Mapped[int] = mapped_column(server_default="0")
    held: Mapped[int] = mapped_column(server_default="0")
    overflow_allowed: Mapped[int] = mapped_column(server_default="0")

    @property
    def available(self) -> int:
        """Places that can be promised; never below zero."""
        return max(0, self.capacity - self.out_of_service - self.occupied - self.held)
