ALTER TABLE hold DROP COLUMN transfer_group_id;
DROP TABLE transfer_step, transfer_group, transfer_pickup, transfer_destination, transfer;
DROP FUNCTION transfer_group_takes_seats(), transfer_goes_on(), transfer_destination_is_housing(),
    tell_transfer();
