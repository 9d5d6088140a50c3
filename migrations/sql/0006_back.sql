-- Back to 0005: each referral in the nearest state and kind that it knew. The history is lost.
DROP TRIGGER moves_its_referral ON place_entry;
DROP TRIGGER begins ON referral;
DROP TRIGGER takes_its_first_step ON referral;
DROP TABLE referral_step, appointment, slot, desk_day, referral_transition;
DROP FUNCTION appointment_is_possible(), appointment_is_counted(), appointments_say(referral),
    desk_day_is_stated(), referral_begins(), referral_takes_its_first_step(),
    referral_step_takes_its_turn(), referral_step_is_taken(), referral_follows_its_hold(),
    refuse_appointment(text, text), desk_slots(uuid, date, date), public_holiday(date), easter_sunday(integer);
ALTER TABLE site DROP CONSTRAINT ck_site_slots_are_a_gudas, DROP slot_times;
ALTER TABLE referral DROP CONSTRAINT ck_referral_kind, DROP CONSTRAINT ck_referral_state;
UPDATE referral SET kind = 'guda' WHERE kind = 'spada';
UPDATE referral SET state = CASE
    WHEN state IN ('interest', 'interview_planned', 'booked', 'accompanied') THEN 'open'
    WHEN state IN ('interview_held', 'application_lodged', 'partly_honoured') THEN 'honoured'
    WHEN state = 'withdrawn' THEN 'cancelled' ELSE state END;
ALTER TABLE referral
    ADD CONSTRAINT ck_referral_kind CHECK (kind IN ('place', 'guda', 'voluntary_return', 'care')),
    ADD CONSTRAINT ck_referral_state CHECK (state IN ('open', 'honoured', 'missed', 'cancelled'));
DROP INDEX uq_referral_territory_id_id, ix_referral_hold_id, ix_referral_created_at;
REVOKE INSERT (id, territory_id, encounter_id, kind, people, site_id, hold_id, created_at)
    ON referral FROM geoops_app;
GRANT INSERT, UPDATE ON referral TO geoops_app;
