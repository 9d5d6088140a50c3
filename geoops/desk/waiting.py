"""Wait for places: ask when none is left, withdraw, and be served when some are freed.

Who is served is the database's to decide, in the transaction that frees the places (migration
0007). Here are the asking, the withdrawing, and the sweep for what a race or a crash has left.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import KeyTaken, a_group, lock_balance
from geoops.desk.clocks import next_time
from geoops.desk.sheltering import HOLD_DURATION
from geoops.errors import Conflict, Forbidden, Invalid, NotFound
from geoops.records import (
    Encounter,
    PlaceCategory,
    PlaceRequest,
    RequestPriority,
    RequestState,
    Role,
    Territory,
)
from geoops.records.violations import constraint_of

MOST_SITES = 100
NIGHT_ENDS = time(8)

SERVE = text("SELECT serve_places(:site, :category, :now)")
FREE_FOR_THE_WAITING = text("""
    SELECT DISTINCT c.site_id, c.category
    FROM place_capacity c JOIN site s ON s.id = c.site_id
    JOIN place_request r ON r.category = c.category AND r.state = 'waiting'
    WHERE s.status = 'open' AND r.lapses_at > :now
      AND (r.site_ids = '{}' OR c.site_id = ANY (r.site_ids))
      AND r.places <= c.capacity - c.out_of_service - c.occupied - c.held
    ORDER BY 1, 2
