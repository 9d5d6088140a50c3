"""The waiting list: who is served when places are freed, in which order, and exactly once."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.arriving import (
    Arrival,
    Departure,
    Rest,
    WalkIn,
    arrive,
    arrive_unannounced,
    depart,
    mark_no_show,
)
from geoops.desk.bookkeeping import KeyTaken
from geoops.desk.clocks import next_time, night
from geoops.desk.encounter_report import WaitingReport
from geoops.desk.encountering import log_encounter
from geoops.desk.listening import may_hear
from geoops.desk.reckoning import (
    BedsBack,
    BedsOut,
    CapacityStatement,
    Census,
    return_to_service,
    set_capacity,
    take_census,
    take_out_of_service,
)
from geoops.desk.sheltering import HoldRequest, expire_holds, keep_places, release_places
from geoops.desk.waiting import (
    WaitingRequest,
    ask_for_places,
    line,
    serve_waiting,
    withdraw_request,
)
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.live.notify import LiveMessage
from geoops.records import (
    EntryCause,
    EntryReason,
    Hold,
    HoldState,
    PlaceCategory,
    PlaceRequest,
    Referral,
    RequestPriority,
    RequestState,
    Role,
    Site,
    SiteStatus,
    Territory,
)
from geoops.records.ledger_proof import complaints
from tests.builders import a_report, add_site
from tests.conftest import ActorOf
from tests.desk.days import a_day

MEN = PlaceCategory.ISOLATED_MAN
VULNERABLE = RequestPriority.SMALL_CHILDREN


class House:
    """A full site of `places`, held for one group and occupied by others, and who waits for it."""

    def __init__(
        self, owner: Engine, engine: Engine, territory: Territory, actor: Actor, now: datetime
    ):
        self.owner, self.engine, self.actor, self.now = owner, engine, actor, now
        self.site = add_site(owner, territory, places=10)
        self.walk_in(6)
        self.hold = self.keep(4)

    def walk_in(self, people: int) -> None:
        asked = WalkIn(MEN, people, uuid4().hex)
        arrive_unannounced(self.actor, self.engine, self.site, asked, self.now)

    def keep(self, places: int) -> UUID:
        asked = HoldRequest(MEN, places, uuid4().hex)
        return keep_places(self.actor, self.engine, self.site, asked, self.now).hold.id

    def ask(
        self, places: int, priority: RequestPriority = RequestPriority.ORDINARY, **more: object
    ) -> UUID:
        self.now += timedelta(seconds=1)
        asked = WaitingRequest(MEN, places, uuid4().hex, priority, **more)  # type: ignore[arg-type]
        return ask_for_places(self.actor, self.engine, asked, self.now).request.id

    def request(self, request: UUID) -> PlaceRequest:
        with Session(self.owner) as session:
            return session.get_one(PlaceRequest, request)

    def served(self, *requests: UUID) -> list[bool]:
        return [self.request(one).state is RequestState.SERVED for one in requests]

    def depart(self, people: int) -> None:
        depart(self.actor, self.engine, self.site, Departure(MEN, people, uuid4().hex), self.now)

    def complaints(self) -> list[str]:
        with self.owner.connect() as connection:
            return [complaint.words for complaint in complaints(connection)]


@pytest.fixture
def house(
    owner: Engine, engine: Engine, territory: Territory, actor: ActorOf, now: datetime
) -> House:
    return House(owner, engine, territory, actor(Role.COORDINATOR), now)


def a_release(house: House) -> None:
    release_places(house.actor, house.engine, house.hold, house.now)


def an_arrival_of_some(house: House) -> None:
    asked = Arrival(house.hold, 1, uuid4().hex, Rest.RELEASED)
    arrive(house.actor, house.engine, asked, house.now)


def a_no_show(house: House) -> None:
    mark_no_show(house.actor, house.engine, house.hold, house.now)


def an_expiry(house: House) -> None:
    house.now += timedelta(hours=4)
    assert expire_holds(house.engine, house.now) >= 1


def a_departure(house: House) -> None:
    house.depart(3)


def a_census(house: House) -> None:
    asked = Census(MEN, 3, night(house.now, "Europe/Paris"), uuid4().hex)
    take_census(house.actor, house.engine, house.site, asked, house.now)


def more_capacity(house: House) -> None:
    asked = CapacityStatement(MEN, 13, EntryCause.PLAN_GRAND_FROID, uuid4().hex)
    set_capacity(house.actor, house.engine, house.site, asked, house.now)


def beds_back(house: House) -> None:
    asked = BedsBack(MEN, 3, uuid4().hex)
    return_to_service(house.actor, house.engine, house.site, asked, house.now)


def a_transfer(house: House) -> None:
    """As a bus leaves: an entry by the tables' owner, through no function of the desk."""
    with house.owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO place_entry (territory_id, site_id, category, cause, occupied, at)"
                " VALUES (:territory, :site, 'isolated_man', 'transfer', -3, :now)"
            ),
            {"territory": house.actor.territory_id, "site": house.site, "now": house.now},
        )


