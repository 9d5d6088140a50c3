"""A ledger of places: every change of a balance is an entry, and the entries are all there is."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LEDGER = """
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
"""

RECORDS = """
DROP TRIGGER keeps_places ON hold;
DROP FUNCTION hold_keeps_places();
DROP TRIGGER tells ON place_capacity;
DROP INDEX uq_hold_active_idempotency_key;
ALTER TABLE hold ADD arrived integer DEFAULT 0 NOT NULL
    CONSTRAINT ck_hold_arrived_is_not_negative CHECK (arrived >= 0);
ALTER TABLE hold DROP CONSTRAINT ck_hold_state, ADD CONSTRAINT ck_hold_state
    CHECK (state IN ('active', 'arrived', 'released', 'expired', 'no_show'));
ALTER TABLE place_capacity ADD out_of_service integer DEFAULT 0 NOT NULL;
UPDATE place_capacity SET overflow_allowed = greatest(0, occupied + held - capacity);
UPDATE hold SET arrived = places WHERE state = 'arrived';
ALTER TABLE place_capacity DROP CONSTRAINT ck_place_capacity_promises_fit_the_places,
    ADD CONSTRAINT ck_place_capacity_promises_fit_the_places
        CHECK (occupied + held + out_of_service <= capacity + overflow_allowed),
    ADD CONSTRAINT ck_place_capacity_overflow_is_no_reserve
        CHECK (overflow_allowed <= greatest(0, occupied + held + out_of_service - capacity)),
    ADD CONSTRAINT ck_place_capacity_out_of_service_are_places_of_the_site
        CHECK (out_of_service BETWEEN 0 AND capacity);
"""

# What 0003 knew: today's capacities, the changes of the occupied places, and the holds. What the
# capacity was in the past it did not know: where the past does not fit today's, the entry says so
# as an overflow.
CARRY = """
WITH carried AS (
    SELECT c.territory_id, c.site_id, c.category, 0 AS step, 0::bigint AS number,
        'opening' AS cause, c.capacity, 0 AS occupied, 0 AS held, NULL::uuid AS hold_id,
        NULL::uuid AS encounter_id, NULL::uuid AS author_id,
        coalesce((SELECT min(o.at) FROM occupancy_entry o WHERE (o.territory_id, o.site_id,
            o.category) = (c.territory_id, c.site_id, c.category)), now()) AS at,
        NULL AS idempotency_key
    FROM place_capacity c
    UNION ALL
    SELECT territory_id, site_id, category, 1, id,
        CASE WHEN cause = 'arrival' AND change < 0 OR cause = 'departure' AND change > 0
            THEN 'correction' ELSE cause END,
        0, change, 0, hold_id, NULL, author_id, at, NULL
    FROM occupancy_entry
    UNION ALL
    SELECT c.territory_id, c.site_id, c.category, 2, 0, 'correction', 0,
        c.occupied - coalesce(o.total, 0), 0, NULL, NULL, NULL, now(), NULL
    FROM place_capacity c LEFT JOIN (
        SELECT territory_id, site_id, category, sum(change)::integer AS total
        FROM occupancy_entry GROUP BY 1, 2, 3
    ) o USING (territory_id, site_id, category)
    WHERE c.occupied <> coalesce(o.total, 0)
    UNION ALL
    SELECT territory_id, site_id, category, 3, row_number() OVER (ORDER BY created_at, id), 'hold',
        0, 0, places, id, encounter_id, author_id, created_at, idempotency_key
    FROM hold WHERE state = 'active'
), summed AS (
    SELECT *, greatest(0, sum(occupied + held - capacity) OVER balance) AS overflow_after
    FROM carried
    WINDOW balance AS (PARTITION BY territory_id, site_id, category ORDER BY step, number)
)
INSERT INTO place_entry (territory_id, site_id, category, cause, capacity, occupied, held, overflow,
    night, hold_id, encounter_id, author_id, at, idempotency_key)
