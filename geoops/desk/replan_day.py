"""A day under way as a problem to replan: where each team is, and what has no team any more.

A stop is known by the row of the patrol that visits it, for a place may be visited twice a day; an
added one by its place.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import cast
from uuid import UUID

from geoalchemy2.shape import to_shape
from shapely import Point
from sqlalchemy import select
from sqlalchemy.orm import Session

from geoops.desk.calling_out import at_base
from geoops.desk.clocks import midnight
from geoops.desk.day_demands import DayDemands
from geoops.desk.day_problem import DayProblem, day_problem
from geoops.desk.estimating import behind, estimates
from geoops.desk.plan_request import PlanRequest
from geoops.desk.replan_request import ReplanRequest
from geoops.desk.seeing import seen_lately
from geoops.records import Patrol, PatrolLeg, PatrolStatus, PatrolStop
from geoops.routing.afield import Afield, Seen
from geoops.routing.problem import Kind, Stop
from geoops.routing.window import Window, clipped

ANOTHER_WAY = 50.0
"""Metres by which a leg differs that takes another way."""

ACTIVE = (PatrolStatus.PUBLISHED, PatrolStatus.UNDER_WAY)


@dataclass(frozen=True)
class Going:
    """A patrol that is not over: its rows, and how many of its stops are fixed.

    `metres` are those of its legs from the fixed part on, the way home the last.
    """

    patrol: Patrol
    stops: Sequence[PatrolStop]
    fixed: int
    ahead: Sequence[PatrolStop]
    metres: Sequence[float] = ()


@dataclass(frozen=True)
class DayUnderWay:
    """What `geoops.routing.replanning.replan` is told, and what is needed to write it down."""

    day: DayProblem
    crews: tuple[Afield, ...]
    free: frozenset[str]
    going: tuple[Going, ...]
    place: Mapping[str, str]
    called: tuple[UUID, ...] = ()


def day_under_way(
    session: Session, asked: ReplanRequest, plan: PlanRequest, time_zone: str, now: datetime
) -> DayUnderWay:
    """The day's patrols that are not over, as they stand at `now`."""
    known = day_problem(session, plan, time_zone, now)
    patrols = active_patrols(session, asked.service_date)
    metres = _metres(session, patrols)
    going = tuple(_going(one, asked, now, metres[one.id]) for one in patrols)
    by_place = {stop.id: stop for stop in known.demands.asked(known.stops).stops}
    wanted = {str(place) for place in (*asked.added_zone_ids, *asked.added_site_ids)}
    added = [replace(by_place[place], required=True) for place in sorted(wanted & by_place.keys())]
    agreed = _Agreed(by_place, known.demands, going, midnight(asked.service_date, time_zone))
    stops = [agreed.stop(row, one) for one in going for row in one.stops]
    on = [one for one in going if one.patrol.team_id not in asked.teams_off]
    seen = seen_lately(session, [one.patrol.id for one in on], now)
    crews = [_crew(one, asked, time_zone, now, seen.get(one.patrol.id)) for one in on]
    ahead = {name for crew in crews for name in crew.ahead}
    open_ = {str(row.id) for one in going for row in one.ahead}
    place = {str(row.id): str(place_of(row)) for one in going for row in one.stops}
    walked = {name: place.get(name, name) for name in (*open_, *(stop.id for stop in added))}
    camps = {name: known.camps[at] for name, at in walked.items() if at in known.camps}
    return DayUnderWay(
        day=replace(known, stops=(*stops, *added), camps=camps),
        crews=(*crews, *at_base(asked.called_team_ids, asked.service_date, time_zone, now)),
        free=frozenset(open_ - ahead | {stop.id for stop in added}),
        going=going,
        place=place,
        called=asked.called_team_ids,
    )


def active_patrols(session: Session, day: date) -> list[Patrol]:
    """The day's patrols that are neither over nor cancelled."""
    asked = select(Patrol).where(Patrol.service_date == day, Patrol.status.in_(ACTIVE))
    return list(session.scalars(asked.order_by(Patrol.starts_at, Patrol.id)))


def place_of(row: PatrolStop) -> UUID:
    """The zone, camp or site that a stop visits."""
    place = row.zone_id or row.camp_id or row.site_id
    if place is None:
        raise AssertionError("a stop visits one thing: the database says so")
    return place


def _metres(session: Session, patrols: Sequence[Patrol]) -> Mapping[UUID, list[float]]:
    """How long each leg of these patrols is, in order."""
    found: dict[UUID, list[float]] = {patrol.id: [] for patrol in patrols}
    legs = select(PatrolLeg.patrol_id, PatrolLeg.distance).where(PatrolLeg.patrol_id.in_(found))
    for patrol_id, metres in session.execute(legs.order_by(PatrolLeg.sequence)):
        found[patrol_id].append(metres)
    return found


