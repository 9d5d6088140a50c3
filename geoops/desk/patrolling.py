"""Go on patrol: read it, check in at its stops, finish it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, exists, or_, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.showing import record_read
from geoops.errors import Conflict, NotFound
from geoops.layers.patrols import PATROLS_OF_DAY, patrol_document
from geoops.records import Patrol, PatrolCall, PatrolStatus, PatrolStop, Role, StopKind


class PatrolIsOver(Conflict):
    """A patrol that is done or cancelled takes no more check-ins."""

    code = "patrol-is-over"
    template = "This patrol is {status}; nothing more can be noted on it."


class PatrolNotStarted(Conflict):
    """A patrol can only be finished once it is under way."""

    code = "patrol-not-started"
    template = "This patrol has not started: check in at a stop first."


@permitted(Role.COORDINATOR, Role.FIELD, Role.DIRECTOR)
def patrol(actor: Actor, engine: Engine, patrol_id: UUID) -> dict[str, Any]:
    """A patrol with its stops, and its legs as a GeoJSON FeatureCollection of LineStrings.

    A field account sees its own team's. A director sees no camp: its zone stands for it. Who sees
    exact positions of camps is on record for it.

    Raises
    ------
    NotFound
        There is no such patrol in the territory, or it is another team's.
    """
    with work(actor, engine) as session:
        return read_patrol(session, actor, patrol_id)


def read_patrol(session: Session, actor: Actor, patrol_id: UUID) -> dict[str, Any]:
    """What `patrol` gives, in a transaction under way."""
    found = patrol_document(session, patrol=patrol_id, **_view(actor))
    if found is None:
        raise NotFound(kind="patrol", identifier=patrol_id)
    camps = any(stop["kind"] == StopKind.CAMP or stop["loop"] for stop in found["stops"])
    if camps and _view(actor)["exact"]:
        record_read(session, actor, f"camps in patrol {patrol_id}")
    return found


@permitted(Role.COORDINATOR, Role.FIELD, Role.DIRECTOR)
def patrols_of_day(actor: Actor, engine: Engine, day: date) -> str:
    """The day's patrols that are not cancelled, as GeoJSON text: one feature a patrol.

    The geometry is a MultiLineString of the legs; the properties hold the stops. Who sees what is
    as for `patrol`.
    """
    with work(actor, engine) as session:
        if _view(actor)["exact"] and _visits_camps(session, day):
            record_read(session, actor, f"camps in patrols of {day.isoformat()}")
        return PATROLS_OF_DAY.geojson(session, day=day, **_view(actor))


@permitted(Role.COORDINATOR, Role.FIELD)
def check_in(
    actor: Actor, engine: Engine, patrol_id: UUID, stop_sequence: int, now: datetime
) -> PatrolStop:
    """Note that the team is at a stop; the first check-in puts the patrol under way.

    Checking in again changes nothing: the first time stays, also after the patrol is over. A stop
    that was skipped is so no longer.

    Raises
    ------
    NotFound
        There is no such stop, or the patrol is another team's.
    PatrolIsOver
        The patrol is done or cancelled.
    """
    with work(actor, engine) as session:
        going = own_patrol(session, actor, patrol_id)
        stop = stop_of(session, patrol_id, stop_sequence)
        arrive(going, stop, now)
        return stop


def arrive(going: Patrol, stop: PatrolStop, at: datetime) -> None:
    """What `check_in` does, in a transaction under way."""
    if stop.visited_at is not None:
        return
    refuse_over(going)
    stop.visited_at, stop.skipped = at, None
    going.status = PatrolStatus.UNDER_WAY


@permitted(Role.COORDINATOR, Role.FIELD)
def finish_patrol(actor: Actor, engine: Engine, patrol_id: UUID, now: datetime) -> Patrol:
    """Note that the team is back. Finishing again changes nothing: the first time stays.

    Raises
    ------
    NotFound
        There is no such patrol, or it is another team's.
    PatrolIsOver
        It was cancelled.
    PatrolNotStarted
        Nobody has checked in at any stop.
    """
    with work(actor, engine) as session:
        going = own_patrol(session, actor, patrol_id)
        if going.status is PatrolStatus.DONE:
            return going
        refuse_over(going)
        if going.status is PatrolStatus.PUBLISHED:
            raise PatrolNotStarted
        going.status, going.finished_at = PatrolStatus.DONE, now
        return going


def _view(actor: Actor) -> dict[str, Any]:
    """Which patrols the actor sees, and how exactly. A field account without a team sees none."""
    team = (actor.team_id or UUID(int=0)) if actor.role is Role.FIELD else None
    return {"team": team, "exact": actor.role in (Role.COORDINATOR, Role.FIELD)}


def _visits_camps(session: Session, day: date) -> bool:
    walked = exists().where(PatrolCall.stop_id == PatrolStop.id)
    visits = (
        select(PatrolStop.id)
        .join(Patrol, Patrol.id == PatrolStop.patrol_id)
        .where(Patrol.service_date == day, or_(PatrolStop.kind == StopKind.CAMP, walked))
        .limit(1)
    )
    return session.scalar(visits) is not None


def own_patrol(session: Session, actor: Actor, patrol_id: UUID, *, lock: bool = True) -> Patrol:
    """The patrol, locked: check-ins and the finish come one after the other.

    Raises
    ------
    NotFound
        There is no such patrol, or it is not the team's whose account asks.
    """
    found = session.get(Patrol, patrol_id, with_for_update=lock or None)
    team = _view(actor)["team"]
    if found is None or team not in (None, found.team_id):
        raise NotFound(kind="patrol", identifier=patrol_id)
    return found


def stop_of(session: Session, patrol_id: UUID, stop_sequence: int) -> PatrolStop:
    """A patrol's stop, locked; `NotFound` when there is none."""
    stop = session.scalar(
        select(PatrolStop)
        .where(PatrolStop.patrol_id == patrol_id, PatrolStop.sequence == stop_sequence)
        .with_for_update()
    )
    if stop is None:
        raise NotFound(kind="stop", identifier=stop_sequence)
    return stop


def refuse_over(going: Patrol) -> None:
    """Raise `PatrolIsOver` for one that is done or cancelled."""
    if going.status in (PatrolStatus.DONE, PatrolStatus.CANCELLED):
        raise PatrolIsOver(status=going.status.value)
