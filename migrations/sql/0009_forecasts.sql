-- Forecasts of occupancy; geoops/records/occupancy.py says what the columns mean.
CREATE TABLE occupancy_forecast (
    id uuid NOT NULL CONSTRAINT pk_occupancy_forecast PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_occupancy_forecast_territory_id REFERENCES territory,
    site_id uuid,
    kind varchar(40) CONSTRAINT ck_occupancy_forecast_kind
        CHECK (kind IN ('caes', 'sas', 'cao', 'guda', 'spada')),
    category varchar(40) CONSTRAINT ck_occupancy_forecast_category CHECK (category IN
        ('isolated_man', 'isolated_woman', 'family', 'unaccompanied_minor', 'reduced_mobility')),
    first_night date NOT NULL,
    state varchar(40) DEFAULT 'queued' NOT NULL CONSTRAINT ck_occupancy_forecast_state
        CHECK (state IN ('queued', 'running', 'done', 'failed')),
    made_at timestamptz,
    method varchar(40) CONSTRAINT ck_occupancy_forecast_method
        CHECK (method IN ('smoothing', 'naive', 'flat')),
    points jsonb,
    backtest jsonb,
    problem jsonb,
    author_id uuid CONSTRAINT fk_occupancy_forecast_author_id REFERENCES account,
    asked_at timestamptz NOT NULL,
    CONSTRAINT fk_occupancy_forecast_territory_id_site_id
        FOREIGN KEY (territory_id, site_id) REFERENCES site (territory_id, id),
    CONSTRAINT ck_occupancy_forecast_site_or_kind CHECK (site_id IS NULL OR kind IS NULL),
    CONSTRAINT ck_occupancy_forecast_made_when_done CHECK ((state = 'done')
        = (points IS NOT NULL AND method IS NOT NULL AND made_at IS NOT NULL)),
    CONSTRAINT ck_occupancy_forecast_problem_when_failed
        CHECK ((state = 'failed') = (problem IS NOT NULL))
);
CREATE UNIQUE INDEX uq_occupancy_forecast_scope ON occupancy_forecast
    (territory_id, first_night, site_id, kind, category) NULLS NOT DISTINCT;

CREATE FUNCTION tell_forecast() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'forecast', jsonb_build_object(
        'id', NEW.id, 'site_id', NEW.site_id, 'kind', NEW.kind, 'category', NEW.category,
        'first_night', NEW.first_night, 'state', NEW.state));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON occupancy_forecast
    FOR EACH ROW EXECUTE FUNCTION tell_forecast();

ALTER TABLE occupancy_forecast ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON occupancy_forecast TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT (id, territory_id, site_id, kind, category, first_night, author_id, asked_at),
    UPDATE (state, made_at, method, points, backtest, problem, asked_at)
    ON occupancy_forecast TO geoops_app;
