"""The waiting list against a model that serves in plain loops: same groups, same order, once.

The code under test serves within the entry that frees the places; the model is asked afterwards who
ought to have been: nobody who is to be served is missed, nobody else is, and the sweep at the end
finds nothing left to do.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor
from geoops.desk.arriving import Departure, WalkIn, arrive_unannounced, depart
from geoops.desk.reckoning import CapacityStatement, set_capacity
from geoops.desk.sheltering import HoldRequest, keep_places, release_places
from geoops.desk.waiting import WaitingRequest, ask_for_places, serve_waiting, withdraw_request
from geoops.errors import Conflict
from geoops.records import (
    EntryCause,
    PlaceCategory,
    PlaceRequest,
    RequestPriority,
    RequestState,
    Role,
)
from geoops.records.ledger_proof import complaints
from tests.builders import add_site
from tests.conftest import new_actor, new_territory

MEN = PlaceCategory.ISOLATED_MAN
FEW = st.integers(1, 5)
PRIORITIES = st.sampled_from([RequestPriority.ORDINARY, RequestPriority.HEALTH])
WHICH = st.integers(0, 1_000)


@dataclass
class Waits:
    """A request of the model; `number` is its age."""

    places: int
    ordinary: bool
    number: int
    overtaken: int = 0


@dataclass
class Line:
    """One balance and its line, in plain numbers."""

    capacity: int = 8
    occupied: int = 0
    kept: dict[UUID, int] = field(default_factory=dict)
    waiting: dict[UUID, Waits] = field(default_factory=dict)
    served: set[UUID] = field(default_factory=set)

    @property
    def free(self) -> int:
        return self.capacity - self.occupied - sum(self.kept.values())

    def serve(self) -> None:
        """Serve in order until nobody fits, or who was overtaken three times must be waited for."""
        while (chosen := self._next()) is not None:
            first = self.waiting.pop(chosen)
            for other in self._in_order():
                passed = (other.ordinary, other.number) < (first.ordinary, first.number)
                if passed and self.free < other.places <= self.capacity:
                    other.overtaken += 1
            self.kept[chosen] = first.places
            self.served.add(chosen)

    def _next(self) -> UUID | None:
        for other in self._in_order():
            if other.places <= self.free:
                return next(key for key, value in self.waiting.items() if value is other)
            if other.overtaken >= 3 and other.places <= self.capacity:
                return None
        return None

    def _in_order(self) -> list[Waits]:
        return sorted(self.waiting.values(), key=lambda one: (one.ordinary, one.number))


class Evening(RuleBasedStateMachine):
    """People come, leave, wait and are given places at one site, in any order."""

    owner: Engine
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        territory = new_territory(self.owner)
        self.actor: Actor = new_actor(self.owner, territory, Role.COORDINATOR)
        self.site = add_site(self.owner, territory, places=8)
        self.line, self.number = Line(), 0
        self.start = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
        full = WalkIn(MEN, 8, uuid4().hex)  # or nobody would wait for long
        arrive_unannounced(self.actor, self.engine, self.site, full, self.start)
        self.line.occupied = 8

    @property
    def now(self) -> datetime:
        self.number += 1
        return self.start + timedelta(seconds=self.number)

    @rule(places=FEW, priority=PRIORITIES)
    def ask(self, places: int, priority: RequestPriority) -> None:
        asked = WaitingRequest(MEN, places, uuid4().hex, priority)
        request = ask_for_places(self.actor, self.engine, asked, self.now).request.id
        ordinary = priority is RequestPriority.ORDINARY
        self.line.waiting[request] = Waits(places, ordinary, self.number)
        self.line.serve()

    @rule(places=FEW)
    def keep(self, places: int) -> None:
        asked = HoldRequest(MEN, places, uuid4().hex)
        if places > self.line.free:
            with pytest.raises(Conflict):
                keep_places(self.actor, self.engine, self.site, asked, self.now)
            return
        hold = keep_places(self.actor, self.engine, self.site, asked, self.now).hold.id
        self.line.kept[hold] = places

    @rule(people=FEW)
    def walk_in(self, people: int) -> None:
        if people <= self.line.free:
            asked = WalkIn(MEN, people, uuid4().hex)
            arrive_unannounced(self.actor, self.engine, self.site, asked, self.now)
            self.line.occupied += people

    @precondition(lambda self: self.line.occupied > 0)
    @rule(people=FEW)
    def leave(self, people: int) -> None:
        gone = min(people, self.line.occupied)
        depart(self.actor, self.engine, self.site, Departure(MEN, gone, uuid4().hex), self.now)
        self.line.occupied -= gone
        self.line.serve()

    @precondition(lambda self: bool(self.line.kept))
    @rule(which=WHICH)
    def release(self, which: int) -> None:
        key = list(self.line.kept)[which % len(self.line.kept)]
        hold = self.request(key).hold_id if key in self.line.served else key
        assert hold is not None
        release_places(self.actor, self.engine, hold, self.now)
        del self.line.kept[key]
        self.line.serve()

    @precondition(lambda self: bool(self.line.waiting))
    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        key = list(self.line.waiting)[which % len(self.line.waiting)]
        withdraw_request(self.actor, self.engine, key, self.now)
        del self.line.waiting[key]
        serve_waiting(self.engine, self.now)  # who stood behind one that was waited for
        self.line.serve()

    @rule(places=st.integers(3, 12))
    def works(self, places: int) -> None:
        statement = CapacityStatement(MEN, places, EntryCause.WORKS, uuid4().hex)
        set_capacity(self.actor, self.engine, self.site, statement, self.now)
        self.line.capacity = places
        serve_waiting(self.engine, self.now)  # who is not waited for any more: it is too big now
        self.line.serve()

    def request(self, key: UUID) -> PlaceRequest:
        with Session(self.owner) as session:
            return session.get_one(PlaceRequest, key)

    @invariant()
    def the_line_is_the_model(self) -> None:
        with Session(self.owner) as session:
            rows = session.scalars(
                select(PlaceRequest).where(PlaceRequest.territory_id == self.actor.territory_id)
            ).all()
        waiting = {row.id: row.overtaken for row in rows if row.state is RequestState.WAITING}
        assert waiting == {key: one.overtaken for key, one in self.line.waiting.items()}
        assert {row.id for row in rows if row.state is RequestState.SERVED} == self.line.served

    def teardown(self) -> None:
        assert serve_waiting(self.engine, self.start) == 0
        with self.owner.connect() as connection:
            assert complaints(connection) == []


@pytest.fixture
def evening(owner: Engine, engine: Engine) -> type[Evening]:
    return type("EveningAtASite", (Evening,), {"owner": owner, "engine": engine})


def test_whoever_is_served_is_who_ought_to_be(evening: type[Evening]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        evening,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
