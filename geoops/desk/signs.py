"""The signs that a team gives of its day, beside checking in: it goes, it leaves, it passes by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.patrolling import own_patrol, refuse_over, stop_of
from geoops.errors import Conflict
from geoops.records import Patrol, PatrolStatus, PatrolStop, Role, SkipReason


class NotThere(Conflict):
    """Who has not checked in cannot check out."""

    code = "not-there"
    template = "Nobody has checked in at this stop yet."


class AlreadyVisited(Conflict):
    """A stop that was visited was not passed by."""

    code = "already-visited"
    template = "The team has checked in at this stop: take that back first."


class NothingToUndo(Conflict):
    """A stop without a sign has none to take back."""

    code = "nothing-to-undo"
    template = "Nothing has been noted at this stop."


@permitted(Role.COORDINATOR, Role.FIELD)
def accept_patrol(actor: Actor, engine: Engine, patrol_id: UUID, now: datetime) -> Patrol:
    """Note that the team has seen its patrol and goes. Again changes nothing.

    Raises
    ------
    NotFound
        There is no such patrol, or it is another team's.
    geoops.desk.patrolling.PatrolIsOver
        It is done or cancelled.
    """
    with work(actor, engine) as session:
        going = own_patrol(session, actor, patrol_id)
        if going.accepted_at is None:
            refuse_over(going)
            going.accepted_at = now
        return going


@permitted(Role.COORDINATOR, Role.FIELD)
def check_out(
    actor: Actor, engine: Engine, patrol_id: UUID, stop_sequence: int, now: datetime
) -> PatrolStop:
    """Note that the team leaves a stop. Again changes nothing: the first time stays.

    Raises
    ------
    NotFound
        There is no such stop, or the patrol is another team's.
    NotThere
        The team has not checked in there.
    geoops.desk.patrolling.PatrolIsOver
        The patrol is done or cancelled.
    """
    with work(actor, engine) as session:
        going = own_patrol(session, actor, patrol_id)
        stop = stop_of(session, patrol_id, stop_sequence)
        leave(going, stop, now)
        return stop


def leave(going: Patrol, stop: PatrolStop, at: datetime) -> None:
    """What `check_out` does, in a transaction under way."""
    if stop.visited_at is None:
        raise NotThere
    if stop.left_at is None:
        refuse_over(going)
        stop.left_at = max(at, stop.visited_at)


@permitted(Role.COORDINATOR, Role.FIELD)
def skip_stop(
    actor: Actor, engine: Engine, patrol_id: UUID, stop_sequence: int, reason: SkipReason
) -> PatrolStop:
    """Note that the team passes a stop by, and why; a second reason takes the first one's place.

    Raises
    ------
    NotFound
        There is no such stop, or the patrol is another team's.
    AlreadyVisited
        The team has checked in there.
    geoops.desk.patrolling.PatrolIsOver
        The patrol is done or cancelled.
    """
    with work(actor, engine) as session:
        going = own_patrol(session, actor, patrol_id)
        stop = stop_of(session, patrol_id, stop_sequence)
        pass_by(going, stop, reason)
        return stop


def pass_by(going: Patrol, stop: PatrolStop, reason: SkipReason) -> None:
    """What `skip_stop` does, in a transaction under way."""
    refuse_over(going)
    if stop.visited_at is not None:
        raise AlreadyVisited
    stop.skipped = reason
    going.status = PatrolStatus.UNDER_WAY


@permitted(Role.COORDINATOR, Role.FIELD)
def undo_sign(actor: Actor, engine: Engine, patrol_id: UUID, stop_sequence: int) -> PatrolStop:
    """Take back the last sign at a stop: its departure, else its check-in or that it was skipped.

    Raises
    ------
    NotFound
        There is no such stop, or the patrol is another team's.
    NothingToUndo
        Nothing is noted there.
    geoops.desk.patrolling.PatrolIsOver
        The patrol is done or cancelled.
    """
    with work(actor, engine) as session:
        going = own_patrol(session, actor, patrol_id)
        stop = stop_of(session, patrol_id, stop_sequence)
        take_back(going, stop)
        return stop


def take_back(going: Patrol, stop: PatrolStop) -> None:
    """What `undo_sign` does, in a transaction under way."""
    refuse_over(going)
    if stop.visited_at is None and stop.skipped is None:
        raise NothingToUndo
    if stop.left_at is not None:
        stop.left_at = None
    else:
        stop.visited_at, stop.skipped = None, None
