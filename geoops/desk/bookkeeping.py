"""Write the ledger of places: its balance locked first, one entry appended, once for each key.

Every change of a balance, and of a hold at it, is made under the balance's lock, and several
balances are locked in the order of site and category: so no two transactions wait for each other.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor
from geoops.desk.lines import Balance, Line
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.records import Hold, PlaceCapacity, PlaceCategory, PlaceEntry, Role, Site
from geoops.records.violations import NoPlacesLeft, constraint_of

MOST_PLACES = 500

BALANCE = PlaceCapacity.__table__.columns
LOCKED = (
    select(PlaceCapacity)
    .from_statement(
        text(
            f"SELECT {', '.join(BALANCE.keys())} FROM lock_places(:site, :category)"  # noqa: S608
        ).columns(*BALANCE)
    )
    .execution_options(populate_existing=True)
)


class KeyTaken(Conflict):
    """An idempotency key came again with another content."""

    code = "idempotency-key-taken"
    template = "The idempotency key {key} already stands for another request."


class Asked(Protocol):
    """A request that a client may send again; every field of it is its content."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def idempotency_key(self) -> str:
        """What makes sending it again harmless."""


@dataclass(frozen=True)
class Recorded:
    """A ledger entry, and whether this call made it or an earlier one with the same key.

    `balance` is what stands now, also when the entry came earlier: what is shown is up to date.
    """

    entry: PlaceEntry
    created: bool
    balance: Balance

    @property
    def line(self) -> Line:
        """The entry as it is shown."""
        return Line.of(self.entry, self.balance)


def at_own_site(actor: Actor, site_id: UUID) -> None:
    """Let a site manager work at their own site only.

    Raises
    ------
    Forbidden
        The site is another one.
    """
    if actor.role is Role.SITE_MANAGER and actor.site_id != site_id:
        raise Forbidden(role=actor.role.value, action="work at another site")


def a_group(field: str, number: int) -> None:
    """Refuse a number of people or places that no group has.

    Raises
    ------
    Invalid
        It is not from 1 to 500.
    """
    if not 1 <= number <= MOST_PLACES:
        raise Invalid(field=field, reason=f"give a number from 1 to {MOST_PLACES}")


def lock_balance(session: Session, site_id: UUID, category: PlaceCategory) -> PlaceCapacity:
    """The balance as it stands, locked until the transaction ends.

    Raises
    ------
    NotFound
        The site is not one of the territory's.
    Invalid
        It has no places of this category.
    """
    balance = lock_balance_if_any(session, site_id, category)
    if balance is None:
        raise Invalid(field="category", reason="this site has no places of this category")
    return balance


def lock_balance_if_any(
    session: Session, site_id: UUID, category: PlaceCategory
) -> PlaceCapacity | None:
    """`lock_balance`, with None for a category that the site does not have (yet)."""
    asked = {"site": site_id, "category": category.value}
    balance: PlaceCapacity | None = session.scalars(LOCKED, asked).one_or_none()
    if balance is None and session.get(Site, site_id) is None:
        raise NotFound(kind="site", identifier=site_id)
    return balance


def lock_balances(session: Session, places: Iterable[tuple[UUID, PlaceCategory]]) -> None:
    """Lock several balances, in the one order in which everybody locks them."""
    for site_id, category in sorted(set(places)):
        lock_balance(session, site_id, category)


def lock_hold(session: Session, hold_id: UUID) -> tuple[Hold, PlaceCapacity]:
    """A hold as it stands, and the locked balance under which alone it changes.

    Raises
    ------
    NotFound
        There is no such hold in the territory.
    """
    hold = session.get(Hold, hold_id)
    if hold is None:
        raise NotFound(kind="hold", identifier=hold_id)
    balance = lock_balance(session, hold.site_id, hold.category)
    session.refresh(hold)
    return hold, balance


def enter(
    session: Session, actor: Actor, balance: PlaceCapacity, at: datetime, **changes: Any
) -> PlaceEntry:
    """Append one entry to a locked balance's ledger; the database refuses what cannot be."""
    entry = PlaceEntry(
        territory_id=balance.territory_id,
        site_id=balance.site_id,
        category=balance.category,
        author_id=actor.account_id,
        at=at,
        **changes,
    )
    with refusals(balance, changes.get("occupied", 0), changes.get("idempotency_key")):
        session.add(entry)
        session.flush()
    return entry


@contextmanager
def refusals(balance: PlaceCapacity, asked: int, key: str | None) -> Iterator[None]:
    """Say what only the one who asked can: how many places there were, and which key was taken.

    Raises
    ------
    NoPlacesLeft
        The database refused a promise that cannot be kept.
    KeyTaken
        Another transaction was first with the key.
    """
    available = balance.available
    try:
        yield
    except IntegrityError as refusal:
        match constraint_of(refusal):
            case "ck_place_capacity_promises_fit_the_places":
                raise NoPlacesLeft(available=available, asked=asked) from refusal
            case "uq_place_entry_idempotency_key":
                raise KeyTaken(key=key) from refusal
        raise


def enter_once(
    session: Session,
    actor: Actor,
    balance: PlaceCapacity,
    now: datetime,
    asked: Asked,
    changes: Callable[[], dict[str, Any]],
) -> Recorded:
    """Append the entry that `asked` leads to, unless it came before; then give the earlier one.

    `changes` is asked only for a new entry: what has been recorded is not judged again.

    Raises
    ------
    KeyTaken
        The key already stands for another request.
    """
    key, digest = asked.idempotency_key, digest_of(balance.site_id, asked)
    earlier = session.scalars(
        select(PlaceEntry).where(PlaceEntry.idempotency_key == key)
    ).one_or_none()
    if earlier is not None:
        if earlier.digest != digest:
            raise KeyTaken(key=key)
        return Recorded(earlier, created=False, balance=Balance.of(balance))
    entry = enter(session, actor, balance, now, idempotency_key=key, digest=digest, **changes())
    led_to = lock_balance(session, entry.site_id, entry.category)  # ours already: as it stands now
    return Recorded(entry, created=True, balance=Balance.of(led_to))


def digest_of(subject: UUID, asked: Asked) -> bytes:
    """SHA-256 of what was asked of which site or thing, in one canonical form."""
    content = [type(asked).__name__, str(subject), asdict(asked)]
    return sha256(json.dumps(content, sort_keys=True, default=str).encode()).digest()
