"""A team tells where it is to the coordination alone, during its patrol, and only the latest."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.listening import may_hear
from geoops.desk.patrolling import PatrolIsOver, check_in, finish_patrol
from geoops.desk.publishing import publish_plan
from geoops.desk.sharing import (
    Fix,
    NotOnPatrol,
    forget_positions,
    share_position,
    shared_positions,
    stop_sharing,
)
from geoops.errors import Forbidden, NotFound
from geoops.live.notify import LiveMessage
from geoops.records import AuditEntry, LiveEvent, PatrolPosition, Role, Territory
from tests.conftest import ActorOf
from tests.desk.days import DAY, Day, a_day, spot

NOON = datetime.fromisoformat("2026-11-24T11:00:00+00:00")
LASTS = timedelta(hours=2)
HERE = Fix(1.87, 50.95, 12.0)


class Outing:
    """A team on its patrol, and the coordination."""

    def __init__(self, engine: Engine, patrol: UUID, team: Actor, desk: Actor) -> None:
        self.engine, self.patrol, self.team, self.desk = engine, patrol, team, desk

    def share(self, fix: Fix = HERE, now: datetime = NOON) -> None:
        share_position(self.team, self.engine, self.patrol, fix, now)

    def seen(self, now: datetime = NOON, day: date = DAY) -> list[tuple[float, float]]:
        rows = shared_positions(self.desk, self.engine, day, now, LASTS)
        return [(row.lon, row.lat) for row in rows]

    def rows_for(self, who: Actor | None, territory: UUID) -> int:
        with transaction(self.engine, territory, who and who.account_id) as session:
            return len(session.scalars(select(PatrolPosition.patrol_id)).all())


@pytest.fixture
def outing(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> Outing:
    day = a_day(owner, territory, teams=1, zones=3)
    desk = actor(Role.COORDINATOR)
    (one,) = publish_plan(desk, engine, day.add_plan(), now)
    return Outing(engine, one.id, actor(Role.FIELD, team_id=day.teams[0]), desk)


def test_only_the_latest_position_is_there_and_an_older_one_changes_nothing(
    outing: Outing,
) -> None:
    outing.share()
    outing.share(Fix(1.88, 50.96, 8.0), NOON + timedelta(minutes=1))
    outing.share(Fix(1.7, 50.9, 8.0, age=300), NOON + timedelta(minutes=2))
    assert outing.seen() == [(1.88, 50.96)]


@pytest.mark.parametrize("end", [stop_sharing, lambda *of: finish_patrol(*of, NOON)])
def test_it_is_gone_when_sharing_stops_or_the_patrol_ends(
    outing: Outing, end: Callable[[Actor, Engine, UUID], object]
) -> None:
    check_in(outing.team, outing.engine, outing.patrol, 0, NOON)
    outing.share()
    end(outing.team, outing.engine, outing.patrol)
    assert outing.rows_for(outing.desk, outing.desk.territory_id) == 0


def test_nothing_is_shared_after_the_patrol_or_on_another_day(outing: Outing) -> None:
    for days in (-1, 1):
        with pytest.raises(NotOnPatrol):
            outing.share(now=NOON + timedelta(days=days))
    check_in(outing.team, outing.engine, outing.patrol, 0, NOON)
    finish_patrol(outing.team, outing.engine, outing.patrol, NOON)
    with pytest.raises(PatrolIsOver):
        outing.share()


def test_the_database_shows_it_to_the_coordination_and_the_team_alone(
    outing: Outing, owner: Engine, actor: ActorOf
) -> None:
    outing.share()
    where = outing.desk.territory_id
    other_team = Day(owner, Territory(id=where)).add_team("Other")
    others = [actor(Role.FIELD, team_id=other_team), actor(Role.DIRECTOR), None]
    assert [outing.rows_for(who, where) for who in (outing.desk, outing.team)] == [1, 1]
    assert [outing.rows_for(who, where) for who in others] == [0, 0, 0]
    with pytest.raises(NotFound):
        share_position(others[0], outing.engine, outing.patrol, HERE, NOON)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        share_position(outing.desk, outing.engine, outing.patrol, HERE, NOON)


def test_a_phone_that_fell_silent_is_forgotten(outing: Outing) -> None:
    outing.share()
    assert outing.seen(NOON + LASTS) == [(HERE.lon, HERE.lat)]
    assert outing.seen(NOON + LASTS + timedelta(seconds=1)) == []
    for silent, left in ((LASTS, 1), (LASTS + timedelta(seconds=1), 0)):
        forget_positions(outing.engine, NOON + silent, LASTS)
        assert outing.rows_for(outing.desk, outing.desk.territory_id) == left


def test_reading_is_on_record_and_neither_it_nor_an_event_says_where(outing: Outing) -> None:
    outing.share()
    outing.seen()
    stop_sharing(outing.team, outing.engine, outing.patrol)
    with transaction(outing.engine, outing.desk.territory_id) as session:
        read = session.scalars(select(AuditEntry)).all()
        events = session.scalars(select(LiveEvent).where(LiveEvent.topic == "position")).all()
    assert [one.subject for one in read] == [f"positions that teams share on {DAY}"]
    assert read[0].details == {}
    assert [set(one.payload) for one in events] == [{"patrol_id", "team_id", "service_date"}] * 2
    message = LiveMessage("1", "position", events[0].payload)
    assert may_hear(outing.desk, message)
    assert not may_hear(outing.team, message)


def test_the_way_left_to_the_next_stop_is_told(outing: Outing) -> None:
    check_in(outing.team, outing.engine, outing.patrol, 0, NOON)
    outing.share(Fix(*spot(1), 5.0))
    (row,) = shared_positions(outing.desk, outing.engine, DAY, NOON, LASTS)
    assert (row.next_sequence, round(row.metres)) == (1, 0)
