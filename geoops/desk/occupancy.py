"""How full the sites have been, night by night, from the ledger of places."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import at_own_site
from geoops.desk.clocks import night as night_of
from geoops.desk.clocks import today
from geoops.errors import Forbidden, Invalid, NotFound
from geoops.layers.occupancy import HISTORY
from geoops.records import PlaceCategory, Role, SiteKind

LONGEST = 1_830
"""Nights of the longest period, five years: past it a chart says nothing more."""
USUAL = 91
"""Nights of a period whose start is not given: thirteen weeks."""
LONG_AGO = date(2000, 1, 1)
"""No period starts before: the sites opened later."""


@dataclass(frozen=True)
class Scope:
    """Whose places: a site's, those of a kind of site, or the territory's; of one category or all.

    A `night` is called by the date of its evening. What is said of it is its close: 24:00 of that
    date on the territory's clocks, put right by a census of the night that came later.
    """

    site_id: UUID | None = None
    kind: SiteKind | None = None
    category: PlaceCategory | None = None


@dataclass(frozen=True)
class Night:
    """The close of one night; `rate` is occupied ÷ capacity, None without any.

    Until the noon after it the night is not `final`: the ledger may still change it.
    """

    night: date
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    overflow: int
    rate: float | None
    over_95: bool
    final: bool


@dataclass(frozen=True)
class SiteInPeriod:
    """A site's share of a period: of its `nights` with places, how many at more than 95 %."""

    site_id: UUID
    name: str
    kind: SiteKind
    nights: int
    over_95: int
    rate: float | None


@dataclass(frozen=True)
class OccupancyHistory:
    """A period's nights in order, and its sites, those with the most nights over 95 % first."""

    scope: Scope
    first: date
    last: date
    nights: list[Night]
    sites: list[SiteInPeriod]


@permitted(Role.COORDINATOR, Role.DIRECTOR, Role.SITE_MANAGER)
def occupancy(
    actor: Actor, engine: Engine, scope: Scope, first: date | None, last: date | None, now: datetime
) -> OccupancyHistory:
    """The nights from `first` to `last`, by default the last thirteen weeks with tonight.

    Raises
    ------
    Forbidden
        A site manager asks for another site than their own.
    NotFound
        There is no such site.
    Invalid
        The period is too long, runs backwards, or has nights that have not come yet.
    """
    own = own_scope(actor, scope)
    tonight = today(now, actor.time_zone)
    last = last or tonight
    first = first or max(LONG_AGO, last - timedelta(days=USUAL - 1))
    _refuse_period(first, last, tonight)
    with work(actor, engine) as session:
        nights, sites = read_history(session, own, first, last)
    under_way = min(night_of(now, actor.time_zone), tonight)
    return OccupancyHistory(
        *(own, first, last),
        [_night(row, under_way) for row in nights],
        [_site(row) for row in sites],
    )


Rows = list[dict[str, Any]]


def read_history(session: Session, scope: Scope, first: date, last: date) -> tuple[Rows, Rows]:
    """The nights and the sites as the statement gives them; `NotFound` for an unknown site."""
    asked = {"site": scope.site_id, "kind": scope.kind, "category": scope.category}
    found = session.execute(text(HISTORY), asked | {"first": first, "last": last}).one()
    if not found.known:
        raise NotFound(kind="site", identifier=scope.site_id)
    return found.nights, found.sites


def own_scope(actor: Actor, scope: Scope) -> Scope:
    """The scope, which for a site manager is their own site and nothing else.

    Raises
    ------
    Forbidden
        It is another site, or a kind of site.
    NotFound
        The manager has no site yet.
    Invalid
        Both a site and a kind of site are given.
    """
    if scope.site_id and scope.kind:
        raise Invalid(field="kind", reason="choose either a site or a kind of site")
    if actor.role is not Role.SITE_MANAGER:
        return scope
    if actor.site_id is None:
        raise NotFound(kind="site", identifier=scope.site_id or "of yours")
    if scope.kind:
        raise Forbidden(role=actor.role.value, action="read of other sites")
    at_own_site(actor, scope.site_id or actor.site_id)
    return replace(scope, site_id=actor.site_id)


def _refuse_period(first: date, last: date, tonight: date) -> None:
    if last > tonight:
        raise Invalid(field="to", reason="this night has not come yet")
    if first > last:
        raise Invalid(field="from", reason="the period ends before it begins")
    if first < LONG_AGO:
        raise Invalid(field="from", reason="choose a night after 2000")
    if (last - first).days >= LONGEST:
        raise Invalid(field="from", reason="choose at most five years")


def _night(row: dict[str, Any], under_way: date) -> Night:
    night, occupied, capacity = date.fromisoformat(row["night"]), row["occupied"], row["capacity"]
    return Night(
        **row
        | {
            "night": night,
            "rate": _rate(occupied, capacity),
            "over_95": occupied * 20 > capacity * 19,
            "final": night < under_way,
        }
    )


def _site(row: dict[str, Any]) -> SiteInPeriod:
    return SiteInPeriod(
        *(UUID(row["id"]), row["name"], SiteKind(row["kind"]), row["nights"], row["over_95"]),
        rate=_rate(row["occupied_nights"], row["capacity_nights"]),
    )


def _rate(occupied: int, capacity: int) -> float | None:
    return round(occupied / capacity, 4) if capacity else None
