"""A day that is over can be studied with what it had, and its study never goes to the teams."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from geoalchemy2.shape import from_shape
from shapely import LineString
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.day_problem import day_problem
from geoops.desk.day_setup import day_setup, save_day
from geoops.desk.plan_request import PlanRequest
from geoops.desk.planning import ask_for_plan
from geoops.desk.publishing import publish_plan
from geoops.desk.roads_closed import closed_on
from geoops.errors import Invalid
from geoops.records import PatrolPlan, PlanState, RoadClosure, Role, Territory
from tests.conftest import ActorOf
from tests.desk.days import DAY, Day, a_day
from tests.desk.setups import asked

PARIS = "Europe/Paris"
LATER = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, teams=2, zones=2)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def retire(day: Day, table: str, row: UUID) -> None:
    with Session(day.owner) as session, session.begin():
        session.execute(text(f"UPDATE {table} SET active = false WHERE id = :row"), {"row": row})


def close(day: Day, name: str, lifted: datetime | None) -> None:
    line = from_shape(LineString([(1.85, 50.95), (1.86, 50.95)]), srid=4326)
    of = {"id": uuid4(), "territory_id": day.territory.id, "profiles": ["car"]}
    hours = {"starts_at": LATER - timedelta(days=5), "lifted_at": lifted}
    day.insert(RoadClosure(name=name, shape=line, **of, **hours))


def test_a_study_has_the_teams_zones_and_closures_of_its_day(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    early = {"shift_starts": time(7)}
    save_day(
        coordinator, engine, DAY, asked(day_setup(coordinator, engine, DAY, now), **early), now
    )
    noon = datetime.combine(DAY, time(11), UTC)
    close(day, "lifted in the afternoon", noon + timedelta(hours=2))
    close(day, "lifted the day before", noon - timedelta(days=1))
    retire(day, "team", day.teams[1])
    study = ask_for_plan(coordinator, engine, PlanRequest(DAY), LATER)
    assert study.request["team_ids"] == [str(team) for team in day.teams]
    with transaction(engine, day.territory.id) as session:
        of_then = day_problem(session, PlanRequest.of(study), PARIS, LATER)
        closures = closed_on(session, of_then, DAY, PARIS)
    assert [team.shift.opens for team in of_then.teams] == [7 * 3600] * 2
    assert [closure.name for closure in closures] == ["lifted in the afternoon"]


def test_a_visit_of_the_day_itself_does_not_make_its_zone_less_urgent(
    engine: Engine, day: Day, coordinator: Actor
) -> None:
    plan_id = day.add_plan()
    patrols = publish_plan(coordinator, engine, plan_id, datetime(2026, 11, 24, 6, tzinfo=UTC))
    with Session(day.owner) as session, session.begin():
        visited = "UPDATE patrol_stop SET visited_at = arrives_at WHERE patrol_id = ANY (:ids)"
        session.execute(text(visited), {"ids": [patrol.id for patrol in patrols]})
    request = PlanRequest(DAY, tuple(day.teams))
    with transaction(engine, day.territory.id) as session:
        found = day_problem(session, request, PARIS, LATER)
    never_visited = [stop.urgency for stop in found.stops if stop.urgency]
    assert len(never_visited) == len(day.zones)
    assert min(never_visited) >= 1


def test_a_study_is_never_published(
    engine: Engine, owner: Engine, day: Day, coordinator: Actor
) -> None:
    study = ask_for_plan(coordinator, engine, PlanRequest(DAY), LATER)
    best = day.add_plan()
    with Session(owner) as session, session.begin():
        found = session.get_one(PatrolPlan, best).best
        session.get_one(PatrolPlan, study.id).best = found
        session.get_one(PatrolPlan, study.id).state = PlanState.DONE
    with pytest.raises(Invalid, match="has passed"):
        publish_plan(coordinator, engine, study.id, LATER)
