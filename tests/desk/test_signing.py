"""A sign that a phone kept is noted once, as of when it was given, at the stop that was meant."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from geoops.desk.actor import Actor
from geoops.desk.bookkeeping import KeyTaken
from geoops.desk.patrolling import PatrolIsOver, finish_patrol
from geoops.desk.proposing import DayWentOn
from geoops.desk.publishing import publish_plan
from geoops.desk.signing import Sign, note_sign
from geoops.errors import Invalid
from geoops.records import Role, SignAct, SkipReason, Territory
from tests.conftest import ActorOf
from tests.desk.days import Day, a_day

EARLIER = timedelta(minutes=50)


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, teams=1, zones=3)


@pytest.fixture
def team(actor: ActorOf, day: Day) -> Actor:
    return actor(Role.FIELD, team_id=day.teams[0])


@pytest.fixture
def going(engine: Engine, day: Day, actor: ActorOf, now: datetime) -> UUID:
    (one,) = publish_plan(actor(Role.COORDINATOR), engine, day.add_plan(), now)
    return one.id


def test_a_sign_counts_from_when_it_was_given_and_once(
    engine: Engine, day: Day, team: Actor, going: UUID, now: datetime
) -> None:
    came = Sign(uuid4(), SignAct.VISIT, 0, day.zones[0], now - EARLIER)
    assert note_sign(team, engine, going, came).visited_at == now - EARLIER
    back = replace(came, id=uuid4(), act=SignAct.UNDO)
    assert note_sign(team, engine, going, back).visited_at is None
    for again in (came, replace(back, happened_at=now)):
        assert note_sign(team, engine, going, again).visited_at is None
    with pytest.raises(KeyTaken):
        note_sign(team, engine, going, replace(back, act=SignAct.VISIT))
    other = replace(came, id=uuid4(), act=SignAct.SKIP, reason=SkipReason.NO_ACCESS)
    assert note_sign(team, engine, going, other).skipped is SkipReason.NO_ACCESS


def test_a_sign_for_another_place_or_after_the_end_is_refused(
    engine: Engine, day: Day, team: Actor, going: UUID, now: datetime
) -> None:
    came = Sign(uuid4(), SignAct.VISIT, 0, day.zones[0], now)
    with pytest.raises(DayWentOn):
        note_sign(team, engine, going, replace(came, place_id=day.zones[1]))
    with pytest.raises(Invalid):
        note_sign(team, engine, going, replace(came, act=SignAct.SKIP))
    note_sign(team, engine, going, came)
    finish_patrol(team, engine, going, now)
    assert note_sign(team, engine, going, came).visited_at == now  # its answer was lost
    with pytest.raises(PatrolIsOver):
        note_sign(team, engine, going, replace(came, id=uuid4(), act=SignAct.DEPARTURE))
