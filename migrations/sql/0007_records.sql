-- The waiting list; geoops/records/request.py says what its columns mean.
ALTER TABLE site ADD languages text[] DEFAULT '{}' NOT NULL;
CREATE TABLE place_request (
    id uuid NOT NULL CONSTRAINT pk_place_request PRIMARY KEY,
    territory_id uuid NOT NULL,
    category varchar(40) NOT NULL CONSTRAINT ck_place_request_category CHECK (category IN
        ('isolated_man', 'isolated_woman', 'family', 'unaccompanied_minor', 'reduced_mobility')),
    places integer NOT NULL
        CONSTRAINT ck_place_request_places_are_a_group CHECK (places BETWEEN 1 AND 500),
    priority varchar(40) NOT NULL CONSTRAINT ck_place_request_priority CHECK (priority IN
        ('unaccompanied_minor', 'small_children', 'health', 'ordinary')),
    site_ids uuid[] DEFAULT '{}' NOT NULL,
    state varchar(40) DEFAULT 'waiting' NOT NULL CONSTRAINT ck_place_request_state
        CHECK (state IN ('waiting', 'served', 'withdrawn', 'lapsed')),
    overtaken integer DEFAULT 0 NOT NULL
        CONSTRAINT ck_place_request_overtaken_is_counted CHECK (overtaken >= 0),
    hold_for interval NOT NULL,
    lapses_at timestamptz NOT NULL,
    hold_id uuid,
    encounter_id uuid,
    team_id uuid,
    author_id uuid CONSTRAINT fk_place_request_author_id REFERENCES account,
    idempotency_key varchar NOT NULL,
    digest bytea NOT NULL,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamptz,
    CONSTRAINT fk_place_request_territory_id FOREIGN KEY (territory_id) REFERENCES territory (id),
    CONSTRAINT fk_place_request_territory_id_hold_id
        FOREIGN KEY (territory_id, hold_id) REFERENCES hold (territory_id, id),
    CONSTRAINT fk_place_request_territory_id_encounter_id
        FOREIGN KEY (territory_id, encounter_id) REFERENCES encounter (territory_id, id),
    CONSTRAINT fk_place_request_territory_id_team_id
        FOREIGN KEY (territory_id, team_id) REFERENCES team (territory_id, id),
    CONSTRAINT ck_place_request_ended_when_not_waiting
        CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CONSTRAINT ck_place_request_served_with_a_hold
        CHECK ((state = 'served') = (hold_id IS NOT NULL)),
    CONSTRAINT ck_place_request_waits_for_a_time CHECK (lapses_at > created_at)
);
CREATE INDEX ix_place_request_line ON place_request
    (territory_id, category, (priority = 'ordinary'), created_at, id) WHERE state = 'waiting';
CREATE UNIQUE INDEX uq_place_request_hold_id ON place_request (hold_id) WHERE hold_id IS NOT NULL;
CREATE UNIQUE INDEX uq_place_request_idempotency_key
    ON place_request (territory_id, idempotency_key);
