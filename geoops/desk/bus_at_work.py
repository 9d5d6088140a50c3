"""One bus under work: its balances and itself locked, each thing done once, its places kept.

Balances are locked first, in everybody's order, then the bus. Which balances are the bus's is told
by its groups, and these change only under its lock: so whoever finds another group once all is
locked lets go (a savepoint gives row locks back) and locks again.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, work
from geoops.desk.bookkeeping import Asked, KeyTaken, digest_of, enter, lock_balance, lock_balances
from geoops.desk.buses import Bus, read_bus
from geoops.desk.sheltering import keep_under_lock
from geoops.errors import Forbidden, NotFound
from geoops.records import (
    EntryCause,
    GroupState,
    Hold,
    HoldState,
    PlaceCategory,
    PlaceEntry,
    Role,
    Transfer,
    TransferDestination,
    TransferGroup,
    TransferPickup,
    TransferState,
    TransferStep,
    TransferStepKind,
)

TRANSFER_MARGIN = timedelta(hours=6)

type Place = tuple[UUID, PlaceCategory]


@dataclass(frozen=True)
class BusMoved:
    """A bus as it stands now, and whether this call did it or an earlier one with the same key.

    `subject` is the group, pick-up or destination that it was about: of an added group, its id.
    """

    bus: Bus
    created: bool
    subject: UUID | None = None


@dataclass(frozen=True)
class BusAtWork:
    """A locked bus in a transaction of its actor's; `margin`: how late it may be."""

    session: Session
    actor: Actor
    transfer: Transfer
    now: datetime
    margin: timedelta

    def once(
        self,
        asked: Asked,
        kind: TransferStepKind,
        act: Callable[[], object],
        *,
        subject: UUID | None = None,
        people: int | None = None,
    ) -> BusMoved:
        """Do what was asked unless it came before, and note it; the bus as it then stands.

        Raises
        ------
        KeyTaken
            The key already stands for another request.
        """
        digest = digest_of(self.transfer.id, asked)
        known = select(TransferStep).where(TransferStep.idempotency_key == asked.idempotency_key)
        earlier = self.session.scalars(known).one_or_none()
        if earlier is not None and earlier.digest != digest:
            raise KeyTaken(key=asked.idempotency_key)
        if earlier is None:
            act()
            self.note(kind, asked.idempotency_key, digest, subject=subject, people=people)
        about = earlier.subject_id if earlier else subject
        return BusMoved(read_bus(self.session, self.transfer.id), earlier is None, about)

    def note(
        self,
        kind: TransferStepKind,
        key: str,
        digest: bytes = b"",
        *,
        subject: UUID | None = None,
        people: int | None = None,
    ) -> None:
        """Append a step, which tells the open pages."""
        step = TransferStep(
            territory_id=self.actor.territory_id,
            transfer_id=self.transfer.id,
            kind=kind,
            people=people,
            subject_id=subject,
            author_id=self.actor.account_id,
            at=self.now,
            idempotency_key=key,
            digest=digest,
        )
        self.session.add(step)
        self.session.flush()

    def group(self, group_id: UUID) -> TransferGroup:
        """A group of this bus, as it stands.

        Raises
        ------
        NotFound
            The bus has no such group.
        """
        group = self.session.get(TransferGroup, group_id, populate_existing=True)
        if group is None or group.transfer_id != self.transfer.id:
            raise NotFound(kind="group", identifier=group_id)
        return group

    def groups(self, *states: GroupState) -> list[TransferGroup]:
        """The groups of this bus in `states`, as they stand."""
        return list(
            self.session.scalars(
                select(TransferGroup)
                .where(TransferGroup.transfer_id == self.transfer.id)
                .where(TransferGroup.state.in_(states))
                .order_by(TransferGroup.created_at, TransferGroup.id)
                .execution_options(populate_existing=True)
            )
        )

    def pickups(self) -> list[TransferPickup]:
        """The pick-ups of this bus in their order."""
        return list(
            self.session.scalars(
                select(TransferPickup)
                .where(TransferPickup.transfer_id == self.transfer.id)
                .order_by(TransferPickup.rank)
                .execution_options(populate_existing=True)
            )
        )

    def destination(self, site_id: UUID) -> TransferDestination:
        """Where this bus goes, at `site_id`.

        Raises
        ------
        NotFound
            It does not go there.
        """
        key = (self.actor.territory_id, self.transfer.id, site_id)
        destination = self.session.get(TransferDestination, key, populate_existing=True)
        if destination is None:
            raise NotFound(kind="destination", identifier=site_id)
        return destination

    def fit_places(self, group: TransferGroup, people: int) -> None:
        """Keep at the destination what `people` of the group still need there, no more, no less.

        Raises
        ------
        NoPlacesLeft
            More are needed than are left there.
        """
        holds = self.holds(group)
        missing = people - self.arrived(group) - sum(hold.places for hold in holds)
        if missing > 0:
            self._keep(group, missing)
        for hold in reversed(holds):
            spare = min(max(0, -missing), hold.places)
            missing += spare
            if spare:
                self.end_places(hold, spare, EntryCause.RELEASE)

    def _keep(self, group: TransferGroup, places: int) -> None:
        expected = self.destination(group.site_id).arrives_at
        balance = lock_balance(self.session, group.site_id, group.category)
        hold = Hold(
            territory_id=self.actor.territory_id,
            site_id=group.site_id,
            category=group.category,
            places=places,
            expires_at=max(expected, self.now) + self.margin,
            idempotency_key=f"transfer:{uuid4()}",
            transfer_group_id=group.id,
            author_id=self.actor.account_id,
            created_at=self.now,
        )
        keep_under_lock(self.session, balance, hold, self.now)

    def holds(self, group: TransferGroup, *, active: bool = True) -> list[Hold]:
        """The group's holds in the order in which they were made, as they stand."""
        known = select(Hold).where(Hold.transfer_group_id == group.id)
        if active:
            known = known.where(Hold.state == HoldState.ACTIVE)
        return list(
            self.session.scalars(
                known.order_by(Hold.created_at, Hold.id).execution_options(populate_existing=True)
            )
        )

    def arrived(self, group: TransferGroup) -> int:
        """How many of the group the ledger has at the destination."""
        entries = (
            select(func.coalesce(func.sum(PlaceEntry.occupied), 0))
            .join(Hold, Hold.id == PlaceEntry.hold_id)
            .where(Hold.transfer_group_id == group.id, PlaceEntry.cause == EntryCause.ARRIVAL)
        )
        return self.session.scalars(entries).one()

    def end_places(self, hold: Hold, places: int, cause: EntryCause) -> None:
        """Take `places` off what a hold keeps; by an arrival they become occupied."""
        changes = {"occupied": places} if cause is EntryCause.ARRIVAL else {}
        self.enter(hold.site_id, hold.category, cause, hold.id, held=-places, **changes)

    def enter(
        self, site: UUID, category: PlaceCategory, cause: EntryCause, hold: UUID, **changes: int
    ) -> None:
        """Append an entry about one of the bus's holds to one of its locked balances."""
        balance = lock_balance(self.session, site, category)
        enter(self.session, self.actor, balance, self.now, cause=cause, hold_id=hold, **changes)

    def move_on(self, state: TransferState) -> None:
        """The bus is now in `state`; the database refuses a step that cannot be."""
        if self.transfer.state is not state:
            self.transfer.state = state
            if state in (TransferState.ARRIVED, TransferState.CANCELLED):
                self.transfer.ended_at = self.now
        self.session.flush()


