-- The application appends entries and holds, and moves a hold's expiry; nothing else.
ALTER TABLE place_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON place_entry TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT (territory_id, site_id, category, cause, reason, capacity, out_of_service,
    occupied, held, night, hold_id, encounter_id, author_id, at, idempotency_key, digest)
    ON place_entry TO geoops_app;
REVOKE INSERT, UPDATE ON place_capacity FROM geoops_app;
REVOKE INSERT (territory_id, site_id, category, capacity, overflow_allowed),
    UPDATE (capacity, overflow_allowed) ON place_capacity FROM geoops_app;
REVOKE INSERT, UPDATE ON hold FROM geoops_app;
GRANT INSERT (id, territory_id, site_id, category, places, expires_at, idempotency_key,
    encounter_id, author_id, created_at, ended_at), UPDATE (expires_at) ON hold TO geoops_app;
REVOKE ALL ON FUNCTION lock_places(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_places(uuid, text) TO geoops_app;
