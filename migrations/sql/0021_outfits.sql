-- What a team goes out with is its patrol's: the vehicle of the day, and the bases it leaves from
-- and comes back to. Null for what was published before; its team's usual ones are shown then.
ALTER TABLE patrol ADD vehicle varchar, ADD start_base_id uuid, ADD end_base_id uuid,
    ADD CONSTRAINT fk_patrol_territory_id_start_base_id FOREIGN KEY (territory_id, start_base_id)
        REFERENCES base (territory_id, id),
    ADD CONSTRAINT fk_patrol_territory_id_end_base_id FOREIGN KEY (territory_id, end_base_id)
        REFERENCES base (territory_id, id);
