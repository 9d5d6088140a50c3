"""The sites with their live places by category."""

from geoops.layers.layer import Layer

SITES = Layer(
    "sites",
    """
    SELECT s.id, s.position AS geometry, json_build_object(
        'id', s.id, 'name', s.name, 'kind', s.kind, 'status', s.status, 'commune', s.commune,
        'opening_hours', s.opening_hours, 'desks', s.desks, 'languages', s.languages,
        'provenance', s.provenance, 'verified_on', s.verified_on,
        'places', coalesce(p.places, '[]'::json),
        'capacity', coalesce(p.capacity, 0), 'out_of_service', coalesce(p.out_of_service, 0),
        'occupied', coalesce(p.occupied, 0), 'held', coalesce(p.held, 0),
        'available', coalesce(p.available, 0), 'overflow', coalesce(p.overflow, 0)
    ) AS properties
    FROM site s LEFT JOIN (
        SELECT c.site_id,
            sum(c.capacity) AS capacity, sum(c.out_of_service) AS out_of_service,
            sum(c.occupied) AS occupied, sum(c.held) AS held,
            sum(c.available) AS available, sum(c.overflow_allowed) AS overflow,
            json_agg(json_build_object(
                'category', c.category, 'capacity', c.capacity,
                'out_of_service', c.out_of_service, 'occupied', c.occupied, 'held', c.held,
                'available', c.available, 'overflow', c.overflow_allowed
            ) ORDER BY c.category) AS places
        FROM (
            SELECT *, greatest(capacity - out_of_service - occupied - held, 0) AS available
            FROM place_capacity
        ) c GROUP BY c.site_id
    ) p ON p.site_id = s.id
    ORDER BY s.name COLLATE "fr-x-icu"
    """,
)
