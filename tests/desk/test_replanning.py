"""The rest of a day is planned from where its teams are, and changes only what they agree to."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from shapely import LineString
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.closing_roads import Drawing, close_road, lift_closure
from geoops.desk.day_setup import day_setup, save_day
from geoops.desk.disputes import DisputeKind
from geoops.desk.errands import Outcome
from geoops.desk.overseeing import teams_out
from geoops.desk.patrolling import check_in, finish_patrol, patrol, patrols_of_day
from geoops.desk.planning import plan, plans_of_day
from geoops.desk.proposing import (
    DayWentOn,
    NoReplan,
    NothingChanges,
    RevisionIsOver,
    answer_revision,
    propose,
    revisions,
)
from geoops.desk.publishing import AlreadyPublished, PlanIsReplan, publish_plan
from geoops.desk.replan_making import make_replan
from geoops.desk.replan_request import ReplanRequest
from geoops.desk.replanning import NobodyIsOut, ask_for_replan
from geoops.desk.setup_of_day import Demand
from geoops.desk.sharing import Fix, share_position
from geoops.desk.signs import check_out
from geoops.desk.solving import Workshop, make_plan
from geoops.errors import Invalid, NotFound
from geoops.records import (
    AuditEntry,
    Patrol,
    PatrolRest,
    PatrolRevision,
    PatrolStop,
    PlanState,
    Presence,
    RevisionState,
    Role,
    Team,
    Territory,
)
from geoops.routing.network import Network
from tests.conftest import ActorOf
from tests.desk.days import DAY, Day, a_day
from tests.desk.setups import asked, zone

MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)


class Office:
    """A coordinator with three teams out on nine zones, as a worker planned them."""

    def __init__(self, workshop: Workshop, day: Day, coordinator: Actor) -> None:
        self.workshop, self.day, self.coordinator = workshop, day, coordinator
        plan_id = day.add_plan(PlanState.QUEUED, best=None)
        make_plan(workshop, day.territory.id, plan_id, lambda: False)
        publish_plan(coordinator, workshop.engine, plan_id, MORNING)
        best = plan(coordinator, workshop.engine, plan_id).best
        assert best is not None
        self.published = plan_id
        self.teams = [UUID(one["team_id"]) for one in best["patrols"]]

    def patrols(self) -> dict[UUID, dict[str, Any]]:
        """Each team's patrol as it stands."""
        told = json.loads(patrols_of_day(self.coordinator, self.workshop.engine, DAY))
        return {UUID(f["properties"]["team_id"]): f["properties"] for f in told["features"]}

    def arrive(self, team: UUID, number: int, late: timedelta = timedelta(0)) -> datetime:
        """Check a team in at a stop, `late` on its plan; when that was."""
        one = self.patrols()[team]
        at = datetime.fromisoformat(one["stops"][number]["arrives_at"]) + late
        check_in(self.coordinator, self.workshop.engine, UUID(one["id"]), number, at)
        return at

    def replan(self, now: datetime, **changes: Any) -> tuple[UUID, dict[str, Any]]:
        """A replan made at `now`: its number and the rest of each patrol."""
        asked = ReplanRequest(DAY, **changes)
        queued = ask_for_replan(self.coordinator, self.workshop.engine, asked, now)
        territory = self.day.territory.id
        made = make_replan(self.workshop, territory, queued.id, lambda: False, now)
        assert made is Outcome.ENDED
        found = plan(self.coordinator, self.workshop.engine, queued.id)
        assert (found.state, found.problem) == (PlanState.DONE, None)
        assert found.best is not None
        return queued.id, found.best

    def send(self, plan_id: UUID) -> dict[UUID, PatrolRevision]:
        return {
            one.patrol_id: one for one in propose(self.coordinator, self.workshop.engine, plan_id)
        }

    def answer(self, one: PatrolRevision, *, accepted: bool = True) -> PatrolRevision:
        return answer_revision(
            self.coordinator, self.workshop.engine, one.id, accepted=accepted, now=MORNING
        )


@pytest.fixture
def office(
    owner: Engine, engine: Engine, territory: Territory, roads: Network, actor: ActorOf
) -> Office:
    day = a_day(owner, territory, teams=0, zones=9)
    for number in range(3):
        day.add_team(f"Team {number + 1}", ends=time(11, 30))
    return Office(Workshop(engine, roads, seconds=0.3), day, actor(Role.COORDINATOR))


def ids(stops: list[dict[str, Any]]) -> list[str]:
    return [stop["id"] for stop in stops]