FREEING = [
    a_release, an_arrival_of_some, a_no_show, an_expiry, a_departure, a_census, more_capacity,
    a_transfer,
]  # fmt: skip


@pytest.mark.parametrize("frees", FREEING)
def test_whatever_frees_places_gives_them_to_the_first_in_line(
    house: House, frees: Callable[[House], None]
) -> None:
    first, second = house.ask(3), house.ask(3)
    frees(house)
    assert house.served(first, second) == [True, False]
    kept = house.request(first)
    with Session(house.owner) as session:
        hold = session.get_one(Hold, kept.hold_id)
        assert (hold.site_id, hold.places, hold.state) == (house.site, 3, HoldState.ACTIVE)
        assert hold.expires_at == house.now + timedelta(hours=3)
    assert house.complaints() == []


def test_beds_that_come_back_are_given_on(house: House) -> None:
    house.depart(3)
    out = BedsOut(MEN, 3, EntryReason.HYGIENE, uuid4().hex)
    take_out_of_service(house.actor, house.engine, house.site, out, house.now)
    first = house.ask(3)
    assert house.served(first) == [False]
    beds_back(house)
    assert house.served(first) == [True]


class TestTheOrder:
    def test_is_by_priority_then_by_time(self, house: House) -> None:
        early, late, vulnerable = house.ask(1), house.ask(1), house.ask(1, VULNERABLE)
        house.depart(1)
        assert house.served(early, late, vulnerable) == [False, False, True]
        house.depart(1)
        assert house.served(early, late, vulnerable) == [True, False, True]

    def test_passes_to_the_next_that_fits_and_the_first_keeps_its_place(self, house: House) -> None:
        big, small = house.ask(4), house.ask(1)
        house.depart(2)
        assert house.served(big, small) == [False, True]
        assert house.request(big).overtaken == 1
        later = house.ask(2)  # only one is free: it waits behind
        house.depart(3)
        assert house.served(big, later) == [True, False]

    def test_lets_nobody_be_overtaken_more_than_three_times(self, house: House) -> None:
        big = house.ask(5)
        small = [house.ask(1) for _ in range(5)]
        for _ in range(5):
            house.depart(1)
        assert house.served(big, *small) == [False, True, True, True, False, False]
        assert house.request(big).overtaken == 3
        assert house.complaints() == []
        release_places(house.actor, house.engine, house.hold, house.now)
        assert house.served(big, *small) == [True] * 5 + [False]
        assert house.complaints() == []

    def test_waits_for_nobody_whom_this_site_could_never_house(self, house: House) -> None:
        huge = house.ask(11)
        small = [house.ask(1) for _ in range(5)]
        for _ in range(5):
            house.depart(1)
        assert house.served(*small) == [True] * 5
        assert house.request(huge).overtaken == 0

    def test_is_only_among_the_sites_asked_for(self, house: House, territory: Territory) -> None:
        other = add_site(house.owner, territory, places=1)
        asked = HoldRequest(MEN, 1, uuid4().hex)
        keep_places(house.actor, house.engine, other, asked, house.now)
        elsewhere, anywhere = house.ask(1, site_ids=(other,)), house.ask(1)
        house.depart(1)
        assert house.served(elsewhere, anywhere) == [False, True]


