-- The application names its changes and reads versions; the triggers write them. A zone is retired.
ALTER TABLE zone_rhythm ENABLE ROW LEVEL SECURITY;
ALTER TABLE zone_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE zone_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE zone_descent ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON zone_rhythm TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON zone_change TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON zone_version TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON zone_descent TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT, DELETE ON zone_rhythm TO geoops_app;
GRANT SELECT, INSERT (id, territory_id, kind, undoes) ON zone_change TO geoops_app;
GRANT SELECT ON zone_version TO geoops_app;
GRANT SELECT, INSERT ON zone_descent TO geoops_app;
REVOKE DELETE ON zone FROM geoops_app;
REVOKE ALL ON FUNCTION zone_change_under_way(uuid, text), zone_version_is_kept(uuid, uuid, text)
    FROM PUBLIC;
