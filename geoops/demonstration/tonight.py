"""The demonstration's evening: groups on their way to a site, beds out of service, an overflow."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geoops.demonstration.load import LOGINS, SEED, Identities, forget_live_events
from geoops.demonstration.places import demonstration_sites
from geoops.records import EntryCause, EntryReason, Hold, PlaceCapacity, PlaceEntry, Role

AWAITED = (
    ("isolated_man", 4, Role.FIELD, timedelta(hours=2, minutes=10)),
    ("family", 5, Role.FIELD, timedelta(hours=3)),
    ("isolated_woman", 2, Role.COORDINATOR, timedelta(minutes=25)),
)
"""Category, people, who keeps the places, and for how long."""
OVER = 3  # people for whom a SAS has no place, since works began there


def load_tonight(owner: Engine, now: datetime, seed: int = SEED) -> None:
    """Let groups be awaited at the site manager's CAES tonight; once a day, safe to repeat."""
    ids = Identities(seed)
    caes = next(site.name for site in demonstration_sites() if site.kind == "caes")
    sas = next(site.name for site in demonstration_sites() if site.kind == "sas")
    with Session(owner) as session, session.begin():
        _await_groups(session, ids, ids.of("site", caes), now)
        _take_beds_out(session, ids, ids.of("site", caes), now)
        _begin_works(session, ids, ids.of("site", sas), now)
        forget_live_events(session, ids)


def _await_groups(session: Session, ids: Identities, site: UUID, now: datetime) -> None:
    for category, people, role, lasts in AWAITED:
        key = f"demonstration:awaited:{now.date()}:{category}"
        balance = session.get_one(PlaceCapacity, (ids.territory, site, category))
        hold = {
            "id": ids.of("hold", key),
            "territory_id": ids.territory,
            "site_id": site,
            "category": category,
            "places": min(people, balance.available),
            "expires_at": now + lasts,
            "idempotency_key": key,
            "author_id": ids.of("account", _email(role)),
            "created_at": now,
        }
        if hold["places"]:
            session.execute(insert(Hold).values(hold).on_conflict_do_nothing())


def _take_beds_out(session: Session, ids: Identities, site: UUID, now: datetime) -> None:
    balance = _largest(session, ids, site)
    out = {"cause": EntryCause.OUT_OF_SERVICE, "reason": EntryReason.REPAIR, "out_of_service": 2}
    author = {"author_id": ids.of("account", _email(Role.SITE_MANAGER))}
    _enter_once(session, balance, now, "demonstration:repair", out | author)


def _begin_works(session: Session, ids: Identities, site: UUID, now: datetime) -> None:
    """Fewer places than people: an overflow, which is declared and never hidden."""
    balance = _largest(session, ids, site)
    taken = balance.occupied + balance.held + balance.out_of_service
    works = {"cause": EntryCause.WORKS, "capacity": taken - OVER - balance.capacity}
    author = {"author_id": ids.of("account", _email(Role.COORDINATOR))}
    _enter_once(session, balance, now, "demonstration:works", works | author)


def _email(role: Role) -> str:
    return next(email for email, (of, _) in LOGINS.items() if of is role)


def _largest(session: Session, ids: Identities, site: UUID) -> PlaceCapacity:
    of_site = (PlaceCapacity.territory_id == ids.territory, PlaceCapacity.site_id == site)
    largest = select(PlaceCapacity).where(*of_site).order_by(PlaceCapacity.capacity.desc())
    return session.scalars(largest.limit(1)).one()


def _enter_once(
    session: Session, balance: PlaceCapacity, now: datetime, key: str, changes: dict[str, object]
) -> None:
    entry = {
        "territory_id": balance.territory_id,
        "site_id": balance.site_id,
        "category": balance.category,
        "at": now,
        "idempotency_key": key,
    }
    session.execute(insert(PlaceEntry).values(entry | changes).on_conflict_do_nothing())
