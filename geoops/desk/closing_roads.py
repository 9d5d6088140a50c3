"""Close roads for a time: draw a closure, change it, lift it, take the lifting back, read them.

Whoever closes a road waits until the network answers without it and the next plan's tables are
made, some tenths of a second, and is told how long that took and how many metres are closed: none
is nearly always a slip of the hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely import LineString, Polygon
from sqlalchemy import Engine, or_, select

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.recalculating import Recalculated, Roads, recalculated
from geoops.desk.roads_closed import closing
from geoops.errors import Conflict, Invalid, NotFound
from geoops.records import RoadClosure, Role
from geoops.routing.answers import Profile

REMEMBERED = timedelta(days=1)
"""How long a closure that is over stays on the list, so that lifting it can be taken back."""
MOST = 200
"""Closures on the list; more at once are in no territory."""
SAME_PLACE = 1e-7
"""Degrees, about 1 cm: less apart, two drawings are the same."""


@dataclass(frozen=True)
class Drawing:
    """What to close (EPSG:4326), for whom and when; `ends_at` None means until it is lifted."""

    name: str
    shape: LineString | Polygon
    profiles: tuple[Profile, ...]
    starts_at: datetime
    ends_at: datetime | None = None


@permitted(Role.COORDINATOR)
def close_road(
    actor: Actor,
    engine: Engine,
    roads: Roads,
    closure_id: UUID,
    drawing: Drawing,
    now: datetime,
) -> Recalculated:
    """Close what was drawn. The same again, under the same id, changes nothing.

    Raises
    ------
    Invalid
        The name, the shape or the period is none.
    Conflict
        The id stands for another closure.
    NetworkTooOld
        The road network was built before roads could be closed.
    """
    with work(actor, engine) as session:
        closure = session.get(RoadClosure, closure_id)
        if closure is None:
            closure = RoadClosure(
                id=closure_id, territory_id=actor.territory_id, author_id=actor.account_id
            )
            _draw(closure, drawing, now)
            session.add(closure)
            session.flush()
        elif not _is(closure, drawing):
            raise Conflict(reason="This identifier already stands for another closure.")
        return recalculated(session, actor, roads, closure, now)


@permitted(Role.COORDINATOR)
def change_closure(
    actor: Actor,
    engine: Engine,
    roads: Roads,
    closure_id: UUID,
    drawing: Drawing,
    now: datetime,
) -> Recalculated:
    """Put `drawing` in place of what was drawn before.

    Raises
    ------
    NotFound, Invalid, NetworkTooOld
    """
    return _changed(actor, engine, roads, closure_id, now, lambda one: _draw(one, drawing, now))


@permitted(Role.COORDINATOR)
def lift_closure(
    actor: Actor, engine: Engine, roads: Roads, closure_id: UUID, now: datetime
) -> Recalculated:
    """Open the roads again from now on. Lifting again changes nothing.

    Raises
    ------
    NotFound, NetworkTooOld
    """

    def lift(closure: RoadClosure) -> None:
        closure.lifted_at = closure.lifted_at or now

    return _changed(actor, engine, roads, closure_id, now, lift)


@permitted(Role.COORDINATOR)
def undo_lifting(
    actor: Actor, engine: Engine, roads: Roads, closure_id: UUID, now: datetime
) -> Recalculated:
    """Take a lifting back: the roads are closed as they were. Again, it changes nothing.

    Raises
    ------
    NotFound, NetworkTooOld
    """

    def undo(closure: RoadClosure) -> None:
        closure.lifted_at = None

    return _changed(actor, engine, roads, closure_id, now, undo)


@permitted(Role.COORDINATOR, Role.FIELD)
def road_closures(actor: Actor, engine: Engine, now: datetime) -> Sequence[RoadClosure]:
    """The closures in force or to come, and those that ended or were lifted within a day."""
    since = now - REMEMBERED
    listed = (
        select(RoadClosure)
        .where(or_(RoadClosure.ends_at.is_(None), RoadClosure.ends_at > since))
        .where(or_(RoadClosure.lifted_at.is_(None), RoadClosure.lifted_at > since))
        .order_by(RoadClosure.starts_at, RoadClosure.id)
        .limit(MOST)
    )
    with work(actor, engine) as session:
        return session.scalars(listed).all()


def _changed(
    actor: Actor,
    engine: Engine,
    roads: Roads,
    closure_id: UUID,
    now: datetime,
    change: Callable[[RoadClosure], None],
) -> Recalculated:
    with work(actor, engine) as session:
        closure = session.get(RoadClosure, closure_id, with_for_update=True)
        if closure is None:
            raise NotFound(kind="road closure", identifier=closure_id)
        change(closure)
        session.flush()
        return recalculated(session, actor, roads, closure, now)


def _draw(closure: RoadClosure, drawing: Drawing, now: datetime) -> None:
    """Put the drawing into the record, unless no list would ever show it."""
    if drawing.ends_at is not None and drawing.ends_at <= now - REMEMBERED:
        raise Invalid(field="ends_at", reason="this period has long been over")
    closure.name, closure.shape = drawing.name, from_shape(drawing.shape, srid=4326)
    closure.profiles = list(drawing.profiles)
    closure.starts_at, closure.ends_at = drawing.starts_at, drawing.ends_at


def _is(closure: RoadClosure, drawing: Drawing) -> bool:
    said = closure.name, set(closure.profiles), closure.starts_at, closure.ends_at
    same = said == (drawing.name, set(drawing.profiles), drawing.starts_at, drawing.ends_at)
    return same and closing(closure).shape.equals_exact(drawing.shape, SAME_PLACE)
