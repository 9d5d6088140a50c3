"""Let go of what is no longer needed."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, delete, select

from geoops.db.engine import transaction
from geoops.records import LiveEvent, Territory

LIVE_EVENTS_LAST = timedelta(days=1)
"""How long a page may be away and still resume from its last event."""


def forget_live_events(engine: Engine, now: datetime) -> int:
    """Delete every territory's live events older than a day; how many there were."""
    with transaction(engine, None) as session:
        territories = session.scalars(select(Territory.id)).all()
    return sum(_forget_in(engine, territory, now - LIVE_EVENTS_LAST) for territory in territories)


def _forget_in(engine: Engine, territory: UUID, before: datetime) -> int:
    with transaction(engine, territory) as session:
        old = delete(LiveEvent).where(LiveEvent.at < before).returning(LiveEvent.id)
        return len(session.scalars(old).all())