def rest_of(best: dict[str, Any], team: UUID) -> dict[str, Any]:
    rest: dict[str, Any] = next(one for one in best["patrols"] if one["team_id"] == str(team))
    return rest


def test_what_is_visited_and_what_comes_next_is_in_no_rest(office: Office) -> None:
    team = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    now = office.arrive(team, 0)
    before = ids(office.patrols()[team]["stops"])
    _, best = office.replan(now)
    rest = rest_of(best, team)
    assert rest["from_sequence"] == 2
    assert not set(before[:2]) & {one for p in best["patrols"] for one in ids(p["stops"])}
    assert best["share_kept"] == 1


def test_who_meets_keeps_the_hour_and_a_second_visit_comes_no_sooner(
    owner: Engine, engine: Engine, territory: Territory, roads: Network, actor: ActorOf
) -> None:
    day = a_day(owner, territory, teams=2, zones=6)
    coordinator = actor(Role.COORDINATOR)
    pair = zone(day.zones[0], presence=Presence.REQUIRED, teams=2)
    twice = zone(day.zones[1], presence=Presence.REQUIRED, visits=2, apart_minutes=90)
    usual = day_setup(coordinator, engine, DAY, MORNING)
    save_day(coordinator, engine, DAY, asked(usual, pair, twice), MORNING)
    office = Office(Workshop(engine, roads, seconds=0.6), day, coordinator)
    met = [(team, one["starts_at"]) for team, one in visits(office.patrols().items(), pair)]
    gone = next(
        stop
        for team in office.teams
        for stop, told in zip(
            patrol_stop_ids(office, team), office.patrols()[team]["stops"], strict=True
        )
        if told["id"] in map(str, day.zones[2:])
    )
    _, best = office.replan(MORNING - timedelta(hours=2), cancelled_stop_ids=(gone,))
    again = [(UUID(one["team_id"]), one) for one in best["patrols"]]
    assert [(team, one["starts_at"]) for team, one in visits(again, pair)] == met
    first, second = sorted(
        (one for _, one in visits(again, twice)), key=lambda one: one["starts_at"]
    )
    between = (second["starts_at"], first["departs_at"])
    later, earlier = map(datetime.fromisoformat, between)
    assert later - earlier >= timedelta(minutes=90)


def visits(
    patrols: Iterable[tuple[UUID, dict[str, Any]]], demand: Demand
) -> list[tuple[UUID, dict[str, Any]]]:
    """Who visits the place of a demand, in the order of the teams, and their stops there."""
    found = [(team, stop) for team, one in patrols for stop in one["stops"]]
    return sorted(
        ((team, stop) for team, stop in found if stop["id"] == str(demand.place_id)),
        key=lambda it: it[0],
    )


def test_a_team_that_is_off_gives_its_stops_to_the_others_once_they_accept(office: Office) -> None:
    off = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    lost = set(ids(office.patrols()[off]["stops"]))
    plan_id, best = office.replan(MORNING - timedelta(hours=2), teams_off=(off,))
    assert rest_of(best, off)["stops"] == []
    assert rest_of(best, off)["difference"]["removed"]
    differences = [one["difference"] for one in best["patrols"] if one["difference"]]
    given = {stop["id"] for one in differences for stop in one["added"]}
    assert given
    assert given <= lost
    for one in office.send(plan_id).values():
        assert office.answer(one).state is RevisionState.ACCEPTED
    after = office.patrols()
    assert after[off]["stops"] == []
    assert given <= {one for p in after.values() for one in ids(p["stops"])}
    assert all(p["revision"] == 1 for p in after.values() if p["stops"] == [])


def test_the_visited_part_stays_when_a_revision_is_accepted(office: Office) -> None:
    team = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    now = office.arrive(team, 0)
    before = office.patrols()[team]
    gone = patrol_stop_ids(office, team)[2]
    plan_id, _ = office.replan(now, cancelled_stop_ids=(gone,))
    revision = office.send(plan_id)[UUID(before["id"])]
    office.answer(revision)
    after = office.patrols()[team]
    assert after["stops"][:2] == before["stops"][:2]
    assert before["stops"][2]["id"] not in ids(after["stops"])
    whole = patrol(office.coordinator, office.workshop.engine, UUID(before["id"]))
    legs = [leg["properties"]["sequence"] for leg in whole["legs"]["features"]]
    assert legs == list(range(len(after["stops"]) + 1))
    lines = [leg["geometry"]["coordinates"] for leg in whole["legs"]["features"]]
    assert all(one[-1] == two[0] for one, two in pairwise(lines))


