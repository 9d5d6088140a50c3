-- What the open pages hear of holds and requests; geoops/desk/listening.py says who hears which.
CREATE FUNCTION team_of_hold(territory uuid, kept uuid, encounter uuid, author uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(
        (SELECT team_id FROM encounter e WHERE e.territory_id = territory AND e.id = encounter),
        (SELECT team_id FROM place_request r WHERE r.territory_id = territory AND r.hold_id = kept),
        (SELECT team_id FROM membership m
            WHERE m.territory_id = territory AND m.account_id = author))
$$;

CREATE FUNCTION tell_hold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'hold', jsonb_build_object(
        'id', NEW.id, 'site_id', NEW.site_id, 'category', NEW.category, 'places', NEW.places,
        'arrived', NEW.arrived, 'state', NEW.state, 'expires_at', NEW.expires_at,
        'encounter_id', NEW.encounter_id,
        'team_id', team_of_hold(NEW.territory_id, NEW.id, NEW.encounter_id, NEW.author_id)));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT ON hold FOR EACH ROW EXECUTE FUNCTION tell_hold();
CREATE TRIGGER tells_changes AFTER UPDATE ON hold
    FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION tell_hold();

CREATE FUNCTION tell_place_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tell(NEW.territory_id, 'place_request', jsonb_build_object(
        'id', NEW.id, 'category', NEW.category, 'places', NEW.places, 'state', NEW.state,
        'hold_id', NEW.hold_id, 'team_id', NEW.team_id));
    RETURN NULL;
END $$;
CREATE TRIGGER tells AFTER INSERT OR UPDATE ON place_request
    FOR EACH ROW EXECUTE FUNCTION tell_place_request();
