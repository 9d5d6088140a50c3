"""A day's setup: who is there, when, with which breaks, and what the day asks of its places.

A setup without a date is a weekday's template. Clocks are those on the territory's walls; one that
is not after the clock before it (the end of a shift, of a window) is of the next morning.
"""

from datetime import date, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from geoops.db.columns import CreatedAt, Record, Words, words
from geoops.records.territory import (
    OfTerritory,
    belongs_to_territory,
    key_within_territory,
    within_territory,
)

SKILL_WORDS = "array_to_string(skills, ' ') ~ '^[A-Za-z0-9_: -]*$'"


class Presence(StrEnum):
    """Whether a place must be visited on the day, may be, or is left alone."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    EXCLUDED = "excluded"


class TeamRule(StrEnum):
    """Whether a visit is for a team only, or not for it."""

    ONLY = "only"
    NOT = "not"


class DaySetup(OfTerritory, Record):
    """One day's setup, or a weekday's (0 is Monday); `version` grows with every change."""

    __tablename__ = "day_setup"
    __table_args__ = (
        belongs_to_territory(),
        key_within_territory("day_setup"),
        Index("uq_day_setup_service_date", "territory_id", "service_date", unique=True),
        Index("uq_day_setup_weekday", "territory_id", "weekday", unique=True),
        CheckConstraint("num_nonnulls(service_date, weekday) = 1", name="is_of_a_day_or_a_weekday"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one"),
        CheckConstraint("version > 0", name="version_is_counted"),
        CheckConstraint("num_nonnulls(from_weekday, copied_from) <= 1", name="has_one_origin"),
    )

    service_date: Mapped[date | None]
    weekday: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    from_weekday: Mapped[int | None]
    copied_from: Mapped[date | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[CreatedAt]


class DayTeam(Record):
    """A team on the day. `skills` are the day's, in place of the team's usual ones."""

    __tablename__ = "day_team"
    __table_args__ = (
        within_territory("setup_id", "day_setup", ondelete="CASCADE"),
        within_territory("team_id", "team"),
        within_territory("start_base_id", "base"),
        within_territory("end_base_id", "base"),
        CheckConstraint("shift_starts <> shift_ends", name="shift_has_a_length"),
        CheckConstraint("seats BETWEEN 0 AND 99", name="seats_are_counted"),
        CheckConstraint("longest_minutes BETWEEN 1 AND 1440", name="longest_is_of_a_day"),
        CheckConstraint(SKILL_WORDS, name="skills_are_words"),
    )

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    setup_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    present: Mapped[bool]
    shift_starts: Mapped[time]
    shift_ends: Mapped[time]
    start_base_id: Mapped[UUID]
    end_base_id: Mapped[UUID]
    vehicle: Mapped[str]
    seats: Mapped[int]
    skills: Mapped[Words]
    longest_minutes: Mapped[int | None]


class DayBreak(OfTerritory, Record):
    """A meal or rest of a team, all of it within a window, in the order of `rank`."""

    __tablename__ = "day_break"
    __table_args__ = (
        ForeignKeyConstraint(
            ["territory_id", "setup_id", "team_id"],
            ["day_team.territory_id", "day_team.setup_id", "day_team.team_id"],
            ondelete="CASCADE",
        ),
        Index("uq_day_break_rank", "territory_id", "setup_id", "team_id", "rank", unique=True),
        CheckConstraint("minutes BETWEEN 5 AND 240", name="length_is_a_break"),
        CheckConstraint(
            "mod(extract(epoch FROM ends - starts)::integer + 86400, 86400) >= minutes * 60",
            name="fits_its_window",
        ),
    )

    setup_id: Mapped[UUID]
    team_id: Mapped[UUID]
    rank: Mapped[int]
    minutes: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]


class DayDemand(OfTerritory, Record):
    """What the day asks of one zone, camp or site. `at` is an appointment: the visit starts then.

    A place that is visited several times has `apart_minutes` from one visit's end to the next.
    """

    __tablename__ = "day_demand"
    __table_args__ = (
        within_territory("setup_id", "day_setup", ondelete="CASCADE"),
        within_territory("zone_id", "zone"),
        within_territory("camp_id", "camp"),
        within_territory("site_id", "site"),
        key_within_territory("day_demand"),
        Index("uq_day_demand_zone", "setup_id", "zone_id", unique=True),
        Index("uq_day_demand_camp", "setup_id", "camp_id", unique=True),
        Index("uq_day_demand_site", "setup_id", "site_id", unique=True),
        CheckConstraint("num_nonnulls(zone_id, camp_id, site_id) = 1", name="is_of_one_place"),
        CheckConstraint(
            "at IS NULL OR num_nonnulls(not_before, until) = 0", name="appointment_has_no_window"
        ),
        CheckConstraint("not_before <> until", name="window_has_a_length"),
        CheckConstraint("service_minutes BETWEEN 1 AND 600", name="service_takes_time"),
        CheckConstraint("people BETWEEN 0 AND 99", name="people_are_counted"),
        CheckConstraint("teams BETWEEN 1 AND 5", name="teams_are_counted"),
        CheckConstraint("weight_factor BETWEEN 0.1 AND 10", name="weight_factor_is_a_factor"),
        CheckConstraint("visits BETWEEN 1 AND 3", name="visits_are_counted"),
        CheckConstraint("(visits = 1) = (apart_minutes IS NULL)", name="visits_are_apart"),
        CheckConstraint("apart_minutes BETWEEN 0 AND 1440", name="apart_is_of_a_day"),
        CheckConstraint("visits = 1 OR at IS NULL", name="appointment_is_once"),
        CheckConstraint(SKILL_WORDS, name="skills_are_words"),
    )

    setup_id: Mapped[UUID]
    rank: Mapped[int]
    zone_id: Mapped[UUID | None]
    camp_id: Mapped[UUID | None]
    site_id: Mapped[UUID | None]
    presence: Mapped[Presence] = mapped_column(words(Presence, "presence"))
    at: Mapped[time | None]
    not_before: Mapped[time | None]
    until: Mapped[time | None]
    service_minutes: Mapped[int | None]
    people: Mapped[int] = mapped_column(default=0, server_default="0")
    teams: Mapped[int] = mapped_column(default=1, server_default="1")
    weight_factor: Mapped[float] = mapped_column(default=1.0, server_default="1")
    skills: Mapped[Words]
    visits: Mapped[int] = mapped_column(default=1, server_default="1")
    apart_minutes: Mapped[int | None]


class DayDemandTeam(Record):
    """A team that alone may make a visit, or must not; it cannot be both."""

    __tablename__ = "day_demand_team"
    __table_args__ = (
        within_territory("demand_id", "day_demand", ondelete="CASCADE"),
        within_territory("team_id", "team"),
    )

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    demand_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    rule: Mapped[TeamRule] = mapped_column(words(TeamRule, "rule"))
