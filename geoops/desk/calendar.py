"""Read a GUDA's calendar, and find in it the seats that a group can have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geoops.desk.clocks import today
from geoops.errors import Conflict, Invalid, NotFound
from geoops.records import Site, SiteKind

FURTHEST = timedelta(weeks=26)
"""How far ahead appointments are given."""
NEAR = timedelta(weeks=3)
"""How far one looks first: most often a seat is free by then."""

SLOTS = text(
    "SELECT day, starts_at, seats, booked, closed FROM desk_slots(:site, :first, :last)"
    " ORDER BY starts_at"
)
Seats = list[tuple[datetime, int]]
"""At which instant (UTC) how many of a group are expected."""


class SlotTaken(Conflict):
    """The seats asked for are not free; `next` (local time) and `next_at` say which are."""

    code = "slot-taken"
    template = "These seats are no longer free: the next appointment for this group is {next}."


class NoSlotFree(Conflict):
    """No day within reach has enough seats for the group."""

    code = "no-slot-free"
    template = "No day of the next {weeks} weeks has {people} free seats: book fewer at a time."


@dataclass(frozen=True)
class DeskSlot:
    """One slot as it stands. `closed` says why nobody is seen: a cause, or a public holiday."""

    day: date
    starts_at: datetime
    seats: int
    booked: int
    closed: str | None

    @property
    def free(self) -> int:
        """Seats that can be given; never below zero."""
        return max(0, self.seats - self.booked)


def lock_desks(session: Session, sites: Iterable[UUID]) -> None:
    """Lock the GUDAs under whose lock alone seats are given, in one order; after any balance.

    Raises
    ------
    NotFound, Invalid
        A site is not one of the territory's, or is no GUDA.
    """
    for site_id in sorted(set(sites)):
        locked = select(Site.kind).where(Site.id == site_id).with_for_update(key_share=True)
        kind = session.scalar(locked)
        if kind is None:
            raise NotFound(kind="site", identifier=site_id)
        if kind is not SiteKind.GUDA:
            raise Invalid(field="site_id", reason="only a GUDA gives appointments")


def slots_between(session: Session, site_id: UUID, first: date, last: date) -> list[DeskSlot]:
    """The slots of a site from one day to another, both included, in the order of time."""
    asked = {"site": site_id, "first": first, "last": last}
    return [DeskSlot(**row) for row in session.execute(SLOTS, asked).mappings()]


def first_seats(
    session: Session, site_id: UUID, people: int, after: datetime, time_zone: str
) -> Seats:
    """The first seats for a group after an instant, together on one day; none if there are none."""
    start = today(after, time_zone)
    for first, last in ((start, start + NEAR), (start + NEAR, start + FURTHEST)):
        slots = slots_between(session, site_id, first, last)
        found = choose(slots, people, after)
        if found:
            return found
    return []


def choose(slots: list[DeskSlot], people: int, after: datetime) -> Seats:
    """The first day with enough seats after `after`; there one slot for all, or the first ones."""
    free = [slot for slot in slots if slot.starts_at > after and slot.free]
    for _, of_day in groupby(free, key=lambda slot: slot.day):
        day = list(of_day)
        for slot in day:
            if slot.free >= people:
                return [(slot.starts_at, people)]
        if sum(slot.free for slot in day) >= people:
            return spread(day, people)
    return []


def spread(day: list[DeskSlot], people: int) -> Seats:
    """Fill the day's slots one after the other; empty if they do not hold everybody."""
    seats, left = [], people
    for slot in day:
        taken = min(slot.free, left)
        if taken:
            seats.append((slot.starts_at, taken))
        left -= taken
    return seats if left == 0 else []


def seats_at(
    session: Session,
    site_id: UUID,
    people: int,
    starts_at: datetime,
    now: datetime,
    time_zone: str,
) -> Seats:
    """The seats of one slot, and of the later ones of its day if it does not hold the group.

    Raises
    ------
    Invalid
        No appointment begins then, or it is too late or too early to give it.
    SlotTaken, NoSlotFree
        They are not free, or the desk is closed; the refusal offers the next ones.
    """
    if not now < starts_at <= now + FURTHEST:
        raise Invalid(field="starts_at", reason="appointments are given from now to 26 weeks ahead")
    day = today(starts_at, time_zone)
    slots = [s for s in slots_between(session, site_id, day, day) if s.starts_at >= starts_at]
    if not slots or slots[0].starts_at != starts_at:
        raise Invalid(field="starts_at", reason="no appointment begins at this time")
    seats = spread(slots, people) if slots[0].free else []
    if not seats:
        raise offer(first_seats(session, site_id, people, starts_at, time_zone), people, time_zone)
    return seats


def offer(seats: Seats, people: int, time_zone: str) -> Conflict:
    """The refusal that says which seats there are instead."""
    if not seats:
        return NoSlotFree(weeks=FURTHEST.days // 7, people=people)
    first = seats[0][0]
    local = first.astimezone(ZoneInfo(time_zone))
    return SlotTaken(next=f"{local:%Y-%m-%d %H:%M}", next_at=first.isoformat())
