"""The zones, each with its last visit and how that compares with the interval it wants.

A visit is a patrol stop checked in to, or an encounter met inside the zone; one that was split off
another zone counts the other's from before. `urgency` is the days since the last visit over the
revisit interval: 1 is due, above it overdue, null never visited.
"""

from geoops.layers.layer import Layer

LAST_VISIT = """
    WITH RECURSIVE lineage (zone_id, past_id, until) AS (
        SELECT id, id, CAST(:now AS timestamptz) FROM zone
        UNION
        SELECT l.zone_id, d.parent_id, least(l.until, c.at)
        FROM lineage l JOIN zone_descent d ON d.child_id = l.past_id AND d.parent_id <> l.past_id
        JOIN zone_change c ON c.id = d.change_id AND c.kind = 'split'
    )
    SELECT l.zone_id, max(greatest(
        (SELECT max(s.visited_at) FROM patrol_stop s
         WHERE s.zone_id = l.past_id AND s.visited_at <= l.until),
        (SELECT max(e.met_at) FROM encounter e WHERE e.zone_id = l.past_id AND e.met_at <= l.until)
    )) AS at
    FROM lineage l GROUP BY l.zone_id
"""

ZONES = Layer(
    "zones",
    f"""
    SELECT z.id, z.area AS geometry, json_build_object(
        'id', z.id, 'name', z.name, 'weight', z.weight,
        'revisit_interval_days', extract(epoch FROM z.revisit_interval)::float / 86400,
        'service_minutes', extract(epoch FROM z.service_time)::float / 60,
        'access', json_build_array(ST_X(z.access), ST_Y(z.access)),
        'last_visit_at', v.at,
        'days_since', extract(epoch FROM :now - v.at)::float / 86400,
        'urgency', extract(epoch FROM :now - v.at)::float
                   / extract(epoch FROM z.revisit_interval)::float
    ) AS properties
    FROM zone z JOIN ({LAST_VISIT}) v ON v.zone_id = z.id
    WHERE z.active
    ORDER BY z.name COLLATE "fr-x-icu"
    """,
)
