-- What is known of each zone today holds since it was recorded.
INSERT INTO zone_change (id, territory_id, kind, at, xact)
SELECT gen_random_uuid(), territory_id, 'carried', clock_timestamp(), 0
FROM zone GROUP BY territory_id;
INSERT INTO zone_version
SELECT z.territory_id, z.id, c.id, 1, tstzrange(least(z.created_at, c.at), NULL), z.name, z.area,
    z.access, z.revisit_interval, z.weight, z.service_time, z.teams_at_once, z.languages,
    z.service_per_person, z.service_limit, '[]', z.active
FROM zone z JOIN zone_change c USING (territory_id);

-- Changes of a territory come one after the other, so that `at` only grows: a moment has one map.
CREATE FUNCTION zone_change_is_dated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('zones ' || NEW.territory_id, 0));
    NEW.author_id := geoops_account();
    NEW.xact := pg_current_xact_id()::text::bigint;
    NEW.at := greatest(clock_timestamp(), (
        SELECT max(at) + interval '1 microsecond' FROM zone_change
        WHERE territory_id = NEW.territory_id));
    RETURN NEW;
END $$;
CREATE TRIGGER is_dated BEFORE INSERT ON zone_change
    FOR EACH ROW EXECUTE FUNCTION zone_change_is_dated();

-- The change that this transaction makes in a territory. A restored dump repeats the numbers of
-- transactions, hence the second condition.
CREATE FUNCTION zone_change_under_way(territory uuid, otherwise text) RETURNS zone_change
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_change zone_change;
BEGIN
    SELECT * INTO found_change FROM zone_change
    WHERE territory_id = territory AND xact = pg_current_xact_id()::text::bigint
      AND at >= transaction_timestamp()
    ORDER BY at DESC LIMIT 1;
    IF NOT FOUND THEN
        INSERT INTO zone_change (id, territory_id, kind) VALUES
            (gen_random_uuid(), territory, otherwise) RETURNING * INTO found_change;
    END IF;
    RETURN found_change;
END $$;

-- Write down what a zone is now: one version for each transaction that changes it.
CREATE FUNCTION zone_version_is_kept(changed uuid, territory uuid, otherwise text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE change zone_change := zone_change_under_way(territory, otherwise);
BEGIN
    UPDATE zone_version SET valid = tstzrange(lower(valid), change.at)
    WHERE zone_id = changed AND upper_inf(valid) AND change_id <> change.id;
    INSERT INTO zone_version AS v
    SELECT z.territory_id, z.id, change.id,
        1 + coalesce((SELECT max(revision) FROM zone_version WHERE zone_id = z.id), 0),
        tstzrange(change.at, NULL), z.name, z.area, z.access, z.revisit_interval, z.weight,
        z.service_time, z.teams_at_once, z.languages, z.service_per_person, z.service_limit,
        coalesce((SELECT jsonb_agg(jsonb_build_object(
            'weekdays', r.weekdays, 'starts', r.starts, 'ends', r.ends,
            'revisit_interval', extract(epoch FROM r.revisit_interval)) ORDER BY r.starts, r.id)
            FROM zone_rhythm r WHERE r.zone_id = z.id), '[]'),
        z.active
    FROM zone z WHERE z.id = changed
    ON CONFLICT (zone_id, change_id) DO UPDATE SET
        name = EXCLUDED.name, area = EXCLUDED.area, access = EXCLUDED.access,
        revisit_interval = EXCLUDED.revisit_interval, weight = EXCLUDED.weight,
        service_time = EXCLUDED.service_time, teams_at_once = EXCLUDED.teams_at_once,
        languages = EXCLUDED.languages, service_per_person = EXCLUDED.service_per_person,
        service_limit = EXCLUDED.service_limit, rhythm = EXCLUDED.rhythm, active = EXCLUDED.active;
END $$;

CREATE FUNCTION zone_is_remembered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW IS DISTINCT FROM OLD THEN
        PERFORM zone_version_is_kept(NEW.id, NEW.territory_id,
            CASE TG_OP WHEN 'INSERT' THEN 'created' ELSE 'changed' END);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER is_remembered AFTER INSERT OR UPDATE ON zone
    FOR EACH ROW EXECUTE FUNCTION zone_is_remembered();

CREATE FUNCTION zone_rhythm_is_remembered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM zone_version_is_kept(OLD.zone_id, OLD.territory_id, 'changed');
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM zone_version_is_kept(NEW.zone_id, NEW.territory_id, 'changed');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER is_remembered AFTER INSERT OR UPDATE OR DELETE ON zone_rhythm
    FOR EACH ROW EXECUTE FUNCTION zone_rhythm_is_remembered();

-- A version ends once; while its own transaction lasts it may still take shape.
CREATE FUNCTION zone_version_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE own boolean := EXISTS (
    SELECT FROM zone_change WHERE id = OLD.change_id
      AND xact = pg_current_xact_id()::text::bigint AND at >= transaction_timestamp());
BEGIN
    IF own AND NEW.valid = OLD.valid THEN
        RETURN NEW;
    END IF;
    IF upper_inf(OLD.valid) AND lower(NEW.valid) = lower(OLD.valid) AND NOT upper_inf(NEW.valid)
       AND to_jsonb(NEW) - 'valid' = to_jsonb(OLD) - 'valid' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON zone_version
    FOR EACH ROW EXECUTE FUNCTION zone_version_stays();
CREATE TRIGGER is_append_only BEFORE DELETE OR TRUNCATE ON zone_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON zone_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON zone_descent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- The zones that were visited at a moment; those of the present when it is null.
CREATE FUNCTION zone_as_of(moment timestamptz) RETURNS SETOF zone_version
LANGUAGE sql STABLE AS $$
    SELECT * FROM zone_version
    WHERE active AND CASE WHEN moment IS NULL THEN upper_inf(valid) ELSE valid @> moment END
$$;
