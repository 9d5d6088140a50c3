"""The rules that the database holds: balances, live events, audit chain, row security, rights."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OF_TERRITORY = (
    "audit_entry base camp encounter hold live_event occupancy_entry patrol patrol_leg"
    " patrol_plan patrol_stop place_capacity population_estimate referral site team zone"
).split()

ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'geoops_app') THEN
        CREATE ROLE geoops_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    IF NOT pg_has_role(current_user, 'geoops_app', 'MEMBER') AND EXISTS (
        SELECT FROM pg_roles WHERE rolname = current_user AND (rolcreaterole OR rolsuper)
    ) THEN
        EXECUTE format('GRANT geoops_app TO %I', current_user);
    END IF;
END $$;
"""

WHO_ASKS = """
CREATE FUNCTION geoops_territory() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('geoops.territory', true), '')::uuid $$;

CREATE FUNCTION geoops_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('geoops.account', true), '')::uuid $$;

CREATE FUNCTION geoops_bearer(token_digest bytea)
RETURNS TABLE (account_id uuid, territory_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.account_id, t.territory_id
    FROM api_token t JOIN account a ON a.id = t.account_id
    WHERE t.digest = token_digest AND a.active AND t.revoked_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > now())
$$;
"""

BALANCES = """
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
"""

APPEND_ONLY = """
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON occupancy_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
"""

AUDIT_CHAIN = """
CREATE FUNCTION audit_digest(before bytea, entry audit_entry) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(before || convert_to(jsonb_build_array(
        entry.id, entry.territory_id, entry.account_id,
        extract(epoch FROM entry.at), entry.action, entry.subject, entry.details
    )::text, 'UTF8'))
$$;

CREATE FUNCTION audit_is_chained() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE before bytea;
BEGIN
    -- One entry at a time for a territory, numbered under the lock, so that the order of the
    -- chain is the order of the ids.
    PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || NEW.territory_id, 0));
    NEW.id := nextval(pg_get_serial_sequence('audit_entry', 'id'));
    NEW.at := clock_timestamp();
    SELECT digest INTO before FROM audit_entry
    WHERE territory_id = NEW.territory_id ORDER BY id DESC LIMIT 1;
    NEW.digest := audit_digest(coalesce(before, ''), NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER is_chained BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_is_chained();

CREATE FUNCTION audit_first_broken(territory uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT min(id) FROM (
        SELECT e.id, e.digest = audit_digest(
            coalesce(lag(e.digest) OVER (ORDER BY e.id), ''), e) AS whole
        FROM audit_entry e WHERE e.territory_id = territory
    ) chain WHERE NOT whole
$$;
"""

ZONE_OF_AN_ENCOUNTER = """
CREATE FUNCTION encounter_finds_its_zone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT id INTO NEW.zone_id FROM zone
    WHERE territory_id = NEW.territory_id AND active AND ST_Covers(area, NEW.position)
    ORDER BY name LIMIT 1;
    RETURN NEW;
END $$;
CREATE TRIGGER finds_its_zone BEFORE INSERT ON encounter
    FOR EACH ROW EXECUTE FUNCTION encounter_finds_its_zone();
"""

LIVE = """
CREATE FUNCTION tell(territory uuid, topic text, payload jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO live_event (territory_id, topic, payload) VALUES (territory, topic, payload);
    SELECT pg_notify('geoops_live', territory::text);
$$;

CREATE FUNCTION tell_places() RETURNS trigger
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

CREATE FUNCTION tell_patrol() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'patrol', jsonb_build_object(
        'id', NEW.id, 'team_id', NEW.team_id,
        'service_date', NEW.service_date, 'status', NEW.status));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON patrol
    FOR EACH ROW EXECUTE FUNCTION tell_patrol();

CREATE FUNCTION tell_plan() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'plan', jsonb_build_object(
        'id', NEW.id, 'state', NEW.state, 'progress', NEW.progress));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON patrol_plan
    FOR EACH ROW EXECUTE FUNCTION tell_plan();
"""

RIGHTS = """
GRANT USAGE ON SCHEMA public TO geoops_app;
GRANT SELECT ON alembic_version, territory, account, membership, api_token, live_event, audit_entry,
    occupancy_entry, place_capacity, encounter TO geoops_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON base, camp, patrol, patrol_leg, patrol_plan, patrol_stop,
    population_estimate, site, team, zone TO geoops_app;
GRANT SELECT, INSERT, UPDATE ON hold, referral TO geoops_app;
GRANT INSERT ON encounter, occupancy_entry, api_token, audit_entry TO geoops_app;
GRANT UPDATE (revoked_at) ON api_token TO geoops_app;
GRANT UPDATE (password, locale, fs_uniquifier) ON account TO geoops_app;
GRANT INSERT (territory_id, site_id, category, capacity, overflow_allowed),
    UPDATE (capacity, overflow_allowed) ON place_capacity TO geoops_app;
GRANT DELETE ON live_event TO geoops_app;
REVOKE ALL ON FUNCTION geoops_bearer(bytea), tell(uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION geoops_bearer(bytea) TO geoops_app;
"""

FUNCTIONS = (
    "tell_plan() tell_patrol() tell_places() tell(uuid,text,jsonb) encounter_finds_its_zone()"
    " audit_first_broken(uuid) audit_is_chained() audit_digest(bytea,audit_entry)"
    " refuse_rewriting() occupancy_is_counted() hold_keeps_places() geoops_bearer(bytea)"
).split()

TRIGGERS = {
    "patrol_plan": "tells",
    "patrol": "tells",
    "place_capacity": "tells",
    "encounter": "finds_its_zone",
    "hold": "keeps_places",
}


def upgrade() -> None:
    for part in (ROLE, WHO_ASKS, BALANCES, APPEND_ONLY, AUDIT_CHAIN, ZONE_OF_AN_ENCOUNTER, LIVE):
        op.execute(part)
    for table in OF_TERRITORY:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY of_territory ON {table} TO geoops_app"
            " USING (territory_id = (SELECT geoops_territory()))"
        )
    for table in ("membership", "api_token"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY of_territory_or_own ON {table} TO geoops_app"
            " USING (territory_id = (SELECT geoops_territory())"
            " OR account_id = (SELECT geoops_account()))"
        )
    op.execute(RIGHTS)


def downgrade() -> None:
    for table in (*OF_TERRITORY, "membership", "api_token"):
        policy = "of_territory" if table in OF_TERRITORY else "of_territory_or_own"
        op.execute(f"DROP POLICY {policy} ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"REVOKE ALL ON {table} FROM geoops_app")
    op.execute("REVOKE ALL ON alembic_version, territory, account FROM geoops_app")
    for table, trigger in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for table in ("audit_entry", "occupancy_entry"):
        op.execute(f"DROP TRIGGER is_append_only ON {table}")
    op.execute("DROP TRIGGER is_counted ON occupancy_entry")
    op.execute("DROP TRIGGER is_chained ON audit_entry")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP FUNCTION geoops_territory()")
    op.execute("DROP FUNCTION geoops_account()")
    op.execute("REVOKE USAGE ON SCHEMA public FROM geoops_app")