def _going(patrol: Patrol, asked: ReplanRequest, now: datetime, metres: Sequence[float]) -> Going:
    """A patrol with its fixed part: what is behind its team, and the next stop if it is bound."""
    stops = list(patrol.stops)
    done = behind(stops)
    bound = now >= patrol.starts_at or patrol.status is PatrolStatus.UNDER_WAY
    stays = patrol.team_id not in (*asked.teams_off, *asked.released_team_ids)
    gone = {row.id for row in stops if row.id in asked.cancelled_stop_ids}
    next_stays = bound and stays and done < len(stops) and stops[done].id not in gone
    fixed = done + next_stays
    ahead = [row for row in stops[fixed:] if row.id not in gone]
    return Going(patrol, stops, fixed, ahead, metres[fixed:])


def _crew(
    one: Going, asked: ReplanRequest, time_zone: str, now: datetime, position: Point | None
) -> Afield:
    """Where the team is, in seconds since midnight; by its shared position if it is on the road."""
    start = midnight(asked.service_date, time_zone)
    told = {it.sequence: it for it in estimates(one.patrol, one.stops, now)}
    last = max((number for number in told if number < one.fixed), default=None)
    free = max(now, told[last].leaves_at) if last is not None else now
    fixed = [row for row in one.stops[: one.fixed] if not row.skipped]
    released = one.patrol.team_id in asked.released_team_ids
    bound = one.stops[one.fixed :][:1] if released else []
    return Afield(
        team_id=str(one.patrol.team_id),
        fixed=tuple(str(row.id) for row in fixed),
        free_at=max(0, round((free - start).total_seconds())),
        ahead=tuple(str(row.id) for row in one.ahead if row not in bound),
        left_at=round((one.patrol.starts_at - start).total_seconds()) if fixed else None,
        seen=_seen(one, position, start, now) if position and _is_on_the_road(one) else None,
    )


def _is_on_the_road(one: Going) -> bool:
    """Whether the team has left the last stop that it came to, or its base.

    At a stop it may be far from its van, on foot.
    """
    done = one.stops[: behind(one.stops)]
    if not done:
        return one.patrol.status is PatrolStatus.UNDER_WAY or one.fixed > 0
    return done[-1].left_at is not None or done[-1].skipped is not None


def _seen(one: Going, position: Point, start: datetime, now: datetime) -> Seen:
    """The sighting, and what the stop asks that it is on its way to, if it is bound to one."""
    at = round((now - start).total_seconds())
    bound = one.stops[behind(one.stops) : one.fixed]
    if not bound:
        return Seen((position.x, position.y), at)
    stop = bound[-1]
    waits = stop.starts_at > stop.arrives_at
    return Seen(
        (position.x, position.y),
        at,
        stay=round((stop.departs_at - stop.starts_at).total_seconds()),
        not_before=round((stop.starts_at - start).total_seconds()) if waits else 0,
    )


@dataclass(frozen=True)
class _Agreed:
    """What the published patrols have agreed with each other, and the day as it is known now.

    Teams that meet keep the hour at which they were to, each by itself. A visit of a place that is
    visited several times comes no sooner than it was to, and leaves the next one its distance.
    """

    by_place: Mapping[str, Stop]
    demands: DayDemands
    going: Sequence[Going]
    midnight: datetime

    def stop(self, row: PatrolStop, one: Going) -> Stop:
        """A stop as the day knows it now; one that is fixed, or gone from it, as published."""
        place = str(place_of(row))
        known = self.by_place.get(place)
        if known is None or row.sequence < one.fixed:
            return _published(row, known.name if known else str(row.kind))
        stop, begins = replace(known, id=str(row.id)), self._seconds(row)
        if stop.teams > 1:
            hour = Window(begins, begins + max(stop.service, _stay(row)))
            return replace(stop, teams=1, windows=(hour,))
        demand = self.demands.demands.get(place)
        if demand is None or demand.visits == 1:
            return stop
        later = [at for at in self._visits.get(place, ()) if at > begins]
        until = min(later) - 60 * (demand.apart_minutes or 0) if later else None
        return replace(stop, windows=clipped(stop.windows, begins, until))

    @cached_property
    def _visits(self) -> Mapping[str, Sequence[int]]:
        """When each place is visited, in seconds since midnight."""
        found: dict[str, list[int]] = defaultdict(list)
        for row in (row for one in self.going for row in one.stops if not row.skipped):
            found[str(place_of(row))].append(self._seconds(row))
        return found

    def _seconds(self, row: PatrolStop) -> int:
        return round((row.starts_at - self.midnight).total_seconds())


def _published(row: PatrolStop, name: str) -> Stop:
    at = cast(Point, to_shape(row.position))
    return Stop(str(row.id), name, Kind(row.kind.value), (at.x, at.y), _stay(row))


def _stay(row: PatrolStop) -> int:
    return round((row.departs_at - row.starts_at).total_seconds())


def unchanged(one: Going, places: Sequence[str]) -> bool:
    """Whether the rest of a patrol is what it was."""
    return list(places) == [str(place_of(row)) for row in one.stops[one.fixed :]]


def rerouted(one: Going, metres: Sequence[float]) -> bool:
    """Whether roads were closed or opened on the way to stops that stay as they were."""
    return any(abs(was - now) > ANOTHER_WAY for was, now in zip(one.metres, metres, strict=False))
