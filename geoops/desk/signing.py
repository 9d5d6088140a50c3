"""Note a sign that a phone kept until it had a network: once, and as of when it was given.

A sign names its stop by its number and by its place, for the patrol may have been changed while the
phone was away.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import KeyTaken
from geoops.desk.patrolling import arrive, own_patrol, stop_of
from geoops.desk.proposing import DayWentOn
from geoops.desk.replan_day import place_of
from geoops.desk.signs import leave, pass_by, take_back
from geoops.errors import Invalid
from geoops.records import Patrol, PatrolSign, PatrolStop, Role, SignAct, SkipReason


@dataclass(frozen=True)
class Sign:
    """What a team notes at a stop, under the phone's own id; only a skip has a reason."""

    id: UUID
    act: SignAct
    sequence: int
    place_id: UUID
    happened_at: datetime
    reason: SkipReason | None = None


@permitted(Role.COORDINATOR, Role.FIELD)
def note_sign(actor: Actor, engine: Engine, patrol_id: UUID, sign: Sign) -> PatrolStop:
    """Note the sign, and give the stop as it stands; the same again changes nothing.

    Raises
    ------
    NotFound
        There is no such stop, or the patrol is another team's.
    KeyTaken
        The id already stands for another sign.
    geoops.desk.proposing.DayWentOn
        Another place has this number by now.
    geoops.desk.patrolling.PatrolIsOver
        The patrol is done or cancelled.
    NotThere, AlreadyVisited, NothingToUndo
        As `geoops.desk.signs` has them.
    Invalid
        A skip has no reason, or another sign has one.
    """
    with work(actor, engine) as session:
        going = own_patrol(session, actor, patrol_id)
        stop = stop_of(session, patrol_id, sign.sequence)
        if _is_noted(session, patrol_id, sign):
            return stop
        if place_of(stop) != sign.place_id:
            raise DayWentOn
        _act(going, stop, sign)
        session.add(_record(going, sign))
        session.flush()
        return stop


def _is_noted(session: Session, patrol_id: UUID, sign: Sign) -> bool:
    """Whether it came before; its age is told anew each time, so the instant is not compared."""
    earlier = session.get(PatrolSign, sign.id)
    if earlier is None:
        return False
    kept = (earlier.patrol_id, earlier.act, earlier.sequence, earlier.reason)
    if kept != (patrol_id, sign.act, sign.sequence, sign.reason):
        raise KeyTaken(key=sign.id)
    return True


def _act(going: Patrol, stop: PatrolStop, sign: Sign) -> None:
    if (sign.act is SignAct.SKIP) is not (sign.reason is not None):
        raise Invalid(field="reason", reason="a skip, and nothing else, has a reason")
    match sign.act:
        case SignAct.VISIT:
            arrive(going, stop, sign.happened_at)
        case SignAct.DEPARTURE:
            leave(going, stop, sign.happened_at)
        case SignAct.UNDO:
            take_back(going, stop)
        case SignAct.SKIP if sign.reason:
            pass_by(going, stop, sign.reason)


def _record(going: Patrol, sign: Sign) -> PatrolSign:
    kept = ("id", "act", "sequence", "reason", "happened_at")
    return PatrolSign(
        territory_id=going.territory_id,
        patrol_id=going.id,
        **{name: getattr(sign, name) for name in kept},
    )
