-- Signs that a phone may have to send twice: each is noted once; geoops/records/sign.py.
CREATE TABLE patrol_sign (
    id uuid NOT NULL CONSTRAINT pk_patrol_sign PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_patrol_sign_territory_id REFERENCES territory,
    patrol_id uuid NOT NULL,
    sequence integer NOT NULL
        CONSTRAINT ck_patrol_sign_sequence_is_not_negative CHECK (sequence >= 0),
    act varchar(40) NOT NULL CONSTRAINT ck_patrol_sign_act
        CHECK (act IN ('visit', 'departure', 'skip', 'undo')),
    reason varchar(40) CONSTRAINT ck_patrol_sign_reason
        CHECK (reason IN ('nobody_there', 'no_access', 'unsafe', 'no_time', 'other')),
    happened_at timestamptz NOT NULL,
    CONSTRAINT fk_patrol_sign_territory_id_patrol_id FOREIGN KEY (territory_id, patrol_id)
        REFERENCES patrol (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_patrol_sign_skipped_with_a_reason CHECK ((act = 'skip') = (reason IS NOT NULL))
);
CREATE INDEX ix_patrol_sign_patrol_id ON patrol_sign (patrol_id);

ALTER TABLE patrol_sign ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON patrol_sign TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT ON patrol_sign TO geoops_app;