def patrol_stop_ids(office: Office, team: UUID) -> list[UUID]:
    with transaction(office.workshop.engine, office.day.territory.id) as session:
        asked = (
            select(PatrolStop.id)
            .join(Patrol, Patrol.id == PatrolStop.patrol_id)
            .where(Patrol.team_id == team)
            .order_by(PatrolStop.sequence)
        )
        return list(session.scalars(asked))


def a_revision(office: Office) -> tuple[UUID, PatrolRevision]:
    """A team with a stop cancelled, and the revision that it is sent."""
    team = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    gone = patrol_stop_ids(office, team)[-1]
    plan_id, _ = office.replan(MORNING - timedelta(hours=2), cancelled_stop_ids=(gone,))
    return team, office.send(plan_id)[UUID(office.patrols()[team]["id"])]


def test_declining_changes_nothing(office: Office) -> None:
    team, revision = a_revision(office)
    before = office.patrols()[team]
    assert office.answer(revision, accepted=False).state is RevisionState.DECLINED
    assert office.patrols()[team] == before
    with pytest.raises(RevisionIsOver):
        office.answer(revision)


def test_the_same_answer_again_changes_nothing(office: Office) -> None:
    team, revision = a_revision(office)
    office.answer(revision)
    office.answer(revision)
    assert office.patrols()[team]["revision"] == 1


def test_a_newer_revision_supersedes_what_was_not_answered(office: Office) -> None:
    _, first = a_revision(office)
    _, second = a_revision(office)
    with pytest.raises(RevisionIsOver):
        office.answer(first)
    assert office.answer(second).state is RevisionState.ACCEPTED
    told = revisions(office.coordinator, office.workshop.engine, second.patrol_id)
    assert [one.state for one in told] == [RevisionState.ACCEPTED, RevisionState.SUPERSEDED]


def test_a_team_that_has_gone_on_cannot_accept_what_is_behind_it(office: Office) -> None:
    team, revision = a_revision(office)
    office.arrive(team, 0)
    with pytest.raises(DayWentOn):
        office.answer(revision)


def test_a_replan_is_sent_and_not_published(office: Office) -> None:
    gone = patrol_stop_ids(office, office.teams[0])[-1]
    plan_id, _ = office.replan(MORNING - timedelta(hours=2), cancelled_stop_ids=(gone,))
    with pytest.raises(PlanIsReplan):
        publish_plan(office.coordinator, office.workshop.engine, plan_id, MORNING)
    office.send(plan_id)
    with pytest.raises(AlreadyPublished):
        office.send(plan_id)
    with pytest.raises(NoReplan):
        office.send(office.published)
    told = plans_of_day(office.coordinator, office.workshop.engine, DAY)
    assert [one.id for one in told] == [office.published]


def test_a_replan_without_a_change_has_nothing_to_send(office: Office) -> None:
    plan_id, best = office.replan(MORNING - timedelta(hours=2))
    assert [one["difference"] for one in best["patrols"]] == [None] * len(best["patrols"])
    with pytest.raises(NothingChanges):
        office.send(plan_id)


def test_an_added_zone_comes_before_what_is_not_required(office: Office) -> None:
    zone = office.day.add_zone(10)
    _, best = office.replan(MORNING - timedelta(hours=2), added_zone_ids=(zone,))
    assert str(zone) in {one for p in best["patrols"] for one in ids(p["stops"])}


def test_a_team_without_a_patrol_takes_over_what_has_no_team_and_may_not_decline_unseen(
    office: Office,
) -> None:
    spare = office.day.add_team("Spare", ends=time(16))
    off = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    lost = set(ids(office.patrols()[off]["stops"]))
    now = MORNING - timedelta(hours=2)
    plan_id, best = office.replan(now, teams_off=(off,), called_team_ids=(spare,))
    opened = rest_of(best, spare)
    assert opened["patrol_id"] is None
    assert lost & set(ids(opened["stops"]))
    assert best["share_kept"] == 1.0
    sent = office.send(plan_id)
    after = office.patrols()
    assert ids(after[spare]["stops"]) == ids(opened["stops"])
    assert after[spare]["accepted_at"] is None
    assert after[spare]["revision"] == 0
    for one in sent.values():
        office.answer(one, accepted=one.patrol_id != UUID(after[off]["id"]))
    told = teams_out(
        office.coordinator, office.workshop.engine, DAY, MORNING, timedelta(minutes=30)
    )
    amiss = {
        one.place_id: one.kind for team in told if team.team_id == off for one in team.disputes
    }
    assert {UUID(one) for one in ids(opened["stops"])} <= amiss.keys()
    assert set(amiss.values()) == {DisputeKind.TWICE}


