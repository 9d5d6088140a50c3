-- The balance changes AFTER the entry is there, so that one that ON CONFLICT skips counts nothing.
-- The entry takes its number and its overflow BEFORE, under the balance's lock, so that the order of
-- the ids is the order of the changes. NO KEY, so that foreign keys to the balance need not wait.
CREATE FUNCTION lock_places(site uuid, of_category text) RETURNS SETOF place_capacity
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM place_capacity
    WHERE territory_id = geoops_territory() AND site_id = site AND category = of_category
    FOR NO KEY UPDATE
$$;

CREATE FUNCTION place_entry_takes_its_turn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    balance place_capacity;
    missing int;
BEGIN
    IF NEW.cause = 'opening' THEN
        INSERT INTO place_capacity (territory_id, site_id, category, capacity)
        VALUES (NEW.territory_id, NEW.site_id, NEW.category, 0) ON CONFLICT DO NOTHING;
    END IF;
    SELECT * INTO balance FROM place_capacity
    WHERE (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category)
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        NEW.overflow := 0;  -- the foreign key says it better
        RETURN NEW;
    END IF;
    missing := greatest(0,
        balance.occupied + NEW.occupied + balance.held + NEW.held
        + balance.out_of_service + NEW.out_of_service - balance.capacity - NEW.capacity);
    IF NEW.cause IN ('hold', 'arrival', 'release', 'expiry', 'no_show', 'departure', 'transfer') THEN
        missing := least(missing, balance.overflow_allowed);
    END IF;
    NEW.overflow := missing - balance.overflow_allowed;
    NEW.id := nextval(pg_get_serial_sequence('place_entry', 'id'));
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER takes_its_turn BEFORE INSERT ON place_entry
    FOR EACH ROW EXECUTE FUNCTION place_entry_takes_its_turn();

CREATE FUNCTION place_entry_is_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.held < 0 THEN
        UPDATE hold SET
            arrived = arrived + CASE NEW.cause WHEN 'arrival' THEN - NEW.held ELSE 0 END,
            places = CASE WHEN places > - NEW.held THEN places + NEW.held ELSE places END,
            ended_at = CASE WHEN places = - NEW.held THEN NEW.at END,
            state = CASE WHEN places > - NEW.held THEN 'active' ELSE CASE NEW.cause
                WHEN 'arrival' THEN 'arrived' WHEN 'release' THEN 'released'
                WHEN 'expiry' THEN 'expired' ELSE 'no_show' END END
        WHERE id = NEW.hold_id AND state = 'active' AND places >= - NEW.held
          AND (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category);
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a hold ends once, at its site, with the places that it keeps'
                USING ERRCODE = 'check_violation', CONSTRAINT = CASE
                    WHEN EXISTS (SELECT FROM hold WHERE id = NEW.hold_id AND state = 'active')
                    THEN 'hold_keeps_fewer_places' ELSE 'hold_ends_once' END;
        END IF;
    END IF;
    UPDATE place_capacity SET
        capacity = capacity + NEW.capacity, out_of_service = out_of_service + NEW.out_of_service,
        occupied = occupied + NEW.occupied, held = held + NEW.held,
        overflow_allowed = overflow_allowed + NEW.overflow
    WHERE (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category);
    RETURN NULL;
END $$;
CREATE TRIGGER is_counted AFTER INSERT ON place_entry
    FOR EACH ROW EXECUTE FUNCTION place_entry_is_counted();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON place_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

CREATE FUNCTION hold_is_entered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO place_entry (territory_id, site_id, category, cause, held, hold_id, encounter_id,
        author_id, at, idempotency_key)
    VALUES (NEW.territory_id, NEW.site_id, NEW.category, 'hold', NEW.places, NEW.id,
        NEW.encounter_id, NEW.author_id, NEW.created_at, NEW.idempotency_key);
    RETURN NULL;
END $$;
CREATE TRIGGER is_entered AFTER INSERT ON hold
    FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION hold_is_entered();

CREATE OR REPLACE FUNCTION tell_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'places', jsonb_build_object(
        'site_id', NEW.site_id, 'category', NEW.category, 'capacity', NEW.capacity,
        'out_of_service', NEW.out_of_service, 'occupied', NEW.occupied, 'held', NEW.held,
        'overflow', NEW.overflow_allowed, 'available',
        greatest(NEW.capacity - NEW.out_of_service - NEW.occupied - NEW.held, 0)));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER UPDATE ON place_capacity
    FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION tell_places();
