DROP TABLE plan_question;
DROP FUNCTION tell_question();
DROP INDEX ix_patrol_plan_based_on_id;
ALTER TABLE patrol_plan
    DROP CONSTRAINT ck_patrol_plan_stopped_early_with_a_best,
    DROP based_on_id, DROP change, DROP curve, DROP stopped_early, DROP iterations;
