-- When a GUDA sees people: its weekdays and hours, the public holidays, and the days that differ.
-- Easter by the Anonymous Gregorian algorithm (Meeus, Jones, Butcher), for the Gregorian calendar.
CREATE FUNCTION easter_sunday(of_year integer) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    golden int := of_year % 19;
    century int := of_year / 100;
    rest int := of_year % 100;
    epact int := (19 * golden + century - century / 4
        - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    weekday int := (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    late int := (golden + 11 * epact + 22 * weekday) / 451;
    counted int := epact + weekday - 7 * late + 114;
BEGIN
    RETURN make_date(of_year, counted / 31, counted % 31 + 1);
END $$;

-- The eleven public holidays of metropolitan France (Code du travail, article L3133-1), by name.
CREATE FUNCTION public_holiday(of_day date) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE to_char(of_day, 'MM-DD')
        WHEN '01-01' THEN 'new_year' WHEN '05-01' THEN 'labour_day'
        WHEN '05-08' THEN 'victory_1945' WHEN '07-14' THEN 'national_day'
        WHEN '08-15' THEN 'assumption' WHEN '11-01' THEN 'all_saints'
        WHEN '11-11' THEN 'armistice_1918' WHEN '12-25' THEN 'christmas'
        ELSE CASE of_day - easter_sunday(extract(year FROM of_day)::int)
            WHEN 1 THEN 'easter_monday' WHEN 39 THEN 'ascension' WHEN 50 THEN 'whit_monday' END
        END
$$;

ALTER TABLE site ADD slot_times time[] DEFAULT '{}' NOT NULL,
    ADD CONSTRAINT ck_site_slots_are_a_gudas CHECK (kind = 'guda' OR slot_times = '{}');
UPDATE site SET slot_times = '{09:00,10:00,11:00,14:00,15:00}' WHERE kind = 'guda';

CREATE TABLE desk_day (
    id uuid NOT NULL CONSTRAINT pk_desk_day PRIMARY KEY,
    territory_id uuid NOT NULL CONSTRAINT fk_desk_day_territory_id REFERENCES territory,
    site_id uuid NOT NULL,
    day date NOT NULL,
    desks integer NOT NULL CONSTRAINT ck_desk_day_desks_are_counted
        CHECK (desks BETWEEN 0 AND 50),
    cause varchar(40) NOT NULL CONSTRAINT ck_desk_day_cause CHECK (cause IN
        ('staff', 'training', 'strike', 'works', 'weather', 'extra_opening')),
    idempotency_key varchar NOT NULL,
    author_id uuid CONSTRAINT fk_desk_day_author_id REFERENCES account,
    created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamptz,
    CONSTRAINT fk_desk_day_territory_id_site_id
        FOREIGN KEY (territory_id, site_id) REFERENCES site (territory_id, id)
);
CREATE UNIQUE INDEX uq_desk_day_stated ON desk_day (territory_id, site_id, day)
    WHERE ended_at IS NULL;
CREATE UNIQUE INDEX uq_desk_day_idempotency_key ON desk_day (territory_id, idempotency_key);

-- A slot is there from its first booking on; `seats` is how many there were when the last was given.
CREATE TABLE slot (
    territory_id uuid NOT NULL,
    site_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    seats integer NOT NULL,
    booked integer DEFAULT 0 NOT NULL CONSTRAINT ck_slot_booked_is_not_negative CHECK (booked >= 0),
    CONSTRAINT pk_slot PRIMARY KEY (territory_id, site_id, starts_at),
    CONSTRAINT fk_slot_territory_id_site_id
        FOREIGN KEY (territory_id, site_id) REFERENCES site (territory_id, id),
    CONSTRAINT ck_slot_booked_fits_the_seats CHECK (booked <= seats)
);

-- The slots of a site from one day to another, as they stand: how many people may come, how many
-- are booked, and why none may. A slot with bookings that the calendar no longer has is shown too.
CREATE FUNCTION desk_slots(of_site uuid, first date, last date)
RETURNS TABLE (day date, starts_at timestamptz, seats integer, booked integer, closed text)
LANGUAGE sql STABLE AS $$
    WITH calendar AS (
        SELECT d.day, a.starts_at, c.closed,
            CASE WHEN c.closed IS NULL THEN coalesce(x.desks, s.desks) ELSE 0 END AS seats
        FROM site s JOIN territory t ON t.id = s.territory_id
        CROSS JOIN LATERAL (
            SELECT one::date AS day FROM generate_series(first, last, interval '1 day') one
        ) d
        LEFT JOIN desk_day x ON x.site_id = s.id AND x.day = d.day AND x.ended_at IS NULL
        CROSS JOIN LATERAL (SELECT CASE WHEN s.status <> 'open' THEN 'site'
            WHEN x.desks = 0 THEN x.cause
            WHEN x.desks IS NULL THEN public_holiday(d.day) END AS closed) c
        CROSS JOIN LATERAL unnest(s.slot_times) AS clock
        CROSS JOIN LATERAL (
            SELECT (d.day + clock) AT TIME ZONE t.time_zone AS starts_at
        ) a
        CROSS JOIN LATERAL (
            SELECT count(*) AS periods, count(*) FILTER (WHERE
                clock >= (hours ->> 'opens')::time AND clock < (hours ->> 'closes')::time) AS open
            FROM jsonb_array_elements(s.opening_hours) hours
            WHERE (hours ->> 'weekday')::int = extract(isodow FROM d.day) - 1
        ) h
        WHERE s.id = of_site AND s.kind = 'guda'
          AND (h.open > 0 OR x.desks > 0 AND h.periods = 0)
    ), used AS (
        SELECT u.starts_at, u.booked, (u.starts_at AT TIME ZONE t.time_zone)::date AS day
        FROM slot u JOIN territory t ON t.id = u.territory_id
        WHERE u.site_id = of_site
          AND u.starts_at >= first::timestamp AT TIME ZONE t.time_zone
          AND u.starts_at < (last + 1)::timestamp AT TIME ZONE t.time_zone
    )
    SELECT coalesce(c.day, u.day), starts_at, coalesce(c.seats, 0), coalesce(u.booked, 0),
        CASE WHEN c.day IS NULL THEN 'calendar' ELSE c.closed END
    FROM calendar c FULL JOIN used u USING (starts_at)
    WHERE c.day IS NOT NULL OR u.booked > 0
    ORDER BY 2
$$;
