-- What the ledger changes in the tables that are there.
DROP TRIGGER keeps_places ON hold;
DROP FUNCTION hold_keeps_places();
DROP TRIGGER tells ON place_capacity;
DROP INDEX uq_hold_active_idempotency_key;
ALTER TABLE hold ADD arrived integer DEFAULT 0 NOT NULL
    CONSTRAINT ck_hold_arrived_is_not_negative CHECK (arrived >= 0);
ALTER TABLE hold DROP CONSTRAINT ck_hold_state, ADD CONSTRAINT ck_hold_state
    CHECK (state IN ('active', 'arrived', 'released', 'expired', 'no_show'));
ALTER TABLE place_capacity ADD out_of_service integer DEFAULT 0 NOT NULL;
UPDATE place_capacity SET overflow_allowed = greatest(0, occupied + held - capacity);
UPDATE hold SET arrived = places WHERE state = 'arrived';
ALTER TABLE place_capacity DROP CONSTRAINT ck_place_capacity_promises_fit_the_places,
    ADD CONSTRAINT ck_place_capacity_promises_fit_the_places
        CHECK (occupied + held + out_of_service <= capacity + overflow_allowed),
    ADD CONSTRAINT ck_place_capacity_overflow_is_no_reserve
        CHECK (overflow_allowed <= greatest(0, occupied + held + out_of_service - capacity)),
    ADD CONSTRAINT ck_place_capacity_out_of_service_are_places_of_the_site
        CHECK (out_of_service BETWEEN 0 AND capacity);
