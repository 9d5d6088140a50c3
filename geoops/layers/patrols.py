"""Patrols with their stops and legs. Legs are lines on the roads; leg n leads to stop n.

With `exact` false, a camp is shown as its zone: the zone's name and access point stand for it, and
the legs that would lead to its door are left out; so are the loops on foot. `team` limits all to
one team's patrols. Instructions (`steps`) come with one patrol alone, not with a day's.
"""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geoops.layers.layer import Layer
from geoops.layers.walks import loop_of

STOPS = """
    SELECT s.patrol_id, json_agg(json_build_object(
        'sequence', s.sequence, 'kind', s.kind,
        'id', CASE WHEN hidden THEN NULL ELSE coalesce(s.zone_id, s.camp_id, s.site_id) END,
        'name', CASE WHEN hidden THEN around.name ELSE coalesce(z.name, c.label, i.name) END,
        'position', CASE
            WHEN NOT hidden
                THEN json_build_array(ST_X(s.position), ST_Y(s.position))
            WHEN around.id IS NOT NULL
                THEN json_build_array(ST_X(around.access), ST_Y(around.access)) END,
        'arrives_at', s.arrives_at, 'starts_at', s.starts_at, 'departs_at', s.departs_at,
        'visited_at', s.visited_at, 'left_at', s.left_at, 'skipped', s.skipped,
        'van_stop', CASE WHEN z.other_accesses IS NOT NULL THEN (
            SELECT json_build_object('number', place.path[1], 'of', place.count) FROM (
                SELECT path, geom, count(*) OVER () FROM ST_Dump(
                    ST_Collect(ARRAY[z.access] || ARRAY(
                        SELECT geom FROM ST_Dump(z.other_accesses))))
            ) place WHERE ST_DWithin(place.geom, s.position, 1e-8) LIMIT 1) END,
        'loop', ({loop})
    ) ORDER BY s.sequence) AS stops
    FROM patrol_stop s
    CROSS JOIN LATERAL (SELECT s.kind = 'camp' AND NOT :exact AS hidden) AS h
    LEFT JOIN zone z ON z.id = s.zone_id
    LEFT JOIN camp c ON c.id = s.camp_id
    LEFT JOIN site i ON i.id = s.site_id
    LEFT JOIN zone around ON around.id = c.zone_id
    WHERE s.patrol_id = p.id
    GROUP BY s.patrol_id
"""

SHOWN_LEGS = """
    SELECT l.* FROM patrol_leg l
    WHERE l.patrol_id = p.id AND (:exact OR NOT EXISTS (
        SELECT FROM patrol_stop s
        WHERE s.patrol_id = p.id AND s.kind = 'camp'
          AND s.sequence IN (l.sequence - 1, l.sequence)
    ))
"""

PROPERTIES = """
    'id', p.id, 'plan_id', p.plan_id, 'service_date', p.service_date, 'status', p.status,
    'team_id', p.team_id, 'team', t.name, 'vehicle', coalesce(p.vehicle, t.vehicle),
    'colour_index', t.colour_index,
    'base', json_build_object(
        'name', b.name, 'position', json_build_array(ST_X(b.position), ST_Y(b.position))),
    'end_base', json_build_object(
        'name', e.name, 'position', json_build_array(ST_X(e.position), ST_Y(e.position))),
    'starts_at', p.starts_at, 'ends_at', p.ends_at, 'finished_at', p.finished_at,
    'accepted_at', p.accepted_at, 'revision', p.revision, 'distance', p.distance,
    'driving', (SELECT coalesce(sum(duration), 0) FROM patrol_leg WHERE patrol_id = p.id),
    'rests', coalesce((
        SELECT json_agg(json_build_object('starts_at', r.starts_at, 'ends_at', r.ends_at)
            ORDER BY r.starts_at) FROM patrol_rest r WHERE r.patrol_id = p.id), '[]'::json),
    'stops', coalesce(s.stops, '[]'::json)
"""

FROM = """
    FROM patrol p
    JOIN (
        SELECT *, rank() OVER (PARTITION BY active ORDER BY name) - 1 AS colour_index FROM team
    ) t ON t.id = p.team_id
    JOIN base b ON b.id = coalesce(p.start_base_id, t.base_id)
    JOIN base e ON e.id = coalesce(p.end_base_id, t.base_id)
    LEFT JOIN LATERAL ({stops}) s ON true
"""
OF_DAY = FROM.format(stops=STOPS.format(loop=loop_of("s.id", steps=False)))
OF_ONE = FROM.format(stops=STOPS.format(loop=loop_of("s.id", steps=True)))

PATROLS_OF_DAY = Layer(
    "patrols",
    f"""
    SELECT p.id, l.paths AS geometry, json_build_object({PROPERTIES}) AS properties
    {OF_DAY}
    LEFT JOIN LATERAL (
        SELECT ST_Collect(path ORDER BY sequence) AS paths FROM ({SHOWN_LEGS}) AS shown
    ) l ON true
    WHERE p.service_date = :day AND p.status <> 'cancelled'
      AND (CAST(:team AS uuid) IS NULL OR p.team_id = :team)
    ORDER BY t.name
    """,
)

PATROL = text(
    f"""
    SELECT json_build_object({PROPERTIES}, 'legs', json_build_object(
        'type', 'FeatureCollection', 'features', coalesce(l.features, '[]'::json)))
    {OF_ONE}
    LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object(
            'type', 'Feature', 'id', sequence,
            'geometry', ST_AsGeoJSON(path, 6)::json,
            'properties', json_build_object(
                'sequence', sequence, 'departs_at', departs_at, 'arrives_at', arrives_at,
                'duration', duration, 'distance', distance, 'steps', steps)
        ) ORDER BY sequence) AS features FROM ({SHOWN_LEGS}) AS shown
    ) l ON true
    WHERE p.id = :patrol AND (CAST(:team AS uuid) IS NULL OR p.team_id = :team)
    """
)


def patrol_document(session: Session, **parameters: Any) -> dict[str, Any] | None:
    """One patrol (`patrol`, `team`, `exact`): its properties, stops, and legs as GeoJSON."""
    document: dict[str, Any] | None = session.execute(PATROL, parameters).scalar_one_or_none()
    return document
