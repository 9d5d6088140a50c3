-- What may become of a referral: this table alone says it, and a foreign key of each step holds it.
CREATE TABLE referral_transition (
    kind varchar(40) NOT NULL,
    before varchar(40) NOT NULL,
    state varchar(40) NOT NULL,
    cause varchar(40) NOT NULL,
    CONSTRAINT pk_referral_transition PRIMARY KEY (kind, before, state, cause)
);
INSERT INTO referral_transition (kind, cause, before, state)
SELECT kind, cause, before, unnest(string_to_array(states, ' ')) FROM (VALUES
    ('place', 'hold', 'open', 'honoured partly_honoured missed cancelled'),
    ('place', 'hold', 'partly_honoured', 'honoured'),
    ('place', 'hold', 'missed', 'honoured partly_honoured'),
    ('guda', 'appointment', 'open', 'booked'),
    ('guda', 'appointment', 'booked', 'booked honoured partly_honoured missed open'),
    ('guda', 'appointment', 'partly_honoured', 'booked'),
    ('guda', 'appointment', 'missed', 'booked'),
    ('guda', 'person', 'open', 'cancelled'),
    ('guda', 'person', 'missed', 'cancelled'),
    ('guda', 'correction', 'booked', 'booked'),
    ('guda', 'correction', 'honoured', 'booked'),
    ('guda', 'correction', 'partly_honoured', 'booked'),
    ('guda', 'correction', 'missed', 'booked'),
    ('guda', 'correction', 'cancelled', 'open'),
    ('spada', 'person', 'open', 'honoured missed cancelled'),
    ('spada', 'person', 'missed', 'honoured cancelled'),
    ('spada', 'correction', 'honoured', 'open'),
    ('spada', 'correction', 'missed', 'open'),
    ('spada', 'correction', 'cancelled', 'open'),
    ('voluntary_return', 'person', 'interest', 'interview_planned withdrawn'),
    ('voluntary_return', 'person', 'interview_planned',
        'interview_planned interview_held missed withdrawn'),
    ('voluntary_return', 'person', 'missed', 'interview_planned withdrawn'),
    ('voluntary_return', 'person', 'interview_held', 'application_lodged withdrawn'),
    ('voluntary_return', 'person', 'application_lodged', 'withdrawn'),
    ('voluntary_return', 'correction', 'interview_planned', 'interest'),
    ('voluntary_return', 'correction', 'interview_held', 'interview_planned'),
    ('voluntary_return', 'correction', 'missed', 'interview_planned'),
    ('voluntary_return', 'correction', 'application_lodged', 'interview_held'),
    ('voluntary_return', 'correction', 'withdrawn', 'interest'),
    ('care', 'person', 'open', 'accompanied honoured missed cancelled'),
    ('care', 'person', 'accompanied', 'honoured missed'),
    ('care', 'person', 'missed', 'accompanied honoured cancelled'),
    ('care', 'correction', 'accompanied', 'open'),
    ('care', 'correction', 'honoured', 'open'),
    ('care', 'correction', 'missed', 'open'),
    ('care', 'correction', 'cancelled', 'open')
) allowed (kind, cause, before, states);

CREATE UNIQUE INDEX uq_referral_territory_id_id ON referral (territory_id, id);
CREATE INDEX ix_referral_hold_id ON referral (hold_id) WHERE hold_id IS NOT NULL;
CREATE INDEX ix_referral_created_at ON referral (territory_id, created_at, id);
ALTER TABLE referral DROP CONSTRAINT ck_referral_kind, DROP CONSTRAINT ck_referral_state,
    ADD CONSTRAINT ck_referral_kind
        CHECK (kind IN ('place', 'guda', 'spada', 'voluntary_return', 'care')),
    ADD CONSTRAINT ck_referral_state CHECK (state IN ('open', 'booked', 'honoured',
        'partly_honoured', 'missed', 'cancelled', 'interest', 'interview_planned',
        'interview_held', 'application_lodged', 'withdrawn', 'accompanied'));

