-- Every freed place passes through an entry of the ledger, so it is given on right there, under the
-- balance's lock that the entry holds: no caller can forget it. Requests are locked after balances,
-- and never waited for: one that is locked is being served, or ended, by somebody else.
CREATE FUNCTION serve_the_waiting(
    territory uuid, site uuid, of_category text, instant timestamptz
) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    free int;
    usable int;
    request place_request;
    kept uuid;
    served int := 0;
BEGIN
    LOOP
        SELECT capacity - out_of_service - occupied - held, capacity - out_of_service
        INTO free, usable FROM place_capacity JOIN site s USING (territory_id)
        WHERE territory_id = territory AND site_id = site AND category = of_category
          AND s.id = site AND s.status = 'open'
        FOR NO KEY UPDATE OF place_capacity;
        EXIT WHEN free IS NULL OR free <= 0;
        -- The first in line that fits. Whoever was overtaken often enough, and could be housed
        -- here, is waited for: nobody behind them is served at this site.
        SELECT r.* INTO request FROM place_request r
        WHERE r.territory_id = territory AND r.category = of_category AND r.state = 'waiting'
          AND r.lapses_at > instant AND r.places <= free
          AND (r.site_ids = '{}' OR site = ANY (r.site_ids))
          AND NOT EXISTS (
            SELECT FROM place_request b
            WHERE b.territory_id = territory AND b.category = of_category AND b.state = 'waiting'
              AND b.lapses_at > instant AND b.overtaken >= 3 AND b.places > free
              AND b.places <= usable AND (b.site_ids = '{}' OR site = ANY (b.site_ids))
              AND (b.priority = 'ordinary', b.created_at, b.id)
                < (r.priority = 'ordinary', r.created_at, r.id))
        ORDER BY r.priority = 'ordinary', r.created_at, r.id
        LIMIT 1 FOR UPDATE OF r SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        kept := gen_random_uuid();
        INSERT INTO hold (id, territory_id, site_id, category, places, expires_at,
            idempotency_key, encounter_id, author_id, created_at)
        VALUES (kept, territory, site, of_category, request.places,
            greatest(instant, request.created_at) + request.hold_for, 'request:' || request.id,
            request.encounter_id, request.author_id, greatest(instant, request.created_at));
        UPDATE place_request SET state = 'served', hold_id = kept,
            ended_at = greatest(instant, request.created_at)
        WHERE id = request.id;
        IF request.encounter_id IS NOT NULL THEN
            INSERT INTO referral (id, territory_id, encounter_id, kind, people, site_id, hold_id,
                created_at)
            VALUES (gen_random_uuid(), territory, request.encounter_id, 'place', request.places,
                site, kept, greatest(instant, request.created_at));
        END IF;
        UPDATE place_request SET overtaken = overtaken + 1 WHERE id IN (
            SELECT b.id FROM place_request b
            WHERE b.territory_id = territory AND b.category = of_category AND b.state = 'waiting'
              AND b.lapses_at > instant AND b.places > free AND b.places <= usable
              AND (b.site_ids = '{}' OR site = ANY (b.site_ids))
              AND (b.priority = 'ordinary', b.created_at, b.id)
                < (request.priority = 'ordinary', request.created_at, request.id)
            FOR UPDATE SKIP LOCKED);
        served := served + 1;
    END LOOP;
    RETURN served;
END $$;

CREATE FUNCTION place_entry_serves_the_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM serve_the_waiting(NEW.territory_id, NEW.site_id, NEW.category, NEW.at);
    RETURN NULL;
END $$;
CREATE TRIGGER serves_the_waiting AFTER INSERT ON place_entry FOR EACH ROW
    WHEN (NEW.held < 0 OR NEW.occupied < 0 OR NEW.capacity > 0 OR NEW.out_of_service < 0)
    EXECUTE FUNCTION place_entry_serves_the_waiting();

-- For the sweep, and for whoever asks while there are places.
CREATE FUNCTION serve_places(site uuid, of_category text, instant timestamptz) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT serve_the_waiting(geoops_territory(), site, of_category, instant)
$$;

CREATE FUNCTION place_request_is_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state <> 'waiting' AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'a request ends once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_request_ends_once';
    END IF;
    IF EXISTS (
        SELECT FROM unnest(NEW.site_ids) AS one (id)
        WHERE NOT EXISTS (SELECT FROM site s
            WHERE s.id = one.id AND s.territory_id = NEW.territory_id)
    ) THEN
        RAISE EXCEPTION 'a request names sites of its territory'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'place_request_names_sites';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER is_sound BEFORE INSERT OR UPDATE ON place_request
    FOR EACH ROW EXECUTE FUNCTION place_request_is_sound();
