"""What became of the referrals: each with where it stands and what it needs, and their counts."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import at_own_site
from geoops.desk.clocks import today
from geoops.desk.slots import in_order
from geoops.errors import NotFound
from geoops.records import ReferralKind, ReferralState, Role, Site

PAGE = 50


class Need(StrEnum):
    """What somebody must do for a referral, the most urgent first."""

    MOVE = "move"
    REBOOK = "rebook"
    DATE = "date"
    OUTCOME = "outcome"
    BOOK = "book"


# Who is booked where the desks can no longer see everybody: the last who came, first to be moved.
TO_MOVE = """
too_full AS (
    SELECT s.id AS site_id, k.starts_at, k.seats
    FROM site s CROSS JOIN LATERAL (
        SELECT max(u.starts_at AT TIME ZONE :time_zone)::date AS last FROM slot u
        WHERE u.site_id = s.id AND u.booked > 0
    ) taken CROSS JOIN LATERAL desk_slots(s.id, :today, taken.last) k
    WHERE s.kind = 'guda' AND k.booked > k.seats
), to_move AS (
    SELECT id, referral_id FROM (
        SELECT a.id, a.referral_id, f.seats, sum(a.people) OVER (
            PARTITION BY a.site_id, a.starts_at ORDER BY a.created_at, a.id) AS up_to
        FROM appointment a JOIN too_full f USING (site_id, starts_at) WHERE a.state = 'booked'
    ) counted WHERE up_to > seats
)
"""
TRACED = f"""
WITH {TO_MOVE}, traced AS (
    SELECT r.id, r.kind, r.state, r.people, r.created_at, r.site_id, r.hold_id,
        e.team_id, e.zone_id, last.at AS changed_at, last.due_at, last.venue,
        CASE WHEN r.kind = 'guda' AND r.state = 'booked' AND EXISTS (
                SELECT FROM to_move m WHERE m.referral_id = r.id) THEN 'move'
            WHEN r.kind = 'guda' AND r.state IN ('missed', 'partly_honoured') THEN 'rebook'
            WHEN r.kind = 'voluntary_return' AND r.state IN ('interest', 'missed') THEN 'date'
            WHEN r.state = 'interview_planned' AND last.due_at < :now
                OR r.kind = 'guda' AND r.state = 'booked' AND (
                    SELECT max(starts_at) FROM appointment a
                    WHERE a.referral_id = r.id AND a.state = 'booked') < CAST(:today AS timestamp) AT TIME ZONE :time_zone
                THEN 'outcome'
            WHEN r.kind = 'guda' AND r.state = 'open' THEN 'book' END AS need
    FROM referral r JOIN encounter e ON e.id = r.encounter_id
    LEFT JOIN LATERAL (
        SELECT at, due_at, venue FROM referral_step s
        WHERE s.referral_id = r.id ORDER BY s.id DESC LIMIT 1
    ) last ON true
    WHERE (CAST(:kind AS text) IS NULL OR r.kind = :kind)
      AND (CAST(:team_id AS uuid) IS NULL OR e.team_id = :team_id)
      AND (CAST(:first AS date) IS NULL OR r.created_at >= CAST(:first AS timestamp)
            AT TIME ZONE :time_zone)
      AND (CAST(:last AS date) IS NULL OR r.created_at < (CAST(:last AS timestamp)
            + interval '1 day') AT TIME ZONE :time_zone)
)
"""  # noqa: E501, S608
LIST = text(
    TRACED.rstrip()  # noqa: S608
    + """, page AS MATERIALIZED (
    SELECT * FROM traced q
    WHERE (CAST(:state AS text) IS NULL OR q.state = :state)
      AND (CAST(:need AS text) IS NULL OR q.need = :need)
      AND (CAST(:before AS uuid) IS NULL OR (q.created_at, q.id) < (
            SELECT created_at, id FROM referral WHERE id = :before))
    ORDER BY q.created_at DESC, q.id DESC LIMIT :limit
)
SELECT q.id, q.kind, q.state, q.people, q.created_at AS made_at, q.changed_at, q.due_at, q.venue,
    q.need, z.name AS zone, t.name AS team, q.site_id, s.name AS site,
    CASE WHEN h.state = 'active' THEN h.expires_at END AS kept_until,
    coalesce(a.appointments, '[]'::json) AS appointments,
    ARRAY(SELECT m.state FROM referral_transition m
        WHERE (m.kind, m.before, m.cause) = (q.kind, q.state, 'person')
        ORDER BY m.state) AS next_states
