-- What a team can do beside speaking, and its usual meal.
ALTER TABLE team ADD skills text[] DEFAULT '{}' NOT NULL, ADD meal_minutes integer,
    ADD meal_from time, ADD meal_until time,
    ADD CONSTRAINT ck_team_meal_is_whole
        CHECK (num_nulls(meal_minutes, meal_from, meal_until) IN (0, 3)),
    ADD CONSTRAINT ck_team_meal_fits_its_window CHECK (meal_minutes > 0
        AND extract(epoch FROM meal_until - meal_from) >= meal_minutes * 60);

-- The day's setup; geoops/records/day_setup.py says what the columns mean.
CREATE TABLE day_setup (
    service_date DATE,
    weekday INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    from_weekday INTEGER,
    copied_from DATE,
    author_id UUID,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    id UUID NOT NULL,
    territory_id UUID NOT NULL,
    CONSTRAINT pk_day_setup PRIMARY KEY (id),
    CONSTRAINT fk_day_setup_territory_id FOREIGN KEY(territory_id) REFERENCES territory (id),
    CONSTRAINT ck_day_setup_is_of_a_day_or_a_weekday CHECK (num_nonnulls(service_date, weekday) = 1),
    CONSTRAINT ck_day_setup_weekday_is_one CHECK (weekday BETWEEN 0 AND 6),
    CONSTRAINT ck_day_setup_version_is_counted CHECK (version > 0),
    CONSTRAINT ck_day_setup_has_one_origin CHECK (num_nonnulls(from_weekday, copied_from) <= 1),
    CONSTRAINT fk_day_setup_author_id FOREIGN KEY(author_id) REFERENCES account (id)
);
CREATE UNIQUE INDEX uq_day_setup_service_date ON day_setup (territory_id, service_date);
CREATE UNIQUE INDEX uq_day_setup_territory_id_id ON day_setup (territory_id, id);
CREATE UNIQUE INDEX uq_day_setup_weekday ON day_setup (territory_id, weekday);
CREATE TABLE day_team (
    territory_id UUID NOT NULL,
    setup_id UUID NOT NULL,
    team_id UUID NOT NULL,
    present BOOLEAN NOT NULL,
    shift_starts TIME WITHOUT TIME ZONE NOT NULL,
    shift_ends TIME WITHOUT TIME ZONE NOT NULL,
    start_base_id UUID NOT NULL,
    end_base_id UUID NOT NULL,
    vehicle VARCHAR NOT NULL,
    seats INTEGER NOT NULL,
    skills TEXT[] DEFAULT '{}' NOT NULL,
    longest_minutes INTEGER,
    CONSTRAINT pk_day_team PRIMARY KEY (territory_id, setup_id, team_id),
    CONSTRAINT fk_day_team_territory_id_setup_id FOREIGN KEY(territory_id, setup_id) REFERENCES day_setup (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_day_team_territory_id_team_id FOREIGN KEY(territory_id, team_id) REFERENCES team (territory_id, id),
    CONSTRAINT fk_day_team_territory_id_start_base_id FOREIGN KEY(territory_id, start_base_id) REFERENCES base (territory_id, id),
    CONSTRAINT fk_day_team_territory_id_end_base_id FOREIGN KEY(territory_id, end_base_id) REFERENCES base (territory_id, id),
    CONSTRAINT ck_day_team_shift_has_a_length CHECK (shift_starts <> shift_ends),
    CONSTRAINT ck_day_team_seats_are_counted CHECK (seats BETWEEN 0 AND 99),
    CONSTRAINT ck_day_team_longest_is_of_a_day CHECK (longest_minutes BETWEEN 1 AND 1440),
    CONSTRAINT ck_day_team_skills_are_words CHECK (array_to_string(skills, ' ') ~ '^[A-Za-z0-9_: -]*$')
);
CREATE TABLE day_break (
    setup_id UUID NOT NULL,
    team_id UUID NOT NULL,
    rank INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    starts TIME WITHOUT TIME ZONE NOT NULL,
    ends TIME WITHOUT TIME ZONE NOT NULL,
    id UUID NOT NULL,
    territory_id UUID NOT NULL,
    CONSTRAINT pk_day_break PRIMARY KEY (id),
    CONSTRAINT fk_day_break_territory_id_setup_id_team_id FOREIGN KEY(territory_id, setup_id, team_id) REFERENCES day_team (territory_id, setup_id, team_id) ON DELETE CASCADE,
    CONSTRAINT ck_day_break_length_is_a_break CHECK (minutes BETWEEN 5 AND 240),
    CONSTRAINT ck_day_break_fits_its_window CHECK (mod(extract(epoch FROM ends - starts)::integer + 86400, 86400) >= minutes * 60)
);
CREATE UNIQUE INDEX uq_day_break_rank ON day_break (territory_id, setup_id, team_id, rank);
CREATE TABLE day_demand (
    setup_id UUID NOT NULL,
    rank INTEGER NOT NULL,
    zone_id UUID,
    camp_id UUID,
    site_id UUID,
    presence VARCHAR(40) NOT NULL,
    at TIME WITHOUT TIME ZONE,
    not_before TIME WITHOUT TIME ZONE,
    until TIME WITHOUT TIME ZONE,
    service_minutes INTEGER,
    people INTEGER DEFAULT '0' NOT NULL,
    teams INTEGER DEFAULT '1' NOT NULL,
    weight_factor DOUBLE PRECISION DEFAULT '1' NOT NULL,
    skills TEXT[] DEFAULT '{}' NOT NULL,
    visits INTEGER DEFAULT '1' NOT NULL,
    apart_minutes INTEGER,
    id UUID NOT NULL,
    territory_id UUID NOT NULL,
    CONSTRAINT pk_day_demand PRIMARY KEY (id),
    CONSTRAINT fk_day_demand_territory_id_setup_id FOREIGN KEY(territory_id, setup_id) REFERENCES day_setup (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_day_demand_territory_id_zone_id FOREIGN KEY(territory_id, zone_id) REFERENCES zone (territory_id, id),
    CONSTRAINT fk_day_demand_territory_id_camp_id FOREIGN KEY(territory_id, camp_id) REFERENCES camp (territory_id, id),
    CONSTRAINT fk_day_demand_territory_id_site_id FOREIGN KEY(territory_id, site_id) REFERENCES site (territory_id, id),
    CONSTRAINT ck_day_demand_is_of_one_place CHECK (num_nonnulls(zone_id, camp_id, site_id) = 1),
    CONSTRAINT ck_day_demand_appointment_has_no_window CHECK (at IS NULL OR num_nonnulls(not_before, until) = 0),
    CONSTRAINT ck_day_demand_window_has_a_length CHECK (not_before <> until),
    CONSTRAINT ck_day_demand_service_takes_time CHECK (service_minutes BETWEEN 1 AND 600),
    CONSTRAINT ck_day_demand_people_are_counted CHECK (people BETWEEN 0 AND 99),
    CONSTRAINT ck_day_demand_teams_are_counted CHECK (teams BETWEEN 1 AND 5),
    CONSTRAINT ck_day_demand_weight_factor_is_a_factor CHECK (weight_factor BETWEEN 0.1 AND 10),
    CONSTRAINT ck_day_demand_visits_are_counted CHECK (visits BETWEEN 1 AND 3),
    CONSTRAINT ck_day_demand_visits_are_apart CHECK ((visits = 1) = (apart_minutes IS NULL)),
    CONSTRAINT ck_day_demand_apart_is_of_a_day CHECK (apart_minutes BETWEEN 0 AND 1440),
    CONSTRAINT ck_day_demand_appointment_is_once CHECK (visits = 1 OR at IS NULL),
    CONSTRAINT ck_day_demand_skills_are_words CHECK (array_to_string(skills, ' ') ~ '^[A-Za-z0-9_: -]*$'),
    CONSTRAINT ck_day_demand_presence CHECK (presence IN ('required', 'optional', 'excluded'))
);
CREATE UNIQUE INDEX uq_day_demand_camp ON day_demand (setup_id, camp_id);
CREATE UNIQUE INDEX uq_day_demand_site ON day_demand (setup_id, site_id);
CREATE UNIQUE INDEX uq_day_demand_territory_id_id ON day_demand (territory_id, id);
CREATE UNIQUE INDEX uq_day_demand_zone ON day_demand (setup_id, zone_id);
CREATE TABLE day_demand_team (
    territory_id UUID NOT NULL,
    demand_id UUID NOT NULL,
    team_id UUID NOT NULL,
    rule VARCHAR(40) NOT NULL,
    CONSTRAINT pk_day_demand_team PRIMARY KEY (territory_id, demand_id, team_id),
    CONSTRAINT fk_day_demand_team_territory_id_demand_id FOREIGN KEY(territory_id, demand_id) REFERENCES day_demand (territory_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_day_demand_team_territory_id_team_id FOREIGN KEY(territory_id, team_id) REFERENCES team (territory_id, id),
    CONSTRAINT ck_day_demand_team_rule CHECK (rule IN ('only', 'not'))
);
ALTER TABLE day_setup ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON day_setup TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
ALTER TABLE day_team ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON day_team TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
ALTER TABLE day_break ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON day_break TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
ALTER TABLE day_demand ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON day_demand TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
ALTER TABLE day_demand_team ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_territory ON day_demand_team TO geoops_app
    USING (territory_id = (SELECT geoops_territory()));
GRANT SELECT, INSERT, UPDATE, DELETE ON day_setup, day_team, day_break, day_demand,
    day_demand_team TO geoops_app;
