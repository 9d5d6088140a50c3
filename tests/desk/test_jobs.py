"""Plans are made by workers that may be killed at any time: nothing is lost, and all of it ends.

Real workers, as processes of their own, on the demonstration's roads.
"""

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.plan_questions import Question, ask_question, question
from geoops.desk.planning import cancel_plan, plan
from geoops.desk.publishing import publish_plan
from geoops.desk.sheltering import HoldRequest, keep_places
from geoops.jobs import ATTEMPTS
from geoops.records import (
    Hold,
    HoldState,
    LiveEvent,
    PlaceCategory,
    PlanState,
    QuestionKind,
    QuestionState,
    Role,
    Territory,
)
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.desk.days import a_day
from tests.desk.workers import LONG, StartWorker, asked, until, until_under_way
from tests.serving import wait_for


@pytest.fixture
def coordinator(owner: Engine, territory: Territory, actor: ActorOf) -> Actor:
    """A coordinator with two teams and eight zones."""
    a_day(owner, territory, teams=2, zones=8)
    return actor(Role.COORDINATOR)


def told(engine: Engine, coordinator: Actor, plan_id: UUID) -> list[dict[str, object]]:
    """What open pages were told of the plan, in order."""
    with transaction(engine, coordinator.territory_id) as session:
        events = select(LiveEvent).where(LiveEvent.topic == "plan").order_by(LiveEvent.id)
        payloads = [event.payload for event in session.scalars(events)]
    return [payload for payload in payloads if payload["id"] == str(plan_id)]


