"""What a site has and who is there: capacity, beds out of service, the census, the overflow."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine, text

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import Recorded, a_group
from geoops.desk.clocks import night
from geoops.desk.entries import Changes, enter_at_site
from geoops.desk.opening import open_category
from geoops.errors import Invalid
from geoops.records import EntryCause, EntryReason, PlaceCapacity, PlaceCategory, Role

MOST_AT_A_SITE = 10_000
OF_CAPACITY = (
    EntryCause.WORKS,
    EntryCause.PLAN_GRAND_FROID,
    EntryCause.CLOSURE,
    EntryCause.REOPENING,
)
OF_A_CENSUS = (
    EntryReason.UNRECORDED_ARRIVAL,
    EntryReason.UNRECORDED_DEPARTURE,
    EntryReason.MISCOUNT,
)
OF_BEDS = (EntryReason.REPAIR, EntryReason.HYGIENE, EntryReason.SAFETY)

OVERFLOWS = text(
    "SELECT s.id AS site_id, s.name, c.category, c.capacity, c.out_of_service, c.occupied, c.held,"
    " c.overflow_allowed AS overflow"
    " FROM place_capacity c JOIN site s ON s.id = c.site_id WHERE c.overflow_allowed > 0"
    ' ORDER BY c.overflow_allowed DESC, s.name COLLATE "fr-x-icu", c.category'
)


@dataclass(frozen=True)
class Census:
    """ "We are `counted` tonight": `night` is the date of its evening, on the territory's calendar.

    `reason` says what a difference comes from; without one, that it was not recorded.
    """

    category: PlaceCategory
    counted: int
    night: date
    idempotency_key: str
    reason: EntryReason | None = None


@dataclass(frozen=True)
class CapacityStatement:
    """There are `capacity` places from now on, because of `cause`."""

    category: PlaceCategory
    capacity: int
    cause: EntryCause
    idempotency_key: str


@dataclass(frozen=True)
class BedsOut:
    """`beds` cannot be used for now."""

    category: PlaceCategory
    beds: int
    reason: EntryReason
    idempotency_key: str


@dataclass(frozen=True)
class BedsBack:
    """`beds` can be used again."""

    category: PlaceCategory
    beds: int
    idempotency_key: str


@dataclass(frozen=True)
class Overflow:
    """A balance with more people there or on their way than places: `overflow` says how many."""

    site_id: UUID
    name: str
    category: PlaceCategory
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    overflow: int


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def take_census(
    actor: Actor, engine: Engine, site_id: UUID, census: Census, now: datetime
) -> Recorded:
    """Reconcile the places with who is there; the difference is the entry, an overflow if need be.

    Raises
    ------
    NotFound, Invalid
        The site is not there, has no places of this category, or the census is of another night
        than the one under way: people have come and gone since.
    KeyTaken
        The key already stands for another request.
    """

    def changes(balance: PlaceCapacity) -> Changes:
        _up_to("counted", census.counted)
        if census.night != night(now, actor.time_zone):
            raise Invalid(field="night", reason="a census counts the night under way")
        difference = census.counted - balance.occupied
        return {
            "cause": EntryCause.CENSUS,
            "occupied": difference,
            "night": census.night,
            "reason": _why(census, difference),
        }

    return enter_at_site(actor, engine, site_id, census, now, changes)


def _why(census: Census, difference: int) -> EntryReason | None:
    if census.reason not in (None, *OF_A_CENSUS):
        raise Invalid(field="reason", reason="this is no reason for a census to differ")
    if difference == 0:
        return None
    came, left = EntryReason.UNRECORDED_ARRIVAL, EntryReason.UNRECORDED_DEPARTURE
    return census.reason or (came if difference > 0 else left)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def set_capacity(
    actor: Actor, engine: Engine, site_id: UUID, statement: CapacityStatement, now: datetime
) -> Recorded:
    """State how many places there are; if too few for who is there or awaited, as an overflow.

    With the cause `opening` the site has places of this category from now on.

    Raises
    ------
    NotFound, Invalid
        The site is not there, has no places of this category, or the cause is none of a capacity.
    Forbidden
        Only a coordinator opens a category.
    Conflict
        More places would be out of service than there are, or the category is open already.
    KeyTaken
        The key already stands for another request.
    """
    _up_to("capacity", statement.capacity)
    if statement.cause is EntryCause.OPENING:
        return open_category(actor, engine, site_id, statement, now)

    def changes(balance: PlaceCapacity) -> Changes:
        if statement.cause not in OF_CAPACITY:
            raise Invalid(field="cause", reason="this is no cause of a capacity")
        return {"cause": statement.cause, "capacity": statement.capacity - balance.capacity}

    return enter_at_site(actor, engine, site_id, statement, now, changes)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def take_out_of_service(
    actor: Actor, engine: Engine, site_id: UUID, out: BedsOut, now: datetime
) -> Recorded:
    """Take beds out of service; also occupied ones, which the entry then says as an overflow.

    Raises
    ------
    NotFound, Invalid
        The site is not there, has no places of this category, or the reason is none of beds.
    Conflict
        More places would be out of service than there are.
    KeyTaken
        The key already stands for another request.
    """

    def changes(_: PlaceCapacity) -> Changes:
        a_group("beds", out.beds)
        if out.reason not in OF_BEDS:
            raise Invalid(field="reason", reason="this is no reason to take beds out of service")
        return {
            "cause": EntryCause.OUT_OF_SERVICE,
            "out_of_service": out.beds,
            "reason": out.reason,
        }

    return enter_at_site(actor, engine, site_id, out, now, changes)


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def return_to_service(
    actor: Actor, engine: Engine, site_id: UUID, back: BedsBack, now: datetime
) -> Recorded:
    """Give beds back to those who need them.

    Raises
    ------
    NotFound, Invalid
        The site is not there, or has no places of this category.
    Conflict
        Fewer beds are out of service.
    KeyTaken
        The key already stands for another request.
    """

    def changes(_: PlaceCapacity) -> Changes:
        a_group("beds", back.beds)
        return {"cause": EntryCause.BACK_IN_SERVICE, "out_of_service": -back.beds}

    return enter_at_site(actor, engine, site_id, back, now, changes)


def _up_to(field: str, number: int) -> None:
    if not 0 <= number <= MOST_AT_A_SITE:
        raise Invalid(field=field, reason=f"give a number from 0 to {MOST_AT_A_SITE}")


@permitted(Role.COORDINATOR, Role.SITE_MANAGER, Role.DIRECTOR)
def sites_in_overflow(actor: Actor, engine: Engine) -> list[Overflow]:
    """The worklist: where more people are, or are awaited, than there are places; worst first."""
    with work(actor, engine) as session:
        return [
            Overflow(**row | {"category": PlaceCategory(row["category"])})
            for row in map(dict, session.execute(OVERFLOWS).mappings())
        ]