CREATE TABLE appointment (
    id uuid NOT NULL CONSTRAINT pk_appointment PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_appointment_territory_id REFERENCES territory,
    referral_id uuid NOT NULL,
    site_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    people integer NOT NULL CONSTRAINT ck_appointment_people_are_counted
        CHECK (people BETWEEN 1 AND 500),
    honoured integer DEFAULT 0 NOT NULL,
    state varchar(40) DEFAULT 'booked' NOT NULL CONSTRAINT ck_appointment_state
        CHECK (state IN ('booked', 'honoured', 'missed', 'cancelled', 'moved')),
    replaces uuid,
    idempotency_key varchar NOT NULL,
    part integer NOT NULL,
    digest bytea NOT NULL,
    author_id uuid CONSTRAINT fk_appointment_author_id REFERENCES account,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    changed_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT ck_appointment_honoured_are_of_the_group CHECK (
        honoured BETWEEN 0 AND people AND (state = 'honoured') = (honoured > 0)),
    CONSTRAINT uq_appointment_territory_id_id UNIQUE (territory_id, id),
    CONSTRAINT fk_appointment_territory_id_replaces
        FOREIGN KEY (territory_id, replaces) REFERENCES appointment (territory_id, id),
    CONSTRAINT fk_appointment_territory_id_referral_id
        FOREIGN KEY (territory_id, referral_id) REFERENCES referral (territory_id, id),
    CONSTRAINT fk_appointment_territory_id_site_id_starts_at
        FOREIGN KEY (territory_id, site_id, starts_at) REFERENCES slot
);
CREATE UNIQUE INDEX uq_appointment_idempotency_key
    ON appointment (territory_id, idempotency_key, part);
CREATE INDEX ix_appointment_slot ON appointment (territory_id, site_id, starts_at);
CREATE INDEX ix_appointment_referral_id ON appointment (referral_id);

CREATE TABLE referral_step (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_referral_step PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_referral_step_territory_id REFERENCES territory,
    referral_id uuid NOT NULL,
    kind varchar(40) NOT NULL,
    before varchar(40),
    state varchar(40) NOT NULL,
    cause varchar(40) NOT NULL CONSTRAINT ck_referral_step_cause CHECK (cause IN
        ('made', 'carried', 'hold', 'appointment', 'person', 'correction')),
    due_at timestamptz,
    venue varchar(40) CONSTRAINT ck_referral_step_venue CHECK (venue IN ('office', 'field')),
    appointment_id uuid,
    author_id uuid CONSTRAINT fk_referral_step_author_id REFERENCES account,
    at timestamptz NOT NULL,
    recorded_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    idempotency_key varchar,
    CONSTRAINT fk_referral_step_territory_id_referral_id
        FOREIGN KEY (territory_id, referral_id) REFERENCES referral (territory_id, id),
    CONSTRAINT fk_referral_step_territory_id_appointment_id
        FOREIGN KEY (territory_id, appointment_id) REFERENCES appointment (territory_id, id),
    CONSTRAINT fk_referral_step_kind_before_state_cause
        FOREIGN KEY (kind, before, state, cause) REFERENCES referral_transition,
    CONSTRAINT ck_referral_step_begins_at_the_beginning CHECK (
        (before IS NULL) = (cause IN ('made', 'carried')) AND (cause <> 'made'
            OR state = CASE kind WHEN 'voluntary_return' THEN 'interest' ELSE 'open' END)),
    CONSTRAINT ck_referral_step_an_interview_has_its_date_and_venue CHECK (
        (state = 'interview_planned') = (due_at IS NOT NULL)
        AND (due_at IS NULL) = (venue IS NULL))
);
CREATE INDEX ix_referral_step_referral_id ON referral_step (referral_id, id);
CREATE UNIQUE INDEX uq_referral_step_first ON referral_step (referral_id) WHERE before IS NULL;
CREATE UNIQUE INDEX uq_referral_step_idempotency_key ON referral_step (territory_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
