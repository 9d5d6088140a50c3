"""A zone's camps are walked to from where the van stops, and who sees them is on record."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPoint
from sqlalchemy import Engine, select

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.day_problem import DayProblem, day_problem
from geoops.desk.on_foot import CAMP_MINUTES, walked_stops
from geoops.desk.planning import PlanRequest, ask_for_plan, plan
from geoops.desk.solving import Workshop, make_plan
from geoops.records import AuditEntry, Camp, PlanState, Role, Territory, Zone
from geoops.routing.network import Network
from geoops.routing.problem import Stop
from tests.conftest import ActorOf
from tests.desk.days import DAY, PLACES, Day, a_day

AT_SEA = (1.2, 51.3)


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    """One zone with a camp 300 m from where the van stops, and one at sea."""
    day = a_day(owner, territory, zones=2)
    east, north = PLACES[0].access
    day.add_camp("Dunes", day.zones[0], (east + 0.003, north + 0.002))
    day.add_camp("At sea", day.zones[0], AT_SEA)
    return day


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def problem_of(engine: Engine, day: Day, now: datetime, **asked: bool) -> DayProblem:
    request = replace(PlanRequest(DAY, tuple(day.teams)), **asked)  # type: ignore[arg-type]
    with transaction(engine, day.territory.id) as session:
        return day_problem(session, request, "Europe/Paris", now)


def read_by(owner: Engine, actor: Actor) -> list[str]:
    with transaction(owner, actor.territory_id) as session:
        entries = select(AuditEntry.subject).where(AuditEntry.account_id == actor.account_id)
        return [subject for subject in session.scalars(entries) if "camps" in str(subject)]


def walked(engine: Engine, day: Day, now: datetime, roads: Network) -> dict[str, Stop]:
    found = problem_of(engine, day, now)
    return {stop.id: stop for stop in walked_stops(found.stops, found.camps, roads)}


class TestTheLoop:
    def test_a_visit_is_the_walk_to_the_camps_and_the_time_at_each(
        self, engine: Engine, day: Day, now: datetime, roads: Network
    ) -> None:
        zone = walked(engine, day, now, roads)[str(day.zones[0])]
        assert zone.loop is not None
        assert [camp.name for camp in zone.loop.camps] == ["Dunes"]
        assert zone.service == CAMP_MINUTES * 60 + sum(zone.loop.travels)

    def test_the_van_stops_where_walk_and_way_take_the_least_time(
        self, engine: Engine, owner: Engine, day: Day, now: datetime, roads: Network
    ) -> None:
        east, north = PLACES[0].access
        near, far = (east + 0.003, north + 0.002), (east + 0.2, north)
        with transaction(owner, day.territory.id) as session:
            zone = session.get_one(Zone, day.zones[0])
            zone.other_accesses = from_shape(MultiPoint([far, near]), srid=4326)
        found = problem_of(engine, day, now).on_roads(DAY, roads)
        stop = found.stop[str(day.zones[0])]
        assert (stop.position, stop.van_stop) == (pytest.approx(near), (3, 3))
        assert stop.loop is not None
        assert sum(stop.loop.travels) < 60

    def test_a_camp_that_no_path_reaches_is_missed_and_the_zone_is_not(
        self, engine: Engine, day: Day, now: datetime, roads: Network
    ) -> None:
        day.add_camp("On the sandbank", day.zones[1], AT_SEA)
        stops = walked(engine, day, now, roads)
        first, second = (stops[str(zone)] for zone in day.zones)
        assert first.loop is not None
        assert [camp.name for camp in first.loop.missed] == ["At sea"]
        assert second.loop is not None
        assert second.loop.camps == ()
        assert second.service == 30 * 60

    def test_a_zone_without_camps_is_visited_as_before(
        self, engine: Engine, day: Day, now: datetime, roads: Network
    ) -> None:
        zone = walked(engine, day, now, roads)[str(day.zones[1])]
        assert (zone.loop, zone.service) == (None, 30 * 60)

    def test_a_camp_that_people_have_left_is_not_walked_to(
        self, owner: Engine, engine: Engine, day: Day, now: datetime
    ) -> None:
        with transaction(owner, day.territory.id) as session:
            session.get_one(Camp, day.camps[0]).active = False
        camps = problem_of(engine, day, now).camps
        assert [camp.name for camp in camps[str(day.zones[0])]] == ["At sea"]

    @pytest.mark.parametrize("asked", [{"on_foot": False}, {"include_camps": True}])
    def test_nobody_walks_unless_asked_or_where_camps_are_stops(
        self, engine: Engine, day: Day, now: datetime, asked: dict[str, bool]
    ) -> None:
        assert problem_of(engine, day, now, **asked).camps == {}

    def test_a_worker_makes_the_plan_with_the_walk_in_it(
        self, engine: Engine, day: Day, coordinator: Actor, now: datetime, roads: Network
    ) -> None:
        asked = ask_for_plan(coordinator, engine, PlanRequest(DAY), now)
        make_plan(Workshop(engine, roads, seconds=0.3), day.territory.id, asked.id, lambda: False)
        made = plan(coordinator, engine, asked.id)
        assert made.state is PlanState.DONE
        assert made.best is not None
        (patrol,) = made.best["patrols"]
        visits = {visit["id"]: visit for visit in patrol["stops"]}
        zone = walked(engine, day, now, roads)[str(day.zones[0])]
        assert _seconds(visits[zone.id]) == zone.service


class TestWhoSeesTheCamps:
    @pytest.mark.parametrize(("asked", "recorded"), [({}, True), ({"on_foot": False}, False)])
    def test_asking_for_a_plan_on_foot_is_on_record(
        self, owner: Engine, engine: Engine, day: Day, coordinator: Actor, now: datetime,
        asked: dict[str, bool], recorded: bool,
    ) -> None:  # fmt: skip
        ask_for_plan(coordinator, engine, replace(PlanRequest(DAY), **asked), now)  # type: ignore[arg-type]
        assert bool(read_by(owner, coordinator)) is recorded

    @pytest.mark.parametrize(("asked", "recorded"), [({}, True), ({"on_foot": False}, False)])
    def test_reading_anothers_plan_on_foot_is_on_record(
        self, owner: Engine, engine: Engine, day: Day, actor: ActorOf, now: datetime,
        asked: dict[str, bool], recorded: bool,
    ) -> None:  # fmt: skip
        author, reader = actor(Role.COORDINATOR), actor(Role.COORDINATOR)
        plan_id = ask_for_plan(author, engine, replace(PlanRequest(DAY), **asked), now).id  # type: ignore[arg-type]
        plan(reader, engine, plan_id)
        assert read_by(owner, reader) == _entries(plan_id, recorded)

    def test_a_plan_keeps_whether_it_walks(
        self, engine: Engine, day: Day, coordinator: Actor, now: datetime
    ) -> None:
        for on_foot in (True, False):
            request = PlanRequest(DAY, tuple(day.teams), on_foot=on_foot)
            assert PlanRequest.of(ask_for_plan(coordinator, engine, request, now)) == request


def _entries(plan_id: UUID, recorded: bool) -> list[str]:
    return [f"camps in plan {plan_id}"] if recorded else []


def _seconds(visit: dict[str, str]) -> float:
    start, end = (datetime.fromisoformat(visit[key]) for key in ("starts_at", "departs_at"))
    return (end - start).total_seconds()
