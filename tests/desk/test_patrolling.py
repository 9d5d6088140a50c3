"""A patrol is its team's; a director sees no camp; a check-in is noted once."""

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.patrolling import (
    PatrolIsOver,
    PatrolNotStarted,
    check_in,
    finish_patrol,
    patrol,
    patrols_of_day,
)
from geoops.desk.publishing import publish_plan
from geoops.errors import Forbidden, NotFound
from geoops.records import AuditEntry, LiveEvent, PatrolStatus, Role, Territory
from tests.conftest import ActorOf, new_territory
from tests.desk.days import BASE, DAY, PLACES, Day, a_day, spot


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    """Two teams, two zones, and a camp in the first zone."""
    day = a_day(owner, territory, teams=2, zones=2)
    day.add_camp("Camp of the test", day.zones[0], (1.9123, 50.9456))
    return day


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def published(day: Day, engine: Engine, coordinator: Actor, now: datetime) -> list[UUID]:
    """The teams' patrols, in the order of the teams."""
    patrols = publish_plan(coordinator, engine, day.add_plan(), now)
    of_team = {one.team_id: one.id for one in patrols}
    return [of_team[team] for team in day.teams]


def audited(engine: Engine, actor: Actor) -> list[str]:
    with transaction(engine, actor.territory_id) as session:
        mine = select(AuditEntry.subject).where(AuditEntry.account_id == actor.account_id)
        return list(session.scalars(mine))


class TestReading:
    def test_a_patrol_has_its_stops_in_order_and_its_legs_as_lines(
        self, engine: Engine, coordinator: Actor, published: list[UUID], day: Day
    ) -> None:
        found = patrol(coordinator, engine, published[0])
        assert [stop["id"] for stop in found["stops"]] == [
            str(place) for place in (*day.zones, *day.camps)
        ]
        lines = [leg["geometry"]["coordinates"] for leg in found["legs"]["features"]]
        assert [line[0] for line in lines] == [list(BASE), *(line[-1] for line in lines[:-1])]
        assert found["team"] == "Team 1"
        assert (found["colour_index"], found["driving"], found["distance"]) == (0, 2400, 4000)

    def test_a_day_is_one_feature_a_patrol(
        self, engine: Engine, coordinator: Actor, published: list[UUID]
    ) -> None:
        features = json.loads(patrols_of_day(coordinator, engine, DAY))["features"]
        assert [feature["id"] for feature in features] == [str(one) for one in published]
        assert {feature["geometry"]["type"] for feature in features} == {"MultiLineString"}
        assert [len(feature["properties"]["stops"]) for feature in features] == [3, 3]
        assert [feature["properties"]["colour_index"] for feature in features] == [0, 1]

    def test_a_field_account_sees_its_own_teams_alone(
        self, engine: Engine, actor: ActorOf, published: list[UUID], day: Day
    ) -> None:
        field = actor(Role.FIELD, team_id=day.teams[1])
        assert patrol(field, engine, published[1])["team"] == "Team 2"
        with pytest.raises(NotFound):
            patrol(field, engine, published[0])
        features = json.loads(patrols_of_day(field, engine, DAY))["features"]
        assert [feature["id"] for feature in features] == [str(published[1])]

    def test_a_field_account_without_a_team_sees_none(
        self, engine: Engine, actor: ActorOf, published: list[UUID]
    ) -> None:
        field = actor(Role.FIELD)
        with pytest.raises(NotFound):
            patrol(field, engine, published[0])
        assert json.loads(patrols_of_day(field, engine, DAY))["features"] == []

    def test_a_director_sees_the_zone_for_the_camp_and_no_leg_to_its_door(
        self, engine: Engine, actor: ActorOf, published: list[UUID], day: Day
    ) -> None:
        director = actor(Role.DIRECTOR)
        one = patrol(director, engine, published[0])
        exact = spot(2)  # the camp is the plan's third stop
        assert [leg["id"] for leg in one["legs"]["features"]] == [0, 1]
        for text in (json.dumps(one), patrols_of_day(director, engine, DAY)):
            assert "Camp of the test" not in text
            assert str(day.camps[0]) not in text
            assert str(exact[0]) not in text
        camp = one["stops"][2]
        assert camp["name"] == one["stops"][0]["name"]
        assert camp["position"] == pytest.approx(PLACES[0].access)

    def test_who_sees_a_camp_is_on_record(
        self, engine: Engine, actor: ActorOf, published: list[UUID], day: Day
    ) -> None:
        field, director = actor(Role.FIELD, team_id=day.teams[0]), actor(Role.DIRECTOR)
        for reader in (field, director):
            patrol(reader, engine, published[0])
            patrols_of_day(reader, engine, DAY)
        assert audited(engine, field) == [
            f"camps in patrol {published[0]}",
            "camps in patrols of 2026-11-24",
        ]
        assert audited(engine, director) == []

    def test_another_territorys_patrol_is_not_there(
        self, owner: Engine, engine: Engine, actor: ActorOf, published: list[UUID], now: datetime
    ) -> None:
        stranger = actor(Role.COORDINATOR, territory=new_territory(owner))
        with pytest.raises(NotFound):
            patrol(stranger, engine, published[0])
        with pytest.raises(NotFound):
            check_in(stranger, engine, published[0], 0, now)
        assert json.loads(patrols_of_day(stranger, engine, DAY))["features"] == []

    @pytest.mark.parametrize("role", [Role.SITE_MANAGER, Role.ADMINISTRATOR])
    def test_patrols_are_not_for_everyone(self, engine: Engine, actor: ActorOf, role: Role) -> None:
        with pytest.raises(Forbidden):
            patrol(actor(role), engine, uuid4())
        with pytest.raises(Forbidden):
            patrols_of_day(actor(role), engine, DAY)


