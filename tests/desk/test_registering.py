"""Appointments at the GUDA: given once, moved in one step, never more than there are seats."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.attending import TooEarly, cancel, honour, miss, reopen
from geoops.desk.bookkeeping import KeyTaken
from geoops.desk.calendar import NoSlotFree, SlotTaken
from geoops.desk.closing import DayStatement, state_days, withdraw_day
from geoops.desk.encounter_report import ReferralReport
from geoops.desk.encountering import log_encounter
from geoops.desk.following import steps_of
from geoops.desk.registering import AllBooked, Booking, Moving, book, move
from geoops.desk.slots import next_seats, site_slots
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.records import AppointmentState, DayCause, ReferralKind, Role, Territory
from geoops.records.violations import AppointmentEnded, MoreThanReferred
from tests.builders import a_report, add_guda, add_referral
from tests.conftest import ActorOf, new_actor, new_territory

MONDAY = date(2026, 11, 23)
NINE, TEN, ELEVEN = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (8, 9, 10))


@pytest.fixture
def guda(owner: Engine, territory: Territory) -> UUID:
    return add_guda(owner, territory)


@pytest.fixture
def desk(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def referred(engine: Engine, desk: Actor, people: int, now: datetime) -> UUID:
    return add_referral(engine, desk, ReferralKind.GUDA, people, now)


def at(guda: UUID, starts_at: datetime, people: int | None = None) -> Booking:
    return Booking(guda, uuid4().hex, people, starts_at)


def states(engine: Engine, desk: Actor, referral: UUID) -> list[str]:
    return [step.state for step in steps_of(desk, engine, referral)]


def booked(engine: Engine, territory: Territory) -> dict[datetime, int]:
    with transaction(engine, territory.id) as session:
        rows = session.execute(text("SELECT starts_at, booked FROM slot WHERE booked > 0"))
        return {row.starts_at: row.booked for row in rows}


def test_a_group_gets_the_first_seats_after_now_and_the_same_request_the_same_ones(
    engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    referral, booking = referred(engine, desk, 3, now), Booking(guda, "key")
    first = book(desk, engine, referral, booking, now)
    again = book(desk, engine, referral, booking, now + timedelta(hours=30))
    assert [(one.starts_at, one.people) for one in first.appointments] == [
        (datetime(2026, 11, 23, 10, tzinfo=UTC), 3)  # at 10:00 local nine o'clock UTC has begun
    ]
    assert (first.created, again.created) == (True, False)
    assert [one.id for one in again.appointments] == [one.id for one in first.appointments]
    assert states(engine, desk, referral) == ["open", "booked"]


def test_a_key_stands_for_one_request(
    engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    referral = referred(engine, desk, 3, now)
    book(desk, engine, referral, Booking(guda, "key", 1), now)
    with pytest.raises(KeyTaken):
        book(desk, engine, referral, Booking(guda, "key", 2), now)


def test_a_group_that_no_slot_holds_is_spread_over_the_slots_of_one_day(
    engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    made = book(desk, engine, referred(engine, desk, 10, now), Booking(guda, "ten"), now)
    assert [(one.starts_at, one.people) for one in made.appointments] == [
        (NINE, 4),  # today has one slot of four left: too few for ten
        (TEN, 4),
        (ELEVEN, 2),
    ]


def test_a_group_that_no_day_holds_is_refused_in_words(
    engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    with pytest.raises(NoSlotFree, match="13 free seats"):
        book(desk, engine, referred(engine, desk, 13, now), Booking(guda, "many"), now)


def test_taken_seats_are_refused_and_the_next_ones_offered(
    engine: Engine, desk: Actor, guda: UUID, territory: Territory, now: datetime
) -> None:
    book(desk, engine, referred(engine, desk, 12, now), at(guda, NINE), now)
    late = referred(engine, desk, 5, now)
    with pytest.raises(SlotTaken, match="2026-11-25 09:00") as refused:
        book(desk, engine, late, at(guda, NINE), now)
    assert refused.value.details["next_at"] == "2026-11-25T08:00:00+00:00"
    assert sum(booked(engine, territory).values()) == 12
    assert states(engine, desk, late) == ["open"]


@pytest.mark.parametrize(
    "starts_at",
    [NINE + timedelta(minutes=5), NINE + timedelta(days=4), NINE - timedelta(days=7)],
    ids=["between slots", "on a Saturday", "in the past"],
)
def test_nobody_is_booked_where_no_slot_begins(
    engine: Engine, desk: Actor, guda: UUID, now: datetime, starts_at: datetime
) -> None:
    with pytest.raises(Invalid, match="starts_at"):
        book(desk, engine, referred(engine, desk, 1, now), at(guda, starts_at), now)


def test_nobody_is_booked_twice(engine: Engine, desk: Actor, guda: UUID, now: datetime) -> None:
    referral = referred(engine, desk, 3, now)
    book(desk, engine, referral, at(guda, NINE, 2), now)
    with pytest.raises(MoreThanReferred):
        book(desk, engine, referral, at(guda, TEN, 2), now)
    book(desk, engine, referral, at(guda, TEN), now)
    with pytest.raises(AllBooked):
        book(desk, engine, referral, at(guda, TEN), now)


def test_sixty_four_at_once_on_the_last_seats(
    engine: Engine, desk: Actor, guda: UUID, territory: Territory, now: datetime
) -> None:
    with ThreadPoolExecutor(16) as pool:
        waiting = list(pool.map(lambda _: referred(engine, desk, 1, now), range(64)))

    def try_to(referral: UUID) -> bool:
        try:
            book(desk, engine, referral, at(guda, ELEVEN), now)
        except SlotTaken:
            return False
        return True

    with ThreadPoolExecutor(64) as pool:
        assert sum(pool.map(try_to, waiting)) == 4
    assert booked(engine, territory) == {ELEVEN: 4}


def test_moving_gives_the_old_seats_back_and_both_or_none_change(
    engine: Engine, desk: Actor, guda: UUID, territory: Territory, now: datetime
) -> None:
    referral = referred(engine, desk, 3, now)
    old = book(desk, engine, referral, at(guda, NINE), now).appointments[0]
    moving = Moving("there", TEN)
    new = move(desk, engine, old.id, moving, now).appointments[0]
    assert move(desk, engine, old.id, moving, now).appointments[0].id == new.id
    assert booked(engine, territory) == {TEN: 3}
    assert new.replaces == old.id
    assert states(engine, desk, referral) == ["open", "booked", "booked"]
    with pytest.raises(AppointmentEnded):
        move(desk, engine, old.id, Moving("elsewhere", ELEVEN), now)
    with pytest.raises(Invalid):
        move(desk, engine, new.id, Moving("nowhere", TEN + timedelta(minutes=1)), now)
    assert booked(engine, territory) == {TEN: 3}


def test_who_came_and_who_did_not(
    engine: Engine, desk: Actor, guda: UUID, territory: Territory, now: datetime
) -> None:
    referral = referred(engine, desk, 4, now)
    first = book(desk, engine, referral, at(guda, NINE), now).appointments[0]
    with pytest.raises(TooEarly):
        miss(desk, engine, first.id, now)
    with pytest.raises(TooEarly):
        honour(desk, engine, first.id, 3, now)
    for _ in range(2):
        assert honour(desk, engine, first.id, 3, NINE).honoured == 3
    with pytest.raises(AppointmentEnded):
        honour(desk, engine, first.id, 2, NINE)
    second = book(desk, engine, referral, Booking(guda, "rest"), NINE).appointments[0]
    assert (second.people, second.starts_at) == (1, TEN)
    with pytest.raises(MoreThanReferred):  # the one who is booked again would be there twice
        reopen(desk, engine, first.id, NINE)
    miss(desk, engine, second.id, TEN)
    reopen(desk, engine, second.id, TEN)
    honour(desk, engine, second.id, None, TEN)
    assert states(engine, desk, referral) == [
        *("open", "booked", "partly_honoured", "booked", "partly_honoured", "booked", "honoured")
    ]
    assert booked(engine, territory) == {NINE: 4, TEN: 1}


def test_a_cancelled_appointment_gives_its_seats_back_for_good(
    engine: Engine, desk: Actor, guda: UUID, territory: Territory, now: datetime
) -> None:
    referral = referred(engine, desk, 4, now)
    one = book(desk, engine, referral, at(guda, NINE), now).appointments[0]
    for _ in range(2):
        assert cancel(desk, engine, one.id, now).state is AppointmentState.CANCELLED
    assert booked(engine, territory) == {}
    assert states(engine, desk, referral) == ["open", "booked", "open"]
    for act in (reopen, miss):
        with pytest.raises(AppointmentEnded):
            act(desk, engine, one.id, NINE)


def closure(day: date, desks: int = 0, cause: DayCause = DayCause.STAFF) -> DayStatement:
    return DayStatement(day, day, desks, cause, uuid4().hex)


def test_a_closed_day_gives_no_seats_and_keeps_who_is_booked(
    engine: Engine, desk: Actor, guda: UUID, territory: Territory, now: datetime
) -> None:
    book(desk, engine, referred(engine, desk, 2, now), at(guda, NINE), now)
    stated = state_days(desk, engine, guda, closure(NINE.date()), now)
    with pytest.raises(SlotTaken, match="2026-11-25"):
        book(desk, engine, referred(engine, desk, 1, now), at(guda, TEN), now)
    assert booked(engine, territory) == {NINE: 2}
    withdraw_day(desk, engine, stated.days[0].id, now)
    book(desk, engine, referred(engine, desk, 1, now), at(guda, TEN), now)


def test_a_day_with_fewer_desks_has_fewer_seats(
    engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    state_days(desk, engine, guda, closure(NINE.date(), 1), now)
    made = book(desk, engine, referred(engine, desk, 3, now), at(guda, NINE), now)
    assert [one.people for one in made.appointments] == [1, 1, 1]


def test_an_extra_opening_gives_seats_on_a_saturday(
    engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    saturday = NINE + timedelta(days=4)
    state_days(desk, engine, guda, closure(saturday.date(), 2, DayCause.EXTRA_OPENING), now)
    slots = site_slots(desk, engine, guda, saturday.date(), saturday.date())
    assert (slots[0].starts_at, slots[0].seats) == (saturday, 2)
    book(desk, engine, referred(engine, desk, 2, now), at(guda, saturday), now)


def test_a_closure_and_bookings_at_once_leave_nothing_uncounted(
    engine: Engine, desk: Actor, guda: UUID, territory: Territory, now: datetime
) -> None:
    waiting = [referred(engine, desk, 1, now) for _ in range(12)]
    seen: list[str] = []

    def act(number: int) -> bool:
        if number == 6:
            state_days(desk, engine, guda, closure(NINE.date()), now)
            seen.append("closed")
            return False
        try:
            book(desk, engine, waiting[number], at(guda, NINE), now)
        except (SlotTaken, NoSlotFree):
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        got = sum(pool.map(act, range(12)))
    assert seen == ["closed"]
    assert sum(booked(engine, territory).values()) == got <= 12


def test_slots_are_at_their_hour_of_the_wall_clock_in_winter_and_summer(
    engine: Engine, desk: Actor, guda: UUID
) -> None:
    # The clocks go forward on Sunday 28 March 2027, and back on Sunday 25 October 2026.
    for first in (date(2027, 3, 26), date(2026, 10, 23)):
        slots = site_slots(desk, engine, guda, first, first + timedelta(days=3))
        local = [slot.starts_at.astimezone(ZoneInfo("Europe/Paris")) for slot in slots]
        assert {f"{clock:%H:%M}" for clock in local} == {"09:00", "10:00", "11:00"}
        assert len({slot.starts_at.hour for slot in slots[::3]}) == 2
        assert {slot.day.weekday() for slot in slots} == {0, 4}


def test_a_public_holiday_gives_no_seats(engine: Engine, desk: Actor, guda: UUID) -> None:
    armistice = date(2026, 11, 11)
    slots = site_slots(desk, engine, guda, armistice, armistice)
    assert {(slot.seats, slot.closed) for slot in slots} == {(0, "armistice_1918")}


def test_booked_slots_that_the_calendar_no_longer_has_are_still_shown(
    owner: Engine, engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    book(desk, engine, referred(engine, desk, 2, now), at(guda, ELEVEN), now)
    with owner.begin() as connection:
        shorter = text("UPDATE site SET slot_times = '{09:00,10:00}' WHERE id = :site")
        connection.execute(shorter, {"site": guda})
    slots = site_slots(desk, engine, guda, ELEVEN.date(), ELEVEN.date())
    assert (slots[-1].starts_at, slots[-1].booked, slots[-1].closed) == (ELEVEN, 2, "calendar")


def test_an_encounter_books_its_seats_in_the_same_breath_or_is_not_recorded(
    engine: Engine, desk: Actor, guda: UUID, territory: Territory, now: datetime
) -> None:
    def report(people: int) -> object:
        referral = ReferralReport(ReferralKind.GUDA, people, guda, appointment_at=NINE)
        return a_report(head_count=12, referrals=(referral,))

    first = report(12)
    logged = log_encounter(desk, engine, first, now)  # type: ignore[arg-type]
    assert logged.body["referrals"][0]["appointments_at"] == [
        *("2026-11-24T08:00:00+00:00", "2026-11-24T09:00:00+00:00", "2026-11-24T10:00:00+00:00")
    ]
    again = log_encounter(desk, engine, first, now)  # type: ignore[arg-type]
    assert (again.created, again.body) == (False, logged.body)
    with pytest.raises(SlotTaken):
        log_encounter(desk, engine, report(1), now)  # type: ignore[arg-type]
    with transaction(engine, territory.id) as session:
        assert session.execute(text("SELECT count(*) FROM encounter")).scalar_one() == 1


def test_each_works_where_it_is_theirs(
    owner: Engine, engine: Engine, actor: ActorOf, desk: Actor, guda: UUID, now: datetime
) -> None:
    referral = referred(engine, desk, 2, now)
    one = book(desk, engine, referral, at(guda, NINE), now).appointments[0]
    elsewhere = actor(Role.SITE_MANAGER, site_id=add_guda(owner, territory_of(desk)))
    with pytest.raises(Forbidden):
        honour(elsewhere, engine, one.id, None, NINE)
    with pytest.raises(Forbidden):
        site_slots(elsewhere, engine, guda, MONDAY, MONDAY)
    another_territory = new_actor(owner, new_territory(owner), Role.COORDINATOR)
    with pytest.raises(NotFound):
        honour(another_territory, engine, one.id, None, NINE)
    manager = actor(Role.SITE_MANAGER, site_id=guda)
    assert honour(manager, engine, one.id, None, NINE).honoured == 2


def territory_of(desk: Actor) -> Territory:
    return Territory(id=desk.territory_id, code="x", name="x", time_zone=desk.time_zone)


def test_the_next_seats_are_those_that_a_booking_would_get(
    engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    book(desk, engine, referred(engine, desk, 3, now), Booking(guda, "three"), now)
    seats = next_seats(desk, engine, guda, 2, now)
    made = book(desk, engine, referred(engine, desk, 2, now), Booking(guda, "two"), now)
    assert seats == [(one.starts_at, one.people) for one in made.appointments] == [(NINE, 2)]


def test_only_a_guda_gives_appointments(
    owner: Engine, engine: Engine, desk: Actor, guda: UUID, now: datetime
) -> None:
    care = add_referral(engine, desk, ReferralKind.CARE, 1, now)
    with pytest.raises(Invalid, match="GUDA"):
        book(desk, engine, care, at(guda, NINE), now)
    with pytest.raises(Conflict):
        book(desk, engine, referred(engine, desk, 1, now), Booking(guda, "x", 2), now)
