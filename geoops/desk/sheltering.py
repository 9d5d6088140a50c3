"""Keep places for a group under way, let them go, and free those whose time has run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, bindparam, func, insert, select
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import (
    KeyTaken,
    Recorded,
    a_group,
    enter,
    lock_balance,
    refusals,
)
from geoops.desk.entries import HoldAtWork, at_work_on
from geoops.desk.expecting import ExpectedGroup, expected
from geoops.errors import Conflict, Invalid
from geoops.records import (
    EntryCause,
    Hold,
    HoldState,
    PlaceCapacity,
    PlaceCategory,
    PlaceEntry,
    Role,
    Territory,
)

HOLD_DURATION = timedelta(hours=3)
HOLD_LIMIT = timedelta(hours=12)


@dataclass(frozen=True)
class HoldRequest:
    """What is asked for: `places` of one category; the key makes sending it again harmless."""

    category: PlaceCategory
    places: int
    idempotency_key: str
    encounter_id: UUID | None = None


@dataclass(frozen=True)
class KeptPlaces[H: (Hold, ExpectedGroup)]:
    """A hold, and whether this call made it or an earlier one with the same key."""

    hold: H
    created: bool


@dataclass(frozen=True)
class LetGo:
    """`places` of those that a hold keeps are needed no longer."""

    hold_id: UUID
    places: int
    idempotency_key: str


@permitted(Role.COORDINATOR, Role.FIELD)
def keep_places(
    actor: Actor,
    engine: Engine,
    site_id: UUID,
    request: HoldRequest,
    now: datetime,
    duration: timedelta = HOLD_DURATION,
) -> KeptPlaces[ExpectedGroup]:
    """Keep places at a site until `now + duration`; a family is one hold of n places.

    Raises
    ------
    NotFound
        The site is not one of the territory's.
    Invalid
        The number of places is not from 1 to 500, or the site has none of this category.
    NoPlacesLeft
        Fewer places are left than asked for; `details["available"]` says how many.
    KeyTaken
        The key already stands for another request.
    """
    with work(actor, engine) as session:
        kept = hold_places(session, actor, site_id, request, now, duration)
        return KeptPlaces(expected(session, kept.hold.id), kept.created)


def hold_places(
    session: Session,
    actor: Actor,
    site_id: UUID,
    request: HoldRequest,
    now: datetime,
    duration: timedelta = HOLD_DURATION,
) -> KeptPlaces[Hold]:
    """`keep_places` within a transaction under way, which a refusal ends."""
    a_group("places", request.places)
    balance = lock_balance(session, site_id, request.category)
    earlier = _earlier_hold(session, site_id, request)
    if earlier is not None:
        return KeptPlaces(earlier, created=False)
    hold = Hold(
        territory_id=actor.territory_id,
        site_id=site_id,
        category=request.category,
        places=request.places,
        expires_at=now + duration,
        idempotency_key=request.idempotency_key,
        encounter_id=request.encounter_id,
        author_id=actor.account_id,
        created_at=now,
    )
    keep_under_lock(session, balance, hold, now)
    return KeptPlaces(hold, created=True)


def keep_under_lock(session: Session, balance: PlaceCapacity, hold: Hold, now: datetime) -> None:
    """Insert a hold at its locked balance.

    Raises
    ------
    NoPlacesLeft
        Fewer places are left than it keeps.
    """
    if hold.places > balance.available:
        _free_due(session, balance, now)  # nobody is refused for places nobody comes for
    with refusals(balance, hold.places, hold.idempotency_key):
        session.add(hold)
        session.flush()


EARLIER = (
    select(Hold, func.coalesce(PlaceEntry.held, Hold.places))
    .outerjoin(PlaceEntry, (PlaceEntry.hold_id == Hold.id) & (PlaceEntry.cause == EntryCause.HOLD))
    .where(Hold.idempotency_key == bindparam("key"))
    .order_by(Hold.created_at.desc())
    .limit(1)
)


def _earlier_hold(session: Session, site_id: UUID, request: HoldRequest) -> Hold | None:
    """The hold under the same key, if its content was the same when it was made.

    How many places that were, its first entry says; a hold from before the ledger has none.
    """
    known = session.execute(EARLIER, {"key": request.idempotency_key}).one_or_none()
    if known is None:
        return None
    hold, places = known
    asked = (site_id, request.category, request.places, request.encounter_id)
    if asked != (hold.site_id, hold.category, places, hold.encounter_id):
        raise KeyTaken(key=request.idempotency_key)
    return hold


@permitted(Role.COORDINATOR, Role.FIELD)
def extend_hold(
    actor: Actor,
    engine: Engine,
    hold_id: UUID,
    until: datetime,
    now: datetime,
    limit: timedelta = HOLD_LIMIT,
) -> ExpectedGroup:
    """Keep the places until `until`, or longer if that was agreed; asking again changes nothing.

    Raises
    ------
    NotFound
        There is no such hold in the territory.
    Invalid
        `until` has passed, or is more than `limit` after the hold was made.
    Conflict
        The hold has ended.
    """
    with at_work_on(actor, engine, hold_id, now) as at_work:
        hold = at_work.hold
        _still_active(hold)
        if not now < until <= hold.created_at + limit:
            raise Invalid(field="until", reason="a hold cannot be extended to this time")
        hold.expires_at = max(hold.expires_at, until)
        at_work.session.flush()
        return expected(at_work.session, hold_id)


@permitted(Role.COORDINATOR, Role.FIELD)
def release_places(actor: Actor, engine: Engine, hold_id: UUID, now: datetime) -> ExpectedGroup:
    """Let the places still kept go; a hold that has already been released stays so.

    Raises
    ------
    NotFound
        There is no such hold in the territory.
    Conflict
        The hold ended otherwise: the group arrived, or its time ran out.
    """
    with at_work_on(actor, engine, hold_id, now) as at_work:
        if at_work.hold.state is not HoldState.RELEASED:
            end_hold(at_work, EntryCause.RELEASE)
        return expected(at_work.session, hold_id)


@permitted(Role.COORDINATOR, Role.FIELD)
def release_some(actor: Actor, engine: Engine, let_go: LetGo, now: datetime) -> Recorded:
    """Let some of the places still kept go; all of them end the hold.

    Raises
    ------
    NotFound
        There is no such hold in the territory.
    Conflict
        The hold has ended, or keeps fewer places.
    KeyTaken
        The key already stands for another request.
    """
    a_group("places", let_go.places)
    with at_work_on(actor, engine, let_go.hold_id, now) as at_work:
        return at_work.enter_once(
            let_go, lambda: {"cause": EntryCause.RELEASE, "held": -let_go.places}
        )


def end_hold(at_work: HoldAtWork, cause: EntryCause) -> PlaceCapacity:
    """Give what a hold still keeps back to its balance; the balance as it then stands.

    Raises
    ------
    Conflict
        The hold has ended.
    """
    hold, balance = at_work.hold, at_work.balance
    _still_active(hold)
    enter(
        at_work.session,
        at_work.actor,
        balance,
        at_work.now,
        cause=cause,
        held=-hold.places,
        hold_id=hold.id,
    )
    at_work.session.refresh(balance)
    return balance


def _still_active(hold: Hold) -> None:
    if hold.state is not HoldState.ACTIVE:
        raise Conflict(reason="This hold has already ended.")


def expire_holds(engine: Engine, now: datetime) -> int:
    """Free every hold whose time has run out, in all territories; how many there were.

    Each balance in its own transaction: nobody waits for more than one, and a sweep that is cut
    short is continued by the next.
    """
    with transaction(engine, None) as session:
        territories = session.scalars(select(Territory.id)).all()
    return sum(_expire_in(engine, territory, now) for territory in territories)


def _expire_in(engine: Engine, territory: UUID, now: datetime) -> int:
    due = select(Hold.site_id, Hold.category).where(
        Hold.state == HoldState.ACTIVE, Hold.expires_at <= now
    )
    freed = 0
    with transaction(engine, territory) as session:
        places = session.execute(due.distinct()).all()
    for site_id, category in places:
        with transaction(engine, territory) as session:
            freed += _free_due(session, lock_balance(session, site_id, category), now)
    return freed


def _free_due(session: Session, balance: PlaceCapacity, now: datetime) -> int:
    """Free the locked balance's holds that are due; how many.

    One statement for each: the trigger declares what an entry leaves of an overflow, and sees the
    entries before it only once their statement has ended.
    """
    due = session.execute(
        select(Hold.id, Hold.places)
        .where(
            Hold.site_id == balance.site_id,
            Hold.category == balance.category,
            Hold.state == HoldState.ACTIVE,
            Hold.expires_at <= now,
        )
        .order_by(Hold.expires_at, Hold.idempotency_key)
    ).all()
    for hold_id, places in due:
        session.execute(
            insert(PlaceEntry).values(
                territory_id=balance.territory_id,
                site_id=balance.site_id,
                category=balance.category,
                cause=EntryCause.EXPIRY,
                held=-places,
                hold_id=hold_id,
                at=now,
            )
        )
    if due:
        session.refresh(balance)
    return len(due)