SELECT s.territory_id, site_id, category, cause, capacity, occupied, held,
    overflow_after - coalesce(lag(overflow_after) OVER balance, 0),
    CASE WHEN cause = 'census' THEN ((at AT TIME ZONE time_zone) - interval '12 hours')::date END,
    hold_id, encounter_id, author_id, at, idempotency_key
FROM summed s JOIN territory t ON t.id = s.territory_id
WINDOW balance AS (PARTITION BY s.territory_id, site_id, category ORDER BY step, number)
ORDER BY s.territory_id, site_id, category, step, number;
DROP TABLE occupancy_entry;
DROP FUNCTION occupancy_is_counted();
"""

# The balance changes AFTER the entry is there, so that one that ON CONFLICT skips counts nothing.
# The entry takes its number and its overflow BEFORE, under the balance's lock, so that the order of
# the ids is the order of the changes. NO KEY, so that foreign keys to the balance need not wait.
TRIGGERS = """
CREATE FUNCTION lock_places(site uuid, of_category text) RETURNS SETOF place_capacity
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM place_capacity
    WHERE territory_id = geoops_territory() AND site_id = site AND category = of_category
    FOR NO KEY UPDATE
$$;

CREATE FUNCTION place_entry_takes_its_turn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    balance place_capacity;
    missing int;
BEGIN
    IF NEW.cause = 'opening' THEN
        INSERT INTO place_capacity (territory_id, site_id, category, capacity)
        VALUES (NEW.territory_id, NEW.site_id, NEW.category, 0) ON CONFLICT DO NOTHING;
    END IF;
    SELECT * INTO balance FROM place_capacity
    WHERE (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category)
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        NEW.overflow := 0;  -- the foreign key says it better
        RETURN NEW;
    END IF;
    missing := greatest(0,
        balance.occupied + NEW.occupied + balance.held + NEW.held
        + balance.out_of_service + NEW.out_of_service - balance.capacity - NEW.capacity);
    IF NEW.cause IN ('hold', 'arrival', 'release', 'expiry', 'no_show', 'departure', 'transfer') THEN
        missing := least(missing, balance.overflow_allowed);
    END IF;
    NEW.overflow := missing - balance.overflow_allowed;
    NEW.id := nextval(pg_get_serial_sequence('place_entry', 'id'));
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER takes_its_turn BEFORE INSERT ON place_entry
    FOR EACH ROW EXECUTE FUNCTION place_entry_takes_its_turn();

CREATE FUNCTION place_entry_is_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.held < 0 THEN
        UPDATE hold SET
            arrived = arrived + CASE NEW.cause WHEN 'arrival' THEN - NEW.held ELSE 0 END,
            places = CASE WHEN places > - NEW.held THEN places + NEW.held ELSE places END,
            ended_at = CASE WHEN places = - NEW.held THEN NEW.at END,
            state = CASE WHEN places > - NEW.held THEN 'active' ELSE CASE NEW.cause
                WHEN 'arrival' THEN 'arrived' WHEN 'release' THEN 'released'
                WHEN 'expiry' THEN 'expired' ELSE 'no_show' END END
        WHERE id = NEW.hold_id AND state = 'active' AND places >= - NEW.held
          AND (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category);
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a hold ends once, at its site, with the places that it keeps'
                USING ERRCODE = 'check_violation', CONSTRAINT = CASE
                    WHEN EXISTS (SELECT FROM hold WHERE id = NEW.hold_id AND state = 'active')
                    THEN 'hold_keeps_fewer_places' ELSE 'hold_ends_once' END;
        END IF;
    END IF;
    UPDATE place_capacity SET
        capacity = capacity + NEW.capacity, out_of_service = out_of_service + NEW.out_of_service,
        occupied = occupied + NEW.occupied, held = held + NEW.held,
        overflow_allowed = overflow_allowed + NEW.overflow
    WHERE (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category);
    RETURN NULL;
