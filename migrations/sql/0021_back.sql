CREATE OR REPLACE FUNCTION position_is_of_a_patrol_that_lasts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM patrol WHERE territory_id = NEW.territory_id AND id = NEW.patrol_id
        AND status IN ('published', 'under_way') FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a position is shared during the patrol'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'position_is_of_a_patrol_that_lasts';
    END IF;
    RETURN NEW;
END $$;
DROP FUNCTION forget_silent_positions(interval);
DROP FUNCTION patrol_begins(patrol), patrol_is_long_over(patrol);
ALTER TABLE road_closure DROP CONSTRAINT ck_road_closure_shape_is_of_a_closures_size;
ALTER TABLE patrol DROP vehicle, DROP start_base_id, DROP end_base_id;
CREATE FUNCTION forget_positions_before(instant timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM patrol_position WHERE measured_at < instant RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION forget_positions_before(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_positions_before(timestamptz) TO geoops_app;
