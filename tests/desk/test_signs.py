"""What a team notes of its day is noted once, can be taken back, and tells when it is where."""

from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.estimating import behind, estimates
from geoops.desk.overseeing import teams_out
from geoops.desk.patrolling import PatrolIsOver, check_in, finish_patrol
from geoops.desk.publishing import publish_plan
from geoops.desk.signs import (
    AlreadyVisited,
    NothingToUndo,
    NotThere,
    accept_patrol,
    check_out,
    skip_stop,
    undo_sign,
)
from geoops.errors import NotFound
from geoops.records import (
    LiveEvent,
    Patrol,
    PatrolStatus,
    PatrolStop,
    Role,
    SkipReason,
    Territory,
)
from tests.conftest import ActorOf
from tests.desk.days import DAY, a_day, at

START = datetime.fromisoformat(at(0))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def going(
    owner: Engine, engine: Engine, territory: Territory, coordinator: Actor, now: datetime
) -> UUID:
    day = a_day(owner, territory, teams=1, zones=3)
    (one,) = publish_plan(coordinator, engine, day.add_plan(), now)
    return one.id


def test_a_patrol_is_accepted_once(
    engine: Engine, coordinator: Actor, going: UUID, now: datetime
) -> None:
    accept_patrol(coordinator, engine, going, now)
    assert accept_patrol(coordinator, engine, going, now + MINUTE).accepted_at == now


def test_who_leaves_has_come(
    engine: Engine, coordinator: Actor, going: UUID, now: datetime
) -> None:
    with pytest.raises(NotThere):
        check_out(coordinator, engine, going, 0, now)
    check_in(coordinator, engine, going, 0, now)
    check_out(coordinator, engine, going, 0, now + MINUTE)
    assert check_out(coordinator, engine, going, 0, now + 2 * MINUTE).left_at == now + MINUTE


def test_nobody_leaves_before_they_came(
    engine: Engine, coordinator: Actor, going: UUID, now: datetime
) -> None:
    check_in(coordinator, engine, going, 0, now)
    assert check_out(coordinator, engine, going, 0, now - MINUTE).left_at == now


def test_a_stop_is_visited_or_skipped(
    engine: Engine, coordinator: Actor, going: UUID, now: datetime
) -> None:
    skipped = skip_stop(coordinator, engine, going, 0, SkipReason.NO_ACCESS)
    assert skipped.skipped is SkipReason.NO_ACCESS
    assert check_in(coordinator, engine, going, 0, now).skipped is None
    with pytest.raises(AlreadyVisited):
        skip_stop(coordinator, engine, going, 0, SkipReason.UNSAFE)


def test_signs_are_taken_back_one_by_one(
    engine: Engine, coordinator: Actor, going: UUID, now: datetime
) -> None:
    check_in(coordinator, engine, going, 0, now)
    check_out(coordinator, engine, going, 0, now)
    first = undo_sign(coordinator, engine, going, 0)
    assert (first.visited_at, first.left_at) == (now, None)
    assert undo_sign(coordinator, engine, going, 0).visited_at is None
    with pytest.raises(NothingToUndo):
        undo_sign(coordinator, engine, going, 0)


def test_nothing_is_noted_after_the_end_nor_by_another_team(
    engine: Engine, coordinator: Actor, going: UUID, now: datetime, actor: ActorOf
) -> None:
    with pytest.raises(NotFound):
        accept_patrol(actor(Role.FIELD), engine, going, now)
    check_in(coordinator, engine, going, 0, now)
    finish_patrol(coordinator, engine, going, now)
    with pytest.raises(PatrolIsOver):
        check_out(coordinator, engine, going, 0, now)
    with pytest.raises(PatrolIsOver):
        skip_stop(coordinator, engine, going, 1, SkipReason.OTHER)
    with pytest.raises(PatrolIsOver):
        undo_sign(coordinator, engine, going, 0)


