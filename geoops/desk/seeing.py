"""Where teams are by their own word, for a replan: read, on record, for who asked for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from geoalchemy2.shape import to_shape
from shapely import Point
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geoops.records import AuditEntry, PatrolPosition

FRESH = timedelta(minutes=5)
"""How old a position may be that a replan begins at."""
SHARP = 500.0
"""Metres of accuracy past which it does not tell one road from another."""


def seen_lately(session: Session, patrols: Sequence[UUID], now: datetime) -> dict[UUID, Point]:
    """The fresh and sharp positions of these patrols that the transaction's account may see."""
    asked = select(PatrolPosition).where(
        PatrolPosition.patrol_id.in_(patrols),
        PatrolPosition.measured_at >= now - FRESH,
        PatrolPosition.accuracy <= SHARP,
    )
    found = {one.patrol_id: cast(Point, to_shape(one.position)) for one in session.scalars(asked)}
    if found:
        _record(session)
    return found


def _record(session: Session) -> None:
    """Put the reading on record for the transaction's account; none of it says where anybody is."""
    session.add(
        AuditEntry(
            territory_id=session.scalar(select(func.geoops_territory())),
            account_id=session.scalar(select(func.geoops_account())),
            action="read exact positions",
            subject="positions that teams share, for a replan",
        )
    )
    session.flush()
