-- Zones that are visited lie beside each other. They may share 500 m²: what drawing by hand along
-- a border leaves; more of it would be a place that two zones answer for.
CREATE FUNCTION zone_overlaps(changed uuid)
RETURNS TABLE (zone_id uuid, name varchar, shared geometry)
LANGUAGE sql STABLE AS $$
    SELECT o.id, o.name, ST_CollectionExtract(both_cover.area, 3)
    FROM zone z
    JOIN zone o ON o.territory_id = z.territory_id AND o.id <> z.id AND o.active
        AND o.area && z.area
    CROSS JOIN LATERAL (SELECT ST_Intersection(z.area, o.area) AS area) both_cover
    WHERE z.id = changed AND z.active AND ST_Area(both_cover.area::geography) > 500
    ORDER BY o.name, o.id
$$;

-- Looked at when the transaction ends: while a border moves from one zone to the next, or a zone is
-- cut, they overlap. Changes of a territory come one after the other (`zone_change_is_dated` holds
-- its lock until they end), so that no two can pass each other here.
CREATE FUNCTION zone_covers_no_other() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE other uuid := (SELECT zone_id FROM zone_overlaps(NEW.id) LIMIT 1);
BEGIN
    IF other IS NOT NULL THEN
        RAISE EXCEPTION 'zone % covers part of zone %', NEW.id, other
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'zone_covers_no_other',
                TABLE = 'zone';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER covers_no_other_when_new AFTER INSERT ON zone
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.active) EXECUTE FUNCTION zone_covers_no_other();
-- What overlapped before this rule came can still be renamed, retired or made smaller.
CREATE CONSTRAINT TRIGGER covers_no_other AFTER UPDATE ON zone
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.active AND (NOT OLD.active OR NEW.area IS DISTINCT FROM OLD.area))
    EXECUTE FUNCTION zone_covers_no_other();
