"""Which patrols pass over roads that are closed meanwhile: those published, or those of a draft."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import shapely
from geoalchemy2.shape import to_shape
from shapely import LineString, MultiLineString
from shapely.geometry import shape
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.clocks import midnight
from geoops.desk.closed_roads import Roads, closed_roads
from geoops.desk.planning import plan_of
from geoops.desk.replan_day import active_patrols
from geoops.desk.roads_closed import closed_between
from geoops.errors import Invalid
from geoops.records import PatrolLeg, RoadClosure, Role, Team

BESIDE = 3e-5
"""Degrees, 2 to 3 m: how far two lines of one road may lie apart."""
ALONG = 2e-4
"""Degrees, 14 to 22 m, along a closed road: less is a crossing over or under it."""


@dataclass(frozen=True)
class Passing:
    """A patrol that passes over closed roads; `patrol_id` is None for one of a draft."""

    closure_id: UUID
    team_id: UUID
    team: str
    patrol_id: UUID | None


@dataclass(frozen=True)
class _Way:
    """A leg of a patrol that is not over."""

    team_id: UUID
    team: str
    patrol_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    line: LineString


@permitted(Role.COORDINATOR)
def patrols_passing(
    actor: Actor, engine: Engine, roads: Roads, day: date, plan_id: UUID | None = None
) -> list[Passing]:
    """The patrols of a day that are on a road while it is closed, each once for each closure.

    Parameters
    ----------
    plan_id
        A draft whose patrols are looked at in place of those published.

    Raises
    ------
    NotFound
        There is no such plan.
    Invalid
        It is of another day.
    """
    start = midnight(day, actor.time_zone)
    with work(actor, engine) as session:
        closures = closed_between(session, start, start + timedelta(days=2))
        ways = list(_drafted(session, plan_id, day) if plan_id else _published(session, day))
        found = (
            Passing(closure.id, way.team_id, way.team, way.patrol_id)
            for closure in closures
            for way in _over(closure, closed_roads(roads, closure), ways)
        )
        return list(dict.fromkeys(found))


def _over(closure: RoadClosure, closed: MultiLineString, ways: Iterable[_Way]) -> list[_Way]:
    """The ways that run along the closed roads while they are closed."""
    at_that_time = [
        way
        for way in ways
        if closure.starts_at < way.ends_at
        and (closure.ends_at is None or way.starts_at < closure.ends_at)
    ]
    if not at_that_time or closed.is_empty:
        return []
    beside = closed.buffer(BESIDE)
    shapely.prepare(beside)
    return [way for way in at_that_time if way.line.intersection(beside).length >= ALONG]


def _published(session: Session, day: date) -> Iterator[_Way]:
    patrols = {one.id: one for one in active_patrols(session, day)}
    names = {row.id: row.name for row in session.execute(select(Team.id, Team.name))}
    legs: Sequence[PatrolLeg] = session.scalars(
        select(PatrolLeg).where(PatrolLeg.patrol_id.in_(patrols))
    ).all()
    for leg in legs:
        team = patrols[leg.patrol_id].team_id
        line = LineString(to_shape(leg.path).coords)
        yield _Way(team, names[team], leg.patrol_id, leg.departs_at, leg.arrives_at, line)


def _drafted(session: Session, plan_id: UUID, day: date) -> Iterator[_Way]:
    plan = plan_of(session, plan_id)
    if plan.service_date != day:
        raise Invalid(field="plan_id", reason="that plan is of another day")
    best: dict[str, Any] = plan.best or {"patrols": []}
    for patrol in best["patrols"]:
        for leg in patrol["legs"]:
            yield _Way(
                UUID(patrol["team_id"]),
                patrol["team"],
                None,
                datetime.fromisoformat(leg["departs_at"]),
                datetime.fromisoformat(leg["arrives_at"]),
                LineString(shape(leg["geometry"]).coords),
            )
