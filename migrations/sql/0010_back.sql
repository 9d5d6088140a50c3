DROP FUNCTION zone_as_of(timestamptz), zone_change_under_way(uuid, text);
DROP TRIGGER is_remembered ON zone;
DROP TABLE zone_rhythm, zone_descent, zone_version, zone_change;
DROP FUNCTION zone_change_is_dated(), zone_version_is_kept(uuid, uuid, text), zone_is_remembered(),
    zone_rhythm_is_remembered(), zone_version_stays();
GRANT DELETE ON zone TO geoops_app;
ALTER TABLE zone
    DROP CONSTRAINT ck_zone_outline_is_of_a_zones_size,
    DROP COLUMN teams_at_once,
    DROP COLUMN languages,
    DROP COLUMN service_per_person,
    DROP COLUMN service_limit;
-- A name was unique among retired zones, too: all but one of a name take their number.
DROP INDEX uq_zone_territory_id_name;
UPDATE zone z SET name = left(name, 80) || ' ' || id
WHERE NOT active AND EXISTS (
    SELECT FROM zone o WHERE (o.territory_id, o.name) = (z.territory_id, z.name) AND o.id <> z.id);
CREATE UNIQUE INDEX uq_zone_territory_id_name ON zone (territory_id, name);
