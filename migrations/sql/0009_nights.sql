-- What each balance's entries of one night add up to; geoops/records/occupancy.py says which night
-- an entry belongs to. The entry's trigger keeps it under the lock that the entry holds anyway.
CREATE TABLE place_night (
    territory_id uuid NOT NULL,
    site_id uuid NOT NULL,
    category varchar(40) NOT NULL CONSTRAINT ck_place_night_category CHECK (category IN
        ('isolated_man', 'isolated_woman', 'family', 'unaccompanied_minor', 'reduced_mobility')),
    night date NOT NULL,
    capacity integer NOT NULL,
    out_of_service integer NOT NULL,
    occupied integer NOT NULL,
    held integer NOT NULL,
    overflow integer NOT NULL,
    CONSTRAINT pk_place_night PRIMARY KEY (territory_id, site_id, category, night),
    CONSTRAINT fk_place_night_territory_id_site_id_category
        FOREIGN KEY (territory_id, site_id, category) REFERENCES place_capacity
);
CREATE INDEX ix_place_night_night ON place_night (territory_id, night);

INSERT INTO place_night
SELECT e.territory_id, site_id, category,
    coalesce(night, (at AT TIME ZONE time_zone)::date),
    sum(capacity), sum(out_of_service), sum(occupied), sum(held), sum(overflow)
FROM place_entry e JOIN territory t ON t.id = e.territory_id
GROUP BY 1, 2, 3, 4;

CREATE FUNCTION place_entry_is_remembered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO place_night AS n
    SELECT NEW.territory_id, NEW.site_id, NEW.category,
        coalesce(NEW.night, (NEW.at AT TIME ZONE t.time_zone)::date),
        NEW.capacity, NEW.out_of_service, NEW.occupied, NEW.held, NEW.overflow
    FROM territory t WHERE t.id = NEW.territory_id
    ON CONFLICT (territory_id, site_id, category, night) DO UPDATE SET
        capacity = n.capacity + EXCLUDED.capacity,
        out_of_service = n.out_of_service + EXCLUDED.out_of_service,
        occupied = n.occupied + EXCLUDED.occupied,
        held = n.held + EXCLUDED.held,
        overflow = n.overflow + EXCLUDED.overflow;
    RETURN NULL;
END $$;
CREATE TRIGGER is_remembered AFTER INSERT ON place_entry
    FOR EACH ROW EXECUTE FUNCTION place_entry_is_remembered();

ALTER TABLE place_night ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON place_night TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT ON place_night TO geoops_app;
