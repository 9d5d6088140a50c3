"""The day's setup, and the weekdays' templates: read and saved as a whole."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Any, Self
from uuid import UUID

from apiflask import APIBlueprint
from pydantic import BeforeValidator, Field, model_validator

from geoops.desk.day_setup import (
    SetupAsked,
    copy_day,
    day_places,
    day_setup,
    day_template,
    save_day,
    save_template,
)
from geoops.desk.setup_of_day import Demand, PlaceName, Rest, SetupOfDay, TeamOnDay
from geoops.errors import NotFound
from geoops.records import Presence, StopKind
from geoops.web.api.answers import Answer
from geoops.web.api.free_text import IMPERSONAL
from geoops.web.api.mistakes import Unfit
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("day_setups", __name__, url_prefix="/api/v1", tag="Day setups")

SUNDAY = 6
VERSIONS = 2**31 - 2
CHANGED = {409: "Somebody has saved it since it was read"}


def _shown(value: time | str | None) -> str | None:
    return value.isoformat("minutes") if isinstance(value, time) else value


def _clock(words: str | None) -> Any:
    return time.fromisoformat(words) if words else None


# What the clock on the wall shows, to the minute.
CLOCK = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
HourMinute = Annotated[str, CLOCK, BeforeValidator(_shown)]
Skill = Annotated[str, Field(pattern=r"^[A-Za-z0-9_:-]{1,40}$"), IMPERSONAL]
Skills = Annotated[tuple[Skill, ...], Field(max_length=20)]
Vehicle = Annotated[str, Field(pattern=r"^[A-Za-z0-9À-ÿ .,'()/-]{0,40}$"), IMPERSONAL]
TeamIds = Annotated[tuple[UUID, ...], Field(max_length=200)]
Version = Annotated[int, Field(ge=0, le=VERSIONS)]


class RestAsked(Asked):
    """A meal or a rest, all of it within its window; an end before its start is next morning's."""

    minutes: Annotated[int, Field(ge=5, le=240)]
    starts: HourMinute
    ends: HourMinute

    def value(self) -> Rest:
        """What the desk takes."""
        return Rest(self.minutes, _clock(self.starts), _clock(self.ends))


class TeamAsked(Asked):
    """A team on the day; `skills` are the day's, languages are always the team's own."""

    team_id: UUID
    present: bool
    shift_starts: HourMinute
    shift_ends: HourMinute
    start_base_id: UUID
    end_base_id: UUID
    vehicle: Vehicle = ""
    seats: Annotated[int, Field(ge=0, le=99)]
    skills: Skills = ()
    longest_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    breaks: Annotated[tuple[RestAsked, ...], Field(max_length=5)] = ()

    def value(self) -> TeamOnDay:
        """What the desk takes."""
        clocks = {name: _clock(getattr(self, name)) for name in ("shift_starts", "shift_ends")}
        breaks = tuple(rest.value() for rest in self.breaks)
        return TeamOnDay(**(dict(self) | clocks | {"breaks": breaks}))


class DemandAsked(Asked):
    """What the day asks of a zone, camp or site; `at` is an appointment."""

    kind: StopKind
    place_id: UUID
    presence: Presence = Presence.OPTIONAL
    at: HourMinute | None = None
    not_before: HourMinute | None = None
    until: HourMinute | None = None
    service_minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    people: Annotated[int, Field(ge=0, le=99)] = 0
    teams: Annotated[int, Field(ge=1, le=5)] = 1
    weight_factor: Annotated[float, Field(ge=0.1, le=10)] = 1.0
    skills: Skills = ()
    visits: Annotated[int, Field(ge=1, le=3)] = 1
    apart_minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    only_team_ids: TeamIds = ()
    not_team_ids: TeamIds = ()

    def value(self) -> Demand:
        """What the desk takes."""
        clocks = {name: _clock(getattr(self, name)) for name in ("at", "not_before", "until")}
        return Demand(**(dict(self) | clocks))


class DaySetupAsked(Asked):
    """A whole setup, over the version that was read."""

    version: Version
    teams: Annotated[tuple[TeamAsked, ...], Field(max_length=200)]
    demands: Annotated[tuple[DemandAsked, ...], Field(max_length=500)] = ()

    def value(self) -> SetupAsked:
        """What the desk takes."""
        return SetupAsked(
            version=self.version,
            teams=tuple(team.value() for team in self.teams),
            demands=tuple(demand.value() for demand in self.demands),
        )


class CopyAsked(Asked):
    """Where the day's setup is to come from: another day, or a weekday's template (Monday 0)."""

    version: Version
    from_date: Day | None = None
    from_weekday: Annotated[int, Field(ge=0, le=SUNDAY)] | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.from_date is None) == (self.from_weekday is None):
            raise Unfit(reason="give a day or a weekday, one of the two")
        return self

    def origin(self) -> date | int:
        """The day, or the weekday."""
        return self.from_date or self.from_weekday or 0