FROM page q LEFT JOIN zone z ON z.id = q.zone_id LEFT JOIN team t ON t.id = q.team_id
LEFT JOIN site s ON s.id = q.site_id LEFT JOIN hold h ON h.id = q.hold_id
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('id', p.id, 'site_id', p.site_id, 'site', g.name,
        'starts_at', p.starts_at, 'people', p.people, 'honoured', p.honoured, 'state', p.state,
        'to_move', EXISTS (SELECT FROM to_move m WHERE m.id = p.id))
        ORDER BY p.starts_at, p.part) AS appointments
    FROM appointment p JOIN site g ON g.id = p.site_id
    WHERE p.referral_id = q.id AND p.state IN ('booked', 'honoured', 'missed')
) a ON true
ORDER BY q.created_at DESC, q.id DESC
"""
)
COUNTS = text(
    TRACED
    + """
SELECT kind, state, need, count(*) AS referrals, sum(people) AS people
FROM traced GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
)
APPOINTMENTS = text(
    f"""
WITH {TO_MOVE}
SELECT a.id, a.referral_id, a.site_id, a.starts_at, a.people, a.honoured, a.state,
    r.people AS referred, t.name AS team, e.languages,
    EXISTS (SELECT FROM to_move m WHERE m.id = a.id) AS to_move
FROM appointment a JOIN referral r ON r.id = a.referral_id
JOIN encounter e ON e.id = r.encounter_id LEFT JOIN team t ON t.id = e.team_id
WHERE a.site_id = :site AND a.state IN ('booked', 'honoured', 'missed')
  AND a.starts_at >= CAST(:first AS timestamp) AT TIME ZONE :time_zone
  AND a.starts_at < (CAST(:last AS timestamp) + interval '1 day') AT TIME ZONE :time_zone
ORDER BY a.starts_at, a.created_at, a.part
"""  # noqa: S608
)


@dataclass(frozen=True)
class Trace:
    """Which referrals are meant: all, or those of a kind, a team, or days (both included)."""

    kind: ReferralKind | None = None
    team_id: UUID | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Counted:
    """How many referrals, for how many people, stand in one state and need the same."""

    kind: ReferralKind
    state: ReferralState
    need: Need | None
    referrals: int
    people: int


@permitted(Role.COORDINATOR)
def referrals(
    actor: Actor,
    engine: Engine,
    trace: Trace,
    now: datetime,
    *,
    state: ReferralState | None = None,
    need: Need | None = None,
    before: UUID | None = None,
) -> list[dict[str, Any]]:
    """The referrals that are meant, newest first, 50 at a time: those made before `before`.

    Each with when, where (the zone) and by which team it was made, and its appointments.
    """
    more = {"state": state, "need": need, "before": before, "limit": PAGE}
    with work(actor, engine) as session:
        rows = session.execute(LIST, _asked(actor, trace, now) | more)
        return [dict(row) for row in rows.mappings()]


@permitted(Role.COORDINATOR, Role.DIRECTOR)
def referral_counts(actor: Actor, engine: Engine, trace: Trace, now: datetime) -> list[Counted]:
    """The referrals that are meant, counted by kind, state and need."""
    with work(actor, engine) as session:
        rows = session.execute(COUNTS, _asked(actor, trace, now)).mappings()
        return [Counted(**row) for row in rows]


def _asked(actor: Actor, trace: Trace, now: datetime) -> dict[str, Any]:
    asked = {field.name: getattr(trace, field.name) for field in fields(trace)}
    return asked | _moment(actor, now)


def _moment(actor: Actor, now: datetime) -> dict[str, Any]:
    """The instant that the worklists are reckoned at, and the calendar around it."""
    day = today(now, actor.time_zone)
    return {
        "now": now,
        "today": day,
        "time_zone": actor.time_zone,
    }


@permitted(Role.COORDINATOR, Role.SITE_MANAGER)
def site_appointments(
    actor: Actor, engine: Engine, site_id: UUID, first: date, last: date, now: datetime
) -> list[dict[str, Any]]:
    """The groups expected at a GUDA from one day to another, with their team and languages.

    Raises
    ------
    NotFound, Forbidden
        The site is not one of the territory's, or not the manager's.
    Invalid
        The days are in the wrong order, or more than 62.
    """
    at_own_site(actor, site_id)
    in_order(first, last)
    asked = _moment(actor, now) | {"site": site_id, "first": first, "last": last}
    with work(actor, engine) as session:
        if session.get(Site, site_id) is None:
            raise NotFound(kind="site", identifier=site_id)
        return [dict(row) for row in session.execute(APPOINTMENTS, asked).mappings()]
