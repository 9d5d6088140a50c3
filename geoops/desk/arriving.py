"""Groups arrive at a site, do not come, and leave: what fills its places and frees them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Engine

from geoops.desk.actor import Actor, permitted
from geoops.desk.bookkeeping import Recorded, a_group
from geoops.desk.entries import Changes, HoldAtWork, at_work_on, enter_at_site
from geoops.desk.expecting import ExpectedGroup, expected
from geoops.desk.lines import Balance
from geoops.desk.sheltering import end_hold
from geoops.records import EntryCause, HoldState, PlaceCapacity, PlaceCategory, Role


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
    with at_work_on(actor, engine, arrival.hold_id, now) as at_work:
        recorded = at_work.enter_once(
            arrival,
            lambda: {
                "cause": EntryCause.ARRIVAL,
                "occupied": arrival.people,
                "held": -arrival.people,
            },
        )
        if recorded.created and arrival.rest is Rest.RELEASED:
            return _release_rest(at_work, recorded)
        return recorded


def _release_rest(at_work: HoldAtWork, arrived: Recorded) -> Recorded:
    at_work.session.refresh(at_work.hold)
    if at_work.hold.state is not HoldState.ACTIVE:
        return arrived
    return replace(arrived, balance=Balance.of(end_hold(at_work, EntryCause.RELEASE)))


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
    a_group("people", walk_in.people)

    def changes(_: PlaceCapacity) -> Changes:
        return {"cause": EntryCause.ARRIVAL, "occupied": walk_in.people}

    return enter_at_site(actor, engine, site_id, walk_in, now, changes)


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
    a_group("people", departure.people)

    def changes(_: PlaceCapacity) -> Changes:
        return {"cause": EntryCause.DEPARTURE, "occupied": -departure.people}

    return enter_at_site(actor, engine, site_id, departure, now, changes)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def mark_no_show(actor: Actor, engine: Engine, hold_id: UUID, now: datetime) -> ExpectedGroup:
    """Free the places of a group that has not come; saying so again changes nothing.

    Raises
    ------
    NotFound
        There is no such hold in the territory.
    Conflict
        The hold ended otherwise.
    """
    with at_work_on(actor, engine, hold_id, now) as at_work:
        if at_work.hold.state is not HoldState.NO_SHOW:
            end_hold(at_work, EntryCause.NO_SHOW)
        return expected(at_work.session, hold_id)
