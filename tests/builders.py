"""The few rows that a rule needs, each with everything else left plain."""

from datetime import UTC, datetime, time
from uuid import UUID, uuid4

from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor
from geoops.desk.encounter_report import EncounterReport, ReferralReport
from geoops.desk.encountering import log_encounter
from geoops.records import (
    EntryCause,
    PlaceCategory,
    PlaceEntry,
    ReferralKind,
    Site,
    SiteKind,
    Territory,
)

CALAIS = (1.8587, 50.9513)


def add_site(
    owner: Engine,
    territory: Territory,
    *,
    places: int = 10,
    category: PlaceCategory = PlaceCategory.ISOLATED_MAN,
    name: str | None = None,
) -> UUID:
    """Insert a CAES in Calais with `places` of one category; its id."""
    site_id = uuid4()
    site = Site(
        id=site_id,
        territory_id=territory.id,
        name=name or f"CAES {site_id.hex[:8]}",
        kind=SiteKind.CAES,
        position=from_shape(Point(CALAIS), srid=4326),
        provenance="test",
        verified_on=datetime(2026, 11, 1, tzinfo=UTC).date(),
    )
    opening = PlaceEntry(
        territory_id=territory.id,
        site_id=site_id,
        category=category,
        cause=EntryCause.OPENING,
        capacity=places,
        at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    with Session(owner) as session, session.begin():
        session.add(site)
        session.flush()
        session.add(opening)
    return site_id


def add_guda(
    owner: Engine, territory: Territory, *, desks: int = 4, clocks: str = "09:00 10:00 11:00"
) -> UUID:
    """Insert a GUDA that opens from Monday to Friday, 08:00 to 17:00, with slots at `clocks`."""
    site_id = uuid4()
    site = Site(
        id=site_id,
        territory_id=territory.id,
        name=f"GUDA {site_id.hex[:8]}",
        kind=SiteKind.GUDA,
        position=from_shape(Point(CALAIS), srid=4326),
        desks=desks,
        opening_hours=[{"weekday": d, "opens": "08:00", "closes": "17:00"} for d in range(5)],
        slot_times=[time.fromisoformat(clock) for clock in clocks.split()],
        provenance="test",
        verified_on=datetime(2026, 11, 1, tzinfo=UTC).date(),
    )
    with Session(owner) as session, session.begin():
        session.add(site)
    return site_id


def add_referral(
    engine: Engine, actor: Actor, kind: ReferralKind, people: int, now: datetime
) -> UUID:
    """Log an encounter that led to one referral, not yet to any place or seat; its id."""
    report = a_report(
        head_count=people, met_at=now, referrals=(ReferralReport(kind, people),), accepted=0
    )
    return UUID(log_encounter(actor, engine, report, now).body["referrals"][0]["id"])


def a_report(**changes: object) -> EncounterReport:
    """An encounter with four people in Calais; `changes` say what the rule is about."""
    plain: dict[str, object] = {
        "id": uuid4(),
        "lon": CALAIS[0],
        "lat": CALAIS[1],
        "met_at": datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
        "head_count": 4,
    }
    return EncounterReport(**(plain | changes))  # type: ignore[arg-type]