END $$;
CREATE TRIGGER is_counted AFTER INSERT ON place_entry
    FOR EACH ROW EXECUTE FUNCTION place_entry_is_counted();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON place_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

CREATE FUNCTION hold_is_entered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO place_entry (territory_id, site_id, category, cause, held, hold_id, encounter_id,
        author_id, at, idempotency_key)
    VALUES (NEW.territory_id, NEW.site_id, NEW.category, 'hold', NEW.places, NEW.id,
        NEW.encounter_id, NEW.author_id, NEW.created_at, NEW.idempotency_key);
    RETURN NULL;
END $$;
CREATE TRIGGER is_entered AFTER INSERT ON hold
    FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION hold_is_entered();

CREATE OR REPLACE FUNCTION tell_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'places', jsonb_build_object(
        'site_id', NEW.site_id, 'category', NEW.category, 'capacity', NEW.capacity,
        'out_of_service', NEW.out_of_service, 'occupied', NEW.occupied, 'held', NEW.held,
        'overflow', NEW.overflow_allowed, 'available',
        greatest(NEW.capacity - NEW.out_of_service - NEW.occupied - NEW.held, 0)));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER UPDATE ON place_capacity
    FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION tell_places();
"""

RIGHTS = """
ALTER TABLE place_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON place_entry TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT (territory_id, site_id, category, cause, reason, capacity, out_of_service,
    occupied, held, night, hold_id, encounter_id, author_id, at, idempotency_key, digest)
    ON place_entry TO geoops_app;
REVOKE INSERT, UPDATE ON place_capacity FROM geoops_app;
REVOKE INSERT (territory_id, site_id, category, capacity, overflow_allowed),
    UPDATE (capacity, overflow_allowed) ON place_capacity FROM geoops_app;
REVOKE INSERT, UPDATE ON hold FROM geoops_app;
GRANT INSERT (id, territory_id, site_id, category, places, expires_at, idempotency_key,
    encounter_id, author_id, created_at, ended_at), UPDATE (expires_at) ON hold TO geoops_app;
