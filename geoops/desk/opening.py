"""Open a category of places at a site that had none of it."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine, func, select

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import Recorded, enter_once, lock_balance_if_any
from geoops.desk.entries import AtASite
from geoops.records import EntryCause, PlaceCapacity, Role


class Opening(AtASite, Protocol):
    """A request to open a category with some places."""

    @property
    def capacity(self) -> int:
        """The places that there are from now on."""


@permitted(Role.COORDINATOR)
def open_category(
    actor: Actor, engine: Engine, site_id: UUID, opening: Opening, now: datetime
) -> Recorded:
    """Let a site have places of a category from now on.

    Raises
    ------
    NotFound
        The site is not one of the territory's.
    Conflict
        It has places of this category already.
    KeyTaken
        The key already stands for another request.
    """
    with work(actor, engine) as session:
        # There is no balance yet whose lock would keep two openings apart.
        turn = func.hashtextextended(f"{site_id} {opening.category}", 0)
        session.execute(select(func.pg_advisory_xact_lock(turn)))
        none_yet = PlaceCapacity(
            territory_id=actor.territory_id,
            site_id=site_id,
            category=opening.category,
            capacity=0,
            out_of_service=0,
            occupied=0,
            held=0,
            overflow_allowed=0,
        )
        balance = lock_balance_if_any(session, site_id, opening.category) or none_yet
        return enter_once(
            session,
            actor,
            balance,
            now,
            opening,
            lambda: {"cause": EntryCause.OPENING, "capacity": opening.capacity},
        )
