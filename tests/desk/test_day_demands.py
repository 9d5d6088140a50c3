"""What the day's setup asks is in its problem, and the plan keeps it."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.clocks import instant
from geoops.desk.day_clocks import DayClocks
from geoops.desk.day_demands import DayDemands
from geoops.desk.day_problem import DayProblem, day_problem
from geoops.desk.day_setup import day_setup, save_day
from geoops.desk.planning import PlanRequest, ask_for_plan, plan
from geoops.desk.publishing import publish_plan
from geoops.desk.setup_of_day import Demand, Rest
from geoops.desk.solving import Workshop, make_plan
from geoops.errors import Invalid
from geoops.records import (
    AuditEntry,
    Base,
    PatrolStop,
    PlanState,
    Presence,
    Role,
    StopKind,
    Territory,
)
from geoops.routing.network import Network
from geoops.routing.problem import HEAVIEST, Break, Kind, PatrolProblem, Stop, points_of
from geoops.routing.walk import Camp, Walk
from geoops.routing.window import Window
from tests.builders import add_guda, add_site
from tests.conftest import ActorOf
from tests.desk.days import DAY, PLACES, Day, a_day, point
from tests.desk.setups import asked, bases_of, setups, zone
from tests.routing.days import straight

PARIS = "Europe/Paris"
HOUR = 3600
CLOCKS = DayClocks(DAY, PARIS)


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, teams=3, zones=8)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def problem_of(engine: Engine, day: Day, now: datetime, **wanted: object) -> DayProblem:
    request = PlanRequest(**({"service_date": DAY, "team_ids": tuple(day.teams)} | wanted))  # type: ignore[arg-type]
    with transaction(engine, day.territory.id) as session:
        return day_problem(session, request, PARIS, now)


def stop_asked(demand: Demand, **stop: Any) -> Stop:
    """A zone's stop with the demand laid over it, on a day of one plain shift."""
    plain = {"id": str(demand.place_id), "name": "Zone", "kind": Kind.ZONE, "service": 30 * 60}
    found = Stop(**(plain | {"position": PLACES[0].access} | stop))
    demands = DayDemands(CLOCKS, {found.id: demand}, Window(8 * HOUR, 16 * HOUR))
    return demands.asked([found]).stops[0]


def seconds(words: str) -> float:
    """An instant of a plan in seconds since the day's midnight."""
    return (datetime.fromisoformat(words) - instant(DAY, 0, PARIS)).total_seconds()


class TestWhatIsLaidOverAStop:
    def test_clocks_are_of_the_day_or_of_the_next_morning_when_nobody_works_before(self) -> None:
        night = Window(22 * HOUR, 30 * HOUR)
        assert CLOCKS.in_hours(time(2), night) == 26 * HOUR
        assert CLOCKS.in_hours(time(23), night) == 23 * HOUR
        assert CLOCKS.in_hours(time(7), Window(8 * HOUR, 16 * HOUR)) == 7 * HOUR
        assert CLOCKS.span(time(22), time(6)) == night
        assert CLOCKS.within(time(1), time(3), night) == Window(25 * HOUR, 27 * HOUR)

    def test_an_appointment_holds_whatever_the_hours_are(self) -> None:
        shut = stop_asked(zone(uuid4(), at=time(9, 30)), windows=(), service=0)
        assert (shut.windows, shut.service) == ((Window(34_200, 34_260),), 60)

    def test_a_window_is_cut_out_of_the_stated_hours(self) -> None:
        hours = (Window(9 * HOUR, 12 * HOUR), Window(14 * HOUR, 19 * HOUR))
        cut = stop_asked(zone(uuid4(), not_before=time(10), until=time(16)), windows=hours)
        assert cut.windows == (Window(10 * HOUR, 12 * HOUR), Window(14 * HOUR, 16 * HOUR))
        assert stop_asked(zone(uuid4(), not_before=time(18)), windows=hours).windows == (
            Window(18 * HOUR, 19 * HOUR),
        )

    def test_a_visit_is_at_least_as_long_as_its_walk(self) -> None:
        camp = Camp("c", "C", PLACES[0].access, 20 * 60)
        walk = Walk((camp,), (60, 60), (80.0, 80.0))
        assert stop_asked(zone(uuid4(), service_minutes=5)).service == 5 * 60
        assert stop_asked(zone(uuid4(), service_minutes=5), loop=walk).service == walk.seconds

    def test_several_teams_meet_for_at_least_a_minute(self) -> None:
        assert stop_asked(zone(uuid4(), teams=2), service=0).service == 60

    def test_a_zone_keeps_its_company_whatever_else_is_asked_of_it(self) -> None:
        assert stop_asked(zone(uuid4(), weight_factor=2.0), teams=2).teams == 2
        assert stop_asked(zone(uuid4(), teams=3), teams=2).teams == 3

    def test_a_weight_is_multiplied_up_to_the_heaviest(self) -> None:
        assert stop_asked(zone(uuid4(), weight_factor=2.0), weight=3.0).weight == 6.0
        assert stop_asked(zone(uuid4(), weight_factor=9.0), weight=HEAVIEST / 2).weight == HEAVIEST


