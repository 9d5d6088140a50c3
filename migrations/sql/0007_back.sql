DROP TRIGGER serves_the_waiting ON place_entry;
DROP TRIGGER tells ON hold;
DROP TRIGGER tells_changes ON hold;
DROP TABLE place_request;
DROP FUNCTION tell_hold(), tell_place_request(), place_entry_serves_the_waiting(),
    place_request_is_sound(), serve_places(uuid, text, timestamptz),
    serve_the_waiting(uuid, uuid, text, timestamptz), team_of_hold(uuid, uuid, uuid, uuid);
ALTER TABLE site DROP languages;
