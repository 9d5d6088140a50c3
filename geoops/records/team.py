"""Teams (équipes mobiles) and the bases that they start from."""

from datetime import time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, PointColumn, Record, Words
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)


class Base(OfTerritory, Record):
    """Where teams start and end their shifts."""

    __tablename__ = "base"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("base"),
        Index("uq_base_territory_id_name", "territory_id", "name", unique=True),
    )

    name: Mapped[str]
    position: Mapped[PointColumn]
    created_at: Mapped[CreatedAt]


class Team(OfTerritory, Record):
    """One team: BCP 47 language tags, a vehicle with seats, shift hours in the territory's time.

    `skills` are what it can do beside speaking (`health`); a meal, if any, lies in its window.
    `phone` is the institution's, which stays in the vehicle; never an agent's own.
    """

    __tablename__ = "team"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("team"),
        within_territory("base_id", "base"),
        Index("uq_team_territory_id_name", "territory_id", "name", unique=True),
        CheckConstraint("shift_starts < shift_ends", name="shift_has_a_length"),
        CheckConstraint("seats >= 0", name="seats_are_not_negative"),
        CheckConstraint(
            "num_nulls(meal_minutes, meal_from, meal_until) IN (0, 3)", name="meal_is_whole"
        ),
        CheckConstraint(
            "meal_minutes > 0 AND extract(epoch FROM meal_until - meal_from) >= meal_minutes * 60",
            name="meal_fits_its_window",
        ),
        CheckConstraint("phone ~ '^[+]?[0-9 ]{3,19}$'", name="phone_is_a_number"),
    )

    name: Mapped[str]
    base_id: Mapped[UUID]
    vehicle: Mapped[str]
    seats: Mapped[int]
    languages: Mapped[Words]
    skills: Mapped[Words]
    shift_starts: Mapped[time]
    shift_ends: Mapped[time]
    meal_minutes: Mapped[int | None]
    meal_from: Mapped[time | None]
    meal_until: Mapped[time | None]
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
    phone: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[CreatedAt]
