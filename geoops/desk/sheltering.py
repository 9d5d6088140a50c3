"""Keep places for a group under way, let them go, and free those whose time has run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor, permitted, work
from geoops.errors import Conflict, Invalid, NotFound
from geoops.records import Hold, HoldState, PlaceCapacity, PlaceCategory, Role, Site, Territory
from geoops.records.violations import NoPlacesLeft, constraint_of

HOLD_DURATION = timedelta(hours=3)
MOST_PLACES = 500


class KeyTaken(Conflict):
    """An idempotency key came again with another content."""

    code = "idempotency-key-taken"
    template = "The idempotency key {key} already stands for another request."


@dataclass(frozen=True)
class HoldRequest:
    """What is asked for: `places` of one category; the key makes sending it again harmless."""

    category: PlaceCategory
    places: int
    idempotency_key: str
    encounter_id: UUID | None = None


@dataclass(frozen=True)
class KeptPlaces:
    """A hold, and whether this call made it or an earlier one with the same key."""

    hold: Hold
    created: bool


@permitted(Role.COORDINATOR, Role.FIELD)
def keep_places(
    actor: Actor,
    engine: Engine,
    site_id: UUID,
    request: HoldRequest,
    now: datetime,
    duration: timedelta = HOLD_DURATION,
) -> KeptPlaces:
    """Keep places at a site until `now + duration`.

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
        return hold_places(session, actor, site_id, request, now, duration)


def hold_places(
    session: Session,
    actor: Actor,
    site_id: UUID,
    request: HoldRequest,
    now: datetime,
    duration: timedelta = HOLD_DURATION,
) -> KeptPlaces:
    """`keep_places` within a transaction under way, for activities that keep places as a part."""
    if not 1 <= request.places <= MOST_PLACES:
        raise Invalid(field="places", reason=f"keep from 1 to {MOST_PLACES} places")
    if session.get(Site, site_id) is None:
        raise NotFound(kind="site", identifier=site_id)
    balance = _lock_balance(session, site_id, request.category)
    earlier = _earlier_hold(session, site_id, request)
    if earlier is not None:
        return KeptPlaces(earlier, created=False)
    _free_expired(session, balance, now)
    hold = Hold(
        territory_id=actor.territory_id,
        site_id=site_id,
        category=request.category,
        places=request.places,
        expires_at=now + duration,
        idempotency_key=request.idempotency_key,
        encounter_id=request.encounter_id,
        author_id=actor.account_id,
    )
    _add_if_it_fits(session, hold, balance)
    return KeptPlaces(hold, created=True)


def _lock_balance(session: Session, site_id: UUID, category: PlaceCategory) -> PlaceCapacity:
    """The balance row, locked: holds on one site and category come one after the other."""
    balance = session.execute(
        select(PlaceCapacity)
        .where(PlaceCapacity.site_id == site_id, PlaceCapacity.category == category)
        .with_for_update()
    ).scalar_one_or_none()
    if balance is None:
        raise Invalid(field="category", reason="this site has no places of this category")
    return balance


def _earlier_hold(session: Session, site_id: UUID, request: HoldRequest) -> Hold | None:
    """The latest hold under the same key, if its content is the same."""
    earlier = session.execute(
        select(Hold)
        .where(Hold.idempotency_key == request.idempotency_key)
        .order_by(Hold.created_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    if earlier is None:
        return None
    asked = (site_id, request.category, request.places, request.encounter_id)
    if asked != (earlier.site_id, earlier.category, earlier.places, earlier.encounter_id):
        raise KeyTaken(key=request.idempotency_key)
    return earlier


def _free_expired(session: Session, balance: PlaceCapacity, now: datetime) -> None:
    """Free this balance's expired holds, so that nobody is refused for places nobody comes for.

    A hold that somebody else is ending right now is skipped: they hold its lock and want the
    balance's, which is ours.
    """
    due = (
        select(Hold.id)
        .where(
            Hold.site_id == balance.site_id,
            Hold.category == balance.category,
            Hold.state == HoldState.ACTIVE,
            Hold.expires_at <= now,
        )
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(Hold).where(Hold.id.in_(due)).values(state=HoldState.EXPIRED, ended_at=now)
    )
    session.refresh(balance)


def _add_if_it_fits(session: Session, hold: Hold, balance: PlaceCapacity) -> None:
    """Add the hold; the database refuses it when the places do not suffice."""
    available = balance.capacity + balance.overflow_allowed - balance.occupied - balance.held
    try:
        with session.begin_nested():
            session.add(hold)
    except IntegrityError as refusal:
        if constraint_of(refusal) == "ck_place_capacity_promises_fit_the_places":
            raise NoPlacesLeft(available=max(available, 0), asked=hold.places) from refusal
        raise


@permitted(Role.COORDINATOR, Role.FIELD)
def release_places(actor: Actor, engine: Engine, hold_id: UUID, now: datetime) -> Hold:
    """Let kept places go; a hold that has already been released stays so.

    Raises
    ------
    NotFound
        There is no such hold in the territory.
    Conflict
        The hold ended otherwise: the group arrived, or its time ran out.
    """
    with work(actor, engine) as session:
        hold = session.get(Hold, hold_id, with_for_update=True)
        if hold is None:
            raise NotFound(kind="hold", identifier=hold_id)
        if hold.state is HoldState.RELEASED:
            return hold
        hold.state, hold.ended_at = HoldState.RELEASED, now
        return hold


def expire_holds(engine: Engine, now: datetime) -> int:
    """Free every hold whose time has run out, in all territories; how many there were.

    A hold is freed exactly once: the row's lock and its state decide between two that try.
    """
    with transaction(engine, None) as session:
        territories = session.scalars(select(Territory.id)).all()
    return sum(_expire_in(engine, territory, now) for territory in territories)


def _expire_in(engine: Engine, territory: UUID, now: datetime) -> int:
    with transaction(engine, territory) as session:
        due = (
            select(Hold.id)
            .where(Hold.state == HoldState.ACTIVE, Hold.expires_at <= now)
            .order_by(Hold.site_id, Hold.category)
            .with_for_update(skip_locked=True)
        )
        freed = session.scalars(
            update(Hold)
            .where(Hold.id.in_(due))
            .values(state=HoldState.EXPIRED, ended_at=now)
            .returning(Hold.id)
        )
        return len(freed.all())
