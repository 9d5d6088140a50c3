"""A day's setup is saved as a whole, by one after the other, and comes from where it should."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from geoops.desk.actor import Actor
from geoops.desk.day_setup import (
    SetupAsked,
    copy_day,
    day_setup,
    day_template,
    save_day,
    save_template,
)
from geoops.desk.setup_of_day import Demand, Rest, SetupOfDay
from geoops.desk.shared_vehicles import SharedVehicle
from geoops.errors import GeoOpsError, Invalid
from geoops.records import Presence, Role, StopKind, Territory
from geoops.records.violations import SetupChanged
from tests.builders import add_site
from tests.conftest import ActorOf, new_territory
from tests.desk.days import DAY, Day, a_day
from tests.desk.setups import asked, bases_of, setups, zone

NEXT_WEEK = DAY + timedelta(days=7)


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, teams=2)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def content(setup: SetupOfDay | SetupAsked) -> object:
    return setup.teams, setup.demands


def test_a_day_that_nobody_has_set_up_has_every_active_team_with_its_shift_and_meal(
    engine: Engine, owner: Engine, day: Day, coordinator: Actor
) -> None:
    with owner.begin() as connection:
        connection.execute(
            text(
                "UPDATE team SET meal_minutes = 45, meal_from = '11:30', meal_until = '14:00',"
                " skills = '{health}' WHERE id = :team"
            ),
            {"team": day.teams[0]},
        )
        connection.execute(
            text("UPDATE team SET active = false WHERE id = :team"), {"team": day.teams[1]}
        )
    found = day_setup(coordinator, engine, DAY)
    (team,) = found.teams
    assert (found.version, found.demands, found.from_weekday) == (0, (), None)
    assert (team.team_id, team.present, team.skills) == (day.teams[0], True, ("health",))
    assert (team.shift_starts, team.shift_ends) == (time(8), time(16))
    assert team.breaks == (Rest(45, time(11, 30), time(14)),)
    assert team.name == "Team 1"


def test_what_was_saved_is_read_and_counted(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    found = day_setup(coordinator, engine, DAY)
    wanted = asked(found, zone(day.zones[0], presence=Presence.REQUIRED), present=False)
    saved = save_day(coordinator, engine, DAY, wanted, now)
    assert (saved.version, content(saved)) == (1, content(wanted))
    assert saved == day_setup(coordinator, engine, DAY)
    again = save_day(coordinator, engine, DAY, asked(saved), now)
    assert (again.version, again.demands) == (2, ())


def test_who_saves_over_what_they_have_not_read_is_told_so(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    first = asked(day_setup(coordinator, engine, DAY), zone(day.zones[0]))
    saved = save_day(coordinator, engine, DAY, first, now)
    with pytest.raises(SetupChanged):
        save_day(coordinator, engine, DAY, first, now)
    assert day_setup(coordinator, engine, DAY) == saved


def test_of_many_who_save_a_new_day_at_once_one_does(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    wanted = asked(day_setup(coordinator, engine, DAY))

    def save(_: int) -> bool:
        try:
            save_day(coordinator, engine, DAY, wanted, now)
        except SetupChanged:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(save, range(4))) == [False, False, False, True]
    assert day_setup(coordinator, engine, DAY).version == 1


def test_a_day_begins_as_its_weekday_usually_is_until_it_is_saved(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    usual = asked(day_template(coordinator, engine, DAY.weekday()), zone(day.zones[1]))
    save_template(coordinator, engine, DAY.weekday(), usual, now)
    found = day_setup(coordinator, engine, DAY)
    assert (found.version, found.from_weekday) == (0, DAY.weekday())
    assert found.demands == usual.demands
    assert day_setup(coordinator, engine, DAY + timedelta(days=1)).demands == ()
    saved = save_day(coordinator, engine, DAY, asked(found), now)
    assert (saved.demands, saved.from_weekday) == ((), DAY.weekday())
    assert day_setup(coordinator, engine, NEXT_WEEK).demands == usual.demands


def test_a_team_that_joins_later_is_there_as_usual(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    found = day_setup(coordinator, engine, DAY)
    save_day(coordinator, engine, DAY, asked(found, present=False), now)
    day.add_team("Team 3")
    teams = day_setup(coordinator, engine, DAY, now).teams
    assert [team.present for team in teams] == [False, False, True]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_copies_and_templates_lose_nothing(
    data: st.DataObject, engine: Engine, owner: Engine, territory: Territory, now: datetime,
    day: Day, coordinator: Actor,
) -> None:  # fmt: skip
    site = add_site(owner, territory)
    places = [(StopKind.ZONE, one) for one in day.zones] + [(StopKind.SITE, site)]
    version = day_setup(coordinator, engine, DAY).version
    wanted = data.draw(setups(version, day.teams, bases_of(owner, day.teams), places))
    saved = save_day(coordinator, engine, DAY, wanted, now)
    assert content(saved) == content(wanted)

    there = day_setup(coordinator, engine, NEXT_WEEK).version
    copied = copy_day(coordinator, engine, NEXT_WEEK, there, DAY, now)
    assert (content(copied), copied.copied_from) == (content(wanted), DAY)

    usual = SetupAsked(day_template(coordinator, engine, 6).version, saved.teams, saved.demands)
    save_template(coordinator, engine, 6, usual, now)
    applied = copy_day(coordinator, engine, NEXT_WEEK, copied.version, 6, now)
    assert (content(applied), applied.from_weekday) == (content(wanted), 6)


@pytest.mark.parametrize(
    ("first", "second", "at_once"),
    [
        ({}, {}, True),
        ({}, {"vehicle": ""}, False),
        ({}, {"present": False}, False),
        ({"shift_ends": time(12)}, {"shift_starts": time(12)}, False),
        ({"shift_ends": time(12, 1)}, {"shift_starts": time(12)}, True),
        ({"shift_starts": time(22), "shift_ends": time(6)}, {}, False),
        (
            {"shift_starts": time(22), "shift_ends": time(6)},
            {"shift_starts": time(15), "shift_ends": time(23)},
            True,
        ),
    ],
)
def test_a_vehicle_that_two_teams_have_at_the_same_time_is_told_and_kept(
    engine: Engine, day: Day, coordinator: Actor, now: datetime,
    first: dict[str, object], second: dict[str, object], at_once: bool,
) -> None:  # fmt: skip
    one, other = day_setup(coordinator, engine, DAY).teams
    teams = replace(one, **first), replace(other, **second)  # type: ignore[arg-type]
    saved = save_day(coordinator, engine, DAY, SetupAsked(0, teams, ()), now)
    shared = [SharedVehicle("van", (*day.teams,), ("Team 1", "Team 2"))]
    assert saved.shared_vehicles == (shared if at_once else [])


def test_a_place_that_is_not_visited_any_more_is_shown_as_such(
    engine: Engine, owner: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    found = day_setup(coordinator, engine, DAY)
    save_day(coordinator, engine, DAY, asked(found, zone(day.zones[0])), now)
    with owner.begin() as connection:
        connection.execute(text("UPDATE zone SET active = false"))
    (demand,) = day_setup(coordinator, engine, DAY).demands
    assert not demand.active


@pytest.mark.parametrize(
    ("demand", "words"),
    [
        ({"at": time(9), "until": time(12)}, "an appointment has no window"),
        ({"not_before": time(9), "until": time(9)}, "a window ends later"),
        ({"visits": 2}, "have a time between them"),
        ({"apart_minutes": 60}, "have a time between them"),
        ({"visits": 2, "apart_minutes": 60, "at": time(9)}, "an appointment is one visit"),
        ({"teams": 6}, "from 1 to 5"),
        ({"service_minutes": 0}, "from 1 to 600"),
        ({"people": 100}, "from 0 to 99"),
        ({"weight_factor": 11.0}, "from 0.1 to 10"),
        ({"apart_minutes": 1441, "visits": 2}, "from 0 to 1440"),
        ({"visits": 4, "apart_minutes": 1}, "from 1 to 3"),
        ({"skills": ("a;b",)}, "plain letters"),
        ({"only_team_ids": (uuid4(),)}, "no such team"),
    ],
)
def test_a_demand_that_cannot_be_is_refused_in_words(
    engine: Engine, day: Day, coordinator: Actor, now: datetime,
    demand: dict[str, object], words: str,
) -> None:  # fmt: skip
    wanted = asked(day_setup(coordinator, engine, DAY), zone(day.zones[0], **demand))
    with pytest.raises(Invalid, match=words):
        save_day(coordinator, engine, DAY, wanted, now)
    assert day_setup(coordinator, engine, DAY).version == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shift_ends": time(8)}, "a shift ends later"),
        ({"seats": 100}, "from 0 to 99"),
        ({"longest_minutes": 0}, "from 1 to 1440"),
        ({"skills": ("a;b",)}, "plain letters"),
        ({"start_base_id": uuid4()}, "no such base"),
        ({"end_base_id": uuid4()}, "no such base"),
        ({"breaks": (Rest(45, time(12), time(12, 30)),)}, "longer than the time"),
        ({"breaks": (Rest(4, time(12), time(13)),)}, "from 5 to 240"),
    ],
)
def test_a_team_that_cannot_be_is_refused_in_words(
    engine: Engine, day: Day, coordinator: Actor, now: datetime,
    change: dict[str, object], words: str,
) -> None:  # fmt: skip
    wanted = asked(day_setup(coordinator, engine, DAY), **change)
    with pytest.raises(Invalid, match=words):
        save_day(coordinator, engine, DAY, wanted, now)


def test_nothing_is_named_twice(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    found, team = day_setup(coordinator, engine, DAY), day.teams[0]
    both = zone(day.zones[0], only_team_ids=(team,), not_team_ids=(team,))
    for wanted in (
        asked(found, zone(day.zones[0]), zone(day.zones[0])),
        asked(found, both),
        SetupAsked(0, found.teams * 2, ()),
    ):
        with pytest.raises(Invalid, match="named twice"):
            save_day(coordinator, engine, DAY, wanted, now)


def test_another_territorys_place_is_no_place(
    engine: Engine, owner: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    theirs = a_day(owner, new_territory(owner)).zones[0]
    found = day_setup(coordinator, engine, DAY)
    for demand in (zone(theirs), Demand(StopKind.CAMP, theirs), Demand(StopKind.SITE, theirs)):
        with pytest.raises(Invalid, match="there is no such"):
            save_day(coordinator, engine, DAY, asked(found, demand), now)


def test_a_day_that_has_passed_is_not_set_up(
    engine: Engine, day: Day, coordinator: Actor, now: datetime
) -> None:
    wanted = asked(day_setup(coordinator, engine, DAY))
    yesterday = date(2026, 11, 22)
    with pytest.raises(Invalid, match="has passed"):
        save_day(coordinator, engine, yesterday, wanted, now)
    with pytest.raises(Invalid, match="has passed"):
        copy_day(coordinator, engine, yesterday, 0, DAY, now)


@pytest.mark.parametrize("role", set(Role) - {Role.COORDINATOR})
def test_only_coordinators_set_days_up(
    engine: Engine, day: Day, actor: ActorOf, role: Role
) -> None:
    with pytest.raises(GeoOpsError, match="may not do this"):
        day_setup(actor(role, team_id=day.teams[0]), engine, DAY)
