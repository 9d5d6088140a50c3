"""A team shares where it is with the coordination, during its patrol and as long as it wants to.

Only the latest position is kept, and only until sharing stops: by the team, by the end of the
patrol (a trigger), or when the phone has been silent for long (`forget_positions`). No copy goes
into a plan, an event or the audit log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely import Point
from sqlalchemy import Engine, Row, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from geoops.db.columns import SRID
from geoops.db.engine import transaction
from geoops.desk.actor import Actor, permitted, work
from geoops.desk.clocks import midnight
from geoops.desk.patrolling import own_patrol, refuse_over
from geoops.desk.showing import record_read
from geoops.errors import Conflict
from geoops.records import Patrol, PatrolPosition, Role

DAY = timedelta(days=1)
AFTER_ITS_END = timedelta(hours=6)
"""How long past its planned end a patrol may still be under way: nights run into the morning."""


class NotOnPatrol(Conflict):
    """A position is shared on the patrol's own day."""

    code = "not-on-patrol"
    template = "A position is shared during the patrol only, and this one is on another day."


@dataclass(frozen=True)
class Fix:
    """Where the phone is (EPSG:4326), within how many metres, and how many seconds ago that was.

    An age, for a phone's clock may be wrong.
    """

    lon: float
    lat: float
    accuracy: float
    age: float = 0.0


POSITIONS = text("""
    SELECT q.patrol_id, p.team_id, t.name AS team, ST_X(q.position) AS lon, ST_Y(q.position) AS lat,
        q.accuracy, q.measured_at, n.sequence AS next_sequence,
        ST_Distance(q.position::geography, n.position::geography) AS metres
    FROM patrol_position q
    JOIN patrol p ON p.territory_id = q.territory_id AND p.id = q.patrol_id
    JOIN team t ON t.territory_id = p.territory_id AND t.id = p.team_id
    LEFT JOIN LATERAL (
        SELECT s.sequence, s.position FROM patrol_stop s
        WHERE s.patrol_id = p.id AND s.sequence > coalesce((
            SELECT max(sequence) FROM patrol_stop
            WHERE patrol_id = p.id AND (visited_at IS NOT NULL OR skipped IS NOT NULL)), -1)
        ORDER BY s.sequence LIMIT 1
    ) n ON true
    WHERE p.service_date = :day AND q.measured_at >= :since
    ORDER BY t.name, p.id
""")


@permitted(Role.FIELD)
def share_position(actor: Actor, engine: Engine, patrol_id: UUID, fix: Fix, now: datetime) -> None:
    """Tell where the team is, in place of where it was; what is older than that changes nothing.

    Raises
    ------
    NotFound
        There is no such patrol, or it is another team's.
    geoops.desk.patrolling.PatrolIsOver
        It is done or cancelled.
    NotOnPatrol
        It is on another day.
    """
    with work(actor, engine) as session:
        patrol = own_patrol(session, actor, patrol_id)
        refuse_over(patrol)
        if not _is_on(patrol, actor.time_zone, now):
            raise NotOnPatrol
        told = {
            "position": from_shape(Point(fix.lon, fix.lat), srid=SRID),
            "accuracy": fix.accuracy,
            "measured_at": now - timedelta(seconds=fix.age),
        }
        row = insert(PatrolPosition).values(
            patrol_id=patrol_id, territory_id=actor.territory_id, **told
        )
        newer = PatrolPosition.measured_at <= row.excluded.measured_at
        session.execute(
            row.on_conflict_do_update(index_elements=["patrol_id"], set_=told, where=newer)
        )


@permitted(Role.FIELD)
def stop_sharing(actor: Actor, engine: Engine, patrol_id: UUID) -> None:
    """Take the team's position back: it is kept nowhere. Again changes nothing.

    Raises
    ------
    NotFound
        There is no such patrol, or it is another team's.
    """
    with work(actor, engine) as session:
        own_patrol(session, actor, patrol_id)
        session.execute(delete(PatrolPosition).where(PatrolPosition.patrol_id == patrol_id))


@permitted(Role.COORDINATOR)
def shared_positions(
    actor: Actor, engine: Engine, day: date, now: datetime, lasts: timedelta
) -> Sequence[Row[tuple[object, ...]]]:
    """Where the day's teams are that share it, by their names; who reads any is on record for it.

    Each row: patrol_id, team_id, team, lon, lat, accuracy and metres to the next stop (as the crow
    flies; None after the last), measured_at, next_sequence.
    """
    with work(actor, engine) as session:
        rows = session.execute(POSITIONS, {"day": day, "since": now - lasts}).all()
        if rows:
            record_read(session, actor, f"positions that teams share on {day.isoformat()}")
        return rows


def forget_positions(engine: Engine, lasts: timedelta) -> int:
    """Delete what is due: how many positions there were of phones that were silent for `lasts`.

    A position of a patrol whose time has passed goes as well. The rule and the clock are the
    database's, which refuses `lasts` of less than 10 minutes or more than a day.
    """
    with transaction(engine, None) as session:
        return int(session.scalar(select(func.forget_silent_positions(lasts))) or 0)


def _is_on(patrol: Patrol, time_zone: str, now: datetime) -> bool:
    begins = midnight(patrol.service_date, time_zone)
    ends = max(midnight(patrol.service_date + DAY, time_zone), patrol.ends_at + AFTER_ITS_END)
    return begins <= now < ends
