"""Who is awaited at a site, and when they may be there, as far as their patrol tells."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from geoops.desk.actor import Actor
from geoops.desk.awaiting import AwaitedGroup, Basis, awaited_groups
from geoops.desk.encounter_report import ReferralReport
from geoops.desk.encountering import log_encounter
from geoops.desk.patrolling import check_in, finish_patrol
from geoops.desk.publishing import publish_plan
from geoops.desk.sheltering import HoldRequest, keep_places, release_places
from geoops.errors import Forbidden, NotFound
from geoops.records import PlaceCategory, ReferralKind, Role, Territory
from geoops.routing.network import Network
from geoops.settings import Settings
from tests.builders import CALAIS, a_report, add_site
from tests.conftest import ActorOf, new_territory
from tests.desk.days import Day, a_day, a_round, spot

FAMILY = PlaceCategory.FAMILY
EIGHT = datetime(2026, 11, 24, 7, tzinfo=UTC)  # in Calais; the round arrives 10 past each hour
MINUTE = timedelta(minutes=1)


@pytest.fixture
def no_roads(tmp_path: Path) -> Network:
    """A road network that was never built: the engine is away."""
    return Network(Settings(home=tmp_path), autostart=False)


@pytest.fixture
def site(owner: Engine, territory: Territory) -> UUID:
    return add_site(owner, territory, category=FAMILY)


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    return a_day(owner, territory, zones=2)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def team(actor: ActorOf, day: Day) -> Actor:
    return actor(Role.FIELD, team_id=day.teams[0])


def publish(day: Day, engine: Engine, coordinator: Actor, *places: tuple[str, UUID]) -> UUID:
    """The team's patrol of the day, with these stops; its id."""
    best = {"patrols": [a_round(0, day.teams[0], places)], "left_out": []}
    plan = day.add_plan(best=day_plan(best))
    return publish_plan(coordinator, engine, plan, EIGHT)[0].id


def day_plan(best: dict[str, object]) -> dict[str, object]:
    objective = {"required_missed": 0, "weight": 1.0, "driving": 600, "distance": 9000.0}
    return {"objective": objective, "elapsed": 0.1} | best


def keep(engine: Engine, team: Actor, site: UUID, at: datetime, places: int = 4) -> UUID:
    """A group of `places` is on its way with the team; the hold's id."""
    request = HoldRequest(FAMILY, places, f"{team.account_id}:{at}")
    return keep_places(team, engine, site, request, at).hold.id


def the_group(
    actor: Actor, engine: Engine, roads: Network, site: UUID, now: datetime
) -> AwaitedGroup:
    (group,) = awaited_groups(actor, engine, roads, site, now)
    return group


def test_a_team_that_stops_here_is_as_late_as_it_was_at_its_last_stop(
    engine: Engine, coordinator: Actor, day: Day, team: Actor, site: UUID, no_roads: Network
) -> None:
    patrol = publish(day, engine, coordinator, ("zone", day.zones[0]), ("site", site))
    keep(engine, team, site, EIGHT)
    before = the_group(coordinator, engine, no_roads, site, EIGHT)
    assert (before.team, before.places, before.arrived) == ("Team 1", 4, 0)
    assert (before.arrives_at, before.basis) == (EIGHT + 70 * MINUTE, Basis.PLAN)
    check_in(team, engine, patrol, 0, EIGHT + 32 * MINUTE)  # planned 10 past
    late = the_group(coordinator, engine, no_roads, site, EIGHT + 40 * MINUTE)
    assert late.arrives_at == EIGHT + 95 * MINUTE  # 92, rounded up to five
    overdue = the_group(coordinator, engine, no_roads, site, EIGHT + 100 * MINUTE)
    assert overdue.arrives_at == EIGHT + 100 * MINUTE


def test_a_stop_that_is_behind_the_team_says_nothing_more(
    engine: Engine, coordinator: Actor, day: Day, team: Actor, site: UUID, no_roads: Network
) -> None:
    patrol = publish(day, engine, coordinator, ("site", site), ("zone", day.zones[0]))
    check_in(team, engine, patrol, 0, EIGHT + 10 * MINUTE)
    keep(engine, team, site, EIGHT + 20 * MINUTE)
    group = the_group(coordinator, engine, no_roads, site, EIGHT + 30 * MINUTE)
    assert (group.arrives_at, group.basis) == (None, None)


