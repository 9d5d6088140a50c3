-- Seats are counted under the lock of the bus, as places are under that of their balance. Locked in
-- this order: balances, bus.
CREATE FUNCTION transfer_group_takes_seats() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before int := 0;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state <> 'planned' AND NEW IS DISTINCT FROM OLD THEN
            RAISE EXCEPTION 'a group that has left, or was taken off, stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_group_has_left';
        END IF;
        before := OLD.people;
    END IF;
    UPDATE transfer SET booked = booked - before + CASE NEW.state
        WHEN 'planned' THEN NEW.people WHEN 'departed' THEN NEW.aboard ELSE 0 END
    WHERE (territory_id, id) = (NEW.territory_id, NEW.transfer_id);
    IF NEW.state = 'planned' AND EXISTS (SELECT FROM transfer_pickup p
        JOIN transfer t ON t.territory_id = p.territory_id AND t.id = p.transfer_id
        WHERE p.id = NEW.pickup_id
          AND (p.departed_at IS NOT NULL OR t.state NOT IN ('planned', 'boarding'))) THEN
        RAISE EXCEPTION 'the bus has left from there'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_group_has_left';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER takes_seats AFTER INSERT OR UPDATE ON transfer_group
    FOR EACH ROW EXECUTE FUNCTION transfer_group_takes_seats();

CREATE FUNCTION transfer_goes_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT (NEW.state = 'boarding' AND OLD.state = 'planned'
        OR NEW.state = 'departed' AND OLD.state IN ('planned', 'boarding') AND NOT EXISTS (
            SELECT FROM transfer_pickup WHERE transfer_id = NEW.id AND departed_at IS NULL)
        OR NEW.state = 'arrived' AND OLD.state = 'departed'
        OR NEW.state = 'cancelled' AND OLD.state IN ('planned', 'boarding') AND NOT EXISTS (
            SELECT FROM transfer_pickup WHERE transfer_id = NEW.id AND departed_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'a bus does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_goes_on';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goes_on BEFORE UPDATE OF state ON transfer
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION transfer_goes_on();

CREATE FUNCTION transfer_destination_is_housing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM site WHERE (territory_id, id) = (NEW.territory_id, NEW.site_id)
        AND kind NOT IN ('caes', 'sas', 'cao')) THEN
        RAISE EXCEPTION 'a bus goes to places for the night'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_destination_is_housing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER is_housing BEFORE INSERT ON transfer_destination
    FOR EACH ROW EXECUTE FUNCTION transfer_destination_is_housing();

-- One message for each step: whoever may read the bus reads it again.
CREATE FUNCTION tell_transfer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'transfer',
        jsonb_build_object('id', NEW.transfer_id, 'step', NEW.kind));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT ON transfer_step
    FOR EACH ROW EXECUTE FUNCTION tell_transfer();
CREATE TRIGGER is_append_only BEFORE UPDATE OR TRUNCATE ON transfer_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
