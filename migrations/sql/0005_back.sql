-- Back to 0003: the changes of the occupied places as it kept them, beds out of service as none.
DROP TRIGGER is_entered ON hold;
DROP TRIGGER tells ON place_capacity;
CREATE TABLE occupancy_entry (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_occupancy_entry PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_occupancy_entry_territory_id REFERENCES territory,
    site_id uuid NOT NULL,
    category varchar(40) NOT NULL CONSTRAINT ck_occupancy_entry_category CHECK (category IN
        ('isolated_man', 'isolated_woman', 'family', 'unaccompanied_minor', 'reduced_mobility')),
    change integer NOT NULL CONSTRAINT ck_occupancy_entry_something_changes CHECK (change <> 0),
    cause varchar(40) NOT NULL CONSTRAINT ck_occupancy_entry_cause
        CHECK (cause IN ('arrival', 'departure', 'census', 'correction')),
    hold_id uuid,
    author_id uuid CONSTRAINT fk_occupancy_entry_author_id REFERENCES account,
    at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT fk_occupancy_entry_territory_id_hold_id
        FOREIGN KEY (territory_id, hold_id) REFERENCES hold (territory_id, id),
    CONSTRAINT fk_occupancy_entry_territory_id_site_id_category
        FOREIGN KEY (territory_id, site_id, category) REFERENCES place_capacity
);
CREATE INDEX ix_occupancy_entry_site_id_at ON occupancy_entry (site_id, at);
INSERT INTO occupancy_entry (territory_id, site_id, category, change, cause, hold_id, author_id, at)
SELECT territory_id, site_id, category, occupied,
    CASE WHEN cause IN ('arrival', 'departure', 'census') THEN cause ELSE 'correction' END,
    hold_id, author_id, at
FROM place_entry WHERE occupied <> 0 ORDER BY id;
DROP TABLE place_entry;
DROP FUNCTION place_entry_takes_its_turn(), place_entry_is_counted(), hold_is_entered(),
    lock_places(uuid, text);
ALTER TABLE place_capacity DROP CONSTRAINT ck_place_capacity_promises_fit_the_places,
    DROP CONSTRAINT ck_place_capacity_overflow_is_no_reserve,
    DROP CONSTRAINT ck_place_capacity_out_of_service_are_places_of_the_site;
UPDATE place_capacity SET capacity = capacity - out_of_service;
ALTER TABLE place_capacity DROP out_of_service,
    ADD CONSTRAINT ck_place_capacity_promises_fit_the_places
        CHECK (occupied + held <= capacity + overflow_allowed);
UPDATE hold SET state = 'released' WHERE state = 'no_show';
ALTER TABLE hold DROP arrived, DROP CONSTRAINT ck_hold_state, ADD CONSTRAINT ck_hold_state
    CHECK (state IN ('active', 'arrived', 'released', 'expired'));
CREATE UNIQUE INDEX uq_hold_active_idempotency_key ON hold (territory_id, idempotency_key)
    WHERE state = 'active';
ALTER TABLE occupancy_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON occupancy_entry TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON occupancy_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
GRANT SELECT, INSERT ON occupancy_entry TO geoops_app;
REVOKE INSERT (id, territory_id, site_id, category, places, expires_at, idempotency_key,
    encounter_id, author_id, created_at, ended_at), UPDATE (expires_at) ON hold FROM geoops_app;
GRANT INSERT, UPDATE ON hold TO geoops_app;
GRANT INSERT (territory_id, site_id, category, capacity, overflow_allowed),
    UPDATE (capacity, overflow_allowed) ON place_capacity TO geoops_app;
