"""Whoever holds a plan writes it until it ends; who takes it over goes on from its best."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, update

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.day_problem import day_problem
from geoops.desk.errands import Outcome
from geoops.desk.plan_document import Draughtsman, plan_again
from geoops.desk.plan_request import PlanRequest
from geoops.desk.planning import cancel_plan, plan
from geoops.desk.publishing import publish_plan
from geoops.desk.retention import forget_live_events
from geoops.desk.solving import PlanErrand, Workshop, make_plan
from geoops.records import LiveEvent, PatrolPlan, PlanState, Role, Territory
from geoops.routing.network import Network
from geoops.routing.problem import PatrolProblem
from geoops.routing.solver import solve
from tests.conftest import ActorOf
from tests.desk.days import DAY, Day, a_day

PARIS = "Europe/Paris"


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, teams=2, zones=5)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def workshop(engine: Engine, roads: Network) -> Workshop:
    return Workshop(engine, roads, seconds=0.3)


def never() -> bool:
    return False


def make(workshop: Workshop, day: Day, plan_id: UUID, stop: Callable[[], bool] = never) -> Outcome:
    return make_plan(workshop, day.territory.id, plan_id, stop)


def test_a_plan_is_made_from_the_queue(workshop: Workshop, day: Day, coordinator: Actor) -> None:
    plan_id = day.add_plan(PlanState.QUEUED, best=None)
    assert make(workshop, day, plan_id) is Outcome.ENDED
    made = plan(coordinator, workshop.engine, plan_id)
    assert made.state is PlanState.DONE
    assert made.best is not None
    assert {drawn["team"] for drawn in made.best["patrols"]} <= {"Team 1", "Team 2"}


@pytest.mark.parametrize("state", set(PlanState) - {PlanState.QUEUED, PlanState.RUNNING})
def test_a_plan_that_has_ended_is_not_made_again(
    workshop: Workshop, day: Day, coordinator: Actor, state: PlanState
) -> None:
    plan_id = day.add_plan(state)
    before = plan(coordinator, workshop.engine, plan_id).best
    assert make(workshop, day, plan_id) is Outcome.NOTHING_TO_DO
    after = plan(coordinator, workshop.engine, plan_id)
    assert (after.state, after.best) == (state, before)


def test_a_worker_thought_dead_does_not_undo_what_another_ended(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    plan_id = day.add_plan(PlanState.RUNNING)
    slow = PlanErrand(engine, day.territory.id, plan_id)
    assert slow.take_up() is not None
    assert slow.write(progress=0.5) is False
    PlanErrand(engine, day.territory.id, plan_id).end(PlanState.DONE)
    publish_plan(coordinator, engine, plan_id, now)
    assert slow.write(progress=0.7) is True
    slow.end(PlanState.CANCELLED, best={})
    assert plan(coordinator, engine, plan_id).state is PlanState.PUBLISHED


def test_an_interrupted_worker_leaves_the_plan_running_with_its_best(
    workshop: Workshop, day: Day, coordinator: Actor
) -> None:
    plan_id = day.add_plan(PlanState.QUEUED, best=None)
    assert make(workshop, day, plan_id, lambda: True) is Outcome.INTERRUPTED
    left = plan(coordinator, workshop.engine, plan_id)
    assert left.state is PlanState.RUNNING
    assert left.best is not None


def test_a_plan_stopped_after_its_worker_died_is_not_taken_up_and_keeps_what_was_found(
    workshop: Workshop, day: Day, coordinator: Actor
) -> None:
    plan_id = day.add_plan(PlanState.RUNNING)
    cancel_plan(coordinator, workshop.engine, plan_id)
    assert make(workshop, day, plan_id) is Outcome.NOTHING_TO_DO
    stopped = plan(coordinator, workshop.engine, plan_id)
    assert (stopped.state, stopped.stopped_early) == (PlanState.DONE, True)


def test_a_plan_called_off_before_anything_was_found_is_cancelled(
    workshop: Workshop, day: Day, coordinator: Actor
) -> None:
    plan_id = day.add_plan(PlanState.RUNNING, best=None)
    cancel_plan(coordinator, workshop.engine, plan_id)
    assert make(workshop, day, plan_id) is Outcome.NOTHING_TO_DO
    called_off = plan(coordinator, workshop.engine, plan_id)
    assert (called_off.state, called_off.stopped_early) == (PlanState.CANCELLED, False)


def test_what_goes_wrong_unforeseen_ends_the_plan_and_is_raised(
    workshop: Workshop, day: Day, coordinator: Actor
) -> None:
    plan_id = day.add_plan(PlanState.QUEUED, best=None)

    def unforeseen() -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make(workshop, day, plan_id, unforeseen)
    failed = plan(coordinator, workshop.engine, plan_id)
    assert failed.state is PlanState.FAILED
    words = "Something went wrong."
    assert failed.problem == {
        "code": "error",
        "sentence": words,
        "template": words,
        "details": {},
    }


def test_what_goes_wrong_before_the_search_ends_the_plan_too(
    workshop: Workshop, day: Day, owner: Engine
) -> None:
    plan_id = day.add_plan(PlanState.QUEUED, best=None)
    with transaction(owner, day.territory.id) as session:
        spoilt = update(PatrolPlan).where(PatrolPlan.id == plan_id)
        session.execute(spoilt.values(request={"team_ids": ["no team"]}))
    with pytest.raises(ValueError, match="UUID"):
        make(workshop, day, plan_id)
    with transaction(owner, day.territory.id) as session:
        assert session.get_one(PatrolPlan, plan_id).state is PlanState.FAILED


def test_a_plan_is_read_back_as_it_was_written(
    engine: Engine, roads: Network, day: Day, now: datetime
) -> None:
    request = PlanRequest(DAY, tuple(day.teams))
    with transaction(engine, day.territory.id) as session:
        found = day_problem(session, request, PARIS, now)
    problem = PatrolProblem.on_roads(DAY, found.teams, found.stops, roads)
    best = solve(problem, iterations=50)
    document = Draughtsman(found, problem, roads, PARIS).document(best, 1.0)
    again = plan_again(document, problem, "Europe/Paris")
    assert again is not None
    assert again.outings == best.outings


def test_live_events_are_kept_for_a_day(
    owner: Engine, engine: Engine, territory: Territory
) -> None:
    now = datetime.now(UTC)
    with transaction(owner, territory.id) as session:
        for hours in (23, 25):
            event = LiveEvent(territory_id=territory.id, topic="plan", payload={"hours": hours})
            event.at = now - timedelta(hours=hours)
            session.add(event)
    assert forget_live_events(engine, now) == 1
    with transaction(engine, territory.id) as session:
        kept = [event.payload["hours"] for event in session.scalars(select(LiveEvent))]
    assert kept == [23]