class TestGoing:
    def test_the_first_check_in_puts_the_patrol_under_way_and_tells_open_pages(
        self, engine: Engine, coordinator: Actor, published: list[UUID], now: datetime
    ) -> None:
        check_in(coordinator, engine, published[0], 1, now)
        found = patrol(coordinator, engine, published[0])
        assert found["status"] == PatrolStatus.UNDER_WAY
        assert [bool(stop["visited_at"]) for stop in found["stops"]] == [False, True, False]
        with transaction(engine, coordinator.territory_id) as session:
            last = session.scalars(select(LiveEvent).order_by(LiveEvent.id.desc())).first()
        assert last is not None
        assert (last.topic, last.payload["status"]) == ("patrol", "under_way")

    def test_the_first_time_stays(
        self, engine: Engine, coordinator: Actor, published: list[UUID], now: datetime
    ) -> None:
        check_in(coordinator, engine, published[0], 0, now)
        again = check_in(coordinator, engine, published[0], 0, now + timedelta(hours=1))
        assert again.visited_at == now

    def test_a_team_checks_in_on_its_own_patrol_alone(
        self, engine: Engine, actor: ActorOf, published: list[UUID], day: Day, now: datetime
    ) -> None:
        field = actor(Role.FIELD, team_id=day.teams[1])
        check_in(field, engine, published[1], 0, now)
        with pytest.raises(NotFound):
            check_in(field, engine, published[0], 0, now)
        with pytest.raises(NotFound):
            finish_patrol(field, engine, published[0], now)

    def test_a_stop_that_is_not_there_is_said_so(
        self, engine: Engine, coordinator: Actor, published: list[UUID], now: datetime
    ) -> None:
        with pytest.raises(NotFound, match="stop 9"):
            check_in(coordinator, engine, published[0], 9, now)

    def test_a_patrol_ends_after_it_has_begun_and_takes_no_more(
        self, engine: Engine, coordinator: Actor, published: list[UUID], now: datetime
    ) -> None:
        with pytest.raises(PatrolNotStarted):
            finish_patrol(coordinator, engine, published[0], now)
        check_in(coordinator, engine, published[0], 0, now)
        back = now + timedelta(hours=6)
        for instant in (back, back + timedelta(hours=1)):
            finished = finish_patrol(coordinator, engine, published[0], instant)
            assert (finished.status, finished.finished_at) == (PatrolStatus.DONE, back)
        told = patrol(coordinator, engine, published[0])["finished_at"]
        assert datetime.fromisoformat(told) == back
        with pytest.raises(PatrolIsOver, match="done"):
            check_in(coordinator, engine, published[0], 1, now)
        assert check_in(coordinator, engine, published[0], 0, now).visited_at == now

    def test_a_withdrawn_patrol_takes_no_check_in(
        self, engine: Engine, coordinator: Actor, published: list[UUID], day: Day, now: datetime
    ) -> None:
        publish_plan(coordinator, engine, day.add_plan(), now)
        with pytest.raises(PatrolIsOver, match="cancelled"):
            check_in(coordinator, engine, published[0], 0, now)
        with pytest.raises(PatrolIsOver):
            finish_patrol(coordinator, engine, published[0], now)
