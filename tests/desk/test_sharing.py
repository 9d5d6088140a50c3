"""A team tells where it is to the coordination alone, during its patrol, and only the latest."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import IntegrityError

from geoops.db.engine import transaction
from geoops.db.queue import queue
from geoops.desk.actor import Actor
from geoops.desk.listening import may_hear
from geoops.desk.patrolling import PatrolIsOver, check_in, finish_patrol
from geoops.desk.publishing import publish_plan
from geoops.desk.sharing import (
    AFTER_ITS_END,
    Fix,
    NotOnPatrol,
    forget_positions,
    share_position,
    shared_positions,
    stop_sharing,
)
from geoops.desk.solving import Workshop
from geoops.errors import Forbidden, NotFound
from geoops.jobs import forget_silent_positions
from geoops.live.notify import LiveMessage
from geoops.records import AuditEntry, LiveEvent, PatrolPosition, Role, Territory
from geoops.settings import Settings
from tests.conftest import ActorOf, new_territory
from tests.desk.days import DAY, Day, a_day, spot

NOON = datetime.fromisoformat("2026-11-24T11:00:00+00:00")
LASTS = timedelta(hours=2)
HERE = Fix(1.87, 50.95, 12.0)
PRESENT = (
    text("""
        UPDATE patrol SET ends_at = clock_timestamp() - CAST(:since AS interval),
            starts_at = clock_timestamp() - interval '9 hours',
            service_date = CAST(clock_timestamp() AS date) - 1
        WHERE id = :patrol
    """),
    text("""
        UPDATE patrol_position SET measured_at = clock_timestamp() - CAST(:silent AS interval)
        WHERE patrol_id = :patrol
    """),
)
"""Bring the patrol and its position into the present, by the database's own clock."""


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


def test_one_of_a_phone_that_fell_silent_is_not_shown(outing: Outing) -> None:
    outing.share()
    assert outing.seen(NOON + LASTS) == [(HERE.lon, HERE.lat)]
    assert outing.seen(NOON + LASTS + timedelta(seconds=1)) == []


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("silent", "since_its_end", "left"),
    [
        (LASTS - MINUTE, timedelta(0), 1),
        (LASTS + MINUTE, timedelta(0), 0),
        (-3 * MINUTE, timedelta(0), 1),  # the phone's clock may be a little fast
        (-7 * MINUTE, timedelta(0), 0),  # and this would never grow old
        (2 * MINUTE, AFTER_ITS_END - MINUTE, 1),
        (2 * MINUTE, AFTER_ITS_END + MINUTE, 0),
    ],
)
def test_the_job_forgets_by_the_databases_clock_what_is_due_and_nothing_else(
    outing: Outing, owner: Engine, silent: timedelta, since_its_end: timedelta, left: int
) -> None:
    outing.share()
    times = {"silent": silent, "since": since_its_end, "patrol": outing.patrol}
    with owner.begin() as connection:
        for moved in PRESENT:
            connection.execute(moved, times)
    workshop = Workshop(outing.engine, roads=None, seconds=1, position_lasts=LASTS)  # type: ignore[arg-type]
    context = SimpleNamespace(additional_context={"workshop": workshop})
    forget_silent_positions(context, timestamp=0)  # type: ignore[arg-type]
    assert outing.rows_for(outing.desk, outing.desk.territory_id) == left


def test_the_application_can_neither_keep_positions_nor_hurry_their_end(outing: Outing) -> None:
    outing.share()
    for silence in (timedelta(0), timedelta(minutes=9), timedelta(days=2), -LASTS, None):
        with pytest.raises(IntegrityError, match="10 minutes to a day"):
            forget_positions(outing.engine, silence)  # type: ignore[arg-type]
        with pytest.raises(ValidationError if silence else AssertionError):
            assert not Settings(position_lasts=silence or LASTS)
    assert outing.rows_for(outing.desk, outing.desk.territory_id) == 1


def test_the_clock_calls_the_job_every_minute() -> None:
    periodic = queue.periodic_registry.periodic_tasks
    assert [t.cron for t in periodic.values() if t.task is forget_silent_positions] == ["* * * * *"]


def test_the_database_takes_none_of_another_time_whoever_writes_it(
    outing: Outing, owner: Engine
) -> None:
    outing.share()
    for days in (-1, 1):
        with (
            pytest.raises(IntegrityError, match="during the patrol"),
            transaction(outing.engine, outing.team.territory_id, outing.team.account_id) as session,
        ):
            session.execute(update(PatrolPosition).values(measured_at=NOON + timedelta(days=days)))


def test_nothing_is_kept_of_a_team_that_does_not_share(outing: Outing) -> None:
    check_in(outing.team, outing.engine, outing.patrol, 0, NOON)
    assert outing.rows_for(outing.desk, outing.desk.territory_id) == 0


def test_another_territorys_coordination_does_not_see_it(
    outing: Outing, owner: Engine, actor: ActorOf
) -> None:
    outing.share()
    there = new_territory(owner)
    theirs = actor(Role.COORDINATOR, territory=there)
    assert [outing.rows_for(theirs, one) for one in (there.id, outing.desk.territory_id)] == [0, 0]
    assert shared_positions(theirs, outing.engine, DAY, NOON, LASTS) == []


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
