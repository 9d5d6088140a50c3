"""The sites with their live places by category."""

from geoops.layers.layer import Layer

SITES = Layer(
    "sites",
    """
    SELECT s.id, s.position AS geometry, json_build_object(
        'id', s.id, 'name', s.name, 'kind', s.kind, 'status', s.status, 'commune', s.commune,
        'opening_hours', s.opening_hours, 'desks', s.desks,
        'provenance', s.provenance, 'verified_on', s.verified_on,
        'places', coalesce(p.places, '[]'::json),
        'capacity', coalesce(p.capacity, 0), 'occupied', coalesce(p.occupied, 0),
        'held', coalesce(p.held, 0), 'available', coalesce(p.available, 0)
    ) AS properties
    FROM site s LEFT JOIN (
        SELECT c.site_id,
            sum(c.capacity) AS capacity, sum(c.occupied) AS occupied, sum(c.held) AS held,
            sum(greatest(c.capacity - c.occupied - c.held, 0)) AS available,
            json_agg(json_build_object(
                'category', c.category, 'capacity', c.capacity, 'occupied', c.occupied,
                'held', c.held, 'available', greatest(c.capacity - c.occupied - c.held, 0)
            ) ORDER BY c.category) AS places
        FROM place_capacity c GROUP BY c.site_id
    ) p ON p.site_id = s.id
    ORDER BY s.name COLLATE "fr-x-icu"
    """,
)
