"""Which closures are in force, for planning and for whoever draws another one."""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil, floor
from typing import cast

from geoalchemy2.shape import to_shape
from shapely import LineString, Polygon
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from geoops.desk.clocks import instant, midnight
from geoops.desk.day_problem import DayProblem
from geoops.records import RoadClosure
from geoops.routing.answers import Profile
from geoops.routing.around import Around, ClosableNetwork
from geoops.routing.closures import Closure
from geoops.routing.window import DAY, Window

FOR_GOOD = 10 * DAY
"""The end, in seconds, of a closure that has none: past every shift."""


def in_force(start: datetime, end: datetime, *, over: bool = False) -> Select[RoadClosure]:
    """The closures in force at any time from `start` to `end`, the oldest first.

    One that was lifted is in force no more, whatever the time; but of a time that is `over` it was
    in force until it was lifted.
    """
    kept = RoadClosure.lifted_at.is_(None)
    return (
        select(RoadClosure)
        .where(or_(kept, RoadClosure.lifted_at > start) if over else kept)
        .where(RoadClosure.starts_at < end)
        .where(or_(RoadClosure.ends_at.is_(None), RoadClosure.ends_at > start))
        .order_by(RoadClosure.starts_at, RoadClosure.id)
    )


def closed_between(
    session: Session, start: datetime, end: datetime, *, over: bool = False
) -> Sequence[RoadClosure]:
    """What `in_force` finds."""
    return session.scalars(in_force(start, end, over=over)).all()


def closed_on(
    session: Session, day: DayProblem, service_date: date, time_zone: str
) -> tuple[RoadClosure, ...]:
    """The closures in force at any time from the day's earliest shift to its latest.

    Which of them a team goes round, and when, the day's problem decides (`routing.by_hour`).
    """
    if not day.teams:
        return ()
    start = min(team.shift.opens for team in day.teams)
    end = max(team.shift.closes for team in day.teams)
    span = (instant(service_date, seconds, time_zone) for seconds in (start, end))
    return tuple(closed_between(session, *span, over=day.over))


def closing(closure: RoadClosure) -> Closure:
    """The closure as the road network takes it."""
    shape = cast("LineString | Polygon", to_shape(closure.shape))
    return Closure(shape, cast("tuple[Profile, ...]", tuple(sorted(closure.profiles))))


def around(
    roads: ClosableNetwork, closures: Sequence[RoadClosure], service_date: date, time_zone: str
) -> Around:
    """The roads of a day, of which each is closed for its time."""
    start = midnight(service_date, time_zone)
    periods = [_period(one, start) for one in closures]
    return Around(roads, tuple(closing(one) for one in closures), tuple(periods))


def _period(closure: RoadClosure, midnight_of_day: datetime) -> Window:
    """When it is in force, in seconds since the day's midnight: widened to whole ones."""
    opens = (closure.starts_at - midnight_of_day).total_seconds()
    closes = FOR_GOOD
    if closure.ends_at:
        closes = ceil((closure.ends_at - midnight_of_day).total_seconds())
    return Window(max(0, floor(opens)), max(0, closes))