REVOKE ALL ON FUNCTION lock_places(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_places(uuid, text) TO geoops_app;
"""


def upgrade() -> None:
    for part in (LEDGER, RECORDS, CARRY, TRIGGERS, RIGHTS):
        op.execute(part)


BACK = """
DROP TRIGGER is_entered ON hold;
DROP TRIGGER tells ON place_capacity;
CREATE TABLE occupancy_entry (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_occupancy_entry PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_occupancy_entry_territory_id REFERENCES territory,
    site_id uuid NOT NULL,
    category varchar(40) NOT NULL CONSTRAINT ck_occupancy_entry_category CHECK (category IN
        ('isolated_man', 'isolated_woman', 'family', 'unaccompanied_minor', 'reduced_mobility')),
    change integer NOT NULL CONSTRAINT ck_occupancy_entry_something_changes CHECK (change <> 0),
    cause varchar(40) NOT NULL CONSTRAINT ck_occupancy_entry_cause
        CHECK (cause IN ('arrival', 'departure', 'census', 'correction')),
    hold_id uuid,
    author_id uuid CONSTRAINT fk_occupancy_entry_author_id REFERENCES account,
    at timestamptz DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT fk_occupancy_entry_territory_id_hold_id
        FOREIGN KEY (territory_id, hold_id) REFERENCES hold (territory_id, id),
    CONSTRAINT fk_occupancy_entry_territory_id_site_id_category
        FOREIGN KEY (territory_id, site_id, category) REFERENCES place_capacity
);
CREATE INDEX ix_occupancy_entry_site_id_at ON occupancy_entry (site_id, at);
INSERT INTO occupancy_entry (territory_id, site_id, category, change, cause, hold_id, author_id, at)
SELECT territory_id, site_id, category, occupied,
    CASE WHEN cause IN ('arrival', 'departure', 'census') THEN cause ELSE 'correction' END,
    hold_id, author_id, at
FROM place_entry WHERE occupied <> 0 ORDER BY id;
DROP TABLE place_entry;
DROP FUNCTION place_entry_takes_its_turn(), place_entry_is_counted(), hold_is_entered(),
    lock_places(uuid, text);
ALTER TABLE place_capacity DROP CONSTRAINT ck_place_capacity_promises_fit_the_places,
    DROP CONSTRAINT ck_place_capacity_overflow_is_no_reserve,
    DROP CONSTRAINT ck_place_capacity_out_of_service_are_places_of_the_site;
UPDATE place_capacity SET capacity = capacity - out_of_service;
ALTER TABLE place_capacity DROP out_of_service,
    ADD CONSTRAINT ck_place_capacity_promises_fit_the_places
        CHECK (occupied + held <= capacity + overflow_allowed);
UPDATE hold SET state = 'released' WHERE state = 'no_show';
ALTER TABLE hold DROP arrived, DROP CONSTRAINT ck_hold_state, ADD CONSTRAINT ck_hold_state
    CHECK (state IN ('active', 'arrived', 'released', 'expired'));
CREATE UNIQUE INDEX uq_hold_active_idempotency_key ON hold (territory_id, idempotency_key)
    WHERE state = 'active';
ALTER TABLE occupancy_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON occupancy_entry TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON occupancy_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
GRANT SELECT, INSERT ON occupancy_entry TO geoops_app;
REVOKE INSERT (id, territory_id, site_id, category, places, expires_at, idempotency_key,
    encounter_id, author_id, created_at, ended_at), UPDATE (expires_at) ON hold FROM geoops_app;
GRANT INSERT, UPDATE ON hold TO geoops_app;
GRANT INSERT (territory_id, site_id, category, capacity, overflow_allowed),
    UPDATE (capacity, overflow_allowed) ON place_capacity TO geoops_app;
"""

# 0003's own functions, as 0002 wrote them.
FUNCTIONS_BACK = """
CREATE FUNCTION hold_keeps_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept int := CASE WHEN NEW.state = 'active' THEN NEW.places ELSE 0 END;
    kept_before int := 0;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.territory_id, OLD.site_id, OLD.category)
           IS DISTINCT FROM (NEW.territory_id, NEW.site_id, NEW.category) THEN
            RAISE EXCEPTION 'a hold stays at its site and category'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_stays_at_its_site';
        END IF;
        IF OLD.state <> 'active' AND NEW.state <> OLD.state THEN
            RAISE EXCEPTION 'a hold ends once'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_ends_once';
        END IF;
        kept_before := CASE WHEN OLD.state = 'active' THEN OLD.places ELSE 0 END;
    END IF;
    IF kept <> kept_before THEN
        UPDATE place_capacity SET held = held + kept - kept_before
        WHERE (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keeps_places AFTER INSERT OR UPDATE ON hold
    FOR EACH ROW EXECUTE FUNCTION hold_keeps_places();
CREATE FUNCTION occupancy_is_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE place_capacity SET occupied = occupied + NEW.change
    WHERE (territory_id, site_id, category) = (NEW.territory_id, NEW.site_id, NEW.category);
    RETURN NULL;
END $$;
CREATE TRIGGER is_counted AFTER INSERT ON occupancy_entry
    FOR EACH ROW EXECUTE FUNCTION occupancy_is_counted();
CREATE OR REPLACE FUNCTION tell_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'places', jsonb_build_object(
        'site_id', NEW.site_id, 'category', NEW.category, 'capacity', NEW.capacity,
        'occupied', NEW.occupied, 'held', NEW.held,
        'available', greatest(NEW.capacity - NEW.occupied - NEW.held, 0)));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON place_capacity
    FOR EACH ROW EXECUTE FUNCTION tell_places();
"""


def downgrade() -> None:
    op.execute(BACK)
    op.execute(FUNCTIONS_BACK)
