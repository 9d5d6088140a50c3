"""The past of places by night, and what is made of it for the nights ahead."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import Instant, Record, words
from geoops.records.capacity import PlaceCategory, of_balance
from geoops.records.site import SiteKind
from geoops.records.territory import OfTerritory, belongs_to_territory, within_territory


class PlaceNight(Record):
    """What one balance's ledger entries of one night add up to; kept by the entries' trigger.

    A night is called by the date of its evening and closes at its midnight, the territory's local
    24:00: an entry belongs to the local date on which it took effect, and a census to the night
    that it counts, also when it is taken on the next morning. The state at the close of a night is
    the sum of all nights up to it, or today's balance less all nights after it.
    """

    __tablename__ = "place_night"
    __table_args__ = (of_balance(), Index("ix_place_night_night", "territory_id", "night"))

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(primary_key=True)
    category: Mapped[PlaceCategory] = mapped_column(
        words(PlaceCategory, "category"), primary_key=True
    )
    night: Mapped[date] = mapped_column(primary_key=True)
    capacity: Mapped[int]
    out_of_service: Mapped[int]
    occupied: Mapped[int]
    held: Mapped[int]
    overflow: Mapped[int]


class ForecastState(StrEnum):
    """Where the making of a forecast stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ForecastMethod(StrEnum):
    """What a forecast was made with: the one that came nearer in the back-test."""

    SMOOTHING = "smoothing"
    NAIVE = "naive"
    FLAT = "flat"


class OccupancyForecast(OfTerritory, Record):
    """How many will be there on the seven evenings from `first_night` on, and how sure that is.

    It is of one site, of the sites of one kind, or of the territory; of one category or of all.
    `points` holds an object a night, `backtest` how the method would have done in the weeks before,
    `problem` why there is none. There is one for each of these and each first night.
    """

    __tablename__ = "occupancy_forecast"
    __table_args__ = (
        belongs_to_territory(),
        within_territory("site_id", "site"),
        Index(
            "uq_occupancy_forecast_scope",
            *("territory_id", "first_night", "site_id", "kind", "category"),
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("site_id IS NULL OR kind IS NULL", name="site_or_kind"),
        CheckConstraint(
            "(state = 'done')"
            " = (points IS NOT NULL AND method IS NOT NULL AND made_at IS NOT NULL)",
            name="made_when_done",
        ),
        CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name="problem_when_failed"),
    )

    site_id: Mapped[UUID | None]
    kind: Mapped[SiteKind | None] = mapped_column(words(SiteKind, "kind"))
    category: Mapped[PlaceCategory | None] = mapped_column(words(PlaceCategory, "category"))
    first_night: Mapped[date]
    state: Mapped[ForecastState] = mapped_column(
        words(ForecastState, "state"), server_default="queued"
    )
    made_at: Mapped[Instant | None]
    method: Mapped[ForecastMethod | None] = mapped_column(words(ForecastMethod, "method"))
    points: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    backtest: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[Instant]
