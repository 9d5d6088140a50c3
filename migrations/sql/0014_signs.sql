-- The signs that a team gives of its day; geoops/records/patrol.py says what the columns mean.
ALTER TABLE patrol
    ADD accepted_at timestamptz,
    ADD revision integer DEFAULT 0 NOT NULL
        CONSTRAINT ck_patrol_revision_counts_up CHECK (revision >= 0);
ALTER TABLE team
    ADD phone varchar(20) CONSTRAINT ck_team_phone_is_a_number CHECK (phone ~ '^[+]?[0-9 ]{3,19}$');
ALTER TABLE patrol_stop
    ADD left_at timestamptz,
    ADD skipped varchar(40) CONSTRAINT ck_patrol_stop_skipped
        CHECK (skipped IN ('nobody_there', 'no_access', 'unsafe', 'no_time', 'other')),
    ADD CONSTRAINT ck_patrol_stop_left_after_it_came
        CHECK (left_at IS NULL OR (visited_at IS NOT NULL AND visited_at <= left_at)),
    ADD CONSTRAINT ck_patrol_stop_visited_or_skipped
        CHECK (visited_at IS NULL OR skipped IS NULL);

CREATE FUNCTION tell_patrol_stop() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(p.territory_id, 'patrol', jsonb_build_object(
        'id', p.id, 'team_id', p.team_id,
        'service_date', p.service_date, 'status', p.status))
    FROM patrol p WHERE p.territory_id = NEW.territory_id AND p.id = NEW.patrol_id;
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER UPDATE ON patrol_stop
    FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION tell_patrol_stop();
