-- The application plans, counts and moves on; the booked seats are the trigger's.
ALTER TABLE transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_destination ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_pickup ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON transfer TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON transfer_destination TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON transfer_pickup TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON transfer_group TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON transfer_step TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT (id, territory_id, seats, departs_at, author_id, created_at, ended_at),
    UPDATE (state, departs_at, ended_at) ON transfer TO geoops_app;
GRANT SELECT, INSERT, UPDATE (arrives_at, arrived_at) ON transfer_destination TO geoops_app;
GRANT SELECT, INSERT, UPDATE (due_at, departed_at) ON transfer_pickup TO geoops_app;
GRANT SELECT, INSERT (id, territory_id, transfer_id, pickup_id, site_id, category, people,
    created_at), UPDATE (people, aboard, state) ON transfer_group TO geoops_app;
GRANT SELECT, INSERT (territory_id, transfer_id, kind, people, subject_id, author_id, at,
    idempotency_key, digest) ON transfer_step TO geoops_app;
GRANT INSERT (transfer_group_id) ON hold TO geoops_app;
