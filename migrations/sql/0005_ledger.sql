-- The ledger itself; geoops/records/ledger.py says what its columns mean.
CREATE TABLE place_entry (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_place_entry PRIMARY KEY,
    territory_id uuid NOT NULL,
    site_id uuid NOT NULL,
    category varchar(40) NOT NULL CONSTRAINT ck_place_entry_category CHECK (category IN
        ('isolated_man', 'isolated_woman', 'family', 'unaccompanied_minor', 'reduced_mobility')),
    cause varchar(40) NOT NULL CONSTRAINT ck_place_entry_cause CHECK (cause IN (
        'opening', 'works', 'plan_grand_froid', 'closure', 'reopening', 'out_of_service',
        'back_in_service', 'hold', 'release', 'expiry', 'no_show', 'arrival', 'departure',
        'transfer', 'census', 'correction')),
    reason varchar(40) CONSTRAINT ck_place_entry_reason CHECK (reason IN ('unrecorded_arrival',
        'unrecorded_departure', 'miscount', 'repair', 'hygiene', 'safety')),
    capacity integer DEFAULT 0 NOT NULL,
    out_of_service integer DEFAULT 0 NOT NULL,
    occupied integer DEFAULT 0 NOT NULL,
    held integer DEFAULT 0 NOT NULL,
    overflow integer DEFAULT 0 NOT NULL,
    night date,
    hold_id uuid,
    encounter_id uuid,
    author_id uuid CONSTRAINT fk_place_entry_author_id REFERENCES account,
    at timestamptz NOT NULL,
    recorded_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    idempotency_key varchar,
    digest bytea,
    CONSTRAINT fk_place_entry_territory_id_site_id_category
        FOREIGN KEY (territory_id, site_id, category) REFERENCES place_capacity,
    CONSTRAINT fk_place_entry_territory_id_hold_id
        FOREIGN KEY (territory_id, hold_id) REFERENCES hold (territory_id, id),
    CONSTRAINT fk_place_entry_territory_id_encounter_id
        FOREIGN KEY (territory_id, encounter_id) REFERENCES encounter (territory_id, id),
    CONSTRAINT ck_place_entry_a_census_has_its_night
        CHECK ((cause = 'census') = (night IS NOT NULL)),
    CONSTRAINT ck_place_entry_changes_fit_the_cause CHECK (CASE
        WHEN cause = 'opening'
            THEN capacity >= 0 AND out_of_service >= 0 AND occupied >= 0 AND held = 0
        WHEN cause IN ('works', 'plan_grand_froid', 'closure', 'reopening')
            THEN out_of_service = 0 AND occupied = 0 AND held = 0
        WHEN cause = 'out_of_service'
            THEN out_of_service > 0 AND capacity = 0 AND occupied = 0 AND held = 0
        WHEN cause = 'back_in_service'
            THEN out_of_service < 0 AND capacity = 0 AND occupied = 0 AND held = 0
        WHEN cause = 'hold'
            THEN held > 0 AND hold_id IS NOT NULL
                AND capacity = 0 AND out_of_service = 0 AND occupied = 0
        WHEN cause IN ('release', 'expiry', 'no_show')
            THEN held < 0 AND hold_id IS NOT NULL
                AND capacity = 0 AND out_of_service = 0 AND occupied = 0
        WHEN cause = 'arrival'
            THEN occupied > 0 AND capacity = 0 AND out_of_service = 0
                AND (held = 0 OR held = - occupied AND hold_id IS NOT NULL)
        WHEN cause IN ('departure', 'transfer')
            THEN occupied < 0 AND capacity = 0 AND out_of_service = 0 AND held = 0
        WHEN cause = 'census' THEN capacity = 0 AND out_of_service = 0 AND held = 0
        ELSE held = 0 AND (capacity <> 0 OR out_of_service <> 0 OR occupied <> 0)
        END)
);
CREATE INDEX ix_place_entry_balance ON place_entry (territory_id, site_id, category, id);
CREATE INDEX ix_place_entry_hold_id ON place_entry (hold_id) WHERE hold_id IS NOT NULL;
CREATE UNIQUE INDEX uq_place_entry_first_of_hold ON place_entry (hold_id) WHERE cause = 'hold';
CREATE UNIQUE INDEX uq_place_entry_opening ON place_entry (territory_id, site_id, category)
    WHERE cause = 'opening';
CREATE UNIQUE INDEX uq_place_entry_idempotency_key ON place_entry (territory_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
