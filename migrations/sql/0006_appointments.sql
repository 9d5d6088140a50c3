-- An appointment takes seats of its slot, under the lock of its site; a closure of a day takes the
-- same lock. Locked in this order: site, referral. What ON CONFLICT skips counts nothing.
CREATE FUNCTION refuse_appointment(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION appointment_is_possible() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE whose referral; today date; many int;
BEGIN
    PERFORM FROM site WHERE (territory_id, id) = (NEW.territory_id, NEW.site_id)
        FOR NO KEY UPDATE;
    SELECT * INTO whose FROM referral
    WHERE (territory_id, id) = (NEW.territory_id, NEW.referral_id) FOR NO KEY UPDATE;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.state <> OLD.state AND NOT (OLD.state = 'booked' AND NEW.state <> 'moved'
            OR OLD.state = 'booked' AND pg_trigger_depth() > 1
            OR OLD.state IN ('honoured', 'missed') AND NEW.state = 'booked') THEN
            PERFORM refuse_appointment('appointment_ends_once', 'an appointment ends once');
        END IF;
        RETURN NEW;
    END IF;
    IF whose.kind <> 'guda' THEN
        PERFORM refuse_appointment('appointment_is_at_a_guda', 'the referral is to something else');
    END IF;
    SELECT (NEW.starts_at AT TIME ZONE time_zone)::date INTO today
    FROM territory WHERE id = NEW.territory_id;
    SELECT seats INTO many FROM desk_slots(NEW.site_id, today, today)
    WHERE starts_at = NEW.starts_at;
    IF NOT FOUND THEN
        PERFORM refuse_appointment('appointment_is_at_a_slot', 'no slot begins then');
    END IF;
    INSERT INTO slot (territory_id, site_id, starts_at, seats)
    VALUES (NEW.territory_id, NEW.site_id, NEW.starts_at, many)
    ON CONFLICT (territory_id, site_id, starts_at)
        DO UPDATE SET seats = greatest(excluded.seats, slot.booked)
        WHERE slot.seats <> greatest(excluded.seats, slot.booked);
    NEW.changed_at := NEW.created_at;
    RETURN NEW;
END $$;
CREATE TRIGGER is_possible BEFORE INSERT OR UPDATE OF state ON appointment
    FOR EACH ROW EXECUTE FUNCTION appointment_is_possible();

CREATE FUNCTION appointment_is_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE whose referral;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.replaces IS NOT NULL THEN
            UPDATE appointment SET state = 'moved', changed_at = NEW.created_at
            WHERE id = NEW.replaces AND referral_id = NEW.referral_id AND state = 'booked';
            IF NOT FOUND AND NOT EXISTS (SELECT FROM appointment WHERE replaces = NEW.replaces
                AND idempotency_key = NEW.idempotency_key AND id <> NEW.id) THEN
                PERFORM refuse_appointment('appointment_ends_once', 'it has ended already');
            END IF;
        END IF;
        UPDATE slot SET booked = booked + NEW.people
        WHERE (territory_id, site_id, starts_at) = (NEW.territory_id, NEW.site_id, NEW.starts_at);
    ELSIF NEW.state IN ('cancelled', 'moved') THEN
        UPDATE slot SET booked = booked - NEW.people
        WHERE (territory_id, site_id, starts_at) = (NEW.territory_id, NEW.site_id, NEW.starts_at);
    END IF;
    PERFORM tell(NEW.territory_id, 'appointment', jsonb_build_object('id', NEW.id,
        'site_id', NEW.site_id, 'referral_id', NEW.referral_id, 'starts_at', NEW.starts_at,
        'state', NEW.state));
    IF NEW.state = 'moved' THEN
        RETURN NULL;  -- what replaces it says where the group stands
    END IF;
    SELECT * INTO whose FROM referral WHERE id = NEW.referral_id;
    IF (SELECT sum(CASE state WHEN 'booked' THEN people ELSE honoured END) FROM appointment
        WHERE referral_id = NEW.referral_id) > whose.people THEN
        PERFORM refuse_appointment('appointment_is_for_who_was_referred', 'more than were referred');
    END IF;
    INSERT INTO referral_step (territory_id, referral_id, kind, state, cause, appointment_id,
        author_id, at)
    VALUES (NEW.territory_id, NEW.referral_id, 'guda', appointments_say(whose),
        CASE WHEN TG_OP = 'UPDATE' AND NEW.state = 'booked' THEN 'correction'
            ELSE 'appointment' END,
        NEW.id, geoops_account(), NEW.changed_at);
    RETURN NULL;
END $$;

CREATE FUNCTION appointments_say(whose referral) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN bool_or(state = 'booked') THEN 'booked'
        WHEN sum(honoured) >= whose.people THEN 'honoured'
        WHEN sum(honoured) > 0 THEN 'partly_honoured'
        WHEN bool_or(state = 'missed') THEN 'missed' ELSE 'open' END
    FROM appointment WHERE referral_id = whose.id
$$;
CREATE TRIGGER is_counted AFTER INSERT ON appointment
    FOR EACH ROW EXECUTE FUNCTION appointment_is_counted();
CREATE TRIGGER is_counted_again AFTER UPDATE OF state ON appointment
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION appointment_is_counted();

CREATE FUNCTION desk_day_is_stated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM site WHERE (territory_id, id) = (NEW.territory_id, NEW.site_id)
        FOR NO KEY UPDATE;
    PERFORM tell(NEW.territory_id, 'appointment', jsonb_build_object(
        'site_id', NEW.site_id, 'day', NEW.day));
    RETURN NEW;
END $$;
CREATE TRIGGER is_stated BEFORE INSERT OR UPDATE ON desk_day
    FOR EACH ROW EXECUTE FUNCTION desk_day_is_stated();
