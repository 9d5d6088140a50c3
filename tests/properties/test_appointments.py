"""Appointments against a model of one dictionary: booked, moved, ended, closed, in any order."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, text

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.attending import cancel, honour, miss, reopen
from geoops.desk.calendar import NoSlotFree, SlotTaken
from geoops.desk.closing import DayStatement, state_days
from geoops.desk.registering import AllBooked, Booking, Moving, book, move
from geoops.desk.slots import site_slots
from geoops.desk.tracing import Need, Trace, referrals
from geoops.records import Appointment, DayCause, ReferralKind, Role
from geoops.records.violations import AppointmentEnded, MoreThanReferred
from tests.builders import add_guda, add_referral
from tests.conftest import new_actor, new_territory

DESKS = 2
FRIDAY = datetime(2026, 10, 23, 5, tzinfo=UTC)  # the clocks go back on the Sunday
DAYS = [date(2026, 10, 23), date(2026, 10, 26), date(2026, 10, 27)]
CLOCKS = "09:00 10:00"
WHICH = st.integers(0, 1_000)


class Desk(RuleBasedStateMachine):
    """One GUDA of two desks and two times, over three working days."""

    owner: Engine
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        territory = new_territory(self.owner)
        self.actor: Actor = new_actor(self.owner, territory, Role.COORDINATOR)
        self.guda = add_guda(self.owner, territory, desks=DESKS, clocks=CLOCKS)
        self.number, self.closed = 0, set[date]()
        self.people: dict[UUID, int] = {}
        self.made: dict[UUID, Appointment] = {}
        self.state: dict[UUID, str] = {}
        self.came: dict[UUID, int] = {}
        days = site_slots(self.actor, self.engine, self.guda, DAYS[0], DAYS[-1])
        self.slots = [slot.starts_at for slot in days]

    def key(self) -> str:
        self.number += 1
        return f"key-{self.number}"

    def day(self, slot: datetime) -> date:
        return slot.date()  # Paris is ahead of UTC by an hour or two, and the desks open at nine

    def taken(self, slot: datetime) -> int:
        return sum(
            one.people
            for key, one in self.made.items()
            if one.starts_at == slot and self.state[key] not in ("cancelled", "moved")
        )

    def free(self, slot: datetime) -> int:
        return 0 if self.day(slot) in self.closed else DESKS - self.taken(slot)

    def bound(self, referral: UUID) -> int:
        """How many of a referral are expected or came."""
        return sum(
            one.people if self.state[key] == "booked" else self.came.get(key, 0)
            for key, one in self.made.items()
            if one.referral_id == referral
        )

    def fits(self, slot: datetime, people: int) -> bool:
        later = [s for s in self.slots if self.day(s) == self.day(slot) and s >= slot]
        return self.free(slot) > 0 and sum(self.free(s) for s in later) >= people

    def remember(self, appointments: list[Appointment]) -> None:
        for one in appointments:
            self.made[one.id], self.state[one.id] = one, "booked"

    @rule(people=st.integers(1, 5))
    def refer(self, people: int) -> None:
        referral = add_referral(self.engine, self.actor, ReferralKind.GUDA, people, FRIDAY)
        self.people[referral] = people

    @precondition(lambda self: self.people)
    @rule(which=WHICH, at=WHICH, twice=st.booleans())
    def book_at(self, which: int, at: int, twice: bool) -> None:
        referral = list(self.people)[which % len(self.people)]
        slot, left = self.slots[at % len(self.slots)], self.people[referral] - self.bound(referral)
        asked = Booking(self.guda, self.key(), None, slot)
        if left < 1:
            with pytest.raises(AllBooked):
                book(self.actor, self.engine, referral, asked, FRIDAY)
        elif not self.fits(slot, left):
            with pytest.raises((SlotTaken, NoSlotFree)):
                book(self.actor, self.engine, referral, asked, FRIDAY)
        else:
            made = book(self.actor, self.engine, referral, asked, FRIDAY).appointments
            assert sum(one.people for one in made) == left
            self.remember(made)
            if twice:
                again = book(self.actor, self.engine, referral, asked, FRIDAY)
                assert [one.id for one in again.appointments] == [one.id for one in made]

    @precondition(lambda self: self.made)
    @rule(which=WHICH, at=WHICH)
    def move_to(self, which: int, at: int) -> None:
        old = list(self.made.values())[which % len(self.made)]
        slot, asked = self.slots[at % len(self.slots)], Moving(self.key())
        asked = Moving(asked.idempotency_key, slot)
        if self.state[old.id] != "booked":
            with pytest.raises(AppointmentEnded):
                move(self.actor, self.engine, old.id, asked, FRIDAY)
        elif not self.fits(slot, old.people):
            with pytest.raises((SlotTaken, NoSlotFree)):
                move(self.actor, self.engine, old.id, asked, FRIDAY)
        else:
            made = move(self.actor, self.engine, old.id, asked, FRIDAY).appointments
            self.state[old.id] = "moved"
            self.remember(made)

    @precondition(lambda self: self.made)
    @rule(which=WHICH, end=st.sampled_from(["honoured", "missed", "cancelled", "booked"]))
    def end(self, which: int, end: str) -> None:
        one = list(self.made.values())[which % len(self.made)]
        was, later = self.state[one.id], FRIDAY + timedelta(days=7)
        allowed = {"booked": {"honoured", "missed", "cancelled", "booked"}, end: {end}}
        if end == "booked":
            allowed = {"booked": {end}, "honoured": {end}, "missed": {end}}
        mine = one.people if was == "booked" else self.came.get(one.id, 0)
        too_many = (
            end == "booked"
            and self.bound(one.referral_id) - mine + one.people > self.people[one.referral_id]
        )
        if end not in allowed.get(was, ()):
            with pytest.raises(AppointmentEnded):
                self.do(one.id, end, later)
        elif too_many:
            with pytest.raises(MoreThanReferred):
                self.do(one.id, end, later)
        else:
            self.do(one.id, end, later)
            self.state[one.id] = end
            self.came[one.id] = one.people if end == "honoured" else 0

    def do(self, appointment: UUID, end: str, now: datetime) -> None:
        if end == "honoured":
            honour(self.actor, self.engine, appointment, None, now)
        else:
            act = {"missed": miss, "cancelled": cancel, "booked": reopen}[end]
            act(self.actor, self.engine, appointment, now)

    @rule(which=WHICH, desks=st.sampled_from([0, DESKS]))
    def close_or_open(self, which: int, desks: int) -> None:
        day = DAYS[which % len(DAYS)]
        statement = DayStatement(day, day, desks, DayCause.STRIKE, self.key())
        state_days(self.actor, self.engine, self.guda, statement, FRIDAY)
        self.closed = self.closed | {day} if desks == 0 else self.closed - {day}

    @invariant()
    def seats_are_as_the_model_says(self) -> None:
        slots = site_slots(self.actor, self.engine, self.guda, DAYS[0], DAYS[-1])
        assert {slot.starts_at: slot.booked for slot in slots} == {
            slot: self.taken(slot) for slot in self.slots
        }
        with transaction(self.engine, self.actor.territory_id) as session:
            over = session.execute(text("SELECT count(*) FROM slot WHERE booked > seats"))
            assert over.scalar_one() == 0

    @invariant()
    def who_is_booked_on_a_closed_day_is_on_the_worklist(self) -> None:
        found = referrals(self.actor, self.engine, Trace(), FRIDAY, need=Need.MOVE)
        assert {row["id"] for row in found} == {
            one.referral_id
            for key, one in self.made.items()
            if self.state[key] == "booked" and self.day(one.starts_at) in self.closed
        }


@pytest.fixture
def desk(owner: Engine, engine: Engine) -> type[Desk]:
    return type("TheDesk", (Desk,), {"owner": owner, "engine": engine})


def test_whatever_happens_at_the_desk_is_the_model(desk: type[Desk]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        desk,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
