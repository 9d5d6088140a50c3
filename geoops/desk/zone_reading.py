"""Zones as they are, retired ones among them, and as they were, for who edits them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.zone_stops import KNOWN, VisitDay
from geoops.errors import NotFound
from geoops.records import Role

type ZoneDocument = dict[str, Any]

COLUMNS = """
    v.zone_id AS id, v.revision, v.active, v.name, ST_AsGeoJSON(v.area)::json AS area,
    json_build_array(ST_X(v.access), ST_Y(v.access)) AS access, coalesce(
        ST_AsGeoJSON(v.other_accesses)::json -> 'coordinates', '[]') AS other_accesses, v.weight,
    extract(epoch FROM v.revisit_interval)::float / 86400 AS revisit_interval_days,
    extract(epoch FROM v.service_time)::float / 60 AS service_minutes,
    extract(epoch FROM v.service_per_person)::float / 60 AS service_per_person_minutes,
    extract(epoch FROM v.service_limit)::float / 60 AS service_limit_minutes,
    v.teams_at_once, v.languages, (
        SELECT coalesce(json_agg(json_build_object(
            'weekdays', r -> 'weekdays', 'starts', left(r ->> 'starts', 5),
            'ends', left(r ->> 'ends', 5),
            'revisit_interval_days', (r ->> 'revisit_interval')::float / 86400)), '[]')
        FROM jsonb_array_elements(v.rhythm) r
    ) AS rhythm
"""
ORDER = 'v.active DESC, v.name COLLATE "fr-x-icu", v.zone_id'
NOW = text(f"""
    SELECT {COLUMNS} FROM zone_version v
    WHERE upper_inf(v.valid) AND (CAST(:zone AS uuid) IS NULL OR v.zone_id = :zone)
    ORDER BY {ORDER}
""")  # noqa: S608 - put together from the constants above
THEN = text(f"SELECT {COLUMNS} FROM zone_as_of({KNOWN}) v ORDER BY {ORDER}")  # noqa: S608
PAST = text(f"""
    SELECT lower(v.valid) AS since, upper(v.valid) AS until, c.kind, a.label AS author,
        undone.kind AS undone_kind, (
            SELECT coalesce(json_agg(o.name ORDER BY o.name), '[]') FROM zone_version o
            WHERE o.change_id = c.id AND o.zone_id <> v.zone_id
        ) AS others, {COLUMNS}
    FROM zone_version v JOIN zone_change c ON c.id = v.change_id
    LEFT JOIN zone_change undone ON undone.id = c.undoes
    LEFT JOIN account a ON a.id = c.author_id
    WHERE v.zone_id = :zone ORDER BY v.revision DESC
""")  # noqa: S608


@permitted(Role.COORDINATOR)
def zone_records(actor: Actor, engine: Engine) -> list[ZoneDocument]:
    """Every zone as it is now: those that are visited by name, then the retired ones."""
    with work(actor, engine) as session:
        return [dict(row._mapping) for row in session.execute(NOW, {"zone": None})]


@permitted(Role.COORDINATOR)
def zones_of_day(actor: Actor, engine: Engine, day: date, now: datetime) -> list[ZoneDocument]:
    """The zones that `day` is planned with: of one that is over those of its noon, else of now."""
    asked = VisitDay(day, actor.time_zone, now).read()["as_of"]
    with work(actor, engine) as session:
        return [dict(row._mapping) for row in session.execute(THEN, {"as_of": asked})]


@permitted(Role.COORDINATOR)
def zone_versions(actor: Actor, engine: Engine, zone_id: UUID) -> list[ZoneDocument]:
    """What one zone was from when to when, the present first; each with the change that made it.

    Raises
    ------
    NotFound
        There is no such zone.
    """
    with work(actor, engine) as session:
        found = [dict(row._mapping) for row in session.execute(PAST, {"zone": zone_id})]
    if not found:
        raise NotFound(kind="zone", identifier=zone_id)
    return found


def zone_now(session: Session, zone_id: UUID) -> ZoneDocument:
    """One zone as it is now."""
    row = session.execute(NOW, {"zone": zone_id}).one_or_none()
    if row is None:
        raise NotFound(kind="zone", identifier=zone_id)
    return dict(row._mapping)
