-- Roads that are closed for a time; geoops/records/road_closure.py says what the columns mean.
CREATE TABLE road_closure (
    id uuid NOT NULL CONSTRAINT pk_road_closure PRIMARY KEY,
    territory_id uuid NOT NULL,
    name varchar NOT NULL CONSTRAINT ck_road_closure_name_is_a_line
        CHECK (name ~ '\S' AND length(name) <= 120),
    shape geometry(GEOMETRY, 4326) NOT NULL,
    profiles text[] DEFAULT '{car}' NOT NULL CONSTRAINT ck_road_closure_profiles_are_known
        CHECK (profiles <@ ARRAY['car', 'foot'] AND cardinality(profiles) BETWEEN 1 AND 2),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz CONSTRAINT ck_road_closure_period_has_a_length
        CHECK (ends_at > starts_at),
    lifted_at timestamptz,
    author_id uuid CONSTRAINT fk_road_closure_author_id REFERENCES account,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT fk_road_closure_territory_id FOREIGN KEY (territory_id) REFERENCES territory (id),
    CONSTRAINT ck_road_closure_shape_is_a_line_or_an_area CHECK (
        GeometryType(shape) IN ('LINESTRING', 'POLYGON') AND ST_IsValid(shape)
        AND NOT ST_IsEmpty(shape) AND ST_NPoints(shape) <= 1000)
);
CREATE UNIQUE INDEX uq_road_closure_territory_id_id ON road_closure (territory_id, id);
CREATE INDEX ix_road_closure_ends_at ON road_closure (territory_id, ends_at);

-- A closure is never deleted: plans name those that they respected.
ALTER TABLE road_closure ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON road_closure TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT, UPDATE (name, shape, profiles, starts_at, ends_at, lifted_at)
    ON road_closure TO geoops_app;

CREATE FUNCTION tell_road_closure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'road_closure', jsonb_build_object('id', NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON road_closure
    FOR EACH ROW EXECUTE FUNCTION tell_road_closure();
