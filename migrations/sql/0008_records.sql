-- Buses; geoops/records/transfer.py says what the columns mean.
CREATE TABLE transfer (
    id uuid NOT NULL CONSTRAINT pk_transfer PRIMARY KEY,
    territory_id uuid NOT NULL,
    seats integer NOT NULL CONSTRAINT ck_transfer_seats_are_a_bus CHECK (seats BETWEEN 1 AND 200),
    booked integer DEFAULT 0 NOT NULL,
    state varchar(40) DEFAULT 'planned' NOT NULL CONSTRAINT ck_transfer_state
        CHECK (state IN ('planned', 'boarding', 'departed', 'arrived', 'cancelled')),
    departs_at timestamptz NOT NULL,
    author_id uuid CONSTRAINT fk_transfer_author_id REFERENCES account,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamptz,
    CONSTRAINT fk_transfer_territory_id FOREIGN KEY (territory_id) REFERENCES territory (id),
    CONSTRAINT ck_transfer_booked_fits_the_seats CHECK (booked BETWEEN 0 AND seats),
    CONSTRAINT ck_transfer_ended_when_over
        CHECK ((state IN ('arrived', 'cancelled')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX uq_transfer_territory_id_id ON transfer (territory_id, id);
CREATE INDEX ix_transfer_departs_at ON transfer (territory_id, departs_at, id);

CREATE TABLE transfer_destination (
    territory_id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    site_id uuid NOT NULL,
    arrives_at timestamptz NOT NULL,
    arrived_at timestamptz,
    CONSTRAINT pk_transfer_destination PRIMARY KEY (territory_id, transfer_id, site_id),
    CONSTRAINT fk_transfer_destination_territory_id_transfer_id
        FOREIGN KEY (territory_id, transfer_id) REFERENCES transfer (territory_id, id),
    CONSTRAINT fk_transfer_destination_territory_id_site_id
        FOREIGN KEY (territory_id, site_id) REFERENCES site (territory_id, id)
);
CREATE INDEX ix_transfer_destination_site_id ON transfer_destination (site_id);

CREATE TABLE transfer_pickup (
    id uuid NOT NULL CONSTRAINT pk_transfer_pickup PRIMARY KEY,
    territory_id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    rank integer NOT NULL,
    site_id uuid,
    zone_id uuid,
    due_at timestamptz NOT NULL,
    departed_at timestamptz,
    CONSTRAINT fk_transfer_pickup_territory_id_transfer_id
        FOREIGN KEY (territory_id, transfer_id) REFERENCES transfer (territory_id, id),
    CONSTRAINT fk_transfer_pickup_territory_id_site_id
        FOREIGN KEY (territory_id, site_id) REFERENCES site (territory_id, id),
    CONSTRAINT fk_transfer_pickup_territory_id_zone_id
        FOREIGN KEY (territory_id, zone_id) REFERENCES zone (territory_id, id),
    CONSTRAINT ck_transfer_pickup_is_a_site_or_a_zone
        CHECK ((site_id IS NULL) <> (zone_id IS NULL)),
    CONSTRAINT uq_transfer_pickup_territory_id_transfer_id_id
        UNIQUE (territory_id, transfer_id, id),
    CONSTRAINT uq_transfer_pickup_rank UNIQUE (territory_id, transfer_id, rank)
);
CREATE INDEX ix_transfer_pickup_site_id ON transfer_pickup (site_id);

CREATE TABLE transfer_group (
    id uuid NOT NULL CONSTRAINT pk_transfer_group PRIMARY KEY,
    territory_id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    pickup_id uuid NOT NULL,
    site_id uuid NOT NULL,
    category varchar(40) NOT NULL CONSTRAINT ck_transfer_group_category CHECK (category IN
        ('isolated_man', 'isolated_woman', 'family', 'unaccompanied_minor', 'reduced_mobility')),
    people integer NOT NULL
        CONSTRAINT ck_transfer_group_people_are_counted CHECK (people BETWEEN 1 AND 500),
    aboard integer DEFAULT 0 NOT NULL,
    state varchar(40) DEFAULT 'planned' NOT NULL CONSTRAINT ck_transfer_group_state
        CHECK (state IN ('planned', 'departed', 'removed')),
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT fk_transfer_group_territory_id_transfer_id_pickup_id
        FOREIGN KEY (territory_id, transfer_id, pickup_id)
        REFERENCES transfer_pickup (territory_id, transfer_id, id),
    CONSTRAINT fk_transfer_group_territory_id_transfer_id_site_id
        FOREIGN KEY (territory_id, transfer_id, site_id)
        REFERENCES transfer_destination (territory_id, transfer_id, site_id),
    CONSTRAINT fk_transfer_group_territory_id_site_id_category
        FOREIGN KEY (territory_id, site_id, category) REFERENCES place_capacity,
    CONSTRAINT ck_transfer_group_aboard_are_of_the_group CHECK (aboard BETWEEN 0 AND people)
);
CREATE UNIQUE INDEX uq_transfer_group_territory_id_id ON transfer_group (territory_id, id);
CREATE INDEX ix_transfer_group_transfer_id ON transfer_group (transfer_id);

CREATE TABLE transfer_step (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_transfer_step PRIMARY KEY,
    territory_id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    kind varchar(40) NOT NULL CONSTRAINT ck_transfer_step_kind CHECK (kind IN ('planned',
        'rescheduled', 'group_added', 'group_changed', 'group_removed', 'boarded', 'departed',
        'arrived', 'cancelled')),
    people integer,
    subject_id uuid,
    author_id uuid CONSTRAINT fk_transfer_step_author_id REFERENCES account,
    at timestamptz NOT NULL,
    idempotency_key varchar NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT fk_transfer_step_territory_id_transfer_id
        FOREIGN KEY (territory_id, transfer_id) REFERENCES transfer (territory_id, id)
);
CREATE INDEX ix_transfer_step_transfer_id ON transfer_step (transfer_id, id);
CREATE UNIQUE INDEX uq_transfer_step_idempotency_key
    ON transfer_step (territory_id, idempotency_key);

ALTER TABLE hold ADD transfer_group_id uuid, ADD CONSTRAINT fk_hold_territory_id_transfer_group_id
    FOREIGN KEY (territory_id, transfer_group_id) REFERENCES transfer_group (territory_id, id);
CREATE INDEX ix_hold_transfer_group_id ON hold (transfer_group_id)
    WHERE transfer_group_id IS NOT NULL;
