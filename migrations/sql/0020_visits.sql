-- A question may be about a place's second or third visit of the day: <uuid>#2.
ALTER TABLE plan_question ALTER stop_id TYPE varchar USING stop_id::varchar,
    ADD CONSTRAINT ck_plan_question_stop_is_a_visit
        CHECK (stop_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(#[2-9])?$');
