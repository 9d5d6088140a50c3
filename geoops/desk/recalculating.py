"""How long it takes until the next plan respects a closure: the network first, then its tables."""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from geoops.desk.actor import Actor
from geoops.desk.clocks import today
from geoops.desk.closed_roads import Roads as ShownRoads
from geoops.desk.day_problem import day_problem
from geoops.desk.plan_request import PlanRequest
from geoops.desk.roads_closed import around, closed_between, closed_on, closing
from geoops.desk.setup_reading import setup_of_day
from geoops.errors import GeoOpsError
from geoops.records import RoadClosure
from geoops.routing.answers import PROFILES, Profile
from geoops.routing.around import ClosableNetwork
from geoops.routing.closures import Closure
from geoops.routing.errors import NetworkNotBuilt
from geoops.routing.network import Closing

log = logging.getLogger("geoops.roads")


class Roads(ShownRoads, ClosableNetwork, Protocol):
    """The part of `geoops.routing.network.Network` that closing roads needs."""

    def close(self, closures: Sequence[Closure], profile: Profile) -> Closing:
        """Build what answers with `closures` in force."""


@dataclass(frozen=True)
class Recalculated:
    """A closure as it stands, what it closes, and the seconds until plans respect it.

    Parameters
    ----------
    closed_metres
        Of the profile for which it closes most.
    network_in
        Seconds until every question about the roads was answered without those closed.
    table_in
        Seconds from there until the travel among the places of its first day was at hand; None
        when nothing is planned with it: no team, or no engine.
    places
        How many these places are.
    """

    closure: RoadClosure
    closed_metres: float
    network_in: float
    table_in: float | None
    places: int

    @property
    def recalculated_in(self) -> float:
        """Seconds in all."""
        return self.network_in + (self.table_in or 0.0)


def recalculated(
    session: Session, actor: Actor, roads: Roads, closure: RoadClosure, now: datetime
) -> Recalculated:
    """Build, for each profile, the network on which the closure's first day will be planned."""
    started = time.perf_counter()
    session.flush()
    session.refresh(closure)
    day = closure.starts_at + timedelta(days=1)
    in_force = [
        closing(o) for o in closed_between(session, closure.starts_at, closure.ends_at or day)
    ]
    metres, mine = 0.0, [closing(closure)]
    with suppress(NetworkNotBuilt):  # it is closed on the first network that is built
        for profile in PROFILES:
            roads.close(in_force, profile)
        metres = max(roads.closed_metres(mine, profile) for profile in PROFILES)
    built = time.perf_counter()
    places = _tables(session, actor, roads, closure, now)
    taken = time.perf_counter() - built if places else None
    return Recalculated(closure, metres, built - started, taken, places)


def _tables(
    session: Session, actor: Actor, roads: Roads, closure: RoadClosure, now: datetime
) -> int:
    """Ask for the tables of the first day that it concerns; of how many places, 0 for none.

    That day's next plan then finds them made. A closure stands even where no table can be had.
    """
    date = today(max(closure.starts_at, now), actor.time_zone)
    present = [team.team_id for team in setup_of_day(session, date).teams if team.present]
    request = PlanRequest(date, tuple(present), on_foot=False)
    day = day_problem(session, request, actor.time_zone, now)
    closures = closed_on(session, day, date, actor.time_zone)
    try:
        known = around(roads, closures, date, actor.time_zone)
        problem = day.on_roads(date, known) if day.teams else None
    except GeoOpsError as error:
        log.info("no tables for the closure %s: %s", closure.id, error)
        return 0
    return len(problem.points) if problem else 0
