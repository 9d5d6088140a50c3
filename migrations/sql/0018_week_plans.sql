-- Weeks planned together; geoops/records/week_plan.py says what the columns mean.
CREATE TABLE week_plan (
    id uuid NOT NULL CONSTRAINT pk_week_plan PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_week_plan_territory_id REFERENCES territory,
    starts_on date NOT NULL,
    request jsonb NOT NULL,
    state varchar(40) DEFAULT 'queued' NOT NULL CONSTRAINT ck_week_plan_state
        CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed')),
    progress double precision DEFAULT 0 NOT NULL
        CONSTRAINT ck_week_plan_progress_is_a_share CHECK (progress BETWEEN 0 AND 1),
    planning date,
    cancel_requested boolean DEFAULT false NOT NULL,
    stopped_early boolean DEFAULT false NOT NULL,
    best jsonb,
    problem jsonb,
    author_id uuid CONSTRAINT fk_week_plan_author_id REFERENCES account,
    created_at timestamptz DEFAULT now() NOT NULL,
    finished_at timestamptz,
    CONSTRAINT ck_week_plan_best_when_done CHECK (state <> 'done' OR best IS NOT NULL),
    CONSTRAINT ck_week_plan_problem_when_failed
        CHECK ((state = 'failed') = (problem IS NOT NULL)),
    CONSTRAINT ck_week_plan_finished_when_over
        CHECK ((finished_at IS NULL) = (state IN ('queued', 'running'))),
    CONSTRAINT ck_week_plan_stopped_early_with_a_best CHECK (NOT stopped_early OR best IS NOT NULL),
    CONSTRAINT ck_week_plan_planning_a_day_of_the_week
        CHECK (planning BETWEEN starts_on AND starts_on + 6)
);
CREATE INDEX ix_week_plan_starts_on ON week_plan (territory_id, starts_on, created_at);

CREATE FUNCTION tell_week_plan() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'week', jsonb_build_object(
        'id', NEW.id, 'starts_on', NEW.starts_on, 'state', NEW.state, 'progress', NEW.progress));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON week_plan
    FOR EACH ROW EXECUTE FUNCTION tell_week_plan();

ALTER TABLE week_plan ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON week_plan TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT, UPDATE (state, progress, planning, cancel_requested, stopped_early, best,
    problem, finished_at) ON week_plan TO geoops_app;
