-- Questions of a plan, each answered by a search; geoops/records/plan_question.py says the rest.
CREATE TABLE plan_question (
    id uuid NOT NULL CONSTRAINT pk_plan_question PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_plan_question_territory_id REFERENCES territory,
    plan_id uuid NOT NULL,
    kind varchar(40) NOT NULL CONSTRAINT ck_plan_question_kind
        CHECK (kind IN ('visit', 'team', 'order')),
    stop_id uuid NOT NULL,
    team_id uuid,
    position integer CONSTRAINT ck_plan_question_position_is_a_place CHECK (position >= 0),
    state varchar(40) DEFAULT 'queued' NOT NULL CONSTRAINT ck_plan_question_state
        CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed')),
    answer jsonb,
    problem jsonb,
    author_id uuid CONSTRAINT fk_plan_question_author_id REFERENCES account,
    asked_at timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT fk_plan_question_territory_id_plan_id FOREIGN KEY (territory_id, plan_id)
        REFERENCES patrol_plan (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_plan_question_territory_id_team_id
        FOREIGN KEY (territory_id, team_id) REFERENCES team (territory_id, id),
    CONSTRAINT ck_plan_question_answer_when_done CHECK ((state = 'done') = (answer IS NOT NULL)),
    CONSTRAINT ck_plan_question_problem_when_failed
        CHECK ((state = 'failed') = (problem IS NOT NULL)),
    CONSTRAINT ck_plan_question_team_asks_for_a_team CHECK (kind <> 'team' OR team_id IS NOT NULL),
    CONSTRAINT ck_plan_question_order_asks_for_a_place
        CHECK (kind <> 'order' OR position IS NOT NULL)
);
CREATE INDEX ix_plan_question_plan_id ON plan_question (territory_id, plan_id, asked_at);

CREATE FUNCTION tell_question() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'question', jsonb_build_object(
        'id', NEW.id, 'plan_id', NEW.plan_id, 'state', NEW.state));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON plan_question
    FOR EACH ROW EXECUTE FUNCTION tell_question();

ALTER TABLE plan_question ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON plan_question TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT, DELETE, UPDATE (state, answer, problem, finished_at)
    ON plan_question TO geoops_app;
