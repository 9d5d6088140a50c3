"""Look at the map: each layer for those who may see it, camp positions with an audit entry."""

from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.desk.actor import EVERYONE, Actor, permitted, work
from geoops.layers.camps import CAMPS
from geoops.layers.sites import SITES
from geoops.layers.zones import ZONES
from geoops.records import AuditEntry, Base, Role, Team


@permitted(*EVERYONE)
def sites_layer(actor: Actor, engine: Engine) -> str:
    """The territory's sites with their live places, as GeoJSON text."""
    with work(actor, engine) as session:
        return SITES.geojson(session)


@permitted(Role.COORDINATOR, Role.FIELD, Role.DIRECTOR, Role.ADMINISTRATOR)
def zones_layer(actor: Actor, engine: Engine, now: datetime) -> str:
    """The territory's zones with their last visits as of `now`, as GeoJSON text."""
    with work(actor, engine) as session:
        return ZONES.geojson(session, now=now)


@permitted(Role.COORDINATOR, Role.FIELD)
def camps_layer(actor: Actor, engine: Engine) -> str:
    """The territory's camps at their exact positions, as GeoJSON text; the read is audited."""
    with work(actor, engine) as session:
        record_read(session, actor, "camps")
        return CAMPS.geojson(session)


@permitted(Role.COORDINATOR, Role.DIRECTOR)
def coverage_layer(actor: Actor, engine: Engine, now: datetime) -> str:
    """Which zones were seen when, against the interval each wants, as GeoJSON text."""
    with work(actor, engine) as session:
        return ZONES.geojson(session, now=now)


@permitted(Role.COORDINATOR, Role.FIELD)
def teams(actor: Actor, engine: Engine) -> list[tuple[Team, Base]]:
    """The territory's active teams with their bases, by name."""
    with work(actor, engine) as session:
        statement = (
            select(Team, Base)
            .join(Base, Base.id == Team.base_id)
            .where(Team.active)
            .order_by(Team.name)
        )
        return [(team, base) for team, base in session.execute(statement)]


def record_read(session: Session, actor: Actor, subject: str) -> None:
    """Append to the audit log that the actor read exact positions of `subject`."""
    session.add(
        AuditEntry(
            territory_id=actor.territory_id,
            account_id=actor.account_id,
            action="read exact positions",
            subject=subject,
        )
    )
    session.flush()