def test_a_plan_is_made_drawn_on_the_roads_and_publishable(
    engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    plan_id = asked(engine, coordinator)
    start_worker()
    made = until(engine, coordinator, plan_id, PlanState.DONE)
    assert made.progress == 1
    assert made.finished_at is not None
    assert made.best is not None
    for drawn in made.best["patrols"]:
        lines = [leg["geometry"]["coordinates"] for leg in drawn["legs"]]
        assert len(lines) == len(drawn["stops"]) + 1
        assert [line[0] for line in lines[1:]] == [line[-1] for line in lines[:-1]]
        assert [line[-1] for line in lines[:-1]] == [
            [round(degrees, 6) for degrees in stop["position"]] for stop in drawn["stops"]
        ]
    stops = [stop["id"] for drawn in made.best["patrols"] for stop in drawn["stops"]]
    assert len(stops) == len(set(stops))
    assert len(stops) + len(made.best["left_out"]) == 8
    assert publish_plan(coordinator, engine, plan_id)


@pytest.mark.alone
def test_progress_is_told_a_few_times_a_second_and_only_goes_up(
    engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    plan_id = asked(engine, coordinator)
    start_worker(seconds=2.0)
    until(engine, coordinator, plan_id, PlanState.DONE)
    events = told(engine, coordinator, plan_id)
    shares = [event["progress"] for event in events]
    assert shares == sorted(shares, key=float)  # type: ignore[arg-type]
    assert 5 <= len(events) <= 3 + 2.0 * 3  # queued, running, done; and three a second


@pytest.mark.faults
def test_a_plan_survives_the_kill_of_its_worker(
    engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    plan_id = asked(engine, coordinator)
    first = start_worker(seconds=LONG)
    until_under_way(engine, coordinator, plan_id)
    first.kill()
    first.wait()
    assert plan(coordinator, engine, plan_id).state is PlanState.RUNNING
    start_worker()
    until(engine, coordinator, plan_id, PlanState.DONE, seconds=20)


def test_a_worker_that_is_told_to_stop_hands_its_plan_on(
    engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    plan_id = asked(engine, coordinator)
    first = start_worker(seconds=LONG)
    until_under_way(engine, coordinator, plan_id)
    first.send_signal(signal.SIGTERM)
    assert first.wait(10) == 0
    start_worker()
    until(engine, coordinator, plan_id, PlanState.DONE)


@pytest.mark.alone
def test_a_plan_is_stopped_while_it_is_made_and_is_done_with_its_best(
    engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    plan_id = asked(engine, coordinator)
    start_worker(seconds=LONG)
    until_under_way(engine, coordinator, plan_id)
    cancel_plan(coordinator, engine, plan_id)
    stopped = until(engine, coordinator, plan_id, PlanState.DONE, seconds=2)
    assert stopped.stopped_early
    assert stopped.best is not None
    assert stopped.curve[-1]["weight"] == stopped.best["objective"]["weight"]
    assert publish_plan(coordinator, engine, plan_id)


@pytest.mark.faults
def test_a_question_whose_worker_was_killed_is_answered_by_another(
    engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    plan_id = asked(engine, coordinator)
    first = start_worker()
    best = until(engine, coordinator, plan_id, PlanState.DONE).best
    assert best is not None
    stop = best["patrols"][0]["stops"][-1]["id"]
    first.send_signal(signal.SIGSTOP)  # it takes the job, or would, and does nothing more
    why = ask_question(coordinator, engine, plan_id, Question(QuestionKind.ORDER, stop, None, 0))
    first.kill()
    first.wait()
    assert question(coordinator, engine, why.id).answer is None
    start_worker()
    wait_for(
        lambda: question(coordinator, engine, why.id).state is QuestionState.DONE,
        20,
        lambda: f"still {question(coordinator, engine, why.id).state}",
    )


@pytest.mark.alone
def test_two_plans_are_made_at_once(
    engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    plans = [asked(engine, coordinator) for _ in range(2)]
    start_worker(seconds=LONG)
    for plan_id in plans:
        until_under_way(engine, coordinator, plan_id)
    for plan_id in plans:
        assert plan(coordinator, engine, plan_id).state is PlanState.RUNNING
        cancel_plan(coordinator, engine, plan_id)
    for plan_id in plans:
        until(engine, coordinator, plan_id, PlanState.DONE, seconds=4)


def test_a_cancelled_plan_is_left_alone(
    engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    cancelled = asked(engine, coordinator)
    cancel_plan(coordinator, engine, cancelled)
    after_it = asked(engine, coordinator)
    start_worker()
    until(engine, coordinator, after_it, PlanState.DONE)
    assert plan(coordinator, engine, cancelled).state is PlanState.CANCELLED
    assert plan(coordinator, engine, cancelled).best is None


def test_without_a_road_network_the_plan_fails_in_words(
    engine: Engine, coordinator: Actor, start_worker: StartWorker, tmp_path: Path
) -> None:
    plan_id = asked(engine, coordinator)
    start_worker(home=tmp_path)
    failed = until(engine, coordinator, plan_id, PlanState.FAILED)
    assert failed.problem is not None
    assert failed.problem["code"] == "network-not-built"
    assert "geoops network build" in failed.problem["sentence"]


def test_a_plan_that_takes_every_worker_down_is_given_up(
    owner: Engine, engine: Engine, coordinator: Actor, start_worker: StartWorker
) -> None:
    plan_id = asked(engine, coordinator)
    with owner.begin() as connection:
        connection.execute(
            text(
                "UPDATE jobs.procrastinate_jobs SET attempts = :attempts"
                " WHERE args->>'plan_id' = :plan"
            ),
            {"attempts": ATTEMPTS, "plan": str(plan_id)},
        )
    start_worker()
    given_up = until(engine, coordinator, plan_id, PlanState.FAILED)
    assert given_up.problem is not None
    assert given_up.problem["code"] == "worker-lost"


def test_holds_that_ran_out_without_a_worker_are_freed_when_one_starts(
    owner: Engine,
    engine: Engine,
    territory: Territory,
    coordinator: Actor,
    start_worker: StartWorker,
) -> None:
    request = HoldRequest(PlaceCategory.ISOLATED_MAN, 3, "a key")
    long_ago = datetime.now(UTC) - timedelta(days=1)
    kept = keep_places(coordinator, engine, add_site(owner, territory), request, long_ago)

    def freed() -> bool:
        with transaction(engine, territory.id) as session:
            return session.get_one(Hold, kept.hold.id).state is HoldState.EXPIRED

    start_worker()
    wait_for(freed, 10)