def test_a_team_that_was_given_a_patrol_meanwhile_gets_no_second_one(office: Office) -> None:
    spare = office.day.add_team("Spare", ends=time(16))
    off = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    now = MORNING - timedelta(hours=2)
    first, second = (
        office.replan(now, teams_off=(off,), called_team_ids=(spare,))[0] for _ in range(2)
    )
    office.send(first)
    with pytest.raises(DayWentOn):
        office.send(second)


def test_only_a_team_that_is_there_without_a_patrol_and_has_time_left_is_called(
    office: Office,
) -> None:
    early = office.day.add_team("Early", ends=time(9))
    for team, why in {
        early: "called is over",
        office.teams[0]: "has a patrol already",
        UUID(int=7): "is not there",
    }.items():
        with pytest.raises(Invalid, match=why):
            office.replan(MORNING + timedelta(hours=2), called_team_ids=(team,))


def test_what_is_not_of_the_day_is_refused(office: Office) -> None:
    stranger = UUID(int=7)
    for field in (
        *("teams_off", "released_team_ids", "cancelled_stop_ids"),
        *("added_zone_ids", "added_site_ids"),
    ):
        with pytest.raises(Invalid, match=field):
            office.replan(MORNING, **{field: (stranger,)})


def test_a_day_that_is_over_has_nothing_to_replan(office: Office) -> None:
    for team, one in office.patrols().items():
        office.arrive(team, 0)
        finish_patrol(office.coordinator, office.workshop.engine, UUID(one["id"]), MORNING)
    with pytest.raises(NobodyIsOut):
        office.replan(MORNING)


def test_another_teams_revision_is_not_there(office: Office, actor: ActorOf) -> None:
    team, revision = a_revision(office)
    other = next(one for one in office.day.teams if one != team)
    stranger = actor(Role.FIELD, team_id=other)
    with pytest.raises(NotFound):
        answer_revision(stranger, office.workshop.engine, revision.id, accepted=True)
    with pytest.raises(NotFound):
        revisions(stranger, office.workshop.engine, revision.patrol_id)


def test_the_breaks_of_what_is_replaced_go_with_it(office: Office) -> None:
    team, revision = a_revision(office)
    before = office.patrols()[team]
    for at in (-1, 1):  # hours from the beginning of what the revision is about
        start = MORNING + timedelta(hours=at)
        rest = {"starts_at": start, "ends_at": start + timedelta(minutes=30)}
        office.day.insert(
            PatrolRest(territory_id=office.day.territory.id, patrol_id=UUID(before["id"]), **rest)
        )
    assert revision.from_sequence == 0
    office.answer(revision)
    assert office.patrols()[team]["rests"] == revision.document.get("rests", [])


def test_roads_closed_in_the_middle_of_a_shift_change_the_way_and_lifting_gives_it_back(
    office: Office, roads: Network
) -> None:
    team = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    now = office.arrive(team, 0)
    with Session(office.day.owner) as session, session.begin():  # so that a longer way fits
        session.execute(update(Team).values(shift_ends=time(16)))
    _, open_ = office.replan(now)
    assert rest_of(open_, team)["difference"] is None
    lines = ways(rest_of(open_, team))
    middle = lines[-1].interpolate(0.5, normalized=True).buffer(0.0003)
    drawn = Drawing("Works", middle, ("car",), MORNING, None)
    closure = close_road(
        office.coordinator, office.workshop.engine, roads, uuid4(), drawn, now
    ).closure.id

    plan_id, shut = office.replan(now)
    rest = rest_of(shut, team)
    assert [one["id"] for one in shut["closures"]] == [str(closure)]
    assert ids(rest["stops"]) == ids(rest_of(open_, team)["stops"])
    assert rest["difference"]["rerouted"]
    assert not [way for way in ways(rest) if way.intersects(middle)]
    office.answer(office.send(plan_id)[UUID(rest["patrol_id"])])
    assert not [way for way in ways_of_patrol(office, rest) if way.intersects(middle)]

    lift_closure(office.coordinator, office.workshop.engine, roads, closure, now)
    plan_id, again = office.replan(now)
    rest = rest_of(again, team)
    assert again["closures"] == []
    assert rest["difference"]["rerouted"]
    assert ways(rest) == lines
    assert rest["driving"] == rest_of(open_, team)["driving"]
    office.answer(office.send(plan_id)[UUID(rest["patrol_id"])])
    assert ways_of_patrol(office, rest) == lines
    _, settled = office.replan(now)
    assert [one["difference"] for one in settled["patrols"]] == [None] * len(settled["patrols"])