""")
BEST = text(
    "SELECT c.site_id FROM place_capacity c JOIN site s ON s.id = c.site_id WHERE s.status = 'open'"
    " AND c.category = :category AND (:anywhere OR c.site_id = ANY (:sites))"
    " AND c.capacity - c.out_of_service - c.occupied - c.held >= :places"
    " ORDER BY c.capacity - c.out_of_service - c.occupied - c.held DESC, c.site_id LIMIT 1"
)


@dataclass(frozen=True)
class WaitingRequest:
    """`places` of one category, wherever they are freed first, or only at some sites."""

    category: PlaceCategory
    places: int
    idempotency_key: str
    priority: RequestPriority = RequestPriority.ORDINARY
    site_ids: tuple[UUID, ...] = ()
    encounter_id: UUID | None = None
    team_id: UUID | None = None

    def digest(self) -> bytes:
        """SHA-256 of the content in one canonical form, to tell the same request from another."""
        content = json.dumps(asdict(self), sort_keys=True, default=str)
        return sha256(content.encode()).digest()


@dataclass(frozen=True)
class Patience:
    """How long places are kept once there are some, and at which local time waiting ends."""

    hold_for: timedelta = HOLD_DURATION
    until: time = NIGHT_ENDS


@dataclass(frozen=True)
class AskedFor:
    """A request, and whether this call made it or an earlier one with the same key."""

    request: PlaceRequest
    created: bool


PATIENT = Patience()


@permitted(Role.COORDINATOR, Role.FIELD)
def ask_for_places(
    actor: Actor,
    engine: Engine,
    asked: WaitingRequest,
    now: datetime,
    patience: Patience = PATIENT,
) -> AskedFor:
    """Get in line for places; served at once, in the order of the line, where some are free.

    Raises
    ------
    Invalid
        The number of places is not from 1 to 500, or a site, team or encounter is not there.
    Forbidden
        A field account asks for another team.
    KeyTaken
        The key already stands for another request.
    """
    with work(actor, engine) as session:
        earlier = earlier_request(session, asked)
        if earlier is not None:
            return AskedFor(earlier, created=False)
        place = place_for(session, asked)
        if place is not None:
            lock_balance(session, *place)
        return AskedFor(wait(session, actor, asked, now, patience, place), created=True)


def place_for(session: Session, asked: WaitingRequest) -> tuple[UUID, PlaceCategory] | None:
    """Where most places that would fit are free now, for the caller to lock before `wait`."""
    found = session.scalar(
        BEST,
        {
            "category": asked.category.value,
            "places": asked.places,
            "anywhere": not asked.site_ids,
            "sites": list(asked.site_ids),
        },
    )
    return None if found is None else (found, asked.category)


def wait(
    session: Session,
    actor: Actor,
    asked: WaitingRequest,
    now: datetime,
    patience: Patience,
    place: tuple[UUID, PlaceCategory] | None,
    request_id: UUID | None = None,
) -> PlaceRequest:
    """Get in line within a transaction under way, whose locked balance `place` may serve it."""
    a_group("places", asked.places)
    if len(asked.site_ids) > MOST_SITES:
        raise Invalid(field="site_ids", reason="name 100 sites at most")
    request = PlaceRequest(
        id=request_id or uuid4(),
        territory_id=actor.territory_id,
        category=asked.category,
        places=asked.places,
        priority=asked.priority,
        site_ids=list(asked.site_ids),
        hold_for=patience.hold_for,
        lapses_at=next_time(now, patience.until, actor.time_zone),
        encounter_id=asked.encounter_id,
        team_id=_team(session, actor, asked),
        author_id=actor.account_id,
        idempotency_key=asked.idempotency_key,
        digest=asked.digest(),
        created_at=now,
    )
    try:
        session.add(request)
        session.flush()
    except IntegrityError as refusal:
        if constraint_of(refusal) == "uq_place_request_idempotency_key":
            raise KeyTaken(key=asked.idempotency_key) from refusal
        raise
    if place is not None:
        site, category = place
        session.execute(SERVE, {"site": site, "category": category.value, "now": now})
        session.refresh(request)
    return request


def earlier_request(session: Session, asked: WaitingRequest) -> PlaceRequest | None:
    """The request under the same key, if its content was the same."""
    known = session.scalars(
        select(PlaceRequest).where(PlaceRequest.idempotency_key == asked.idempotency_key)
    ).one_or_none()
    if known is not None and known.digest != asked.digest():
        raise KeyTaken(key=asked.idempotency_key)
    return known


def _team(session: Session, actor: Actor, asked: WaitingRequest) -> UUID | None:
    """The team that is told: a field account's own, else the one named, else the encounter's."""
    of_encounter = (
        session.scalar(select(Encounter.team_id).where(Encounter.id == asked.encounter_id))
        if asked.encounter_id
        else None
    )
    if actor.role is Role.FIELD:
        if {asked.team_id, of_encounter} - {None, actor.team_id}:
            raise Forbidden(role=actor.role.value, action="ask for another team")
        return actor.team_id
    return asked.team_id or of_encounter


@permitted(Role.COORDINATOR, Role.FIELD)
def withdraw_request(actor: Actor, engine: Engine, request_id: UUID, now: datetime) -> PlaceRequest:
    """Get out of line. A request that has been withdrawn, or has lapsed, stays as it is.

    Raises
    ------
    NotFound
        There is no such request in the territory, or it is another team's.
    Conflict
        It was served: there is a hold to release.
    """
    with work(actor, engine) as session:
        request = session.get(PlaceRequest, request_id, with_for_update=True)
        if request is None or not _may_see(actor, request):
            raise NotFound(kind="request", identifier=request_id)
        if request.state is RequestState.SERVED:
            raise Conflict(reason="Places have been kept for this request: release them instead.")
        if request.state is RequestState.WAITING:
            request.state, request.ended_at = RequestState.WITHDRAWN, now
        return request


def _may_see(actor: Actor, request: PlaceRequest) -> bool:
    if actor.role is not Role.FIELD:
        return True
    own = request.author_id == actor.account_id
    return own or (actor.team_id is not None and request.team_id == actor.team_id)


def serve_waiting(engine: Engine, now: datetime) -> int:
    """Let requests lapse whose night has ended, and serve what a race has left; how many.

    Two transactions that pass each other, one freeing places and one asking for them, see nothing
    of each other. Each balance is served in a transaction of its own, as by whoever frees places.
    """
    with transaction(engine, None) as session:
        territories = session.scalars(select(Territory.id)).all()
    return sum(_serve_in(engine, territory, now) for territory in territories)


def _serve_in(engine: Engine, territory: UUID, now: datetime) -> int:
    due: Any = update(PlaceRequest).where(
        PlaceRequest.state == RequestState.WAITING, PlaceRequest.lapses_at <= now
    )
    served = 0
    with transaction(engine, territory) as session:
        session.execute(due.values(state=RequestState.LAPSED, ended_at=now))
        places = session.execute(FREE_FOR_THE_WAITING, {"now": now}).all()
    for site, category in places:
        with transaction(engine, territory) as session:
            lock_balance(session, site, PlaceCategory(category))
            asked = {"site": site, "category": category, "now": now}
            served += session.execute(SERVE, asked).scalar_one()
    return served


LINE = text("""
    SELECT * FROM (
        SELECT r.id, r.category, r.places, r.priority, r.site_ids, r.state, r.overtaken,
            r.created_at, r.lapses_at, r.ended_at, r.encounter_id, r.team_id, t.name AS team,
            r.author_id, r.hold_id, h.site_id, s.name AS site, h.expires_at,
            CASE WHEN r.state = 'waiting' THEN rank() OVER (
                PARTITION BY r.category
                ORDER BY r.priority = 'ordinary', r.created_at, r.id) END AS position
        FROM place_request r
        LEFT JOIN team t ON t.id = r.team_id
        LEFT JOIN hold h ON h.id = r.hold_id
        LEFT JOIN site s ON s.id = h.site_id
        WHERE r.state = :state
    ) AS line
    WHERE :all OR team_id = :team OR author_id = :author
    ORDER BY category, position, ended_at DESC, id LIMIT 500
""")


@permitted(Role.COORDINATOR, Role.FIELD)
def line(
    actor: Actor, engine: Engine, state: RequestState = RequestState.WAITING
) -> list[dict[str, Any]]:
    """The requests in a state, in the order of their lines; a field account sees its team's.

    `position` is the place in the line of the category, which others' requests count in.
    """
    asked = {
        "state": state.value,
        "all": actor.role is not Role.FIELD,
        "team": actor.team_id,
        "author": actor.account_id,
    }
    with work(actor, engine) as session:
        return [dict(row) for row in session.execute(LINE, asked).mappings()]