class RestAnswer(Answer):
    """A meal or a rest."""

    minutes: int
    starts: HourMinute
    ends: HourMinute


class TeamAnswer(Answer):
    """A team on the day, with its name and the languages that it always speaks."""

    team_id: UUID
    name: str
    languages: Sequence[str]
    present: bool
    shift_starts: HourMinute
    shift_ends: HourMinute
    start_base_id: UUID
    end_base_id: UUID
    vehicle: str
    seats: int
    skills: Sequence[str]
    longest_minutes: int | None
    breaks: Sequence[RestAnswer]


class DemandAnswer(Answer):
    """What the day asks of a place; `active` is false for one that is not visited any more."""

    kind: StopKind
    place_id: UUID
    name: str
    active: bool
    presence: Presence
    at: HourMinute | None
    not_before: HourMinute | None
    until: HourMinute | None
    service_minutes: int | None
    people: int
    teams: int
    weight_factor: float
    skills: Sequence[str]
    visits: int
    apart_minutes: int | None
    only_team_ids: Sequence[UUID]
    not_team_ids: Sequence[UUID]


class BaseAnswer(Answer):
    """A base that a team may start from or end at."""

    id: UUID
    name: str


class SharedVehicleAnswer(Answer):
    """A vehicle that these teams have at the same time; named as they are."""

    vehicle: str
    team_ids: Sequence[UUID]
    teams: Sequence[str]


class SetupAnswer(Answer):
    """A setup; version 0 when nobody has saved one, and it is the weekday's or the usual.

    Nothing is refused for `shared_vehicles`; whoever plans is to look at them.
    """

    version: int
    from_weekday: int | None
    copied_from: date | None
    changed_at: datetime | None
    teams: Sequence[TeamAnswer]
    demands: Sequence[DemandAnswer]
    bases: Sequence[BaseAnswer]
    vehicles: Sequence[str]
    shared_vehicles: Sequence[SharedVehicleAnswer]


class PlaceAnswer(Answer):
    """A zone, camp or site by its name."""

    kind: StopKind
    id: UUID
    name: str


@blueprint.get("/day-setups/<service_date>")
@blueprint.output(SetupAnswer)
def read(service_date: str) -> SetupOfDay:
    """What holds on a day: as saved, else as its weekday usually is, else every team as usual."""
    at_work = services()
    return day_setup(current_actor(), at_work.engine, named_day(service_date), at_work.now())


@blueprint.put("/day-setups/<service_date>")
@blueprint.input(DaySetupAsked, arg_name="asked")
@blueprint.output(SetupAnswer)
@blueprint.doc(responses=CHANGED)
def save(service_date: str, asked: DaySetupAsked) -> SetupOfDay:
    """Save a day's setup as a whole."""
    at_work, day = services(), named_day(service_date)
    return save_day(current_actor(), at_work.engine, day, asked.value(), at_work.now())


@blueprint.post("/day-setups/<service_date>/copy")
@blueprint.input(CopyAsked, arg_name="asked")
@blueprint.output(SetupAnswer)
@blueprint.doc(responses=CHANGED)
def copy(service_date: str, asked: CopyAsked) -> SetupOfDay:
    """Set a day up as another day was, or as a weekday usually is."""
    at_work, day = services(), named_day(service_date)
    return copy_day(
        *(current_actor(), at_work.engine, day, asked.version, asked.origin(), at_work.now())
    )


@blueprint.get("/day-places")
@blueprint.output(list[PlaceAnswer])  # type: ignore[arg-type]
def list_places() -> list[PlaceName]:
    """What a day may ask something of: zones, camps and open sites, without where they are."""
    return day_places(current_actor(), services().engine)


@blueprint.get("/day-templates/<int:weekday>")
@blueprint.output(SetupAnswer)
def read_template(weekday: int) -> SetupOfDay:
    """How a weekday (Monday 0) usually is."""
    return day_template(current_actor(), services().engine, _weekday(weekday))


@blueprint.put("/day-templates/<int:weekday>")
@blueprint.input(DaySetupAsked, arg_name="asked")
@blueprint.output(SetupAnswer)
@blueprint.doc(responses=CHANGED)
def keep_template(weekday: int, asked: DaySetupAsked) -> SetupOfDay:
    """Save how a weekday usually is, for every day that is not saved on its own."""
    at_work, of = services(), _weekday(weekday)
    return save_template(current_actor(), at_work.engine, of, asked.value(), at_work.now())


def named_day(words: str) -> date:
    """A day of this century, as `2026-11-24`."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        raise NotFound(kind="day", identifier=words) from None
    if day.isoformat() != words or not 2000 <= day.year < 2100:
        raise NotFound(kind="day", identifier=words)
    return day


def _weekday(number: int) -> int:
    if number > SUNDAY:
        raise NotFound(kind="weekday", identifier=number)
    return number