def ways(rest: dict[str, Any]) -> list[LineString]:
    """The lines of a rest's legs."""
    return [LineString(leg["geometry"]["coordinates"]) for leg in rest["legs"]]


def ways_of_patrol(office: Office, rest: dict[str, Any]) -> list[LineString]:
    """The lines of the same legs, as the team's patrol now has them."""
    told = patrol(office.coordinator, office.workshop.engine, UUID(rest["patrol_id"]))
    legs = told["legs"]["features"]
    return [LineString(leg["geometry"]["coordinates"]) for leg in legs[rest["from_sequence"] :]]


def test_a_stop_that_one_team_takes_and_the_other_keeps_is_told(office: Office) -> None:
    off = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    plan_id, best = office.replan(MORNING - timedelta(hours=2), teams_off=(off,))
    sent = office.send(plan_id)
    patrol_of = {UUID(one["team_id"]): UUID(one["patrol_id"]) for one in best["patrols"]}
    gains = next(one for one in best["patrols"] if one["difference"] and one["difference"]["added"])
    (moved, *_) = [UUID(stop["id"]) for stop in gains["difference"]["added"]]

    def told() -> list[tuple[DisputeKind, bool]]:
        teams = teams_out(
            office.coordinator, office.workshop.engine, DAY, MORNING, timedelta(minutes=30)
        )
        (of_team,) = [one for one in teams if one.team_id == off]
        return [(one.kind, one.settled) for one in of_team.disputes if one.place_id == moved]

    assert told() == []
    office.answer(sent[UUID(gains["patrol_id"])])
    assert told() == [(DisputeKind.TWICE, False)]
    office.answer(sent[patrol_of[off]], accepted=False)
    assert told() == [(DisputeKind.TWICE, True)]


def test_a_stop_that_one_team_gives_up_and_the_other_declines_is_told(office: Office) -> None:
    off = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    plan_id, _ = office.replan(MORNING - timedelta(hours=2), teams_off=(off,))
    of_off = UUID(office.patrols()[off]["id"])
    for patrol_id, one in office.send(plan_id).items():
        office.answer(one, accepted=patrol_id == of_off)
    teams = teams_out(
        office.coordinator, office.workshop.engine, DAY, MORNING, timedelta(minutes=30)
    )
    amiss = [one for team in teams if team.team_id == off for one in team.disputes]
    assert {(one.kind, one.settled) for one in amiss} == {(DisputeKind.NOBODY, True)}


def test_a_replan_begins_where_a_team_says_it_is_and_keeps_no_word_of_it(
    office: Office, actor: ActorOf
) -> None:
    team = max(office.teams, key=lambda one: len(office.patrols()[one]["stops"]))
    one = office.patrols()[team]
    now = office.arrive(team, 0)
    left = now + timedelta(minutes=5)
    check_out(office.coordinator, office.workshop.engine, UUID(one["id"]), 0, left)
    _, by_plan = office.replan(left)
    lon, lat = one["stops"][1]["position"]
    field = actor(Role.FIELD, team_id=team)
    here = Fix(round(lon + 0.0003, 6), round(lat, 6), 10.0)  # at its next stop already
    share_position(field, office.workshop.engine, UUID(one["id"]), here, left)
    plan_id, by_word = office.replan(left)

    def leaves(best: dict[str, Any]) -> datetime:
        return datetime.fromisoformat(rest_of(best, team)["legs"][0]["departs_at"])

    way = datetime.fromisoformat(one["stops"][1]["arrives_at"]) - datetime.fromisoformat(
        one["stops"][0]["departs_at"]
    )
    assert abs(leaves(by_plan) - leaves(by_word) - way) < timedelta(minutes=1)
    released, _ = office.replan(left, released_team_ids=(team,))
    for made in (plan_id, released):
        kept = plan(office.coordinator, office.workshop.engine, made)
        near = pytest.approx((here.lon, here.lat), abs=1e-6, rel=0)
        assert not [at for at in positions_in(kept.best) if at == near]
    with transaction(office.workshop.engine, office.day.territory.id) as session:
        read = session.scalars(select(AuditEntry.account_id).where(
            AuditEntry.subject.like("positions%")))  # fmt: skip
        assert set(read) == {office.coordinator.account_id}


def positions_in(document: object) -> Iterator[tuple[float, float]]:
    """Every pair of coordinates in a document, however deep."""
    match document:
        case [float(lon), float(lat)]:
            yield lon, lat
        case list():
            for part in document:
                yield from positions_in(part)
        case dict():
            yield from positions_in(list(document.values()))
