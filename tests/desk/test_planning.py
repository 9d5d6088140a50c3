"""A plan is asked for in full, recorded together with its job, and called off while it lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from procrastinate.exceptions import ConnectorException
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from geoops.db.engine import act_for, transaction
from geoops.db.queue import put_in_queue
from geoops.desk.errands import PlanIsOver
from geoops.desk.plan_request import PlanRequest
from geoops.desk.planning import (
    SOLVE_PLAN,
    ask_for_plan,
    cancel_plan,
    plan,
    plans_of_day,
)
from geoops.desk.publishing import publish_plan
from geoops.errors import Forbidden, Invalid, NotFound
from geoops.records import AuditEntry, PatrolPlan, PlanState, Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf, new_territory
from tests.desk.days import DAY, a_day


def jobs_of(owner: Engine, plan_id: UUID) -> int:
    counted = text("SELECT count(*) FROM jobs.procrastinate_jobs WHERE args->>'plan_id' = :plan")
    with owner.connect() as connection:
        return int(connection.execute(counted, {"plan": str(plan_id)}).scalar_one())


def plans_of(owner: Engine, territory: Territory) -> int:
    with transaction(owner, territory.id) as session:
        rows = select(PatrolPlan.id).where(PatrolPlan.territory_id == territory.id)
        return len(session.scalars(rows).all())


@contextmanager
def closed_queue(owner: Engine) -> Iterator[None]:
    """Take the queue's tables away from the application for a while."""
    with owner.begin() as connection:
        connection.execute(text("REVOKE USAGE ON SCHEMA jobs FROM geoops_app"))
    yield
    with owner.begin() as connection:
        connection.execute(text("GRANT USAGE ON SCHEMA jobs TO geoops_app"))