class TestTheDaysProblem:
    def test_teams_are_as_the_setup_has_them(
        self, engine: Engine, owner: Engine, day: Day, coordinator: Actor, now: datetime
    ) -> None:
        with owner.begin() as connection:
            connection.execute(text("UPDATE team SET languages = '{ar}', skills = '{health}'"))
        found = day_setup(coordinator, engine, DAY)
        meal = Rest(45, time(1), time(3))
        changes: dict[str, object] = {"shift_starts": time(20), "shift_ends": time(4)}
        changes |= {"seats": 5, "skills": ("driving",), "longest_minutes": 300, "breaks": (meal,)}
        save_day(coordinator, engine, DAY, asked(found, **changes), now)
        team = problem_of(engine, day, now).teams[0]
        assert (team.shift, team.seats, team.longest) == (Window(20 * HOUR, 28 * HOUR), 5, 18_000)
        assert team.skills == {"driving", "language:ar"}
        assert team.breaks == (Break(Window(25 * HOUR, 27 * HOUR), 45 * 60),)

    def test_sites_and_camps_that_the_day_asks_for_are_there(
        self, engine: Engine, owner: Engine, territory: Territory, day: Day, coordinator: Actor,
        now: datetime,
    ) -> None:  # fmt: skip
        site, other = add_site(owner, territory), add_site(owner, territory)
        camp = day.add_camp("C1", day.zones[0], (1.86, 50.95))
        wanted = [
            Demand(StopKind.SITE, site),
            Demand(StopKind.SITE, other, Presence.EXCLUDED),
            Demand(StopKind.CAMP, camp, Presence.REQUIRED),
        ]
        found = day_setup(coordinator, engine, DAY)
        save_day(coordinator, engine, DAY, asked(found, *wanted), now)
        problem = problem_of(engine, day, now)
        required = {stop.id: stop.required for stop in problem.demands.asked(problem.stops).stops}
        assert (required[str(site)], required[str(camp)]) == (False, True)
        assert str(other) not in required
        called = problem_of(engine, day, now, site_ids=(site,))
        stops = called.demands.asked(called.stops).stops
        assert {stop.id: stop.required for stop in stops}[str(site)]

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(data=st.data(), on=st.sampled_from([DAY, date(2027, 3, 28), date(2027, 10, 31)]))
    def test_any_setup_makes_a_problem_that_can_be_planned(
        self, data: st.DataObject, on: date, engine: Engine, owner: Engine,
        day: Day, coordinator: Actor, now: datetime,
    ) -> None:  # fmt: skip
        places = [(StopKind.ZONE, one) for one in day.zones[:4]]
        places += [(StopKind.SITE, add_site(owner, day.territory))]
        version = day_setup(coordinator, engine, on).version
        wanted = data.draw(setups(version, day.teams, bases_of(owner, day.teams), places))
        save_day(coordinator, engine, on, wanted, now)
        found = problem_of(engine, day, now, service_date=on)
        laid = found.demands.asked(found.stops)
        table = straight(points_of(found.teams, laid.stops), 20.0)
        PatrolProblem(on, found.teams, laid.stops, {"car": table}, laid.apart)
        many = {str(one.place_id): one.visits for one in wanted.demands}
        excluded = {one.place_id for one in wanted.demands if one.presence is Presence.EXCLUDED}
        visits = sum(many.get(str(one), 1) for one in day.zones if one not in excluded)
        assert sum(stop.kind is Kind.ZONE for stop in laid.stops) == visits