@contextmanager
def at_work_on_bus(
    actor: Actor,
    engine: Engine,
    transfer_id: UUID,
    now: datetime,
    margin: timedelta = TRANSFER_MARGIN,
    also: Callable[[Session], Iterable[Place]] = lambda _: (),
) -> Iterator[BusAtWork]:
    """A transaction on one bus; `also` tells the balances of a group that it does not have yet.

    Raises
    ------
    NotFound
        There is no such bus in the territory.
    """
    with work(actor, engine) as session:
        if session.get(Transfer, transfer_id) is None:
            raise NotFound(kind="transfer", identifier=transfer_id)
        yield BusAtWork(session, actor, _locked(session, transfer_id, also(session)), now, margin)


def _locked(session: Session, transfer_id: UUID, also: Iterable[Place]) -> Transfer:
    also = set(also)
    bus = select(Transfer).where(Transfer.id == transfer_id).with_for_update()
    while True:
        with session.begin_nested() as attempt:
            known = _balances(session, transfer_id) | also
            lock_balances(session, known)
            transfer = session.scalars(bus.execution_options(populate_existing=True)).one()
            if _balances(session, transfer_id) <= known:
                return transfer
            attempt.rollback()


def _balances(session: Session, transfer_id: UUID) -> set[Place]:
    """Where the bus's groups leave and need places."""
    groups = session.execute(
        select(TransferGroup.site_id, TransferPickup.site_id, TransferGroup.category)
        .join(TransferPickup, TransferPickup.id == TransferGroup.pickup_id)
        .where(TransferGroup.transfer_id == transfer_id, TransferGroup.state != GroupState.REMOVED)
    ).all()
    return {(site, category) for *sites, category in groups for site in sites if site is not None}


def at_own_stop(actor: Actor, site_id: UUID | None) -> None:
    """Let a site manager work on what a bus does at their own site only.

    Raises
    ------
    Forbidden
        It is another site, or a zone.
    """
    if actor.role is Role.SITE_MANAGER and actor.site_id != site_id:
        raise Forbidden(role=actor.role.value, action="work at another site")