def test_every_sign_is_told_to_the_open_pages(
    engine: Engine, coordinator: Actor, going: UUID, now: datetime
) -> None:
    def told() -> int:
        with transaction(engine, coordinator.territory_id) as session:
            heard = session.scalars(select(LiveEvent).where(LiveEvent.topic == "patrol"))
            return sum(event.payload["id"] == str(going) for event in heard)

    check_in(coordinator, engine, going, 0, now)
    before = told()
    check_in(coordinator, engine, going, 1, now)
    check_out(coordinator, engine, going, 1, now)
    skip_stop(coordinator, engine, going, 2, SkipReason.NO_TIME)
    assert told() >= before + 3


def a_patrol(visits: list[tuple[int, int, int]]) -> tuple[Patrol, list[PatrolStop]]:
    """A patrol from 8:00 whose stops are (minutes of way, of waiting, of visit)."""
    clock, stops = START, []
    for sequence, (way, wait, stay) in enumerate(visits):
        arrives = clock + way * MINUTE
        starts = arrives + wait * MINUTE
        clock = starts + stay * MINUTE
        stops.append(
            PatrolStop(sequence=sequence, arrives_at=arrives, starts_at=starts, departs_at=clock)
        )
    return Patrol(starts_at=START, status=PatrolStatus.PUBLISHED), stops


DAYS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 30), st.integers(1, 60)), min_size=1, max_size=8
)


@given(DAYS, st.integers(0, 200), st.integers(0, 8))
def test_estimates_are_in_order_and_never_in_the_past(
    visits: list[tuple[int, int, int]], late: int, done: int
) -> None:
    patrol, stops = a_patrol(visits)
    clock = START
    for stop in stops[:done]:
        stop.visited_at = max(stop.arrives_at, clock) + late * MINUTE
        clock = stop.left_at = stop.visited_at + MINUTE
    now = clock + late * MINUTE
    found = estimates(patrol, stops, now)
    assert [one.sequence for one in found] == list(range(len(stops)))
    for one, next_one in pairwise(found):
        assert one.arrives_at <= one.leaves_at <= next_one.arrives_at
    assert all(one.arrives_at >= now for one in found[behind(stops) :])


@given(DAYS)
def test_who_is_on_time_keeps_the_plan(visits: list[tuple[int, int, int]]) -> None:
    patrol, stops = a_patrol(visits)
    for one, stop in zip(estimates(patrol, stops, START), stops, strict=True):
        assert (one.arrives_at, one.leaves_at) == (stop.arrives_at, stop.departs_at)


@given(DAYS, st.integers(0, 120))
def test_lateness_runs_on_and_only_a_wait_takes_it_up(
    visits: list[tuple[int, int, int]], late: int
) -> None:
    patrol, stops = a_patrol(visits)
    stops[0].visited_at = stops[0].arrives_at + late * MINUTE
    left = late * MINUTE
    for one, stop in zip(estimates(patrol, stops, START), stops, strict=True):
        assert one.late == left
        left = max(left - (stop.starts_at - stop.arrives_at), timedelta(0))


def test_a_team_that_has_not_set_out_is_late_from_now_on() -> None:
    patrol, stops = a_patrol([(10, 0, 20), (10, 0, 20)])
    now = START + 45 * MINUTE
    assert [one.late for one in estimates(patrol, stops, now)] == [35 * MINUTE, 35 * MINUTE]


def test_a_team_is_overdue_when_its_next_sign_of_life_is_past_what_is_tolerated(
    engine: Engine, coordinator: Actor, going: UUID
) -> None:
    def overdue(minutes: int) -> bool:
        now = START + minutes * MINUTE
        (one,) = teams_out(coordinator, engine, DAY, now, 30 * MINUTE)
        assert one.due_at is not None
        return one.overdue

    assert not overdue(40)  # the first arrival is planned after 10 minutes
    assert overdue(41)
    check_in(coordinator, engine, going, 0, START + 41 * MINUTE)
    assert not overdue(42)
