"""The camps, with the latest estimate of each. Sensitive: only the desk's audited read shows it."""

from geoops.layers.layer import Layer

CAMPS = Layer(
    "camps",
    """
    SELECT c.id, c.position AS geometry, json_build_object(
        'id', c.id, 'label', c.label, 'zone_id', c.zone_id,
        'population', e.population, 'estimated_on', e.estimated_on, 'source', e.source
    ) AS properties
    FROM camp c LEFT JOIN LATERAL (
        SELECT population, estimated_on, source FROM population_estimate
        WHERE camp_id = c.id ORDER BY estimated_on DESC, created_at DESC LIMIT 1
    ) e ON true
    WHERE c.active
    ORDER BY c.label COLLATE "fr-x-icu"
    """,
)
