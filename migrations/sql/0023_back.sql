DROP TRIGGER tells ON zone_change;
DROP FUNCTION tell_zone_change();
ALTER TABLE zone DROP other_accesses;
ALTER TABLE zone_version DROP other_accesses;
CREATE OR REPLACE FUNCTION zone_version_is_kept(changed uuid, territory uuid, otherwise text) RETURNS void
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