class TestAsking:
    def test_is_served_at_once_where_places_are_free(self, house: House) -> None:
        house.depart(2)
        assert house.served(house.ask(3), house.ask(2)) == [False, True]

    def test_again_changes_nothing_and_another_content_is_refused(self, house: House) -> None:
        asked = WaitingRequest(MEN, 2, uuid4().hex)
        first = ask_for_places(house.actor, house.engine, asked, house.now)
        again = ask_for_places(house.actor, house.engine, asked, house.now)
        assert (again.request.id, first.created, again.created) == (first.request.id, True, False)
        other = WaitingRequest(MEN, 3, asked.idempotency_key)
        with pytest.raises(KeyTaken):
            ask_for_places(house.actor, house.engine, other, house.now)

    def test_names_sites_teams_and_encounters_that_are_there(self, house: House) -> None:
        for field in ("encounter_id", "team_id"):
            with pytest.raises(Invalid):
                house.ask(1, **{field: uuid4()})
        with pytest.raises(Invalid):
            house.ask(1, site_ids=(uuid4(),))
        for places in (0, 501):
            with pytest.raises(Invalid):
                house.ask(places)

    def test_ends_with_the_night(self, house: House) -> None:
        request = house.ask(1)
        assert house.request(request).lapses_at == datetime(2026, 11, 24, 7, tzinfo=UTC)
        house.now = datetime(2026, 11, 24, 7, tzinfo=UTC)
        house.depart(1)
        assert house.served(request) == [False]
        assert serve_waiting(house.engine, house.now) == 0
        assert house.request(request).state is RequestState.LAPSED

    def test_can_be_withdrawn_until_it_is_served(self, house: House) -> None:
        first, second = house.ask(1), house.ask(1)
        for _ in range(2):
            withdraw_request(house.actor, house.engine, first, house.now)
        house.depart(1)
        assert house.served(first, second) == [False, True]
        with pytest.raises(Conflict):
            withdraw_request(house.actor, house.engine, second, house.now)

    def test_a_closed_site_serves_nobody(self, house: House) -> None:
        request = house.ask(1)
        with Session(house.owner) as session, session.begin():
            session.get_one(Site, house.site).status = SiteStatus.CLOSED
        house.depart(1)
        assert house.served(request) == [False]
        assert house.complaints() == []


def test_an_encounter_waits_in_its_own_transaction_and_its_referral_follows(house: House) -> None:
    report = a_report(accepted=4, waiting=(WaitingReport(MEN, 3), WaitingReport(MEN, 1)))
    logged = log_encounter(house.actor, house.engine, report, house.now)
    first, second = map(UUID, logged.body["place_requests"])
    assert house.served(first, second) == [False, False]
    house.depart(4)
    assert house.served(first, second) == [True, True]
    with Session(house.owner) as session:
        referrals = session.scalars(select(Referral).where(Referral.encounter_id == report.id))
        assert {(one.people, one.hold_id) for one in referrals} == {
            (3, house.request(first).hold_id),
            (1, house.request(second).hold_id),
        }
    again = log_encounter(house.actor, house.engine, report, house.now)
    assert (again.created, again.body) == (False, logged.body)


def test_no_more_people_wait_than_accepted(house: House) -> None:
    report = a_report(accepted=2, waiting=(WaitingReport(MEN, 3),))
    with pytest.raises(Invalid):
        log_encounter(house.actor, house.engine, report, house.now)


def test_a_team_sees_hears_and_withdraws_its_own_requests_only(
    house: House, owner: Engine, engine: Engine, territory: Territory, actor: ActorOf
) -> None:
    day = a_day(owner, territory, teams=2, zones=0)
    one, other = (actor(Role.FIELD, team_id=team) for team in day.teams)
    asked = WaitingRequest(MEN, 2, uuid4().hex)
    request = ask_for_places(one, engine, asked, house.now).request
    house.ask(1, VULNERABLE)
    assert [(row["id"], row["position"]) for row in line(one, engine)] == [(request.id, 2)]
    assert line(other, engine) == []
    assert len(line(house.actor, engine)) == 2
    with pytest.raises(NotFound):
        withdraw_request(other, engine, request.id, house.now)
    with pytest.raises(Forbidden):
        ask_for_places(
            one, engine, WaitingRequest(MEN, 1, uuid4().hex, team_id=day.teams[1]), house.now
        )
    house.depart(3)
    events = select_events(owner, territory)
    assert [payload["team_id"] for topic, payload in events if topic == "hold"][-1] == str(
        day.teams[0]
    )
    heard = [[topic for topic, payload in events if may_hear(who, message(topic, payload))]
             for who in (one, other, actor(Role.DIRECTOR))]  # fmt: skip
    assert "place_request" in heard[0]
    assert "hold" in heard[0]
    assert set(heard[1]) == {"places"}
    assert set(heard[2]) == {"places", "hold"}


