-- When a shared position is forgotten is the database's own to say. The application names how long
-- a phone may be silent; the clock is the database's, and what is no such time is refused: nobody
-- with the application's rights has a position deleted that a coordination still needs, or kept.
DROP FUNCTION forget_positions_before(timestamptz);

-- From the first to the last instant at which a patrol can be under way: its day on the territory's
-- calendar, and six hours past its planned end, for nights run into the morning.
CREATE FUNCTION patrol_begins(p patrol) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.service_date::timestamp AT TIME ZONE t.time_zone FROM territory t
    WHERE t.id = p.territory_id
$$;
CREATE FUNCTION patrol_is_long_over(p patrol) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT greatest((p.service_date + 1)::timestamp AT TIME ZONE t.time_zone,
        p.ends_at + interval '6 hours') FROM territory t WHERE t.id = p.territory_id
$$;

CREATE FUNCTION forget_silent_positions(silence interval) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF (silence BETWEEN interval '10 minutes' AND interval '1 day') IS NOT TRUE THEN
        RAISE EXCEPTION 'a position outlives its phone''s silence by 10 minutes to a day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'position_lasts_for_a_while';
    END IF;
    DELETE FROM patrol_position q USING patrol p
    WHERE p.territory_id = q.territory_id AND p.id = q.patrol_id AND (
        q.measured_at < clock_timestamp() - silence
        OR q.measured_at > clock_timestamp() + interval '5 minutes'
        OR patrol_is_long_over(p) <= clock_timestamp());
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION forget_silent_positions(interval), patrol_begins(patrol),
    patrol_is_long_over(patrol) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_silent_positions(interval) TO geoops_app;

-- A position is of its patrol's own time, by when it was measured; who writes past the desk, too.
CREATE OR REPLACE FUNCTION position_is_of_a_patrol_that_lasts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM patrol p WHERE territory_id = NEW.territory_id AND id = NEW.patrol_id
        AND status IN ('published', 'under_way')
        AND NEW.measured_at >= patrol_begins(p) - interval '1 hour'
        AND NEW.measured_at < patrol_is_long_over(p) FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a position is shared during the patrol'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'position_is_of_a_patrol_that_lasts';
    END IF;
    RETURN NEW;
END $$;
