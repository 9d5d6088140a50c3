-- Another rest of a patrol, which its team accepts or declines; geoops/records/revision.py.
CREATE TABLE patrol_revision (
    id uuid NOT NULL CONSTRAINT pk_patrol_revision PRIMARY KEY,
    territory_id uuid NOT NULL,
    patrol_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    based_on integer NOT NULL
        CONSTRAINT ck_patrol_revision_based_on_is_a_number CHECK (based_on >= 0),
    from_sequence integer NOT NULL
        CONSTRAINT ck_patrol_revision_begins_at_a_stop CHECK (from_sequence >= 0),
    state varchar(40) DEFAULT 'proposed' NOT NULL CONSTRAINT ck_patrol_revision_state
        CHECK (state IN ('proposed', 'accepted', 'declined', 'superseded')),
    document jsonb NOT NULL,
    difference jsonb NOT NULL,
    author_id uuid CONSTRAINT fk_patrol_revision_author_id REFERENCES account,
    created_at timestamptz DEFAULT now() NOT NULL,
    answered_at timestamptz,
    CONSTRAINT fk_patrol_revision_territory_id FOREIGN KEY (territory_id) REFERENCES territory (id),
    CONSTRAINT fk_patrol_revision_territory_id_patrol_id FOREIGN KEY (territory_id, patrol_id)
        REFERENCES patrol (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_patrol_revision_territory_id_plan_id FOREIGN KEY (territory_id, plan_id)
        REFERENCES patrol_plan (territory_id, id),
    CONSTRAINT ck_patrol_revision_answered_with_an_instant
        CHECK ((state IN ('accepted', 'declined')) = (answered_at IS NOT NULL))
);
CREATE INDEX ix_patrol_revision_patrol_id ON patrol_revision (patrol_id, created_at);
CREATE UNIQUE INDEX uq_patrol_revision_proposed ON patrol_revision (patrol_id)
    WHERE state = 'proposed';

ALTER TABLE patrol_revision ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON patrol_revision TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT, UPDATE (state, answered_at) ON patrol_revision TO geoops_app;

CREATE FUNCTION tell_patrol_revision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(p.territory_id, 'patrol', jsonb_build_object(
        'id', p.id, 'team_id', p.team_id,
        'service_date', p.service_date, 'status', p.status))
    FROM patrol p WHERE p.territory_id = NEW.territory_id AND p.id = NEW.patrol_id;
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON patrol_revision
    FOR EACH ROW EXECUTE FUNCTION tell_patrol_revision();
