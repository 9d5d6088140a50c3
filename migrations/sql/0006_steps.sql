-- A referral stands where its last step left it. A step takes its number under the referral's lock,
-- so that the order of the ids is the order of what happened.
CREATE FUNCTION referral_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.kind = 'voluntary_return' AND NEW.state = 'open' THEN
        NEW.state := 'interest';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER begins BEFORE INSERT ON referral
    FOR EACH ROW EXECUTE FUNCTION referral_begins();

CREATE FUNCTION referral_takes_its_first_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO referral_step (territory_id, referral_id, kind, state, cause, author_id, at)
    VALUES (NEW.territory_id, NEW.id, NEW.kind, NEW.state,
        CASE WHEN NEW.state IN ('open', 'interest') THEN 'made' ELSE 'carried' END,
        geoops_account(), NEW.created_at);
    RETURN NULL;
END $$;
CREATE TRIGGER takes_its_first_step AFTER INSERT ON referral
    FOR EACH ROW EXECUTE FUNCTION referral_takes_its_first_step();

CREATE FUNCTION referral_step_takes_its_turn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE whose referral;
BEGIN
    SELECT * INTO whose FROM referral
    WHERE (territory_id, id) = (NEW.territory_id, NEW.referral_id) FOR NO KEY UPDATE;
    NEW.kind := coalesce(whose.kind, 'unknown');  -- of none: the foreign key says it better
    IF NEW.cause NOT IN ('made', 'carried') THEN
        NEW.before := coalesce(whose.state, 'unknown');
    END IF;
    NEW.id := nextval(pg_get_serial_sequence('referral_step', 'id'));
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER takes_its_turn BEFORE INSERT ON referral_step
    FOR EACH ROW EXECUTE FUNCTION referral_step_takes_its_turn();

CREATE FUNCTION referral_step_is_taken() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE referral SET state = NEW.state WHERE id = NEW.referral_id AND state <> NEW.state;
    PERFORM tell(NEW.territory_id, 'referral', jsonb_build_object(
        'id', NEW.referral_id, 'kind', NEW.kind, 'state', NEW.state));
    RETURN NULL;
END $$;
CREATE TRIGGER is_taken AFTER INSERT ON referral_step
    FOR EACH ROW EXECUTE FUNCTION referral_step_is_taken();
-- The owner may erase what is past its time (retention), nobody may rewrite it.
CREATE TRIGGER is_append_only BEFORE UPDATE OR TRUNCATE ON referral_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- A place's referral follows its hold; the name sorts after `is_counted`, which changes the hold.
CREATE FUNCTION referral_follows_its_hold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO referral_step (territory_id, referral_id, kind, state, cause, author_id, at)
    SELECT territory_id, id, kind, becomes, 'hold', NEW.author_id, NEW.at FROM (
        SELECT r.*, CASE WHEN h.arrived >= r.people THEN 'honoured'
            WHEN h.arrived > 0 THEN 'partly_honoured'
            WHEN h.state = 'active' THEN r.state
            WHEN h.state = 'released' THEN 'cancelled' ELSE 'missed' END AS becomes
        FROM referral r JOIN hold h ON h.id = r.hold_id
        WHERE r.hold_id = NEW.hold_id AND r.kind = 'place'
    ) followed WHERE becomes <> state;
    RETURN NULL;
END $$;
CREATE TRIGGER moves_its_referral AFTER INSERT ON place_entry FOR EACH ROW
    WHEN (NEW.hold_id IS NOT NULL AND NEW.held < 0) EXECUTE FUNCTION referral_follows_its_hold();
