"""A shared position is its team's to write and the coordination's to read, whoever asks how."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, TextClause, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.publishing import publish_plan
from geoops.desk.seeing import seen_lately
from geoops.desk.sharing import Fix, NotOnPatrol, share_position
from geoops.records import Membership, Role, Territory
from geoops.records import Patrol as PatrolRecord
from tests.conftest import ActorOf, new_territory
from tests.desk.days import Day, a_day

BEFORE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MEASURED = datetime(2026, 11, 24, 11, tzinfo=UTC)
TELL = text(
    "INSERT INTO patrol_position (patrol_id, territory_id, position, accuracy, measured_at) VALUES"
    " (:patrol, :territory, ST_SetSRID(ST_MakePoint(1.87, 50.95), 4326), 10, '2026-11-24 11:00Z')"
    " RETURNING 1"
)
SEE = text("SELECT FROM patrol_position")
MOVE = text("UPDATE patrol_position SET accuracy = 20 RETURNING 1")
WITHDRAW = text("DELETE FROM patrol_position RETURNING 1")
ENDS = text("UPDATE patrol SET status = :status, finished_at = :at WHERE id = :patrol")


class Patrol:
    """A patrol whose team may tell where it is, straight to the database."""

    def __init__(self, engine: Engine, day: Day, patrol: UUID, actor: ActorOf) -> None:
        self.engine, self.day, self.id, self.territory = engine, day, patrol, day.territory.id
        self.team, self.desk = actor(Role.FIELD, team_id=day.teams[0]), actor(Role.COORDINATOR)
        self.other = actor(Role.FIELD, team_id=day.add_team("Other"))

    def rows(self, statement: TextClause, who: Actor, territory: UUID | None = None) -> int:
        """How many rows a statement sees or changes."""
        asked = {"patrol": self.id, "territory": self.territory} if statement is TELL else {}
        where = territory or self.territory
        with transaction(self.engine, where, who.account_id) as session:
            return len(session.execute(statement, asked).all())

    def ends(self, status: str) -> None:
        """The patrol is over, in one way or the other."""
        at = BEFORE if status == "done" else None
        with transaction(self.engine, self.territory) as session:
            session.execute(ENDS, {"patrol": self.id, "status": status, "at": at})


@pytest.fixture
def patrol(owner: Engine, engine: Engine, territory: Territory, actor: ActorOf) -> Patrol:
    day = a_day(owner, territory, teams=1, zones=3)
    (published,) = publish_plan(actor(Role.COORDINATOR), engine, day.add_plan(), BEFORE)
    return Patrol(engine, day, published.id, actor)


def test_nobody_but_the_team_tells_moves_or_withdraws_it(patrol: Patrol) -> None:
    for stranger in (patrol.other, patrol.desk):
        with pytest.raises(ProgrammingError, match="row-level security"):
            patrol.rows(TELL, stranger)
    assert patrol.rows(TELL, patrol.team) == 1
    for stranger in (patrol.other, patrol.desk):
        assert [patrol.rows(one, stranger) for one in (MOVE, WITHDRAW)] == [0, 0]
    assert [patrol.rows(one, patrol.team) for one in (SEE, MOVE, WITHDRAW)] == [1, 1, 1]


def test_who_coordinates_two_territories_sees_those_of_the_one_they_work_in(
    patrol: Patrol, owner: Engine
) -> None:
    elsewhere = new_territory(owner)
    membership = Membership(
        account_id=patrol.desk.account_id, territory_id=elsewhere.id, role=Role.COORDINATOR
    )
    with Session(owner) as session, session.begin():
        session.add(membership)
    patrol.rows(TELL, patrol.team)
    seen = [patrol.rows(SEE, patrol.desk, where) for where in (patrol.territory, elsewhere.id)]
    assert seen == [1, 0]


@pytest.mark.parametrize(
    ("accuracy", "minutes", "told"), [(500, 5, True), (501, 5, False), (500, 6, False)]
)
def test_a_replan_begins_only_at_what_is_fresh_and_sharp(
    patrol: Patrol, accuracy: int, minutes: int, told: bool
) -> None:
    patrol.rows(TELL, patrol.team)
    patrol.rows(text(f"UPDATE patrol_position SET accuracy = {accuracy} RETURNING 1"), patrol.team)
    later = MEASURED + timedelta(minutes=minutes)
    with transaction(patrol.engine, patrol.territory, patrol.desk.account_id) as session:
        assert (patrol.id in seen_lately(session, [patrol.id], later)) is told


def test_who_works_through_the_night_shares_until_six_hours_past_its_end(patrol: Patrol) -> None:
    ends = datetime(2026, 11, 25, 2, tzinfo=UTC)
    with transaction(patrol.engine, patrol.territory) as session:
        session.get_one(PatrolRecord, patrol.id).ends_at = ends
    late, here = ends + timedelta(hours=6), Fix(1.87, 50.95, 12.0)
    share_position(patrol.team, patrol.engine, patrol.id, here, late - timedelta(minutes=1))
    with pytest.raises(NotOnPatrol):
        share_position(patrol.team, patrol.engine, patrol.id, here, late)


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_it_does_not_outlive_its_patrol_nor_come_after_it(patrol: Patrol, status: str) -> None:
    patrol.rows(TELL, patrol.team)
    patrol.ends(status)
    assert patrol.rows(SEE, patrol.desk) == 0
    with pytest.raises(IntegrityError, match="shared during the patrol"):
        patrol.rows(TELL, patrol.team)
