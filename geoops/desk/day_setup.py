"""Set a day up, and the usual days of the week; every change is of the setup as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.clocks import has_passed
from geoops.desk.planning import refuse_past
from geoops.desk.setup_of_day import Demand, PlaceName, SetupOfDay, TeamOnDay
from geoops.desk.setup_reading import places_to_ask, setup_of_day, setup_of_weekday, vehicles
from geoops.desk.setup_writing import write_setup
from geoops.errors import Invalid
from geoops.records import Role


@dataclass(frozen=True)
class SetupAsked:
    """A setup as somebody wants it, over the version that they have read (0: none was saved)."""

    version: int
    teams: tuple[TeamOnDay, ...]
    demands: tuple[Demand, ...]


@permitted(Role.COORDINATOR)
def day_setup(actor: Actor, engine: Engine, day: date, now: datetime | None = None) -> SetupOfDay:
    """What holds on `day`: what was saved, else its weekday's template, else the usual.

    Of a day that is over, who is present is who went out.
    """
    over = has_passed(day, now or datetime.now(UTC), actor.time_zone)
    with work(actor, engine) as session:
        return setup_of_day(session, day, over=over)


@permitted(Role.COORDINATOR)
def day_places(actor: Actor, engine: Engine) -> list[PlaceName]:
    """What a day may ask something of, by name; where a camp is is not told."""
    with work(actor, engine) as session:
        return places_to_ask(session)


@permitted(Role.COORDINATOR)
def save_day(
    actor: Actor, engine: Engine, day: date, asked: SetupAsked, now: datetime | None = None
) -> SetupOfDay:
    """Save the day; where it began (a weekday's template, another day) stays on record.

    Raises
    ------
    SetupChanged
        Somebody has saved it since it was read.
    Invalid
        The day has passed, a vehicle is none of the territory's, or the database refuses a value.
    """
    at = now or datetime.now(UTC)
    refuse_past(day, actor, at)
    with work(actor, engine) as session:
        _refuse_unknown_vehicles(session, asked.teams)
        wanted = replace(
            setup_of_day(session, day),
            version=asked.version,
            teams=asked.teams,
            demands=asked.demands,
        )
        write_setup(session, actor, day, wanted, at)
        return setup_of_day(session, day)


@permitted(Role.COORDINATOR)
def copy_day(
    actor: Actor,
    engine: Engine,
    day: date,
    version: int,
    origin: date | int,
    now: datetime | None = None,
) -> SetupOfDay:
    """Set the day up as another day was, or as a weekday (Monday 0) usually is.

    Raises
    ------
    SetupChanged, Invalid
        As `save_day` does.
    """
    at = now or datetime.now(UTC)
    refuse_past(day, actor, at)
    with work(actor, engine) as session:
        wanted = replace(_origin(session, origin), version=version)
        write_setup(session, actor, day, wanted, at)
        return setup_of_day(session, day)


@permitted(Role.COORDINATOR)
def day_template(actor: Actor, engine: Engine, weekday: int) -> SetupOfDay:
    """How the weekday (Monday 0) usually is."""
    with work(actor, engine) as session:
        return setup_of_weekday(session, weekday)


@permitted(Role.COORDINATOR)
def save_template(
    actor: Actor, engine: Engine, weekday: int, asked: SetupAsked, now: datetime | None = None
) -> SetupOfDay:
    """Make this the weekday's usual setup, for every day that is not saved on its own.

    Raises
    ------
    SetupChanged, Invalid
        As `save_day` does.
    """
    wanted = SetupOfDay(teams=asked.teams, demands=asked.demands, version=asked.version)
    with work(actor, engine) as session:
        _refuse_unknown_vehicles(session, asked.teams)
        write_setup(session, actor, weekday, wanted, now or datetime.now(UTC))
        return setup_of_weekday(session, weekday)


def _refuse_unknown_vehicles(session: Session, teams: Iterable[TeamOnDay]) -> None:
    """A vehicle is chosen, not written: no free text can say who drives it."""
    if {team.vehicle for team in teams} - {"", *vehicles(session)}:
        raise Invalid(field="teams", reason="the territory has no such vehicle")


def _origin(session: Session, origin: date | int) -> SetupOfDay:
    """The setup to begin with, which tells where it is from."""
    if isinstance(origin, date):
        return replace(setup_of_day(session, origin), from_weekday=None, copied_from=origin)
    return replace(setup_of_weekday(session, origin), from_weekday=origin, copied_from=None)
