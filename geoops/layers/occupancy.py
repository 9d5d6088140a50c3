"""Occupancy by night: what stood at the close of each night, site by site and together.

One statement: today's balances, less what moved since, read back from the newest night. So a period
costs the nights since its start, however long the ledger is.
"""

HISTORY = """
WITH scope AS (
    SELECT s.id, s.name, s.kind, sum(c.capacity)::int AS capacity,
        sum(c.out_of_service)::int AS out_of_service, sum(c.occupied)::int AS occupied,
        sum(c.held)::int AS held, sum(c.overflow_allowed)::int AS overflow
    FROM site s JOIN place_capacity c ON c.site_id = s.id
    WHERE (CAST(:site AS uuid) IS NULL OR s.id = :site)
      AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)
      AND (CAST(:category AS text) IS NULL OR c.category = :category)
    GROUP BY s.id
), moved AS (
    SELECT m.site_id, m.night - 1 AS night, sum(m.capacity) AS capacity,
        sum(m.out_of_service) AS out_of_service, sum(m.occupied) AS occupied, sum(m.held) AS held,
        sum(m.overflow) AS overflow
    FROM place_night m
    WHERE m.night > :first AND (CAST(:category AS text) IS NULL OR m.category = :category)
      AND m.site_id IN (SELECT id FROM scope)
    GROUP BY m.site_id, m.night
), by_site AS (
    SELECT scope.id, day.night::date AS night,
        scope.capacity - coalesce(sum(m.capacity) OVER later, 0) AS capacity,
        scope.out_of_service - coalesce(sum(m.out_of_service) OVER later, 0) AS out_of_service,
        scope.occupied - coalesce(sum(m.occupied) OVER later, 0) AS occupied,
        scope.held - coalesce(sum(m.held) OVER later, 0) AS held,
        scope.overflow - coalesce(sum(m.overflow) OVER later, 0) AS overflow
    FROM scope CROSS JOIN generate_series(
        CAST(:first AS date), greatest(:last, (SELECT max(night) FROM moved)), interval '1 day'
    ) AS day (night)
    LEFT JOIN moved m ON m.site_id = scope.id AND m.night = day.night
    WINDOW later AS (PARTITION BY scope.id ORDER BY day.night DESC)
), shown AS (SELECT *, occupied * 20 > capacity * 19 AS full_up FROM by_site WHERE night <= :last),
nights AS (
    SELECT night, sum(capacity) AS capacity, sum(out_of_service) AS out_of_service,
        sum(occupied) AS occupied, sum(held) AS held, sum(overflow) AS overflow
    FROM shown GROUP BY night
), ranked AS (
    SELECT scope.id, scope.name, scope.kind, count(*) FILTER (WHERE full_up) AS over_95,
        count(*) FILTER (WHERE shown.capacity > 0) AS nights,
        sum(shown.occupied) AS occupied_nights, sum(shown.capacity) AS capacity_nights
    FROM scope JOIN shown USING (id) GROUP BY scope.id, scope.name, scope.kind
)
SELECT
    CAST(:site AS uuid) IS NULL OR EXISTS (SELECT FROM site WHERE id = :site) AS known,
    (SELECT coalesce(json_agg(nights ORDER BY night), '[]') FROM nights) AS nights,
    (SELECT coalesce(json_agg(ranked ORDER BY over_95 DESC,
        occupied_nights::float / nullif(capacity_nights, 0) DESC NULLS LAST,
        name COLLATE "fr-x-icu"), '[]') FROM ranked) AS sites
"""
"""`nights` and `sites` as JSON, and whether the site that was asked for is `known`.

Parameters: `site`, `kind` and `category`, each None for all; `first` and `last`, the nights by the
dates of their evenings.
"""
