-- Where a team is while it shares it, and signs noted once; geoops/records/position.py, sign.py.
CREATE TABLE patrol_position (
    patrol_id uuid NOT NULL CONSTRAINT pk_patrol_position PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_patrol_position_territory_id REFERENCES territory,
    position geometry(point, 4326) NOT NULL,
    accuracy double precision NOT NULL
        CONSTRAINT ck_patrol_position_accuracy_is_a_length CHECK (accuracy BETWEEN 0 AND 100000),
    measured_at timestamptz NOT NULL,
    CONSTRAINT fk_patrol_position_territory_id_patrol_id FOREIGN KEY (territory_id, patrol_id)
        REFERENCES patrol (territory_id, id) ON DELETE CASCADE
);

-- The team writes its own; the coordination and the team read it; for others it is not there.
ALTER TABLE patrol_position ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen_by_coordination_and_team ON patrol_position FOR SELECT TO geoops_app
    USING (territory_id = (SELECT geoops_territory()) AND EXISTS (
        SELECT FROM membership m JOIN patrol p ON p.territory_id = m.territory_id
        WHERE m.account_id = (SELECT geoops_account())
          AND p.territory_id = patrol_position.territory_id AND p.id = patrol_position.patrol_id
          AND (m.role = 'coordinator' OR (m.role = 'field' AND m.team_id = p.team_id))));
CREATE POLICY told_by_team ON patrol_position FOR INSERT TO geoops_app
    WITH CHECK (territory_id = (SELECT geoops_territory()) AND EXISTS (
        SELECT FROM membership m JOIN patrol p ON p.territory_id = m.territory_id
        WHERE m.account_id = (SELECT geoops_account()) AND m.role = 'field'
          AND p.id = patrol_position.patrol_id AND m.team_id = p.team_id));
CREATE POLICY moved_by_team ON patrol_position FOR UPDATE TO geoops_app
    USING (territory_id = (SELECT geoops_territory()) AND EXISTS (
        SELECT FROM membership m JOIN patrol p ON p.territory_id = m.territory_id
        WHERE m.account_id = (SELECT geoops_account()) AND m.role = 'field'
          AND p.id = patrol_position.patrol_id AND m.team_id = p.team_id));
CREATE POLICY withdrawn_by_team ON patrol_position FOR DELETE TO geoops_app
    USING (territory_id = (SELECT geoops_territory()) AND EXISTS (
        SELECT FROM membership m JOIN patrol p ON p.territory_id = m.territory_id
        WHERE m.account_id = (SELECT geoops_account()) AND m.role = 'field'
          AND p.id = patrol_position.patrol_id AND m.team_id = p.team_id));
GRANT SELECT, INSERT, DELETE, UPDATE (position, accuracy, measured_at) ON patrol_position
    TO geoops_app;

-- Only while the patrol lasts: the lock has a position wait for an end that is being written.
CREATE FUNCTION position_is_of_a_patrol_that_lasts() RETURNS trigger
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
CREATE TRIGGER lasts_as_its_patrol BEFORE INSERT OR UPDATE ON patrol_position
    FOR EACH ROW EXECUTE FUNCTION position_is_of_a_patrol_that_lasts();

CREATE FUNCTION forget_position_of_patrol() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM patrol_position WHERE territory_id = NEW.territory_id AND patrol_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forgets_position AFTER UPDATE OF status ON patrol
    FOR EACH ROW WHEN (NEW.status IN ('done', 'cancelled'))
    EXECUTE FUNCTION forget_position_of_patrol();

-- A phone that fell silent; the clock calls it in no account's name, and nothing is read.
CREATE FUNCTION forget_positions_before(instant timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM patrol_position WHERE measured_at < instant RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION forget_positions_before(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_positions_before(timestamptz) TO geoops_app;

-- Open pages hear that there is news of a team, and ask for it: no coordinate is in an event.
CREATE FUNCTION tell_patrol_position() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(p.territory_id, 'position', jsonb_build_object(
        'patrol_id', p.id, 'team_id', p.team_id, 'service_date', p.service_date))
    FROM patrol p WHERE p.territory_id = coalesce(NEW.territory_id, OLD.territory_id)
        AND p.id = coalesce(NEW.patrol_id, OLD.patrol_id);
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE OR DELETE ON patrol_position
    FOR EACH ROW EXECUTE FUNCTION tell_patrol_position();
