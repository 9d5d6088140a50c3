"""The days on which a GUDA has other desks than usual, and the appointments that this moves.

A closure takes nobody's appointment away. Whoever is booked beyond what the desks can see stays
booked, on a worklist, until somebody gives them another time.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, select, update

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import KeyTaken, at_own_site
from geoops.desk.calendar import lock_desks
from geoops.desk.clocks import today
from geoops.errors import Invalid, NotFound
from geoops.records import DayCause, DeskDay, Role

MOST_DAYS = 92


@dataclass(frozen=True)
class DayStatement:
    """From `first` to `last` there are so many desks; 0 closes, more opens a day otherwise shut."""

    first: date
    last: date
    desks: int
    cause: DayCause
    idempotency_key: str


@dataclass(frozen=True)
class Stated:
    """The days of one statement, in their order, and whether this call stated them."""

    days: list[DeskDay]
    created: bool


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def state_days(
    actor: Actor, engine: Engine, site_id: UUID, statement: DayStatement, now: datetime
) -> Stated:
    """State how many desks there are on some days, in place of what was stated before.

    Raises
    ------
    NotFound, Forbidden
        The site is not there, or is another manager's.
    Invalid
        The site is no GUDA, the days are past, in the wrong order or more than 92, or nobody has
        so many desks.
    KeyTaken
        The key already stands for another request.
    """
    at_own_site(actor, site_id)
    if not 0 <= statement.desks <= 50:
        raise Invalid(field="desks", reason="give a number from 0 to 50")
    if not statement.first <= statement.last < statement.first + timedelta(days=MOST_DAYS):
        raise Invalid(field="last", reason="give a last day within 92 days of the first")
    with work(actor, engine) as session:
        lock_desks(session, [site_id])
        wanted = _days(actor, site_id, statement, now)
        known = session.scalars(
            select(DeskDay)
            .where(DeskDay.idempotency_key.startswith(f"{statement.idempotency_key}/"))
            .order_by(DeskDay.day)
        ).all()
        if known:
            if [_content(day) for day in known] != [_content(day) for day in wanted]:
                raise KeyTaken(key=statement.idempotency_key)
            return Stated(list(known), created=False)
        if statement.first < today(now, actor.time_zone):
            raise Invalid(field="first", reason="this day has passed")
        session.execute(
            update(DeskDay)
            .where(
                DeskDay.site_id == site_id,
                DeskDay.day.between(statement.first, statement.last),
                DeskDay.ended_at.is_(None),
            )
            .values(ended_at=now)
        )
        session.add_all(wanted)
        session.flush()
        return Stated(wanted, created=True)


def _days(actor: Actor, site_id: UUID, statement: DayStatement, now: datetime) -> list[DeskDay]:
    days = (statement.last - statement.first).days + 1
    return [
        DeskDay(
            id=uuid4(),
            territory_id=actor.territory_id,
            site_id=site_id,
            day=day,
            desks=statement.desks,
            cause=statement.cause,
            idempotency_key=f"{statement.idempotency_key}/{day}",
            author_id=actor.account_id,
            created_at=now,
        )
        for day in (statement.first + timedelta(days=number) for number in range(days))
    ]


def _content(day: DeskDay) -> tuple[object, ...]:
    return (day.site_id, day.day, day.desks, day.cause)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def withdraw_day(actor: Actor, engine: Engine, desk_day_id: UUID, now: datetime) -> DeskDay:
    """Let the usual calendar hold again on a day; withdrawing again changes nothing.

    Raises
    ------
    NotFound, Forbidden
        There is no such statement, or it is of another site than the manager's.
    """
    with work(actor, engine) as session:
        day = session.get(DeskDay, desk_day_id)
        if day is None:
            raise NotFound(kind="closure", identifier=desk_day_id)
        at_own_site(actor, day.site_id)
        lock_desks(session, [day.site_id])
        session.refresh(day)
        if day.ended_at is None:
            session.execute(update(DeskDay).where(DeskDay.id == day.id).values(ended_at=now))
            session.refresh(day)
        return day


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def stated_days(actor: Actor, engine: Engine, site_id: UUID, first: date) -> list[DeskDay]:
    """The days from `first` on that differ at a site, in their order."""
    at_own_site(actor, site_id)
    with work(actor, engine) as session:
        return list(
            session.scalars(
                select(DeskDay)
                .where(DeskDay.site_id == site_id, DeskDay.day >= first, DeskDay.ended_at.is_(None))
                .order_by(DeskDay.day)
            )
        )
