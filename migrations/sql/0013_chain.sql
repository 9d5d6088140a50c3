-- Plans made from plans; geoops/records/plan.py says what the columns mean.
ALTER TABLE patrol_plan
    ADD based_on_id uuid,
    ADD change jsonb,
    ADD curve jsonb DEFAULT '[]' NOT NULL,
    ADD stopped_early boolean DEFAULT false NOT NULL,
    ADD iterations bigint,
    ADD CONSTRAINT fk_patrol_plan_territory_id_based_on_id
        FOREIGN KEY (territory_id, based_on_id) REFERENCES patrol_plan (territory_id, id),
    ADD CONSTRAINT ck_patrol_plan_is_not_based_on_itself CHECK (based_on_id <> id),
    ADD CONSTRAINT ck_patrol_plan_stopped_early_with_a_best
        CHECK (NOT stopped_early OR best IS NOT NULL);
CREATE INDEX ix_patrol_plan_based_on_id ON patrol_plan (territory_id, based_on_id);
