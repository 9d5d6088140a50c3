"""What a zone asks of a day's teams: languages, company, time for its people, and its rhythm."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from geoops.db.engine import transaction
from geoops.desk.clocks import instant
from geoops.desk.on_foot import camps_by_zone
from geoops.desk.zone_stops import VisitDay, zone_stops
from geoops.records import PopulationEstimate, Territory, ZoneRhythm
from geoops.routing.problem import Stop
from geoops.routing.window import Window
from tests.desk.days import DAY, Day, a_day

PARIS = "Europe/Paris"
HOUR = 3600
PER_PERSON = {
    "service_time": timedelta(minutes=10),
    "service_per_person": timedelta(minutes=1),
    "service_limit": timedelta(minutes=60),
}


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, zones=0)


def stops_on(engine: Engine, day: Day, now: datetime, **asked: Any) -> dict[str, Stop]:
    visits = VisitDay(**({"date": DAY, "time_zone": PARIS, "now": now} | asked))
    with transaction(engine, day.territory.id) as session:
        return {stop.id: stop for stop in zone_stops(session, visits)}


def estimate(day: Day, camp: UUID, people: int, on: date) -> None:
    of = {"id": uuid4(), "territory_id": day.territory.id, "camp_id": camp}
    day.insert(PopulationEstimate(population=people, estimated_on=on, source="test", **of))


def add_rhythm(day: Day, zone: UUID, weekdays: list[int], days: int, starts: int = 8) -> None:
    of = {"id": uuid4(), "territory_id": day.territory.id, "zone_id": zone}
    hours = {"starts": time(starts), "ends": time(starts + 4)}
    interval = timedelta(days=days)
    day.insert(ZoneRhythm(weekdays=weekdays, revisit_interval=interval, **hours, **of))


def test_the_team_must_speak_the_zones_languages_and_come_in_company(
    engine: Engine, day: Day, now: datetime
) -> None:
    passing = {"service_time": timedelta(0)}
    zone = day.add_zone(0, languages=["ar", "ku"], teams_at_once=2, **passing)
    stop = stops_on(engine, day, now)[str(zone)]
    assert stop.skills == {"language:ar", "language:ku"}
    assert (stop.teams, stop.service) == (2, 60)  # who comes together stays a minute


class TestServiceFollowsThePopulation:
    @pytest.mark.parametrize(("people", "minutes"), [(0, 10), (25, 35), (400, 60)])
    def test_more_people_take_longer_up_to_the_limit(
        self, engine: Engine, day: Day, now: datetime, people: int, minutes: int
    ) -> None:
        zone = day.add_zone(0, **PER_PERSON)
        estimate(day, day.add_camp("C", zone, (1.86, 50.95)), people, DAY)
        assert stops_on(engine, day, now)[str(zone)].service == minutes * 60

    def test_the_latest_estimate_of_each_camp_counts_and_none_of_the_future(
        self, engine: Engine, day: Day, now: datetime
    ) -> None:
        zone = day.add_zone(0, **PER_PERSON)
        camps = [day.add_camp(label, zone, (1.86, 50.95)) for label in ("C1", "C2")]
        for camp, ago, people in [(0, 9, 90), (0, 1, 5), (1, 2, 10), (1, -1, 90)]:
            estimate(day, camps[camp], people, DAY - timedelta(days=ago))
        assert stops_on(engine, day, now)[str(zone)].service == (10 + 5 + 10) * 60

    @pytest.mark.parametrize(
        ("people", "minutes"), [((30, 10), (35, 15)), ((90, 10), (52, 8)), ((0, 0), (5, 5))]
    )
    def test_on_foot_each_camp_has_its_share(
        self, engine: Engine, day: Day, people: tuple[int, int], minutes: tuple[int, int]
    ) -> None:
        zone = day.add_zone(0, **PER_PERSON)
        for label, count in zip(("C1", "C2"), people, strict=True):
            estimate(day, day.add_camp(label, zone, (1.86, 50.95)), count, DAY)
        with transaction(engine, day.territory.id) as session:
            camps = camps_by_zone(session, DAY)[str(zone)]
        assert [camp.service / 60 for camp in camps] == pytest.approx(list(minutes), abs=1)


class TestTheRhythm:
    """The zone wants a visit every 4 days; the last was 2 days ago."""

    @pytest.mark.parametrize(
        ("weekday", "shift", "interval"),
        [
            (DAY.weekday(), (9, 12), 1),
            (DAY.weekday(), (12, 16), 4),  # the stretch is from 8 to 12
            (DAY.weekday() - 1, (9, 12), 4),
        ],
    )
    def test_the_interval_is_that_of_the_weekday_while_teams_are_out(
        self, owner: Engine, engine: Engine, day: Day, now: datetime, weekday: int,
        shift: tuple[int, int], interval: int,
    ) -> None:  # fmt: skip
        zone = day.add_zone(0)
        visited(owner, day, zone, instant(DAY, 12 * HOUR, PARIS) - timedelta(days=2))
        add_rhythm(day, zone, [weekday], days=1)
        shifts = (Window(shift[0] * HOUR, shift[1] * HOUR),)
        stop = stops_on(engine, day, now, shifts=shifts)[str(zone)]
        assert stop.weight == pytest.approx(min(2 / interval, 2))

    def test_the_shortest_interval_of_several_counts(
        self, owner: Engine, engine: Engine, day: Day, now: datetime
    ) -> None:
        zone = day.add_zone(0)
        visited(owner, day, zone, instant(DAY, 12 * HOUR, PARIS) - timedelta(days=2))
        for days in (3, 2):
            add_rhythm(day, zone, list(range(7)), days=days)
        assert stops_on(engine, day, now)[str(zone)].weight == pytest.approx(1.0)


class TestAPastDate:
    def test_has_the_zones_of_its_noon(self, owner: Engine, engine: Engine, day: Day) -> None:
        zone = day.add_zone(0, name="Then")
        with transaction(owner, day.territory.id) as session:
            session.execute(text("UPDATE zone SET name = 'Now', weight = 7"))
        with transaction(owner, day.territory.id) as session:
            ends = text("SELECT max(upper(valid)) FROM zone_version WHERE zone_id = :zone")
            changed = session.execute(ends, {"zone": zone}).scalar_one()
        moments = (changed - timedelta(microseconds=1), changed)
        assert [_named_at(engine, day, at) for at in moments] == [["Then"], ["Now"]]

    def test_before_anything_was_known_has_the_zones_of_the_present(
        self, engine: Engine, day: Day, now: datetime
    ) -> None:
        zone = day.add_zone(0)
        long_ago = now.date() - timedelta(days=400)
        assert list(stops_on(engine, day, now, date=long_ago)) == [str(zone)]

    def test_does_not_know_later_visits(
        self, owner: Engine, engine: Engine, day: Day, now: datetime
    ) -> None:
        zone = day.add_zone(0, weight=3.0)
        visited(owner, day, zone, now - timedelta(hours=1))
        before = stops_on(engine, day, now, date=now.date() - timedelta(days=1))[str(zone)]
        assert before.weight == 3.0 * 2


def _named_at(engine: Engine, day: Day, moment: datetime) -> list[str]:
    """The names of the zones that a past day has whose noon is `moment`."""

    class Past(VisitDay):
        @property
        def is_over(self) -> bool:
            return True

        @property
        def noon(self) -> datetime:
            return moment

    with transaction(engine, day.territory.id) as session:
        return [stop.name for stop in zone_stops(session, Past(moment.date(), PARIS, moment))]


def visited(owner: Engine, day: Day, zone: UUID, at: datetime) -> None:
    """Record an encounter in the zone."""
    insert = text(
        "INSERT INTO encounter (id, territory_id, zone_id, position, met_at, head_count, digest)"
        " SELECT gen_random_uuid(), territory_id, id, access, :at, 2, sha256('test') FROM zone"
        " WHERE id = :zone"
    )
    with transaction(owner, day.territory.id) as session:
        session.execute(insert, {"zone": zone, "at": at})
