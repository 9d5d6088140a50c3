-- Zones: further places where the van may stop, and open pages hear of every change.
-- geoops/records/zone.py says what the columns mean.
ALTER TABLE zone ADD other_accesses geometry(MultiPoint, 4326)
    CONSTRAINT ck_zone_other_accesses_are_few CHECK (
        ST_NumGeometries(other_accesses) BETWEEN 1 AND 5 AND ST_IsSimple(other_accesses)
        AND NOT ST_Intersects(other_accesses, access));
ALTER TABLE zone_version ADD other_accesses geometry(MultiPoint, 4326);

CREATE OR REPLACE FUNCTION zone_version_is_kept(changed uuid, territory uuid, otherwise text)
RETURNS void
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
        z.active, z.other_accesses
    FROM zone z WHERE z.id = changed
    ON CONFLICT (zone_id, change_id) DO UPDATE SET
        name = EXCLUDED.name, area = EXCLUDED.area, access = EXCLUDED.access,
        revisit_interval = EXCLUDED.revisit_interval, weight = EXCLUDED.weight,
        service_time = EXCLUDED.service_time, teams_at_once = EXCLUDED.teams_at_once,
        languages = EXCLUDED.languages, service_per_person = EXCLUDED.service_per_person,
        service_limit = EXCLUDED.service_limit, rhythm = EXCLUDED.rhythm, active = EXCLUDED.active,
        other_accesses = EXCLUDED.other_accesses;
END $$;

-- One message for one change, when its transaction has ended.
CREATE FUNCTION tell_zone_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'zone', jsonb_build_object(
        'change_id', NEW.id, 'kind', NEW.kind, 'author_id', NEW.author_id));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT ON zone_change
    FOR EACH ROW EXECUTE FUNCTION tell_zone_change();