class TestWhoGoesOut:
    def test_without_names_the_teams_that_are_present(
        self, engine: Engine, day: Day, coordinator: Actor, now: datetime
    ) -> None:
        found = day_setup(coordinator, engine, DAY)
        wanted = asked(found, present=False)
        save_day(coordinator, engine, DAY, wanted, now)
        with pytest.raises(Invalid, match="no team is present"):
            ask_for_plan(coordinator, engine, PlanRequest(DAY), now)
        named = ask_for_plan(coordinator, engine, PlanRequest(DAY, (day.teams[0],)), now)
        assert named.request["team_ids"] == [str(day.teams[0])]

    def test_a_plan_of_a_day_that_asks_for_a_camp_is_on_record(
        self, engine: Engine, owner: Engine, day: Day, coordinator: Actor, now: datetime
    ) -> None:
        camp = day.add_camp("C1", day.zones[0], (1.86, 50.95))
        found = day_setup(coordinator, engine, DAY)
        save_day(coordinator, engine, DAY, asked(found, Demand(StopKind.CAMP, camp)), now)
        ask_for_plan(coordinator, engine, PlanRequest(DAY), now)
        count = select(func.count()).where(AuditEntry.account_id == coordinator.account_id)
        with Session(owner) as session:
            assert session.scalar(count) == 1


def test_a_plan_keeps_what_the_day_asks(
    engine: Engine, owner: Engine, territory: Territory, roads: Network, day: Day,
    coordinator: Actor, now: datetime,
) -> None:  # fmt: skip
    guda, home = add_guda(owner, territory), uuid4()
    day.insert(
        Base(id=home, territory_id=territory.id, name="Home", position=point(PLACES[1].access))
    )
    first, second, third = day.teams
    with owner.begin() as connection:
        arabic = text("UPDATE team SET languages = '{ar}' WHERE id = :team")
        connection.execute(arabic, {"team": third})
    places = day.zones
    wanted = asked(
        day_setup(coordinator, engine, DAY),
        Demand(StopKind.SITE, guda, Presence.REQUIRED, at=time(9, 30)),
        zone(places[0], presence=Presence.EXCLUDED),
        zone(places[1], presence=Presence.REQUIRED, not_before=time(13)),
        zone(places[2], presence=Presence.REQUIRED, teams=2),
        zone(places[3], presence=Presence.REQUIRED, visits=2, apart_minutes=180),
        zone(places[4], presence=Presence.REQUIRED, not_team_ids=(first, second)),
        zone(places[5], presence=Presence.REQUIRED, skills=("language:ar",)),
        zone(places[6], presence=Presence.REQUIRED, only_team_ids=(second,), service_minutes=7),
        end_base_id=home,
    )
    save_day(coordinator, engine, DAY, wanted, now)
    asked_for = ask_for_plan(coordinator, engine, PlanRequest(DAY), now)
    make_plan(Workshop(engine, roads, seconds=1.5), territory.id, asked_for.id, lambda: False)
    made = plan(coordinator, engine, asked_for.id)
    assert (made.state, made.problem) == (PlanState.DONE, None)
    best: Any = made.best
    assert best["objective"]["required_missed"] == 0, best["left_out"]

    def visits(place: UUID) -> list[tuple[str, float, float]]:
        return sorted(
            (patrol["team_id"], seconds(stop["starts_at"]), seconds(stop["departs_at"]))
            for patrol in best["patrols"]
            for stop in patrol["stops"]
            if stop["place_id"] == str(place)
        )

    assert visits(places[0]) == []
    assert str(places[0]) not in {one["id"] for one in best["left_out"]}
    assert [start for _, start, _ in visits(guda)] == [9.5 * HOUR]
    assert [start >= 13 * HOUR for _, start, _ in visits(places[1])] == [True]
    (one, start, _), (other, its_start, _) = visits(places[2])
    assert (one != other, start == its_start) == (True, True)
    early, late = sorted(visits(places[3]), key=lambda visit: visit[1])
    assert late[1] - early[2] >= 3 * HOUR
    assert [team for team, *_ in visits(places[4])] == [str(third)]
    assert [team for team, *_ in visits(places[5])] == [str(third)]
    ((team, start, end),) = visits(places[6])
    assert (team, end - start) == (str(second), 7 * 60)
    for patrol in best["patrols"]:
        last = patrol["legs"][-1]["geometry"]["coordinates"][-1]
        assert last == pytest.approx(PLACES[1].access, abs=1e-5)

    publish_plan(coordinator, engine, asked_for.id, now)
    with Session(owner) as session:
        twice = select(func.count()).where(PatrolStop.zone_id == places[3])
        assert session.scalar(twice) == 2
