"""A week is planned from the records: who is there, what zones want, what is planned already."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.day_setup import SetupAsked, day_setup, save_day
from geoops.desk.errands import Outcome, PlanIsOver
from geoops.desk.planning import ask_for_plan
from geoops.desk.solving import Workshop
from geoops.desk.week_planning import (
    DayNotPlanned,
    ask_for_week,
    cancel_week,
    week_plan,
    week_plans,
)
from geoops.desk.week_request import WeekRequest
from geoops.desk.week_solving import WeekErrand, make_week
from geoops.desk.week_taking import take_day
from geoops.errors import Invalid
from geoops.records import (
    LiveEvent,
    Patrol,
    PatrolStop,
    Presence,
    Role,
    StopKind,
    Territory,
    WeekState,
    ZoneRhythm,
)
from geoops.routing.network import Network
from tests.conftest import ActorOf
from tests.desk.days import BASE, Day, a_day, point
from tests.desk.setups import asked as setup_asked
from tests.desk.setups import zone

STARTS = date(2099, 11, 23)  # a Monday that no clock of a test reaches


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def workshop(engine: Engine, roads: Network) -> Workshop:
    return Workshop(engine, roads, seconds=1.0)


def asked(workshop: Workshop, coordinator: Actor, **changes: Any) -> UUID:
    request = WeekRequest(STARTS, iterations=20, **changes)
    return ask_for_week(coordinator, workshop.engine, request).id


def made(workshop: Workshop, coordinator: Actor, **changes: Any) -> dict[str, Any]:
    """The week as it is planned at once."""
    plan_id = asked(workshop, coordinator, **changes)
    assert make(workshop, coordinator, plan_id) is Outcome.ENDED
    plan = week_plan(coordinator, workshop.engine, plan_id)
    assert plan.state is WeekState.DONE, plan.problem
    assert plan.best is not None
    return plan.best


def make(
    workshop: Workshop, actor: Actor, plan_id: UUID, stop: Callable[[], bool] = lambda: False
) -> Outcome:
    return make_week(workshop, actor.territory_id, plan_id, stop)


def test_a_week_visits_every_zone_in_time_and_counts_on_what_is_known(
    workshop: Workshop, coordinator: Actor, owner: Engine, territory: Territory
) -> None:
    day = a_day(owner, territory, teams=1, zones=3)
    every_day = day.add_zone(5, revisit_interval=timedelta(days=1))
    best = made(workshop, coordinator)
    assert (best["totals"]["met"], best["totals"]["zones"]) == (4, 4)
    zones = {zone["zone_id"]: zone for zone in best["zones"]}
    assert [one["visits"] for one in zones[str(every_day)]["days"]] == [1] * 7
    assert all(zone["longest_gap"] <= zone["days"][0]["every"] for zone in zones.values())
    nothing = {"at_least": 0, "enough": 0, "beyond": [], "days": [], "beside_this_week": True}
    assert best["shortage"] == nothing
    assert [one["date"] for one in best["days"]][::6] == ["2099-11-23", "2099-11-29"]
    assert all(one["working"] <= one["hours"] for one in best["days"])


def test_what_cannot_be_is_said_in_words_and_in_hours(
    workshop: Workshop, coordinator: Actor, owner: Engine, territory: Territory
) -> None:
    day = a_day(owner, territory, teams=1, zones=0)
    nobody_speaks = day.add_zone(0, languages=["ti"], revisit_interval=timedelta(days=9))
    too_much = day.add_zone(
        1, service_time=timedelta(hours=7), revisit_interval=timedelta(days=1), weight=2
    )
    too_little = day.add_zone(2, service_time=timedelta(hours=3), weight=1)
    tuesday = day_setup(coordinator, workshop.engine, STARTS + timedelta(days=1))
    (home,) = tuesday.teams
    stays = SetupAsked(0, (home.__class__(**home.__dict__ | {"present": False}),), ())
    save_day(coordinator, workshop.engine, STARTS + timedelta(days=1), stays)
    best = made(workshop, coordinator)
    zones = {UUID(zone["zone_id"]): zone for zone in best["zones"]}
    assert zones[nobody_speaks]["certain"]
    assert zones[nobody_speaks]["reason"]["details"]["skills"] == "language:ti"
    assert zones[too_much]["reason"]["code"] == "no-team"
    assert [one["late"] for one in zones[too_much]["days"]][1]
    assert best["days"][1]["teams"] == []
    assert not all(zone["met"] for zone in zones.values())
    missing = best["shortage"]
    assert 0 < missing["at_least"] <= missing["enough"]
    assert missing["beyond"] == []
    assert sum(one["seconds"] for one in missing["days"]) == missing["enough"]
    assert zones[too_little]["reason"] is None or not zones[too_little]["certain"]


def test_hours_of_the_day_and_patrols_to_come_count(
    workshop: Workshop, coordinator: Actor, owner: Engine, territory: Territory
) -> None:
    day = a_day(owner, territory, teams=1, zones=1)
    day.insert(three_hourly(territory, day.zones[0]))
    published_for(day, STARTS - timedelta(days=1))
    mornings = day.add_zone(3, revisit_interval=timedelta(hours=36))
    of_the_morning = three_hourly(territory, mornings)
    of_the_morning.weekdays, of_the_morning.ends = [0, 1, 2, 3, 4, 5, 6], time(10)
    of_the_morning.revisit_interval = timedelta(hours=24)
    day.insert(of_the_morning)
    best = made(workshop, coordinator)
    early = {
        datetime.fromisoformat(visit["starts_at"]).astimezone(ZoneInfo("Europe/Paris")).hour
        for one in best["days"]
        for patrol in one["patrols"]
        for visit in patrol["visits"]
        if visit["place_id"] == str(mornings)
    }
    assert early <= {8, 9}
    told = {UUID(one["zone_id"]): one for one in best["zones"]}
    assert (told[mornings]["interval_hours"], told[mornings]["in_hours"]) == (24, True)
    assert told[mornings]["longest_hours"] >= 22
    zone = told[day.zones[0]]
    assert [one["wanted"] for one in zone["days"]] == [1, 1, 3, 1, 1, 1, 1]
    assert zone["days"][2]["visits"] == 3
    assert zone["met"]
    assert zone["last_visit"] == "2099-11-22"


def test_a_day_is_taken_with_its_visits_and_teams_and_what_is_left_behind_is_told(
    workshop: Workshop, coordinator: Actor, owner: Engine, territory: Territory, now: datetime
) -> None:
    day, engine = a_day(owner, territory, teams=2, zones=2), workshop.engine
    (often, kept_away), wednesday = day.zones, STARTS + timedelta(days=2)
    day.insert(three_hourly(territory, often))
    week = asked(workshop, coordinator)
    with pytest.raises(DayNotPlanned):
        take_day(coordinator, engine, week, wednesday, now)
    make(workshop, coordinator, week)
    best = week_plan(coordinator, engine, week).best
    assert best
    before = day_setup(coordinator, engine, wednesday)
    rule = zone(kept_away, not_team_ids=tuple(day.teams))
    save_day(coordinator, engine, wednesday, setup_asked(before, rule))

    taken = take_day(coordinator, engine, week, wednesday, now)
    demands = {one.place_id: one for one in taken.after.demands}
    assert (demands[often].presence, demands[often].visits) == (Presence.REQUIRED, 3)
    assert (demands[often].apart_minutes or 0) > 30
    assert demands[kept_away].not_team_ids == tuple(sorted(day.teams))
    visits = sorted(
        (visit["starts_at"], patrol["team_id"])
        for patrol in best["days"][2]["patrols"]
        for visit in patrol["visits"]
        if visit["place_id"] == str(often)
    )
    pins = {pin.stop_id: str(pin.team_id) for pin in taken.request.pins}
    assert pins == {
        f"{often}{again}": team for again, (_, team) in zip(("", "#2", "#3"), visits, strict=True)
    }
    ask_for_plan(coordinator, engine, taken.request, now)

    again = SetupAsked(taken.after.version, taken.before.teams, taken.before.demands)
    assert save_day(coordinator, engine, wednesday, again).demands == taken.before.demands
    late_one = replace(zone(often), at=time(9))
    shut = replace(zone(kept_away), presence=Presence.EXCLUDED)
    found = day_setup(coordinator, engine, wednesday)
    save_day(coordinator, engine, wednesday, setup_asked(found, late_one, shut))
    told = [note.code for note in take_day(coordinator, engine, week, wednesday, now).notes]
    assert set(told) >= {"order", "once"}
    assert ("excluded" in told) == (str(kept_away) in str(best["days"][2]["patrols"]))


def three_hourly(territory: Territory, place: UUID) -> ZoneRhythm:
    """On Wednesdays from eight to four, every three hours."""
    return ZoneRhythm(
        territory_id=territory.id,
        zone_id=place,
        weekdays=[2],
        starts=time(8),
        ends=time(16),
        revisit_interval=timedelta(hours=3),
    )


def published_for(day: Day, date_: date) -> None:
    """A patrol of the first team that is to visit the first zone."""
    of, at = {"territory_id": day.territory.id}, datetime(2099, 11, 22, 9, tzinfo=UTC)
    patrol, times = uuid4(), {"arrives_at": at, "starts_at": at, "departs_at": at}
    day.insert(
        Patrol(
            **of,
            **{"id": patrol, "team_id": day.teams[0], "service_date": date_, "distance": 0.0},
            starts_at=at,
            ends_at=at,
        ),
        PatrolStop(
            **of,
            **times,
            **{"patrol_id": patrol, "sequence": 0, "kind": StopKind.ZONE},
            zone_id=day.zones[0],
            position=point(BASE),
        ),
    )


def test_a_week_is_asked_for_stopped_and_given_up_as_plans_are(
    workshop: Workshop, coordinator: Actor, owner: Engine, territory: Territory, now: datetime
) -> None:
    engine = workshop.engine
    with pytest.raises(Invalid, match="no active team"):
        asked(workshop, coordinator)
    a_day(owner, territory, teams=1, zones=2)
    with pytest.raises(Invalid, match="at least one team"):
        asked(workshop, coordinator, team_ids=())
    with pytest.raises(Invalid, match="no such active team"):
        asked(workshop, coordinator, team_ids=(uuid4(),))
    with pytest.raises(Invalid, match="has passed"):
        ask_for_week(coordinator, engine, WeekRequest(date(2020, 1, 6)), now)

    waiting = asked(workshop, coordinator)
    assert cancel_week(coordinator, engine, waiting).state is WeekState.CANCELLED
    assert make(workshop, coordinator, waiting) is Outcome.NOTHING_TO_DO

    cut_off = asked(workshop, coordinator)
    assert make(workshop, coordinator, cut_off, lambda: True) is Outcome.INTERRUPTED
    assert week_plan(coordinator, engine, cut_off).state is WeekState.RUNNING
    cancel_week(coordinator, engine, cut_off)
    assert make(workshop, coordinator, cut_off) is Outcome.NOTHING_TO_DO
    assert week_plan(coordinator, engine, cut_off).state is WeekState.CANCELLED

    lost = asked(workshop, coordinator)
    WeekErrand(engine, territory.id, lost).give_up(attempts=5)
    failed = week_plan(coordinator, engine, lost)
    assert (failed.state, failed.problem and failed.problem["code"]) == (
        *(WeekState.FAILED, "worker-lost"),
    )
    with pytest.raises(PlanIsOver):
        cancel_week(coordinator, engine, lost)
    assert [one.id for one in week_plans(coordinator, engine)] == [lost, cut_off, waiting]
    with transaction(engine, territory.id) as session:
        told = session.scalars(select(LiveEvent.payload).where(LiveEvent.topic == "week")).all()
    assert [one["state"] for one in told if one["id"] == str(lost)] == [
        "queued",
        "running",
        "failed",
    ]
