-- What 0005 knew of each referral: its state, and for a place what its hold says by now. How it
-- came to it, nobody wrote down: the first step says that it was carried over.
UPDATE referral SET state = CASE state WHEN 'open' THEN 'interest' WHEN 'honoured'
    THEN 'interview_held' WHEN 'cancelled' THEN 'withdrawn' ELSE state END
WHERE kind = 'voluntary_return';
UPDATE referral r SET state = CASE WHEN h.arrived >= r.people THEN 'honoured'
    WHEN h.arrived > 0 THEN 'partly_honoured' WHEN h.state = 'active' THEN 'open'
    WHEN h.state = 'released' THEN 'cancelled' ELSE 'missed' END
FROM hold h WHERE h.id = r.hold_id AND r.kind = 'place';
INSERT INTO referral_step (territory_id, referral_id, kind, state, cause, author_id, at)
SELECT r.territory_id, r.id, r.kind, r.state, 'carried', e.author_id, r.created_at
FROM referral r JOIN encounter e ON e.id = r.encounter_id ORDER BY r.created_at, r.id;