class TestAsking:
    def test_the_plan_waits_with_one_job_for_every_active_team(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day = a_day(owner, territory, teams=2)
        asked = ask_for_plan(actor(Role.COORDINATOR), engine, PlanRequest(DAY), now)
        assert asked.state is PlanState.QUEUED
        assert asked.request["team_ids"] == [str(team) for team in day.teams]
        assert jobs_of(owner, asked.id) == 1

    def test_the_job_goes_the_way_of_its_transaction(
        self, owner: Engine, engine: Engine, territory: Territory
    ) -> None:
        plan_id = uuid4()
        with Session(engine) as session:
            act_for(session, territory.id)
            put_in_queue(session, SOLVE_PLAN, lock=f"plan {plan_id}", plan_id=str(plan_id))
            session.rollback()
        assert jobs_of(owner, plan_id) == 0

    def test_without_a_queue_there_is_no_plan(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        a_day(owner, territory)
        with closed_queue(owner), pytest.raises(ConnectorException):
            ask_for_plan(actor(Role.COORDINATOR), engine, PlanRequest(DAY), now)
        assert plans_of(owner, territory) == 0

    def test_deferring_leaves_the_search_path_as_it_was(
        self, engine: Engine, territory: Territory
    ) -> None:
        with transaction(engine, territory.id) as session:
            before = session.scalar(text("SHOW search_path"))
            put_in_queue(session, SOLVE_PLAN, lock="a lock", plan_id=str(uuid4()))
            assert session.scalar(text("SHOW search_path")) == before

    def test_today_can_still_be_planned(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf
    ) -> None:
        a_day(owner, territory)
        just_before_midnight = datetime(2026, 11, 24, 22, 59, tzinfo=UTC)
        plan = ask_for_plan(actor(Role.COORDINATOR), engine, PlanRequest(DAY), just_before_midnight)
        assert plan.service_date == DAY

    def test_someone_must_go_out(
        self, engine: Engine, actor: ActorOf, now: datetime, owner: Engine, territory: Territory
    ) -> None:
        coordinator = actor(Role.COORDINATOR)
        with pytest.raises(Invalid, match="no active team"):
            ask_for_plan(coordinator, engine, PlanRequest(DAY), now)
        a_day(owner, territory)
        with pytest.raises(Invalid, match="choose at least one team"):
            ask_for_plan(coordinator, engine, PlanRequest(DAY, team_ids=()), now)

    @pytest.mark.parametrize(
        ("field", "words"),
        [
            ("team_ids", "no such active team"),
            ("required_zone_ids", "no such zone"),
            ("site_ids", "no such open site"),
        ],
    )
    def test_what_is_anothers_is_unknown_here(
        self,
        owner: Engine,
        engine: Engine,
        territory: Territory,
        actor: ActorOf,
        now: datetime,
        field: str,
        words: str,
    ) -> None:
        a_day(owner, territory)
        other = new_territory(owner)
        others = a_day(owner, other)
        theirs = {
            "team_ids": others.teams[0],
            "required_zone_ids": others.zones[0],
            "site_ids": add_site(owner, other),
        }
        request = PlanRequest(DAY, **{field: (theirs[field],)})  # type: ignore[arg-type]
        with pytest.raises(Invalid, match=words):
            ask_for_plan(actor(Role.COORDINATOR), engine, request, now)

    @pytest.mark.parametrize("role", set(Role) - {Role.COORDINATOR})
    def test_only_coordinators_plan(
        self, engine: Engine, actor: ActorOf, now: datetime, role: Role
    ) -> None:
        other = actor(role)
        for act in (
            lambda: ask_for_plan(other, engine, PlanRequest(DAY), now),
            lambda: plan(other, engine, uuid4()),
            lambda: plans_of_day(other, engine, DAY),
            lambda: cancel_plan(other, engine, uuid4()),
            lambda: publish_plan(other, engine, uuid4()),
        ):
            with pytest.raises(Forbidden):
                act()


class TestPlansOfDay:
    def test_the_newest_twenty_come_first_to_last(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day = a_day(owner, territory)
        made = [day.add_plan(created_at=now + timedelta(minutes=n)) for n in range(21)]
        day.add_plan(service_date=date(2026, 11, 25))
        told = plans_of_day(actor(Role.COORDINATOR), engine, DAY)
        assert [one.id for one in told] == made[:0:-1]

    def test_a_published_plan_says_since_when(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        coordinator, day = actor(Role.COORDINATOR), a_day(owner, territory)
        publish_plan(coordinator, engine, day.add_plan(), now)
        draft = day.add_plan(created_at=now + timedelta(days=1000))
        newest, published = plans_of_day(coordinator, engine, DAY)
        assert (newest.id, newest.published_at) == (draft, None)
        assert published.state is PlanState.PUBLISHED
        assert published.published_at is not None

    def test_another_territorys_are_not_there(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf
    ) -> None:
        a_day(owner, new_territory(owner)).add_plan()
        assert plans_of_day(actor(Role.COORDINATOR), engine, DAY) == []


class TestCancelling:
    def test_a_waiting_plan_is_cancelled_at_once_and_again_without_harm(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        a_day(owner, territory)
        coordinator = actor(Role.COORDINATOR)
        asked = ask_for_plan(coordinator, engine, PlanRequest(DAY), now)
        assert cancel_plan(coordinator, engine, asked.id, now).state is PlanState.CANCELLED
        assert cancel_plan(coordinator, engine, asked.id, now).finished_at == now

    @pytest.mark.parametrize("state", [PlanState.DONE, PlanState.FAILED, PlanState.PUBLISHED])
    def test_what_has_ended_cannot_be_called_off(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, state: PlanState
    ) -> None:
        plan_id = a_day(owner, territory).add_plan(state)
        with pytest.raises(PlanIsOver, match=state.value):
            cancel_plan(actor(Role.COORDINATOR), engine, plan_id)

    def test_another_territorys_plan_is_not_there(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        plan_id = a_day(owner, territory).add_plan()
        stranger = actor(Role.COORDINATOR, territory=new_territory(owner))
        for act in (plan, cancel_plan, publish_plan):
            with pytest.raises(NotFound):
                act(stranger, engine, plan_id)


def test_reading_anothers_plan_with_camps_is_on_record(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf
) -> None:
    day = a_day(owner, territory)
    day.add_camp("C1", day.zones[0], (1.86, 50.95))
    reader = actor(Role.COORDINATOR)
    plan_id = day.add_plan()
    plan(reader, engine, plan_id)
    with transaction(engine, territory.id) as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.account_id, entry.subject) == (reader.account_id, f"camps in plan {plan_id}")