def test_a_team_elsewhere_needs_the_drive_from_where_it_was_seen_last(
    engine: Engine, coordinator: Actor, day: Day, team: Actor, site: UUID, roads: Network
) -> None:
    patrol = publish(day, engine, coordinator, *(("zone", zone) for zone in day.zones))
    keep(engine, team, site, EIGHT)
    assert the_group(coordinator, engine, roads, site, EIGHT).arrives_at is None
    check_in(team, engine, patrol, 0, EIGHT + 10 * MINUTE)
    drive = roads.table([spot(0), CALAIS], "car").durations[0, 1]
    soonest = EIGHT + 60 * MINUTE + timedelta(seconds=drive)  # it stays there until nine
    staying = the_group(coordinator, engine, roads, site, EIGHT + 30 * MINUTE)
    assert staying.basis is Basis.ROAD
    assert staying.arrives_at is not None
    assert soonest <= staying.arrives_at < soonest + 5 * MINUTE
    later = the_group(coordinator, engine, roads, site, EIGHT + 90 * MINUTE)
    assert later.arrives_at is not None
    assert timedelta(0) <= later.arrives_at - soonest - 30 * MINUTE < 5 * MINUTE


def test_without_the_road_engine_it_is_not_known_when(
    engine: Engine, coordinator: Actor, day: Day, team: Actor, site: UUID, no_roads: Network
) -> None:
    patrol = publish(day, engine, coordinator, ("zone", day.zones[0]))
    check_in(team, engine, patrol, 0, EIGHT + 10 * MINUTE)
    keep(engine, team, site, EIGHT + 20 * MINUTE)
    group = the_group(coordinator, engine, no_roads, site, EIGHT + 30 * MINUTE)
    assert (group.team, group.arrives_at) == ("Team 1", None)


def test_a_patrol_that_is_over_brings_nobody_at_a_known_time(
    engine: Engine, coordinator: Actor, day: Day, team: Actor, site: UUID, roads: Network
) -> None:
    patrol = publish(day, engine, coordinator, ("zone", day.zones[0]), ("site", site))
    check_in(team, engine, patrol, 0, EIGHT + 10 * MINUTE)
    keep(engine, team, site, EIGHT + 20 * MINUTE)
    finish_patrol(team, engine, patrol, EIGHT + 25 * MINUTE)
    group = the_group(coordinator, engine, roads, site, EIGHT + 30 * MINUTE)
    assert (group.team, group.arrives_at) == ("Team 1", None)


def test_the_patrol_is_the_encounters_whoever_recorded_it(
    engine: Engine, coordinator: Actor, day: Day, site: UUID, no_roads: Network
) -> None:
    patrol = publish(day, engine, coordinator, ("zone", day.zones[0]), ("site", site))
    place = ReferralReport(ReferralKind.PLACE, 3, site, FAMILY)
    met = {"patrol_id": patrol, "team_id": day.teams[0], "accepted": 3, "met_at": EIGHT}
    log_encounter(coordinator, engine, a_report(**met, referrals=(place,)), EIGHT + MINUTE)
    group = the_group(coordinator, engine, no_roads, site, EIGHT + 2 * MINUTE)
    assert (group.team, group.places, group.basis) == ("Team 1", 3, Basis.PLAN)


def test_the_soonest_to_expire_come_first_and_ended_holds_not_at_all(
    engine: Engine, coordinator: Actor, team: Actor, site: UUID, no_roads: Network
) -> None:
    first, second, gone = (
        keep(engine, team, site, EIGHT + n * MINUTE, places=n + 1) for n in range(3)
    )
    release_places(coordinator, engine, gone, EIGHT + 5 * MINUTE)
    groups = awaited_groups(coordinator, engine, no_roads, site, EIGHT + 5 * MINUTE)
    assert [group.hold_id for group in groups] == [first, second]


def test_no_answer_says_where_a_team_is() -> None:
    told = {field.name for field in fields(AwaitedGroup)}
    assert told == {
        *("hold_id", "category", "places", "arrived", "expires_at", "team"),
        *("arrives_at", "basis"),
    }


def test_who_is_awaited_is_for_the_site_its_coordinators_and_the_director(
    owner: Engine, engine: Engine, actor: ActorOf, site: UUID, no_roads: Network, now: datetime
) -> None:
    for role, own in [(Role.SITE_MANAGER, site), (Role.COORDINATOR, None), (Role.DIRECTOR, None)]:
        assert awaited_groups(actor(role, site_id=own), engine, no_roads, site, now) == []
    with pytest.raises(Forbidden):
        awaited_groups(actor(Role.FIELD), engine, no_roads, site, now)
    stranger = actor(Role.COORDINATOR, territory=new_territory(owner))
    for other in (actor(Role.SITE_MANAGER), stranger):
        with pytest.raises(NotFound):
            awaited_groups(other, engine, no_roads, site, now)
