-- The application asks and lets go; only serving gives a request its hold: one that is inserted is
-- waiting, and a CHECK lets no hold into that.
ALTER TABLE place_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON place_request TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT (id, territory_id, category, places, priority, site_ids, hold_for, lapses_at,
    encounter_id, team_id, author_id, idempotency_key, digest, created_at, hold_id, ended_at),
    UPDATE (state, ended_at) ON place_request TO geoops_app;
REVOKE ALL ON FUNCTION serve_the_waiting(uuid, uuid, text, timestamptz),
    serve_places(uuid, text, timestamptz), team_of_hold(uuid, uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION serve_places(uuid, text, timestamptz),
    team_of_hold(uuid, uuid, uuid, uuid) TO geoops_app;
