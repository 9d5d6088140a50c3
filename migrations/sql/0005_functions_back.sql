-- 0003's own functions, as 0002 wrote them.
CREATE FUNCTION hold_keeps_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept int := CASE WHEN NEW.state = 'active' THEN NEW.places ELSE 0 END;
    kept_before int := 0;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.territory_id, OLD.site_id, OLD.category)
           IS DISTINCT FROM (NEW.territory_id, NEW.site_id, NEW.category) THEN
            RAISE EXCEPTION 'a hold stays at its site and category'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_stays_at_its_site';
        END IF;
        IF OLD.state <> 'active' AND NEW.state <> OLD.state THEN
            RAISE EXCEPTION 'a hold ends once'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_ends_once';
        END IF;
        kept_before := CASE WHEN OLD.state = 'active' THEN OLD.places ELSE 0 END;
    END IF;
    IF kept <> kept_before THEN
        UPDATE place_capacity SET held = held + kept - kept_before
        WHERE (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keeps_places AFTER INSERT OR UPDATE ON hold
    FOR EACH ROW EXECUTE FUNCTION hold_keeps_places();
CREATE FUNCTION occupancy_is_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE place_capacity SET occupied = occupied + NEW.change
    WHERE (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category);
    RETURN NULL;
END $$;
CREATE TRIGGER is_counted AFTER INSERT ON occupancy_entry
    FOR EACH ROW EXECUTE FUNCTION occupancy_is_counted();
CREATE OR REPLACE FUNCTION tell_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'places', jsonb_build_object(
        'site_id', NEW.site_id, 'category', NEW.category, 'capacity', NEW.capacity,
        'occupied', NEW.occupied, 'held', NEW.held,
        'available', greatest(NEW.capacity - NEW.occupied - NEW.held, 0)));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON place_capacity
    FOR EACH ROW EXECUTE FUNCTION tell_places();
