"""The loop on foot of a patrol's stop: its camps in order, the ways between, time and length."""

CALLS = """
    SELECT json_agg(json_build_object(
        'id', k.camp_id, 'name', camp.label,
        'position', json_build_array(ST_X(k.position), ST_Y(k.position)),
        'arrives_at', k.arrives_at, 'departs_at', k.departs_at) ORDER BY k.sequence)
    FROM patrol_call k JOIN camp ON camp.id = k.camp_id
    WHERE k.stop_id = {stop}
"""


def loop_of(stop: str, *, steps: bool) -> str:
    """A SELECT of one JSON object for the stop whose id the SQL expression `stop` gives.

    It is NULL without a walk, and with `:exact` false: the whole loop would lead to the camps.
    `seconds` and `metres` are of the whole; `steps` puts the instructions into the ways.
    """
    said = ", 'steps', w.steps" if steps else ""
    return f"""
    SELECT CASE WHEN :exact AND count(*) > 0 THEN json_build_object(
        'camps', coalesce(({CALLS.format(stop=stop)}), '[]'::json),
        'legs', json_agg(json_build_object(
            'departs_at', w.departs_at, 'arrives_at', w.arrives_at,
            'duration', w.duration, 'distance', w.distance,
            'geometry', ST_AsGeoJSON(w.path, 6)::json{said}) ORDER BY w.sequence),
        'seconds', extract(epoch FROM max(w.arrives_at) - min(w.departs_at)),
        'metres', sum(w.distance)) END
    FROM patrol_walk w WHERE w.stop_id = {stop}
"""
