DROP TABLE patrol_position, patrol_sign;
DROP TRIGGER forgets_position ON patrol;
DROP FUNCTION position_is_of_a_patrol_that_lasts(), forget_position_of_patrol(),
    forget_positions_before(timestamptz), tell_patrol_position();
