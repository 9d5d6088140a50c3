"""Zones as they are, retired ones among them, for who edits them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.errors import NotFound
from geoops.records import Role

type ZoneDocument = dict[str, Any]

COLUMNS = """
    v.zone_id AS id, v.revision, v.active, v.name, ST_AsGeoJSON(v.area)::json AS area,
    json_build_array(ST_X(v.access), ST_Y(v.access)) AS access, v.weight,
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
NOW = text(f"""
    SELECT {COLUMNS} FROM zone_version v
    WHERE upper_inf(v.valid) AND (CAST(:zone AS uuid) IS NULL OR v.zone_id = :zone)
    ORDER BY v.active DESC, v.name COLLATE "fr-x-icu", v.zone_id
""")  # noqa: S608 - put together from the constant above


@permitted(Role.COORDINATOR)
def zone_records(actor: Actor, engine: Engine) -> list[ZoneDocument]:
    """Every zone as it is now: those that are visited by name, then the retired ones."""
    with work(actor, engine) as session:
        return [dict(row._mapping) for row in session.execute(NOW, {"zone": None})]


def zone_now(session: Session, zone_id: UUID) -> ZoneDocument:
    """One zone as it is now."""
    row = session.execute(NOW, {"zone": zone_id}).one_or_none()
    if row is None:
        raise NotFound(kind="zone", identifier=zone_id)
    return dict(row._mapping)
