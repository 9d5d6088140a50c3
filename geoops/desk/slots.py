"""Look at a GUDA's slots: which seats are free, and when a group could be seen next."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import a_group, at_own_site
from geoops.desk.calendar import DeskSlot, Seats, first_seats, slots_between
from geoops.errors import Invalid, NotFound
from geoops.records import Role, Site, SiteKind, SiteStatus

LONGEST_LOOK = timedelta(days=62)


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def site_slots(
    actor: Actor, engine: Engine, site_id: UUID, first: date, last: date
) -> list[DeskSlot]:
    """The slots of a GUDA from one day to another, with their seats.

    Raises
    ------
    NotFound, Forbidden
        The site is not one of the territory's, or not the site manager's.
    Invalid
        The days are in the wrong order, or more than 62.
    """
    at_own_site(actor, site_id)
    in_order(first, last)
    with work(actor, engine) as session:
        slots = slots_between(session, site_id, first, last)
        if not slots and session.get(Site, site_id) is None:
            raise NotFound(kind="site", identifier=site_id)
        return slots


def in_order(first: date, last: date) -> None:
    """Refuse days that are in the wrong order, or too many to look at.

    Raises
    ------
    Invalid
        They are.
    """
    if not first <= last <= first + LONGEST_LOOK:
        raise Invalid(field="to", reason="give a last day within 62 days of the first")


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def next_seats(actor: Actor, engine: Engine, site_id: UUID, people: int, after: datetime) -> Seats:
    """When a group could be seen next: instants and how many of them; empty if it cannot.

    Raises
    ------
    NotFound, Forbidden, Invalid
        The site is not there or another manager's, or nobody is a group of so many.
    """
    at_own_site(actor, site_id)
    a_group("people", people)
    with work(actor, engine) as session:
        seats = first_seats(session, site_id, people, after, actor.time_zone)
        if not seats and session.get(Site, site_id) is None:
            raise NotFound(kind="site", identifier=site_id)
        return seats


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER)
def gudas(actor: Actor, engine: Engine) -> list[tuple[UUID, str]]:
    """The GUDAs that the actor may book at, by name; a site manager's own, if it is one."""
    found = select(Site.id, Site.name).where(
        Site.kind == SiteKind.GUDA, Site.status == SiteStatus.OPEN
    )
    if actor.role is Role.SITE_MANAGER:
        found = found.where(Site.id == actor.site_id)
    with work(actor, engine) as session:
        return [(site_id, name) for site_id, name in session.execute(found.order_by(Site.name))]
