-- What 0003 knew: today's capacities, the changes of the occupied places, and the holds. What the
-- capacity was in the past it did not know: where the past does not fit today's, the entry says so
-- as an overflow.
WITH carried AS (
    SELECT c.territory_id, c.site_id, c.category, 0 AS step, 0::bigint AS number,
        'opening' AS cause, c.capacity, 0 AS occupied, 0 AS held, NULL::uuid AS hold_id,
        NULL::uuid AS encounter_id, NULL::uuid AS author_id,
        coalesce((SELECT min(o.at) FROM occupancy_entry o WHERE (o.territory_id, o.site_id,
            o.category) = (c.territory_id, c.site_id, c.category)), now()) AS at,
        NULL AS idempotency_key
    FROM place_capacity c
    UNION ALL
    SELECT territory_id, site_id, category, 1, id,
        CASE WHEN cause = 'arrival' AND change < 0 OR cause = 'departure' AND change > 0
            THEN 'correction' ELSE cause END,
        0, change, 0, hold_id, NULL, author_id, at, NULL
    FROM occupancy_entry
    UNION ALL
    SELECT c.territory_id, c.site_id, c.category, 2, 0, 'correction', 0,
        c.occupied - coalesce(o.total, 0), 0, NULL, NULL, NULL, now(), NULL
    FROM place_capacity c LEFT JOIN (
        SELECT territory_id, site_id, category, sum(change)::integer AS total
        FROM occupancy_entry GROUP BY 1, 2, 3
    ) o USING (territory_id, site_id, category)
    WHERE c.occupied <> coalesce(o.total, 0)
    UNION ALL
    SELECT territory_id, site_id, category, 3, row_number() OVER (ORDER BY created_at, id), 'hold',
        0, 0, places, id, encounter_id, author_id, created_at, idempotency_key
    FROM hold WHERE state = 'active'
), summed AS (
    SELECT *, greatest(0, sum(occupied + held - capacity) OVER balance) AS overflow_after
    FROM carried
    WINDOW balance AS (PARTITION BY territory_id, site_id, category ORDER BY step, number)
)
INSERT INTO place_entry (territory_id, site_id, category, cause, capacity, occupied, held, overflow,
    night, hold_id, encounter_id, author_id, at, idempotency_key)
SELECT s.territory_id, site_id, category, cause, capacity, occupied, held,
    overflow_after - coalesce(lag(overflow_after) OVER balance, 0),
    CASE WHEN cause = 'census' THEN ((at AT TIME ZONE time_zone) - interval '12 hours')::date END,
    hold_id, encounter_id, author_id, at, idempotency_key
FROM summed s JOIN territory t ON t.id = s.territory_id
WINDOW balance AS (PARTITION BY s.territory_id, site_id, category ORDER BY step, number)
ORDER BY s.territory_id, site_id, category, step, number;
DROP TABLE occupancy_entry;
DROP FUNCTION occupancy_is_counted();
