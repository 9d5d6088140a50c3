DROP TABLE patrol_revision;
DROP TRIGGER tells ON patrol_stop;
DROP FUNCTION tell_patrol_revision(), tell_patrol_stop();
ALTER TABLE patrol_stop DROP left_at, DROP skipped;
ALTER TABLE patrol DROP accepted_at, DROP revision;
ALTER TABLE team DROP phone;
