"""The day's setup as the desk passes it on: values, whose meaning `geoops.records.day_setup` says.

Names and languages come along for the reader; saving a setup does not look at them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from geoops.desk.shared_vehicles import SharedVehicle, shared_vehicles
from geoops.records import Presence, StopKind


@dataclass(frozen=True)
class Rest:
    """A meal or a rest of so many minutes, all of it between two clocks."""

    minutes: int
    starts: time
    ends: time


@dataclass(frozen=True)
class TeamOnDay:
    """A team on the day, or on a usual one."""

    team_id: UUID
    present: bool
    shift_starts: time
    shift_ends: time
    start_base_id: UUID
    end_base_id: UUID
    vehicle: str
    seats: int
    skills: tuple[str, ...] = ()
    longest_minutes: int | None = None
    breaks: tuple[Rest, ...] = ()
    name: str = field(default="", compare=False)
    languages: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Demand:
    """What the day asks of one place; `active` is false for one that is not visited any more."""

    kind: StopKind
    place_id: UUID
    presence: Presence = Presence.OPTIONAL
    at: time | None = None
    not_before: time | None = None
    until: time | None = None
    service_minutes: int | None = None
    people: int = 0
    teams: int = 1
    weight_factor: float = 1.0
    skills: tuple[str, ...] = ()
    visits: int = 1
    apart_minutes: int | None = None
    only_team_ids: tuple[UUID, ...] = ()
    not_team_ids: tuple[UUID, ...] = ()
    name: str = field(default="", compare=False)
    active: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class BaseName:
    """A base that a team may start from or end at."""

    id: UUID
    name: str


@dataclass(frozen=True)
class PlaceName:
    """A zone, camp or site that a day may ask something of: its name, and never where it is."""

    kind: StopKind
    id: UUID
    name: str


@dataclass(frozen=True)
class SetupOfDay:
    """A day's setup, or a weekday's; version 0 when nobody has saved one yet.

    `bases` and `vehicles` are those of the territory, for whoever chooses among them.
    """

    teams: tuple[TeamOnDay, ...]
    demands: tuple[Demand, ...] = ()
    version: int = 0
    from_weekday: int | None = None
    copied_from: date | None = None
    changed_at: datetime | None = None
    bases: tuple[BaseName, ...] = ()
    vehicles: tuple[str, ...] = ()

    @property
    def shared_vehicles(self) -> list[SharedVehicle]:
        """The vehicles that several of the teams have at the same time."""
        return shared_vehicles(self.teams)
