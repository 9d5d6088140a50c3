-- A slip of the pen does not close a whole region: no larger than a zone, no longer than a coast.
ALTER TABLE road_closure ADD CONSTRAINT ck_road_closure_shape_is_of_a_closures_size
    CHECK (ST_Area(shape::geography) <= 2e9 AND ST_Length(shape::geography) <= 5e5);
