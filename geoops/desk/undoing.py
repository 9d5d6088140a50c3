"""Take an arrival back that was recorded by mistake, and keep the places again for the group."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import at_own_site, enter, lock_balance
from geoops.errors import Conflict, Forbidden, NotFound
from geoops.records import EntryCause, Hold, PlaceCapacity, PlaceEntry, Role

UNDO_WITHIN = timedelta(minutes=15)
GRACE = timedelta(minutes=30)
LARGEST_ID = 2**63 - 1
KEYS = UUID("8d5f6a7e-54c1-4c5e-9d0e-3b6d2f1a7c90")
"""An entry's id within it is the key under which it is undone: once, whoever presses how often."""


class UndoTooLate(Conflict):
    """An arrival is taken back in its first minutes, or not at all."""

    code = "undo-too-late"
    template = "This arrival is more than {minutes} minutes old; correct it with a census."


@dataclass(frozen=True)
class Undone:
    """The correction, and the hold that keeps the places again: None for who came unannounced.

    A site in overflow, or one that people wait for, may have fewer places to keep than the group
    had: `wanted` and `hold.places` say so.
    """

    correction: PlaceEntry
    wanted: int
    hold: Hold | None
    created: bool


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def undo_arrival(actor: Actor, engine: Engine, entry_id: int, now: datetime) -> Undone:
    """Take back an arrival that the same account has just recorded; again changes nothing.

    What was let go together with it is kept again, too, as far as there are places. The places are
    kept until they would have been, or for half an hour if that is later.

    Raises
    ------
    NotFound
        There is no such arrival in the territory.
    Forbidden
        Another account recorded it, or it is another site's.
    UndoTooLate
        It was recorded more than 15 minutes ago.
    Conflict
        A census has counted since, the people have left, or they came by bus.
    """
    with work(actor, engine) as session:
        arrival = session.get(PlaceEntry, entry_id) if entry_id <= LARGEST_ID else None
        if arrival is None or arrival.cause is not EntryCause.ARRIVAL:
            raise NotFound(kind="arrival", identifier=entry_id)
        at_own_site(actor, arrival.site_id)
        if arrival.author_id != actor.account_id:
            raise Forbidden(role=actor.role.value, action="undo what another account recorded")
        balance = lock_balance(session, arrival.site_id, arrival.category)
        return _already_undone(session, arrival) or _undo(session, actor, arrival, balance, now)


def _undo(
    session: Session, actor: Actor, arrival: PlaceEntry, balance: PlaceCapacity, now: datetime
) -> Undone:
    if now - arrival.at > UNDO_WITHIN:
        raise UndoTooLate(minutes=UNDO_WITHIN // timedelta(minutes=1))
    if _counted_since(session, arrival):
        raise Conflict(reason="A census has counted this arrival; correct it with another census.")
    former = session.get_one(Hold, arrival.hold_id) if arrival.hold_id else None
    if former is not None and former.transfer_group_id is not None:
        raise Conflict(reason="This group came by bus; correct its arrival with a census.")
    wanted = arrival.occupied + _let_go_with(session, arrival) if former is not None else 0
    # Kept before anything is freed, where there is room: what is freed goes to those who wait.
    first = wanted <= balance.available
    hold = _keep_again(session, arrival, former, wanted, now) if first else None
    correction = _correct(session, actor, arrival, balance, now)
    if not first:
        session.refresh(balance)
        left = min(wanted, balance.available)
        hold = _keep_again(session, arrival, former, left, now)
    return Undone(correction, wanted, hold, created=True)


def _correct(
    session: Session, actor: Actor, arrival: PlaceEntry, balance: PlaceCapacity, now: datetime
) -> PlaceEntry:
    return enter(
        session,
        actor,
        balance,
        now,
        cause=EntryCause.CORRECTION,
        occupied=-arrival.occupied,
        hold_id=arrival.hold_id,
        encounter_id=arrival.encounter_id,
        idempotency_key=_key(arrival),
    )


def _keep_again(
    session: Session, arrival: PlaceEntry, former: Hold | None, places: int, now: datetime
) -> Hold | None:
    """A new hold for the same group, by the same author: an ended one cannot begin again."""
    if former is None or places == 0:
        return None
    hold = Hold(
        territory_id=former.territory_id,
        site_id=former.site_id,
        category=former.category,
        places=places,
        expires_at=max(former.expires_at, now + GRACE),
        idempotency_key=_hold_key(arrival),
        encounter_id=former.encounter_id,
        author_id=former.author_id,
        created_at=now,
    )
    session.add(hold)
    session.flush()
    session.refresh(hold)
    return hold


def _let_go_with(session: Session, arrival: PlaceEntry) -> int:
    """How many of the group's places the same act let go: `Rest.RELEASED`."""
    same_act = (
        PlaceEntry.hold_id == arrival.hold_id,
        PlaceEntry.cause == EntryCause.RELEASE,
        PlaceEntry.author_id == arrival.author_id,
        PlaceEntry.at == arrival.at,
    )
    statement = select(func.coalesce(-func.sum(PlaceEntry.held), 0)).where(*same_act)
    return session.execute(statement).scalar_one()


def _counted_since(session: Session, arrival: PlaceEntry) -> bool:
    census = select(PlaceEntry.id).where(
        PlaceEntry.site_id == arrival.site_id,
        PlaceEntry.category == arrival.category,
        PlaceEntry.cause == EntryCause.CENSUS,
        PlaceEntry.id > arrival.id,
    )
    return session.scalar(census.limit(1)) is not None


def _already_undone(session: Session, arrival: PlaceEntry) -> Undone | None:
    correction = session.scalar(
        select(PlaceEntry).where(PlaceEntry.idempotency_key == _key(arrival))
    )
    if correction is None:
        return None
    kept = select(Hold).where(Hold.idempotency_key == _hold_key(arrival))
    wanted = arrival.occupied + _let_go_with(session, arrival) if arrival.hold_id else 0
    return Undone(correction, wanted, session.scalar(kept), created=False)


def _key(arrival: PlaceEntry) -> str:
    return str(uuid5(KEYS, str(arrival.id)))


def _hold_key(arrival: PlaceEntry) -> str:
    return str(uuid5(KEYS, f"{arrival.id} kept again"))
