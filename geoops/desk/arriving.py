"""Groups arrive at a site, do not come, and leave: what fills its places and frees them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import (
    Recorded,
    a_group,
    at_own_site,
    enter_once,
    lock_balance,
    lock_hold,
)
from geoops.desk.sheltering import end_hold
from geoops.records import EntryCause, Hold, HoldState, PlaceCategory, Role


class Rest(StrEnum):
    """What becomes of the places of those of a group who have not arrived."""

    STAYS_HELD = "stays_held"
    RELEASED = "released"


@dataclass(frozen=True)
class Arrival:
    """`people` of a group that has a hold are there."""

    hold_id: UUID
    people: int
    idempotency_key: str
    rest: Rest = Rest.STAYS_HELD


@dataclass(frozen=True)
class WalkIn:
    """`people` have come for whom nothing was kept."""

    category: PlaceCategory
    people: int
    idempotency_key: str


@dataclass(frozen=True)
class Departure:
    """`people` have left."""

    category: PlaceCategory
    people: int
    idempotency_key: str


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def arrive(actor: Actor, engine: Engine, arrival: Arrival, now: datetime) -> Recorded:
    """Turn kept places into occupied ones, for all of the group or some.

    Raises
    ------
    NotFound
        There is no such hold in the territory.
    Conflict
        The hold has ended, or keeps fewer places.
    KeyTaken
        The key already stands for another request.
    """
    a_group("people", arrival.people)
    with work(actor, engine) as session:
        hold, balance = lock_hold(session, arrival.hold_id)
        at_own_site(actor, hold.site_id)

        def changes() -> dict[str, Any]:
            return {
                "cause": EntryCause.ARRIVAL,
                "occupied": arrival.people,
                "held": -arrival.people,
                "hold_id": hold.id,
                "encounter_id": hold.encounter_id,
            }

        recorded = enter_once(session, actor, balance, now, arrival, changes)
        if recorded.created and arrival.rest is Rest.RELEASED:
            _release_rest(session, actor, hold, now)
        return recorded


def _release_rest(session: Session, actor: Actor, hold: Hold, now: datetime) -> None:
    hold, balance = lock_hold(session, hold.id)
    if hold.state is HoldState.ACTIVE:
        end_hold(session, actor, hold, balance, EntryCause.RELEASE, now)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def arrive_unannounced(
    actor: Actor, engine: Engine, site_id: UUID, walk_in: WalkIn, now: datetime
) -> Recorded:
    """Take in people for whom nothing was kept, if there are places.

    Raises
    ------
    NotFound, Invalid
        The site is not there, or has no places of this category.
    NoPlacesLeft
        Fewer places are left; people who are there all the same are a census's to state.
    KeyTaken
        The key already stands for another request.
    """
    at_own_site(actor, site_id)
    a_group("people", walk_in.people)
    with work(actor, engine) as session:
        return enter_once(
            session,
            actor,
            lock_balance(session, site_id, walk_in.category),
            now,
            walk_in,
            lambda: {"cause": EntryCause.ARRIVAL, "occupied": walk_in.people},
        )


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def depart(
    actor: Actor, engine: Engine, site_id: UUID, departure: Departure, now: datetime
) -> Recorded:
    """Free the places of people who have left.

    Raises
    ------
    NotFound, Invalid
        The site is not there, or has no places of this category.
    Conflict
        Fewer people are recorded here.
    KeyTaken
        The key already stands for another request.
    """
    at_own_site(actor, site_id)
    a_group("people", departure.people)
    with work(actor, engine) as session:
        return enter_once(
            session,
            actor,
            lock_balance(session, site_id, departure.category),
            now,
            departure,
            lambda: {"cause": EntryCause.DEPARTURE, "occupied": -departure.people},
        )


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def mark_no_show(actor: Actor, engine: Engine, hold_id: UUID, now: datetime) -> Hold:
    """Free the places of a group that has not come; saying so again changes nothing.

    Raises
    ------
    NotFound
        There is no such hold in the territory.
    Conflict
        The hold ended otherwise.
    """
    with work(actor, engine) as session:
        hold, balance = lock_hold(session, hold_id)
        at_own_site(actor, hold.site_id)
        if hold.state is not HoldState.NO_SHOW:
            end_hold(session, actor, hold, balance, EntryCause.NO_SHOW, now)
        return hold