def select_events(owner: Engine, territory: Territory) -> list[tuple[str, dict[str, object]]]:
    with owner.connect() as connection:
        rows = connection.execute(
            text("SELECT topic, payload FROM live_event WHERE territory_id = :it ORDER BY id"),
            {"it": territory.id},
        )
        return [(row.topic, row.payload) for row in rows]


def message(topic: str, payload: dict[str, object]) -> LiveMessage:
    return LiveMessage("1", topic, payload)


def test_sixteen_free_and_ask_at_once_and_each_place_is_given_once(
    house: House, engine: Engine, territory: Territory, owner: Engine
) -> None:
    sites = [house.site, *(add_site(owner, territory, places=4) for _ in range(2))]

    def act(draw: random.Random) -> object:
        who, now, site, key = house.actor, house.now, draw.choice(sites), uuid4().hex
        few = draw.randint(1, 3)
        match draw.randrange(5):
            case 0:
                return ask_for_places(who, engine, WaitingRequest(MEN, few, key), now)
            case 1:
                return depart(who, engine, site, Departure(MEN, few, key), now)
            case 2:
                return arrive_unannounced(who, engine, site, WalkIn(MEN, 1, key), now)
            case 3:
                return release_places(who, engine, draw.choice(holds(owner, territory)), now)
            case _:
                return serve_waiting(engine, now)

    def at_work(seed: int) -> int:
        draw, done = random.Random(seed), 0
        for _ in range(25):
            with suppress(Conflict, Invalid):
                act(draw)
                done += 1
        return done

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(at_work, range(16))) > 100
    serve_waiting(engine, house.now)
    assert house.complaints() == []
    with Session(owner) as session:
        served = session.scalars(
            select(PlaceRequest.hold_id).where(PlaceRequest.state == RequestState.SERVED)
        ).all()
    assert len(served) > 10


def holds(owner: Engine, territory: Territory) -> list[UUID]:
    with Session(owner) as session:
        return list(session.scalars(select(Hold.id).where(Hold.territory_id == territory.id)))


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (datetime(2026, 11, 23, 6, 59, tzinfo=UTC), datetime(2026, 11, 23, 7, tzinfo=UTC)),
        (datetime(2026, 11, 23, 7, tzinfo=UTC), datetime(2026, 11, 24, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
)
def test_a_night_ends_when_the_walls_say_so(now: datetime, ends: datetime) -> None:
    from geoops.desk.waiting import NIGHT_ENDS

    assert next_time(now, NIGHT_ENDS, "Europe/Paris") == ends


def test_what_a_race_has_left_the_sweep_serves(house: House) -> None:
    request = house.ask(1)
    with house.owner.begin() as connection:  # as if the freeing had not seen the request
        connection.execute(text("ALTER TABLE place_entry DISABLE TRIGGER serves_the_waiting"))
    house.depart(1)
    with house.owner.begin() as connection:
        connection.execute(text("ALTER TABLE place_entry ENABLE TRIGGER serves_the_waiting"))
    assert [words for words in house.complaints() if str(request) in words]
    assert serve_waiting(house.engine, house.now) == 1
    assert house.served(request) == [True]
    assert house.complaints() == []


def test_the_application_cannot_serve_past_the_line(house: House) -> None:
    request = house.ask(1)
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction(house.engine, house.actor.territory_id) as session,
    ):
        session.execute(
            text("UPDATE place_request SET state = 'served', hold_id = :hold WHERE id = :id"),
            {"hold": house.hold, "id": request},
        )
