"""The demonstration's evening is lively, keeps the ledger's rules, and is loaded once a day."""

from datetime import UTC, datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from geoops.demonstration.load import load
from geoops.demonstration.tonight import OVER, load_tonight
from geoops.records import Hold, HoldState, PlaceCapacity
from geoops.records.ledger_proof import complaints

EVENING = datetime(2026, 11, 23, 20, tzinfo=UTC)


def test_groups_are_awaited_and_one_site_is_in_overflow(owner: Engine) -> None:
    load(owner, EVENING.date())
    for _ in range(2):
        load_tonight(owner, EVENING)
    with Session(owner) as session:
        active = select(func.count(Hold.id)).where(Hold.state == HoldState.ACTIVE)
        over = select(PlaceCapacity.overflow_allowed).where(PlaceCapacity.overflow_allowed > 0)
        assert session.scalar(active) == 3
        assert session.scalars(over).all() == [OVER]
        assert complaints(session.connection()) == []
