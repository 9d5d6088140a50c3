-- The application appends steps that a person takes; those of holds and appointments are triggers'.
ALTER TABLE desk_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE slot ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointment ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON desk_day TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON slot TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON appointment TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON referral_step TO geoops_app
    USING (territory_id = (SELECT geoops_territory()))
    WITH CHECK (territory_id = (SELECT geoops_territory()) AND cause IN ('person', 'correction'));
GRANT SELECT ON referral_transition, slot TO geoops_app;
GRANT SELECT, INSERT, UPDATE (ended_at) ON desk_day TO geoops_app;
GRANT SELECT, INSERT (id, territory_id, referral_id, site_id, starts_at, people, replaces,
    idempotency_key, part, digest, author_id, created_at), UPDATE (state, honoured, changed_at)
    ON appointment TO geoops_app;
GRANT SELECT, INSERT (territory_id, referral_id, state, cause, due_at, venue, author_id, at,
    idempotency_key) ON referral_step TO geoops_app;
REVOKE INSERT, UPDATE ON referral FROM geoops_app;
GRANT INSERT (id, territory_id, encounter_id, kind, people, site_id, hold_id, created_at)
    ON referral TO geoops_app;
REVOKE ALL ON FUNCTION appointments_say(referral) FROM PUBLIC;  -- it sees every territory
