"""The ledger against a model of three lines a rule, on a real PostGIS, whatever happens in a night.

The model keeps numbers and dictionaries; the code under test keeps locks, triggers and entries.
After every step both must say the same, and at the end of every run the ledger must prove itself.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
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
from sqlalchemy import Engine, select

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
from geoops.desk.clocks import night
from geoops.desk.journal import journal
from geoops.desk.reckoning import (
    BedsBack,
    BedsOut,
    CapacityStatement,
    Census,
    return_to_service,
    set_capacity,
    sites_in_overflow,
    take_census,
    take_out_of_service,
)
from geoops.desk.sheltering import (
    HoldRequest,
    LetGo,
    expire_holds,
    extend_hold,
    keep_places,
    release_places,
    release_some,
)
from geoops.errors import Conflict, Invalid
from geoops.records import EntryCause, EntryReason, PlaceCapacity, PlaceCategory, Role
from geoops.records.ledger_proof import complaints
from geoops.records.violations import NoPlacesLeft
from tests.builders import add_site
from tests.conftest import new_actor, new_territory
from tests.properties.places_model import Model, ModelHold

MEN = PlaceCategory.ISOLATED_MAN
EVENING = datetime(2026, 10, 24, 19, 0, tzinfo=UTC)  # the clocks go back in the night that follows
PEOPLE = st.integers(1, 5)
CAUSES = st.sampled_from(
    [EntryCause.WORKS, EntryCause.PLAN_GRAND_FROID, EntryCause.CLOSURE, EntryCause.REOPENING]
)


WHICH = st.integers(0, 1_000)
ENDS = st.sampled_from([release_places, mark_no_show])


def has_holds(night: "Night") -> bool:
    return bool(night.model.holds)


class Night(RuleBasedStateMachine):
    """Everything that may happen at one site, in any order, each request perhaps sent twice."""

    owner: Engine
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        territory = new_territory(self.owner)
        self.actor: Actor = new_actor(self.owner, territory, Role.COORDINATOR)
        self.site = add_site(self.owner, territory, places=16)
        self.model, self.now, self.number = Model(), EVENING, 0
        self.sent: list[tuple[Callable[[], object], object]] = []
        self.ended: list[UUID] = []

    def key(self) -> str:
        self.number += 1
        return f"key-{self.number}"

    def one_of(self, holds: list[UUID], which: int) -> UUID:
        return holds[which % len(holds)]

    def drop(self, gone: list[UUID]) -> None:
        for hold in gone:
            del self.model.holds[hold]
            self.ended.append(hold)

    def send(self, ask: Callable[[], object], identity: Callable[[object], object]) -> object:
        """Send a request, and remember it with its answer, to be sent again later."""
        answer = ask()
        self.sent.append((lambda: identity(ask()), identity(answer)))
        return answer

    def enters(self, fits: bool, ask: Callable[[], object]) -> bool:
        """Whether the request was granted, which it must be exactly if the model says it fits."""
        if fits:
            self.send(ask, lambda recorded: recorded.entry.id)  # type: ignore[attr-defined]
        else:
            with pytest.raises(Conflict):
                ask()
        return fits

    @rule(places=PEOPLE)
    def keep(self, places: int) -> None:
        request, now = HoldRequest(MEN, places, self.key()), self.now
        due = self.model.due(now) if places > self.model.free else []
        freed = sum(self.model.holds[one].places for one in due)

        def ask() -> object:
            return keep_places(self.actor, self.engine, self.site, request, now)

        if places > self.model.free + freed:  # a refusal frees nothing either
            with pytest.raises(NoPlacesLeft) as refused:
                ask()
            assert refused.value.details["available"] == max(0, self.model.free + freed)
            return
        self.drop(due)
        kept = self.send(ask, lambda kept: kept.hold.id)  # type: ignore[attr-defined]
        hold_id = kept.hold.id  # type: ignore[attr-defined]
        self.model.holds[hold_id] = ModelHold(places, now + timedelta(hours=3), now)

    @precondition(has_holds)
    @rule(which=WHICH, hours=st.sampled_from([0, 1, 2, 4, 6, 13]))
    def extend(self, which: int, hours: int) -> None:
        hold = self.one_of(list(self.model.holds), which)
        known, until = self.model.holds[hold], self.now + timedelta(hours=hours)
        if self.now < until <= known.made_at + timedelta(hours=12):
            extended = extend_hold(self.actor, self.engine, hold, until, self.now)
            known.expires_at = max(known.expires_at, until)
            assert extended.expires_at == known.expires_at
        else:
            with pytest.raises(Invalid):
                extend_hold(self.actor, self.engine, hold, until, self.now)

    @precondition(has_holds)
    @rule(which=WHICH, end=ENDS)
    def let_go(self, which: int, end: Callable[..., object]) -> None:
        hold = self.one_of(list(self.model.holds), which)
        for _ in range(2):
            end(self.actor, self.engine, hold, self.now)
        self.drop([hold])

    @precondition(has_holds)
    @rule(which=WHICH, people=PEOPLE, rest=st.sampled_from(Rest))
    def some_arrive(self, which: int, people: int, rest: Rest) -> None:
        hold = self.one_of(list(self.model.holds), which)
        known, now = self.model.holds[hold], self.now
        asked = Arrival(hold, people, self.key(), rest)
        if self.enters(people <= known.places, lambda: arrive(self.actor, self.engine, asked, now)):
            known.places -= people
            self.model.occupied += people
            if rest is Rest.RELEASED or known.places == 0:
                self.drop([hold])

    @precondition(has_holds)
    @rule(which=WHICH, places=PEOPLE)
    def some_are_let_go(self, which: int, places: int) -> None:
        hold = self.one_of(list(self.model.holds), which)
        known, now = self.model.holds[hold], self.now
        asked = LetGo(hold, places, self.key())
        if self.enters(
            places <= known.places, lambda: release_some(self.actor, self.engine, asked, now)
        ):
            known.places -= places
            if known.places == 0:
                self.drop([hold])

    @precondition(has_holds)
    @rule(which=WHICH)
    def all_arrive(self, which: int) -> None:
        hold = self.one_of(list(self.model.holds), which)
        self.some_arrive(which, self.model.holds[hold].places, Rest.STAYS_HELD)

    @precondition(lambda self: bool(self.ended))
    @rule(which=WHICH, people=PEOPLE)
    def nothing_comes_of_an_ended_hold(self, which: int, people: int) -> None:
        hold, later = self.one_of(self.ended, which), self.now + timedelta(hours=1)
        with pytest.raises(Conflict):
            arrive(self.actor, self.engine, Arrival(hold, people, self.key()), self.now)
        with pytest.raises(Conflict):
            extend_hold(self.actor, self.engine, hold, later, self.now)

    @rule(people=PEOPLE)
    def walk_in(self, people: int) -> None:
        asked, now = WalkIn(MEN, people, self.key()), self.now
        if self.enters(
            people <= self.model.free,
            lambda: arrive_unannounced(self.actor, self.engine, self.site, asked, now),
        ):
            self.model.occupied += people

    @rule(people=PEOPLE)
    def depart(self, people: int) -> None:
        asked, now = Departure(MEN, people, self.key()), self.now
        if self.enters(
            people <= self.model.occupied,
            lambda: depart(self.actor, self.engine, self.site, asked, now),
        ):
            self.model.occupied -= people

    @rule(counted=st.integers(0, 12))
    def census(self, counted: int) -> None:
        now = self.now
        asked = Census(MEN, counted, night(now, "Europe/Paris"), self.key())
        self.enters(True, lambda: take_census(self.actor, self.engine, self.site, asked, now))
        self.model.occupied = counted

    @rule(capacity=st.integers(4, 24), cause=CAUSES)
    def state_capacity(self, capacity: int, cause: EntryCause) -> None:
        asked, now = CapacityStatement(MEN, capacity, cause, self.key()), self.now
        if self.enters(
            self.model.out <= capacity,
            lambda: set_capacity(self.actor, self.engine, self.site, asked, now),
        ):
            self.model.capacity = capacity

    @rule(beds=PEOPLE)
    def beds_out(self, beds: int) -> None:
        asked, now = BedsOut(MEN, beds, EntryReason.REPAIR, self.key()), self.now
        if self.enters(
            self.model.out + beds <= self.model.capacity,
            lambda: take_out_of_service(self.actor, self.engine, self.site, asked, now),
        ):
            self.model.out += beds

    @rule(beds=PEOPLE)
    def beds_back(self, beds: int) -> None:
        asked, now = BedsBack(MEN, beds, self.key()), self.now
        if self.enters(
            beds <= self.model.out,
            lambda: return_to_service(self.actor, self.engine, self.site, asked, now),
        ):
            self.model.out -= beds

    @rule(minutes=st.integers(1, 120))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        due = self.model.due(self.now)
        assert expire_holds(self.engine, self.now) >= len(due)
        self.drop(due)
        assert expire_holds(self.engine, self.now) == 0

    @rule(which=WHICH)
    def send_again(self, which: int) -> None:
        if self.sent:
            ask, answer = self.sent[which % len(self.sent)]
            assert ask() == answer

    @rule(which=WHICH)
    def take_a_key(self, which: int) -> None:
        if self.sent:
            asked = Departure(MEN, 77, f"key-{which % self.number + 1}")
            with pytest.raises(Conflict) as refused:
                depart(self.actor, self.engine, self.site, asked, self.now)
            granted = isinstance(refused.value, KeyTaken)
            assert granted or refused.value.details["reason"].startswith("Fewer")

    @invariant()
    def balances_equal_the_model(self) -> None:
        model = self.model
        with transaction(self.engine, self.actor.territory_id) as session:
            row = session.scalars(select(PlaceCapacity)).one()
        overflow = max(0, -model.free)
        assert (row.capacity, row.out_of_service, row.occupied, row.held) == (
            (model.capacity, model.out, model.occupied, model.held)
        )
        assert (row.overflow_allowed, row.available) == (overflow, max(0, model.free))
        worklist = sites_in_overflow(self.actor, self.engine)
        assert [site.overflow for site in worklist] == ([overflow] if overflow else [])

    def teardown(self) -> None:
        with self.owner.connect() as connection:
            assert complaints(connection) == []
        self.the_journal_tells_every_balance()

    def the_journal_tells_every_balance(self) -> None:
        newest = journal(self.actor, self.engine, self.site)
        told = [*newest, *journal(self.actor, self.engine, self.site, newest[-1].id)]
        for later, earlier in pairwise(told):
            for what in ("capacity", "out_of_service", "occupied", "held", "overflow"):
                before = getattr(later.balance, what) - getattr(later, what)
                assert before == getattr(earlier.balance, what)
        stands = told[0].balance
        assert (stands.occupied, stands.held) == (self.model.occupied, self.model.held)


@pytest.fixture
def night_at_a_site(owner: Engine, engine: Engine) -> type[Night]:
    return type("NightAtASite", (Night,), {"owner": owner, "engine": engine})


def test_whatever_happens_the_ledger_is_the_model(night_at_a_site: type[Night]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        night_at_a_site,
        settings=settings(
            max_examples=25,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
