"""Closing roads at the desk: who may, what is refused, and that plans go round what is closed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from geoalchemy2.shape import from_shape, to_shape
from shapely import LineString, Polygon, box
from sqlalchemy import Engine, text

from geoops.db.engine import transaction
from geoops.demonstration.road_plan import road_plan
from geoops.desk.actor import Actor
from geoops.desk.along_roads import along_the_road
from geoops.desk.closing_roads import (
    Drawing,
    change_closure,
    close_road,
    lift_closure,
    road_closures,
    undo_lifting,
)
from geoops.desk.passing_closures import patrols_passing
from geoops.desk.planning import plan
from geoops.desk.roads_closed import around, closed_between
from geoops.desk.solving import Workshop, make_plan
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.records import PlanState, RoadClosure, Role, Territory
from geoops.routing.network import Network
from geoops.routing.window import Window
from tests.conftest import ActorOf, new_actor, new_territory
from tests.desk.days import BASE, DAY, a_day

MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)
NOW = MORNING + timedelta(hours=1)
LAST_YEAR = datetime(2025, 11, 24, 7, tzinfo=UTC)
EVENING = datetime(2026, 11, 24, 18, tzinfo=UTC)
X, Y = BASE
AROUND_THE_BASE = box(X - 0.01, Y - 0.01, X + 0.01, Y + 0.01)
"""About a kilometre each way: its edge crosses every road that leads out."""


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def drawing(
    shape: LineString | Polygon = AROUND_THE_BASE,
    ends_at: datetime | None = EVENING,
    starts_at: datetime = MORNING,
) -> Drawing:
    return Drawing("Rocade: works", shape, ("car",), starts_at, ends_at)


def test_a_closure_says_its_metres_and_its_seconds(
    engine: Engine, roads: Network, coordinator: Actor
) -> None:
    found = close_road(coordinator, engine, roads, uuid4(), drawing(), NOW)
    assert found.closed_metres > 1_000
    assert 0 < found.recalculated_in < 30
    at_sea = drawing(LineString([(1.6, 51.05), (1.61, 51.05)]))
    assert close_road(coordinator, engine, roads, uuid4(), at_sea, NOW).closed_metres == 0


def test_the_same_drawing_twice_stands_once_and_another_is_refused(
    engine: Engine, roads: Network, coordinator: Actor
) -> None:
    closure_id = uuid4()
    for _ in range(2):
        close_road(coordinator, engine, roads, closure_id, drawing(), NOW)
    assert len(road_closures(coordinator, engine, NOW)) == 1
    with pytest.raises(Conflict, match="another closure"):
        close_road(coordinator, engine, roads, closure_id, drawing(ends_at=None), NOW)


def test_lifting_and_taking_it_back(engine: Engine, roads: Network, coordinator: Actor) -> None:
    closure = close_road(coordinator, engine, roads, uuid4(), drawing(), NOW).closure.id
    assert in_force(engine, coordinator) == 1
    lifted = lift_closure(coordinator, engine, roads, closure, NOW).closure.lifted_at
    later = NOW + timedelta(hours=1)
    assert lift_closure(coordinator, engine, roads, closure, later).closure.lifted_at == lifted
    assert in_force(engine, coordinator) == 0
    assert len(road_closures(coordinator, engine, later)) == 1  # so that it can be taken back
    assert undo_lifting(coordinator, engine, roads, closure, NOW).closure.lifted_at is None
    assert in_force(engine, coordinator) == 1
    assert not road_closures(coordinator, engine, EVENING + timedelta(days=2))


def test_a_change_takes_the_place_of_what_was(
    engine: Engine, roads: Network, coordinator: Actor
) -> None:
    closure = close_road(coordinator, engine, roads, uuid4(), drawing(), NOW).closure.id
    smaller = box(X - 0.002, Y - 0.002, X + 0.002, Y + 0.002)
    changed = change_closure(coordinator, engine, roads, closure, drawing(smaller), NOW).closure
    assert to_shape(changed.shape).equals(smaller)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (drawing(ends_at=MORNING), "ends_at"),
        (Drawing(" ", AROUND_THE_BASE, ("car",), MORNING), "name"),
        (drawing(Polygon([(1, 50), (2, 51), (2, 50), (1, 51)])), "shape"),
        (drawing(box(1.0, 50.0, 2.0, 50.5)), "shape"),
        (drawing(LineString([(-4.0, 48.0), (3.0, 51.0)])), "shape"),
        (drawing(starts_at=LAST_YEAR, ends_at=LAST_YEAR + timedelta(hours=8)), "ends_at"),
    ],
)
def test_what_is_no_closure_is_refused_in_words(
    engine: Engine, roads: Network, coordinator: Actor, wrong: Drawing, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        close_road(coordinator, engine, roads, uuid4(), wrong, NOW)
    assert refused.value.details["field"] == field
    assert not road_closures(coordinator, engine, NOW)


def test_coordinators_write_and_field_teams_read(
    engine: Engine, roads: Network, coordinator: Actor, actor: ActorOf
) -> None:
    close_road(coordinator, engine, roads, uuid4(), drawing(), NOW)
    field = actor(Role.FIELD)
    assert len(road_closures(field, engine, NOW)) == 1
    with pytest.raises(Forbidden):
        close_road(field, engine, roads, uuid4(), drawing(), NOW)
    with pytest.raises(Forbidden):
        road_closures(actor(Role.DIRECTOR), engine, NOW)


def test_another_territorys_closures_are_not_there(
    engine: Engine, owner: Engine, roads: Network, coordinator: Actor
) -> None:
    closure = close_road(coordinator, engine, roads, uuid4(), drawing(), NOW).closure.id
    stranger = new_actor(owner, new_territory(owner), Role.COORDINATOR)
    assert not road_closures(stranger, engine, NOW)
    with pytest.raises(NotFound):
        lift_closure(stranger, engine, roads, closure, NOW)
    with pytest.raises(Conflict):
        close_road(stranger, engine, roads, closure, drawing(), NOW)


def test_each_change_is_told_without_where_it_is(
    engine: Engine, owner: Engine, roads: Network, coordinator: Actor
) -> None:
    closure = close_road(coordinator, engine, roads, uuid4(), drawing(), NOW).closure.id
    lift_closure(coordinator, engine, roads, closure, NOW)
    told = text("SELECT payload FROM live_event WHERE topic = 'road_closure' AND"
                " territory_id = :territory")  # fmt: skip
    with owner.connect() as connection:
        found = connection.execute(told, {"territory": coordinator.territory_id}).scalars().all()
    assert found == [{"id": str(closure)}] * 2


def test_a_closure_is_in_force_for_every_second_that_it_touches(roads: Network) -> None:
    half = timedelta(seconds=0.5)
    hours = {"starts_at": MORNING + half, "ends_at": EVENING + half}
    closure = RoadClosure(shape=from_shape(AROUND_THE_BASE), profiles=["car"], **hours)
    (period,) = around(roads, [closure], DAY, "Europe/Paris").periods
    assert period == Window(8 * 3600, 19 * 3600 + 1)


def test_a_plan_goes_round_what_is_closed_in_its_shifts_and_names_it(
    engine: Engine, owner: Engine, territory: Territory, roads: Network, coordinator: Actor
) -> None:
    day = a_day(owner, territory, teams=1, zones=4)
    shop = Workshop(engine, roads, seconds=0.3)

    def made() -> dict[str, object]:
        nonlocal plan_id
        plan_id = day.add_plan(PlanState.QUEUED, best=None)
        make_plan(shop, territory.id, plan_id, lambda: False)
        found = plan(coordinator, engine, plan_id)
        assert found.state is PlanState.DONE, found.problem
        assert found.best
        return found.best

    def passing() -> list[str]:
        found = patrols_passing(coordinator, engine, roads, DAY, plan_id)
        return [str(one.closure_id) for one in found]

    plan_id = uuid4()
    open_ = made()
    assert open_["closures"] == []
    tomorrow = drawing(starts_at=MORNING + timedelta(days=1), ends_at=None)
    close_road(coordinator, engine, roads, uuid4(), tomorrow, NOW)
    assert made()["patrols"] == open_["patrols"]

    way = LineString(open_["patrols"][0]["legs"][0]["geometry"]["coordinates"])  # type: ignore[index]
    middle = way.interpolate(0.5, normalized=True)
    nearby = drawing(middle.buffer(0.0003))
    closed = close_road(coordinator, engine, roads, uuid4(), nearby, NOW)
    closure = closed.closure.id
    assert closed.table_in is not None
    assert closed.places > 1
    assert passing() == [str(closure)]
    with pytest.raises(Invalid, match="another day"):
        patrols_passing(coordinator, engine, roads, DAY + timedelta(days=1), plan_id)
    best = made()
    assert passing() == []
    assert [one["id"] for one in best["closures"]] == [str(closure)]  # type: ignore[attr-defined]
    for patrol in best["patrols"]:  # type: ignore[attr-defined]
        for leg in patrol["legs"]:
            assert not LineString(leg["geometry"]["coordinates"]).intersects(nearby.shape)

    before = MORNING - timedelta(
        hours=1
    )  # for the day is over, and its closures were what they were
    lift_closure(coordinator, engine, roads, closure, before)
    assert made()["patrols"] == open_["patrols"]


def in_force(engine: Engine, actor: Actor) -> int:
    with transaction(engine, actor.territory_id) as session:
        return len(closed_between(session, MORNING, EVENING))


def test_a_road_is_followed_in_whatever_order_its_points_are_pressed(
    roads: Network, coordinator: Actor
) -> None:
    """On a motorway's middle line: both carriageways, and no turning round at the next exit."""
    motorway = next(one for one in road_plan().duals if one.ref == "A 16")
    west, east = motorway.points[20], motorway.points[22]
    for points in ([west, east], [east, west]):
        found = along_the_road(coordinator, roads, points)
        assert found.names == ("A 16",)
        assert found.line.length == pytest.approx(2 * LineString([west, east]).length, rel=0.1)
    with pytest.raises(Invalid, match="too far"):
        along_the_road(coordinator, roads, [(1.5, 51.2), (1.51, 51.2)])
