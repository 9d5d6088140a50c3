-- Loops on foot, breaks and instructions; geoops/records/patrol_walk.py says what the columns mean.
CREATE UNIQUE INDEX uq_patrol_stop_territory_id_id ON patrol_stop (territory_id, id);
ALTER TABLE patrol_leg ADD steps jsonb DEFAULT '[]' NOT NULL
    CONSTRAINT ck_patrol_leg_steps_are_a_list CHECK (jsonb_typeof(steps) = 'array');

CREATE TABLE patrol_call (
    id uuid NOT NULL CONSTRAINT pk_patrol_call PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_patrol_call_territory_id REFERENCES territory,
    stop_id uuid NOT NULL,
    sequence integer NOT NULL
        CONSTRAINT ck_patrol_call_sequence_is_not_negative CHECK (sequence >= 0),
    camp_id uuid NOT NULL,
    position geometry(point, 4326) NOT NULL,
    arrives_at timestamptz NOT NULL,
    departs_at timestamptz NOT NULL,
    CONSTRAINT fk_patrol_call_territory_id_stop_id FOREIGN KEY (territory_id, stop_id)
        REFERENCES patrol_stop (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_patrol_call_territory_id_camp_id FOREIGN KEY (territory_id, camp_id)
        REFERENCES camp (territory_id, id),
    CONSTRAINT ck_patrol_call_times_are_in_order CHECK (arrives_at <= departs_at)
);
CREATE UNIQUE INDEX uq_patrol_call_sequence ON patrol_call (stop_id, sequence);
CREATE INDEX ix_patrol_call_camp_id ON patrol_call (camp_id);

CREATE TABLE patrol_walk (
    id uuid NOT NULL CONSTRAINT pk_patrol_walk PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_patrol_walk_territory_id REFERENCES territory,
    stop_id uuid NOT NULL,
    sequence integer NOT NULL
        CONSTRAINT ck_patrol_walk_sequence_is_not_negative CHECK (sequence >= 0),
    departs_at timestamptz NOT NULL,
    arrives_at timestamptz NOT NULL,
    duration double precision NOT NULL,
    distance double precision NOT NULL,
    path geometry(linestring, 4326) NOT NULL,
    steps jsonb DEFAULT '[]' NOT NULL
        CONSTRAINT ck_patrol_walk_steps_are_a_list CHECK (jsonb_typeof(steps) = 'array'),
    CONSTRAINT fk_patrol_walk_territory_id_stop_id FOREIGN KEY (territory_id, stop_id)
        REFERENCES patrol_stop (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_patrol_walk_length_is_not_negative CHECK (duration >= 0 AND distance >= 0),
    CONSTRAINT ck_patrol_walk_times_are_in_order CHECK (departs_at <= arrives_at)
);
CREATE UNIQUE INDEX uq_patrol_walk_sequence ON patrol_walk (stop_id, sequence);

CREATE TABLE patrol_rest (
    id uuid NOT NULL CONSTRAINT pk_patrol_rest PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_patrol_rest_territory_id REFERENCES territory,
    patrol_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    CONSTRAINT fk_patrol_rest_territory_id_patrol_id FOREIGN KEY (territory_id, patrol_id)
        REFERENCES patrol (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_patrol_rest_ends_after_it_starts CHECK (starts_at < ends_at)
);
CREATE INDEX ix_patrol_rest_patrol_id ON patrol_rest (patrol_id, starts_at);

ALTER TABLE patrol_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE patrol_walk ENABLE ROW LEVEL SECURITY;
ALTER TABLE patrol_rest ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON patrol_call TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON patrol_walk TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE POLICY of_territory ON patrol_rest TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT, DELETE ON patrol_call, patrol_walk, patrol_rest TO geoops_app;
