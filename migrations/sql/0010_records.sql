-- Zones: what a visit needs, their rhythm, and every change; geoops/records/zone*.py say what the
-- columns mean.
ALTER TABLE zone
    ADD teams_at_once integer DEFAULT 1 NOT NULL,
    ADD languages text[] DEFAULT '{}' NOT NULL,
    ADD service_per_person interval,
    ADD service_limit interval,
    ADD CONSTRAINT ck_zone_teams_are_counted CHECK (teams_at_once BETWEEN 1 AND 10),
    ADD CONSTRAINT ck_zone_service_per_person_is_positive
        CHECK (service_per_person > interval '0'),
    ADD CONSTRAINT ck_zone_service_per_person_has_its_limit
        CHECK ((service_per_person IS NULL) = (service_limit IS NULL)),
    ADD CONSTRAINT ck_zone_service_fits_its_limit CHECK (service_time <= service_limit),
    ADD CONSTRAINT ck_zone_outline_is_of_a_zones_size
        CHECK (ST_Area(area::geography) BETWEEN 100 AND 2e9);
DROP INDEX uq_zone_territory_id_name;
CREATE UNIQUE INDEX uq_zone_territory_id_name ON zone (territory_id, name) WHERE active;

CREATE TABLE zone_rhythm (
    id uuid NOT NULL CONSTRAINT pk_zone_rhythm PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_zone_rhythm_territory_id REFERENCES territory,
    zone_id uuid NOT NULL,
    weekdays integer[] NOT NULL,
    starts time NOT NULL,
    ends time NOT NULL,
    revisit_interval interval NOT NULL,
    CONSTRAINT fk_zone_rhythm_territory_id_zone_id
        FOREIGN KEY (territory_id, zone_id) REFERENCES zone (territory_id, id),
    CONSTRAINT ck_zone_rhythm_weekdays_are_of_a_week
        CHECK (cardinality(weekdays) BETWEEN 1 AND 7 AND weekdays <@ ARRAY[0, 1, 2, 3, 4, 5, 6]),
    CONSTRAINT ck_zone_rhythm_stretch_has_a_length CHECK (starts < ends),
    CONSTRAINT ck_zone_rhythm_interval_is_positive CHECK (revisit_interval > interval '0')
);
CREATE INDEX ix_zone_rhythm_zone_id ON zone_rhythm (zone_id);

CREATE TABLE zone_change (
    id uuid NOT NULL CONSTRAINT pk_zone_change PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_zone_change_territory_id REFERENCES territory,
    kind varchar(40) NOT NULL CONSTRAINT ck_zone_change_kind CHECK (kind IN ('carried', 'created',
        'changed', 'reshaped', 'split', 'merged', 'retired', 'restored', 'undone')),
    undoes uuid,
    author_id uuid CONSTRAINT fk_zone_change_author_id REFERENCES account,
    at timestamptz NOT NULL,
    xact bigint NOT NULL,
    CONSTRAINT uq_zone_change_territory_id_id UNIQUE (territory_id, id),
    CONSTRAINT uq_zone_change_territory_id_at UNIQUE (territory_id, at),
    CONSTRAINT fk_zone_change_territory_id_undoes
        FOREIGN KEY (territory_id, undoes) REFERENCES zone_change (territory_id, id),
    CONSTRAINT ck_zone_change_undone_names_what CHECK ((kind = 'undone') = (undoes IS NOT NULL))
);
CREATE INDEX ix_zone_change_xact ON zone_change (xact);

CREATE TABLE zone_version (
    territory_id uuid NOT NULL CONSTRAINT fk_zone_version_territory_id REFERENCES territory,
    zone_id uuid NOT NULL,
    change_id uuid NOT NULL,
    revision integer NOT NULL,
    valid tstzrange NOT NULL,
    name varchar NOT NULL,
    area geometry(Polygon, 4326) NOT NULL,
    access geometry(Point, 4326) NOT NULL,
    revisit_interval interval NOT NULL,
    weight double precision NOT NULL,
    service_time interval NOT NULL,
    teams_at_once integer NOT NULL,
    languages text[] NOT NULL,
    service_per_person interval,
    service_limit interval,
    rhythm jsonb NOT NULL,
    active boolean NOT NULL,
    CONSTRAINT pk_zone_version PRIMARY KEY (zone_id, change_id),
    CONSTRAINT uq_zone_version_zone_id_revision UNIQUE (zone_id, revision),
    CONSTRAINT fk_zone_version_territory_id_zone_id
        FOREIGN KEY (territory_id, zone_id) REFERENCES zone (territory_id, id),
    CONSTRAINT fk_zone_version_territory_id_change_id
        FOREIGN KEY (territory_id, change_id) REFERENCES zone_change (territory_id, id),
    CONSTRAINT ck_zone_version_some_time_passed CHECK (NOT isempty(valid)),
    CONSTRAINT ex_zone_version_one_at_a_time EXCLUDE USING gist (zone_id WITH =, valid WITH &&)
);
CREATE INDEX ix_zone_version_change_id ON zone_version (change_id);

CREATE TABLE zone_descent (
    territory_id uuid NOT NULL CONSTRAINT fk_zone_descent_territory_id REFERENCES territory,
    change_id uuid NOT NULL,
    parent_id uuid NOT NULL,
    child_id uuid NOT NULL,
    CONSTRAINT pk_zone_descent PRIMARY KEY (change_id, parent_id, child_id),
    CONSTRAINT fk_zone_descent_territory_id_change_id
        FOREIGN KEY (territory_id, change_id) REFERENCES zone_change (territory_id, id),
    CONSTRAINT fk_zone_descent_territory_id_parent_id
        FOREIGN KEY (territory_id, parent_id) REFERENCES zone (territory_id, id),
    CONSTRAINT fk_zone_descent_territory_id_child_id
        FOREIGN KEY (territory_id, child_id) REFERENCES zone (territory_id, id)
);
CREATE INDEX ix_zone_descent_child_id ON zone_descent (child_id);
