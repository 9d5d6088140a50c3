"""A bus against a model in plain numbers: people are at a site, aboard, there, or gone, never lost.

Whatever is planned, counted, changed, cancelled or late, in any order and perhaps sent twice, the
seats, the places and the people are what the model says, and the ledger proves itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from sqlalchemy import Engine

from geoops.desk.alighting import BusArrival, arrive_by_bus
from geoops.desk.boarding import BoardingCount, BusDeparture, GroupCount, board, depart_by_bus
from geoops.desk.bus_at_work import BusMoved
from geoops.desk.seating import GroupSize, NewGroup, add_group, change_group, remove_group
from geoops.desk.sheltering import expire_holds
from geoops.desk.transferring import cancel_transfer
from geoops.errors import Conflict
from geoops.records import Role, TransferState
from geoops.records.ledger_proof import complaints
from tests.conftest import new_actor, new_territory
from tests.desk.buses import MEN, a_trip, key

MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PEOPLE = st.integers(1, 5)
WHICH = st.integers(0, 1_000)
SEATS, PLACES, PEOPLE_AT_ORIGIN = 12, 10, 9


@dataclass
class ModelGroup:
    people: int
    aboard: int = 0


def boarding(trip: "BusDay") -> bool:
    return trip.state in (TransferState.PLANNED, TransferState.BOARDING)


def seated(trip: "BusDay") -> bool:
    return boarding(trip) and bool(trip.groups)


class BusDay(RuleBasedStateMachine):
    """One bus from a site with people in beds to another with few places."""

    owner: Engine
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        territory = new_territory(self.owner)
        self.actor = new_actor(self.owner, territory, Role.COORDINATOR)
        self.now = MORNING
        self.trip = a_trip(
            self.owner, self.engine, territory, self.actor, self.now,
            seats=SEATS, there=PLACES, at_origin=PEOPLE_AT_ORIGIN,
        )  # fmt: skip
        self.on = (self.actor, self.engine, self.trip.id)
        self.state = TransferState.PLANNED
        self.groups: dict[UUID, ModelGroup] = {}
        self.origin, self.there, self.gone, self.held = PEOPLE_AT_ORIGIN, 0, 0, 0
        self.sent: list[Callable[[], BusMoved]] = []

    @property
    def on_the_way(self) -> int:
        left = self.state is TransferState.DEPARTED
        return sum(group.aboard for group in self.groups.values()) if left else 0

    @property
    def seats_taken(self) -> int:
        return sum(group.people for group in self.groups.values())

    def pick(self, which: int) -> UUID:
        return list(self.groups)[which % len(self.groups)]

    def granted(self, fits: bool, ask: Callable[[], BusMoved]) -> BusMoved | None:
        """The answer, which there is exactly if the model says that it fits."""
        if not fits:
            with pytest.raises(Conflict):
                ask()
            return None
        answer = ask()
        assert answer.created
        self.sent.append(ask)
        return answer

    @precondition(boarding)
    @rule(people=PEOPLE)
    def add(self, people: int) -> None:
        group = NewGroup(self.trip.pickup, self.trip.destination, MEN, people, key())
        now = self.now
        fits = self.seats_taken + people <= SEATS and self.held + people <= PLACES
        answer = self.granted(fits, lambda: add_group(*self.on, group, now))
        if answer:
            assert answer.subject
            self.groups[answer.subject] = ModelGroup(people)
            self.held += people

    @precondition(seated)
    @rule(which=WHICH, people=PEOPLE)
    def change(self, which: int, people: int) -> None:
        group, now = self.pick(which), self.now
        known, size = self.groups[group], GroupSize(group, people, key())
        more = people - known.people
        fits = (
            people >= known.aboard
            and (self.seats_taken + more <= SEATS)
            and (self.held + max(more, 0) <= PLACES)
        )
        if self.granted(fits, lambda: change_group(*self.on, size, now)):
            known.people, self.held = people, self.held + more

    @precondition(seated)
    @rule(which=WHICH)
    def remove(self, which: int) -> None:
        group = self.pick(which)
        for _ in range(2):
            remove_group(*self.on, group, self.now)
        self.held -= self.groups.pop(group).people

    @precondition(seated)
    @rule(which=WHICH, people=st.integers(-1, 6))
    def count(self, which: int, people: int) -> None:
        group, now = self.pick(which), self.now
        asked = BoardingCount((GroupCount(group, people),), key())
        fits = 0 <= people <= self.groups[group].people
        if self.granted(fits, lambda: board(*self.on, asked, now)):
            self.groups[group].aboard, self.state = people, TransferState.BOARDING

    @precondition(boarding)
    @rule()
    def leave(self) -> None:
        aboard = sum(group.aboard for group in self.groups.values())
        asked, now = BusDeparture(key()), self.now
        if self.granted(0 < aboard <= self.origin, lambda: depart_by_bus(*self.on, asked, now)):
            self.state, self.held = TransferState.DEPARTED, aboard
            self.origin -= aboard
            for group in self.groups.values():
                group.people = group.aboard  # its seats

    @precondition(lambda self: self.state is TransferState.DEPARTED)
    @rule(late=st.booleans(), missing=st.integers(0, 2))
    def arrive(self, late: bool, missing: int) -> None:
        if late:
            self.now += timedelta(hours=20)
            expire_holds(self.engine, self.now)
        counts, came, now = [], 0, self.now
        for group, known in self.groups.items():
            some = max(0, known.aboard - missing)
            counts.append(GroupCount(group, some))
            came += some
        asked = BusArrival(self.trip.destination, key(), tuple(counts))
        assert self.granted(True, lambda: arrive_by_bus(*self.on, asked, now))
        self.gone += self.on_the_way - came
        self.there, self.held, self.state = came, 0, TransferState.ARRIVED

    @precondition(boarding)
    @rule(sure=st.integers(0, 7))
    def cancel(self, sure: int) -> None:
        if sure:  # or no run would get far
            return
        for _ in range(2):
            cancel_transfer(*self.on, self.now)
        self.state, self.held = TransferState.CANCELLED, 0
        self.groups.clear()

    @precondition(lambda self: self.state is not TransferState.PLANNED)
    @rule()
    def nothing_else_happens_when_it_is_over(self) -> None:
        if self.state not in (TransferState.PLANNED, TransferState.BOARDING):
            with pytest.raises(Conflict):
                depart_by_bus(*self.on, BusDeparture(key()), self.now)

    @precondition(lambda self: bool(self.sent))
    @rule(which=WHICH)
    def send_again(self, which: int) -> None:
        assert not self.sent[which % len(self.sent)]().created

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        bus = self.trip.read()
        assert (bus.state, bus.booked) == (self.state, self.seats_taken)
        assert self.trip.places(self.trip.origin) == (self.origin, 0)
        assert self.trip.places(self.trip.destination) == (self.there, self.held)
        assert self.origin + self.on_the_way + self.there + self.gone == PEOPLE_AT_ORIGIN

    def teardown(self) -> None:
        with self.owner.connect() as connection:
            assert complaints(connection) == []


@pytest.fixture
def bus_day(owner: Engine, engine: Engine) -> type[BusDay]:
    return type("BusDayHere", (BusDay,), {"owner": owner, "engine": engine})


def test_whatever_happens_to_a_bus_nobody_is_lost(bus_day: type[BusDay]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        bus_day,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
