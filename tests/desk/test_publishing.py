"""A plan is published once, and every team has at most one patrol a day."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.day_setup import SetupAsked, day_setup, save_day
from geoops.desk.patrolling import patrol
from geoops.desk.planning import plan
from geoops.desk.publishing import (
    AlreadyPublished,
    PlanIsEmpty,
    PlanNotFinished,
    TeamsAreOut,
    publish_plan,
)
from geoops.errors import Conflict, Invalid
from geoops.records import (
    Patrol,
    PatrolLeg,
    PatrolStatus,
    PatrolStop,
    PlanState,
    Role,
    Territory,
)
from tests.conftest import ActorOf
from tests.desk.days import DAY, a_best, a_day


class TestPublishing:
    def test_the_best_becomes_patrols_with_stops_and_legs(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day = a_day(owner, territory, teams=2, zones=3)
        plan_id = day.add_plan()
        coordinator = actor(Role.COORDINATOR)
        patrols = publish_plan(coordinator, engine, plan_id, now)
        assert {one.team_id for one in patrols} == set(day.teams)
        assert rows(engine, coordinator, PatrolStop) == 2 * 3
        assert rows(engine, coordinator, PatrolLeg) == 2 * 4
        assert plan(coordinator, engine, plan_id).state is PlanState.PUBLISHED

    def test_it_goes_with_the_vehicle_and_the_bases_of_its_day(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day, coordinator = a_day(owner, territory, teams=2), actor(Role.COORDINATOR)
        usual = day_setup(coordinator, engine, DAY, now)
        elsewhere = usual.teams[1].start_base_id
        first = replace(usual.teams[0], vehicle="", end_base_id=elsewhere)
        asked = SetupAsked(0, (first, usual.teams[1]), ())
        save_day(coordinator, engine, DAY, asked, now)
        patrols = publish_plan(coordinator, engine, day.add_plan(), now)
        save_day(coordinator, engine, DAY, SetupAsked(1, usual.teams, ()), now)
        told = {one.team_id: patrol(coordinator, engine, one.id) for one in patrols}
        shown = [
            (told[team]["vehicle"], told[team]["base"]["name"], told[team]["end_base"]["name"])
            for team in day.teams
        ]
        assert shown == [
            ("", "Base Team 1", "Base Team 2"),
            ("van", "Base Team 2", "Base Team 2"),
        ]

    def test_once(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        plan_id, coordinator = a_day(owner, territory).add_plan(), actor(Role.COORDINATOR)
        publish_plan(coordinator, engine, plan_id, now)
        with pytest.raises(AlreadyPublished):
            publish_plan(coordinator, engine, plan_id, now)

    def test_once_also_when_two_press_the_button_together(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        plan_id, coordinator = a_day(owner, territory).add_plan(), actor(Role.COORDINATOR)

        def press(_: int) -> bool:
            try:
                return bool(publish_plan(coordinator, engine, plan_id, now))
            except Conflict:
                return False

        with ThreadPoolExecutor(8) as crowd:
            assert sum(crowd.map(press, range(8))) == 1
        assert rows(engine, coordinator, Patrol) == 1

    def test_two_plans_of_one_day_leave_each_team_one_patrol(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day, coordinator = a_day(owner, territory, teams=3), actor(Role.COORDINATOR)
        plans = [day.add_plan() for _ in range(4)]

        def press(plan_id: UUID) -> None:
            try:
                publish_plan(coordinator, engine, plan_id, now)
            except Conflict:
                return

        with ThreadPoolExecutor(4) as crowd:
            list(crowd.map(press, plans))
        assert sorted(standing(engine, coordinator)) == sorted(day.teams)

    def test_what_the_teams_were_given_before_is_withdrawn(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day, coordinator = a_day(owner, territory, teams=2), actor(Role.COORDINATOR)
        publish_plan(coordinator, engine, day.add_plan(), now)
        one_stays_home = a_best(day) | {"patrols": a_best(day)["patrols"][:1]}
        publish_plan(coordinator, engine, day.add_plan(best=one_stays_home), now)
        assert standing(engine, coordinator) == day.teams[:1]

    @pytest.mark.parametrize("status", [PatrolStatus.UNDER_WAY, PatrolStatus.DONE])
    def test_a_team_that_has_gone_out_is_left_in_peace(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime,
        status: PatrolStatus,
    ) -> None:  # fmt: skip
        day, coordinator = a_day(owner, territory, teams=2), actor(Role.COORDINATOR)
        patrols = publish_plan(coordinator, engine, day.add_plan(), now)
        with transaction(owner, territory.id) as session:
            session.get_one(Patrol, patrols[1].id).status = status
        with pytest.raises(TeamsAreOut, match="Team 2"):
            publish_plan(coordinator, engine, day.add_plan(), now)
        assert standing(engine, coordinator) == day.teams

    @pytest.mark.parametrize("state", [PlanState.QUEUED, PlanState.RUNNING, PlanState.FAILED])
    def test_an_unfinished_plan_is_not_published(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime,
        state: PlanState,
    ) -> None:  # fmt: skip
        plan_id = a_day(owner, territory).add_plan(state)
        with pytest.raises(PlanNotFinished, match=state.value):
            publish_plan(actor(Role.COORDINATOR), engine, plan_id, now)

    def test_a_cancelled_plan_is_published_if_it_had_found_one(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day, coordinator = a_day(owner, territory), actor(Role.COORDINATOR)
        with pytest.raises(PlanNotFinished):
            publish_plan(coordinator, engine, day.add_plan(PlanState.CANCELLED, best=None), now)
        assert publish_plan(coordinator, engine, day.add_plan(PlanState.CANCELLED), now)

    def test_a_plan_that_sends_nobody_out_says_so(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day = a_day(owner, territory)
        plan_id = day.add_plan(best=a_best(day) | {"patrols": []})
        with pytest.raises(PlanIsEmpty):
            publish_plan(actor(Role.COORDINATOR), engine, plan_id, now)

    def test_yesterdays_plan_stays_a_plan(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        plan_id = a_day(owner, territory).add_plan()
        with pytest.raises(Invalid, match="has passed"):
            publish_plan(actor(Role.COORDINATOR), engine, plan_id, now + timedelta(days=2))


def rows(engine: Engine, actor: Actor, record: type[Patrol | PatrolStop | PatrolLeg]) -> int:
    with transaction(engine, actor.territory_id) as session:
        return len(session.scalars(select(record.id)).all())


def standing(engine: Engine, actor: Actor) -> list[UUID]:
    """The teams of the patrols that are not cancelled, in the order of their names."""
    with transaction(engine, actor.territory_id) as session:
        valid = select(Patrol.team_id).where(Patrol.status != PatrolStatus.CANCELLED)
        names = text("SELECT id FROM team ORDER BY name")
        wanted = session.scalars(valid).all()
        return [team for team in session.scalars(names) for _ in range(wanted.count(team))]
