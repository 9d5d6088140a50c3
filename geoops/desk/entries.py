"""The two shapes of an activity that writes the ledger: about a category of a site, or a hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, work
from geoops.desk.bookkeeping import (
    Asked,
    Recorded,
    at_own_site,
    enter_once,
    lock_balance,
    lock_hold,
)
from geoops.desk.expecting import of_own_team
from geoops.records import Hold, PlaceCapacity, PlaceCategory

type Changes = dict[str, Any]


class AtASite(Asked, Protocol):
    """A request about one category of a site."""

    @property
    def category(self) -> PlaceCategory:
        """The category that it is about."""


def enter_at_site(
    actor: Actor,
    engine: Engine,
    site_id: UUID,
    asked: AtASite,
    now: datetime,
    changes: Callable[[PlaceCapacity], Changes],
) -> Recorded:
    """Append the entry that `asked` leads to at a site, once, in a transaction of its own.

    `changes` tells from the locked balance what the entry says; an earlier one under the same key
    is not judged again.

    Raises
    ------
    NotFound, Invalid
        The site is not there, or has no places of this category.
    Forbidden
        A site manager works at another site.
    KeyTaken
        The key already stands for another request.
    """
    at_own_site(actor, site_id)
    with work(actor, engine) as session:
        balance = lock_balance(session, site_id, asked.category)
        return enter_once(session, actor, balance, now, asked, lambda: changes(balance))


@dataclass(frozen=True)
class HoldAtWork:
    """A hold, under the lock of its balance, in a transaction of its actor's."""

    session: Session
    actor: Actor
    hold: Hold
    balance: PlaceCapacity
    now: datetime

    def enter_once(self, asked: Asked, changes: Callable[[], Changes]) -> Recorded:
        """Append the entry about the hold that `asked` leads to, unless it came before."""

        def of_hold() -> Changes:
            return changes() | {"hold_id": self.hold.id, "encounter_id": self.hold.encounter_id}

        return enter_once(self.session, self.actor, self.balance, self.now, asked, of_hold)


@contextmanager
def at_work_on(actor: Actor, engine: Engine, hold_id: UUID, now: datetime) -> Iterator[HoldAtWork]:
    """A transaction on one hold.

    Raises
    ------
    NotFound
        There is no such hold in the territory, or it is another team's.
    Forbidden
        A site manager works on another site's.
    """
    with work(actor, engine) as session:
        hold, balance = lock_hold(session, hold_id)
        at_own_site(actor, hold.site_id)
        of_own_team(session, actor, hold)
        yield HoldAtWork(session, actor, hold, balance, now)
