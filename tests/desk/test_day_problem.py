"""The day's problem is read for the day's own clocks, with what each stop is worth on it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from geoops.db.engine import transaction
from geoops.desk.clocks import elapsed, instant, midnight
from geoops.desk.day_problem import DayProblem, day_problem
from geoops.desk.plan_request import PlanRequest
from geoops.desk.publishing import publish_plan
from geoops.records import PatrolStop, Role, Site, Territory
from geoops.routing.window import Window
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.desk.days import DAY, Day, a_best, a_day

PARIS = "Europe/Paris"


def problem_of(engine: Engine, day: Day, now: datetime, **asked: object) -> DayProblem:
    request = PlanRequest(**({"service_date": DAY, "team_ids": tuple(day.teams)} | asked))  # type: ignore[arg-type]
    with transaction(engine, day.territory.id) as session:
        return day_problem(session, request, PARIS, now)


class TestTheDaysClocks:
    @pytest.mark.parametrize(
        ("day", "hours"),
        [
            (date(2027, 3, 28), 8),  # the clocks went from 02:00 to 03:00
            (date(2026, 10, 25), 10),  # and back from 03:00 to 02:00
            (DAY, 9),
        ],
    )
    def test_nine_o_clock_is_so_many_hours_after_midnight(self, day: date, hours: int) -> None:
        assert elapsed(day, time(9), PARIS) == hours * 3600

    @pytest.mark.parametrize(
        ("day", "hours"), [(date(2027, 3, 28), 23), (date(2026, 10, 25), 25), (DAY, 24)]
    )
    def test_a_day_is_as_long_as_it_is(self, day: date, hours: int) -> None:
        tomorrow = midnight(day + timedelta(days=1), PARIS)
        assert tomorrow - midnight(day, PARIS) == timedelta(hours=hours)

    @given(
        st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        st.sampled_from([time(6), time(8, 30), time(16), time(22, 15)]),
        st.sampled_from([PARIS, "Europe/London", "America/Havana", "Pacific/Apia", "UTC"]),
    )
    def test_a_shift_starts_when_the_wall_clock_says_so(
        self, day: date, clock: time, zone: str
    ) -> None:
        shown = instant(day, elapsed(day, clock, zone), zone).astimezone(ZoneInfo(zone))
        assert (shown.date(), shown.time()) == (day, clock)

    @pytest.mark.parametrize(
        ("day", "shift"),
        [
            (date(2027, 3, 28), Window(7 * 3600, 15 * 3600)),
            (date(2026, 10, 25), Window(9 * 3600, 17 * 3600)),
        ],
    )
    def test_a_shift_of_eight_hours_stays_one_when_the_clocks_change(
        self, owner: Engine, engine: Engine, territory: Territory, now: datetime, day: date,
        shift: Window,
    ) -> None:  # fmt: skip
        found = problem_of(engine, a_day(owner, territory), now, service_date=day)
        assert [team.shift for team in found.teams] == [shift]


class TestTheDaysStops:
    def test_weight_grows_from_the_last_visit_over_the_interval(
        self, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
    ) -> None:
        day = a_day(owner, territory, zones=0)
        visited, never = day.add_zone(0), day.add_zone(1, weight=3.0)
        publish_plan(actor(Role.COORDINATOR), engine, day.add_plan(best=a_best(day)), now)
        noon = instant(DAY, 12 * 3600, PARIS)
        with transaction(owner, territory.id) as session:
            stop = session.scalars(select(PatrolStop).where(PatrolStop.zone_id == visited)).one()
            stop.visited_at = noon - timedelta(days=6)
        weights = {stop.id: stop.weight for stop in problem_of(engine, day, now).stops}
        assert weights == {str(visited): pytest.approx(6 / 4), str(never): 3.0 * 2}

    def test_camps_are_stops_when_asked_for_and_age_with_their_zone(
        self, owner: Engine, engine: Engine, territory: Territory, now: datetime
    ) -> None:
        day = a_day(owner, territory, zones=1)
        camp = day.add_camp("C1", day.zones[0], (1.86, 50.95))
        kinds = [stop.kind.value for stop in problem_of(engine, day, now).stops]
        assert kinds == ["zone"]
        stops = problem_of(engine, day, now, include_camps=True).stops
        assert {stop.id: stop.weight for stop in stops}[str(camp)] == 2.0

    def test_zones_asked_for_are_required_and_inactive_ones_are_not_there(
        self, owner: Engine, engine: Engine, territory: Territory, now: datetime
    ) -> None:
        day = a_day(owner, territory, zones=2)
        day.add_zone(2, active=False)
        asked = problem_of(engine, day, now, required_zone_ids=(day.zones[1],)).stops
        assert {stop.id: stop.required for stop in asked} == {
            str(day.zones[0]): False,
            str(day.zones[1]): True,
        }

    def test_a_site_is_called_at_while_it_is_open_on_that_weekday(
        self, owner: Engine, engine: Engine, territory: Territory, now: datetime
    ) -> None:
        day, site_id = a_day(owner, territory, zones=0), add_site(owner, territory)
        with transaction(owner, territory.id) as session:
            session.get_one(Site, site_id).opening_hours = [
                {"weekday": DAY.weekday(), "opens": "09:00", "closes": "12:00"},
                {"weekday": DAY.weekday(), "opens": "14:00", "closes": "24:00"},
                {"weekday": 6, "opens": "00:00", "closes": "24:00"},
            ]
        (site,) = problem_of(engine, day, now, site_ids=(site_id,)).stops
        assert site.required
        assert site.windows == (Window(9 * 3600, 12 * 3600), Window(14 * 3600, 86_399))

    def test_a_teams_colour_is_the_same_whoever_else_goes_out(
        self, owner: Engine, engine: Engine, territory: Territory, now: datetime
    ) -> None:
        day = a_day(owner, territory, teams=3)
        alone = problem_of(engine, day, now, team_ids=(day.teams[2],))
        assert alone.colour_index == {str(day.teams[2]): 2}
