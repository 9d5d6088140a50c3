"""Load today's holds under way, with different times left, and the waiting list of a full category.

As by the people of the demonstration an hour or two ago. Loading again on the same day finds what
is there; what has run out since stays run out.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geoops.demonstration.load import LOGINS, SEED, Identities, forget_live_events
from geoops.demonstration.places import demonstration_teams
from geoops.desk.clocks import next_time
from geoops.desk.waiting import NIGHT_ENDS
from geoops.records import (
    EntryCause,
    Hold,
    PlaceCategory,
    PlaceEntry,
    PlaceRequest,
    RequestPriority,
    Role,
)

COORDINATION, TEAM = (
    next(email for email, (role, _) in LOGINS.items() if role is wanted)
    for wanted in (Role.COORDINATOR, Role.FIELD)
)
FULL = PlaceCategory.UNACCOMPANIED_MINOR

HOLDS = (
    ("isolated_man", 3, 11, TEAM),
    ("family", 4, 52, TEAM),
    ("isolated_man", 6, 96, COORDINATION),
    ("isolated_woman", 2, 27, COORDINATION),
    ("reduced_mobility", 1, 141, COORDINATION),
    ("family", 5, 168, COORDINATION),
)
"""Category, places, minutes left, and whose."""
REQUESTS = (
    (2, RequestPriority.UNACCOMPANIED_MINOR, 42, TEAM),
    (1, RequestPriority.ORDINARY, 75, COORDINATION),
)
"""Places of the full category, priority, minutes since, and whose."""

FREEST = text("""
    SELECT c.site_id FROM place_capacity c JOIN site s ON s.id = c.site_id
    WHERE c.territory_id = :territory AND c.category = :category AND s.status = 'open'
      AND s.kind IN ('caes', 'sas')
      AND c.capacity - c.out_of_service - c.occupied - c.held >= :places
    ORDER BY c.capacity - c.out_of_service - c.occupied - c.held DESC, s.name
    OFFSET :skip LIMIT 1
""")
FREE = text("""
    SELECT site_id, capacity - out_of_service - occupied - held AS free FROM place_capacity
    WHERE territory_id = :territory AND category = :category
      AND capacity - out_of_service - occupied - held > 0
""")


def load_reservations(owner: Engine, now: datetime, time_zone: str, seed: int = SEED) -> None:
    """Load the day's holds and requests that are not there yet, as of `now`."""
    ids = Identities(seed)
    with Session(owner) as session, session.begin():
        for number, (category, places, left, author) in enumerate(HOLDS):
            name = f"demonstration:hold:{now:%Y-%m-%d}:{number}"
            _hold(session, ids, name, (category, places, number), now, left, author)
        _fill(session, ids, now)
        for number, (places, priority, since, author) in enumerate(REQUESTS):
            _wait(session, ids, number, places, priority, (now, since, time_zone), author)
        forget_live_events(session, ids)


def _hold(
    session: Session,
    ids: Identities,
    name: str,
    what: tuple[str, int, int],
    now: datetime,
    left: int,
    author: str,
) -> None:
    category, places, number = what
    if session.scalar(select(Hold.id).where(Hold.idempotency_key == name)) is not None:
        return
    asked = {"territory": ids.territory, "category": category, "places": places}
    site = session.scalar(FREEST, asked | {"skip": number % 3})
    if site is None:
        return
    session.add(
        Hold(
            id=ids.of("hold", name),
            territory_id=ids.territory,
            site_id=site,
            category=PlaceCategory(category),
            places=places,
            expires_at=now + timedelta(minutes=left),
            idempotency_key=name,
            author_id=ids.of("account", author),
            created_at=now + timedelta(minutes=left - 180),
        )
    )
    session.flush()


def _fill(session: Session, ids: Identities, now: datetime) -> None:
    """Occupy every place of the category that people wait for."""
    asked = {"territory": ids.territory, "category": FULL.value}
    for site, free in session.execute(FREE, asked).all():
        session.add(
            PlaceEntry(
                territory_id=ids.territory,
                site_id=site,
                category=FULL,
                cause=EntryCause.ARRIVAL,
                occupied=free,
                at=now - timedelta(hours=2),
            )
        )
        session.flush()


def _wait(
    session: Session,
    ids: Identities,
    number: int,
    places: int,
    priority: RequestPriority,
    moment: tuple[datetime, int, str],
    author: str,
) -> None:
    now, since, time_zone = moment
    name = f"demonstration:request:{now:%Y-%m-%d}:{number}"
    team = demonstration_teams()[0 if author == TEAM else 1].name
    row = {
        "id": ids.of("request", name),
        "territory_id": ids.territory,
        "category": FULL,
        "places": places,
        "priority": priority,
        "hold_for": timedelta(hours=3),
        "lapses_at": next_time(now, NIGHT_ENDS, time_zone),
        "team_id": ids.of("team", team),
        "author_id": ids.of("account", author),
        "idempotency_key": name,
        "digest": b"\0" * 32,
        "created_at": now - timedelta(minutes=since),
    }
    session.execute(insert(PlaceRequest).on_conflict_do_nothing(), [row])
