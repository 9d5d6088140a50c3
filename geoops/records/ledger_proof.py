"""Prove the ledger of places: one SQL statement a claim, each row that it finds a complaint.

The statements see every territory, as the tables' owner does.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text

BALANCES_EQUAL_THEIR_ENTRIES = """
SELECT c.territory_id, c.site_id, c.category, format(
    'the balance says %s, its entries %s',
    (c.capacity, c.out_of_service, c.occupied, c.held, c.overflow_allowed)::text, e.sums::text)
FROM place_capacity c LEFT JOIN (
    SELECT territory_id, site_id, category, (sum(capacity)::int, sum(out_of_service)::int,
        sum(occupied)::int, sum(held)::int, sum(overflow)::int) AS sums
    FROM place_entry GROUP BY territory_id, site_id, category
) e USING (territory_id, site_id, category)
WHERE e.sums IS DISTINCT FROM
    (c.capacity, c.out_of_service, c.occupied, c.held, c.overflow_allowed)
"""

RUNNING = """
WITH running AS (
    SELECT id, territory_id, site_id, category, cause, overflow AS declared,
        sum(capacity) OVER balance AS capacity, sum(out_of_service) OVER balance AS out_of_service,
        sum(occupied) OVER balance AS occupied, sum(held) OVER balance AS held,
        sum(overflow) OVER balance AS overflow
    FROM place_entry
    WINDOW balance AS (PARTITION BY territory_id, site_id, category ORDER BY id)
)
"""

NEVER_OVERSOLD = (
    RUNNING
    + """
SELECT territory_id, site_id, category, format(
    'entry %s (%s): %s occupied and %s held, with %s places, %s out of service, %s overflow',
    id, cause, occupied, held, capacity, out_of_service, overflow)
FROM running WHERE occupied + held > capacity - out_of_service + overflow
"""
)

NO_PROMISE_USES_AN_OVERFLOW = (
    RUNNING
    + """
SELECT territory_id, site_id, category, format('entry %s (%s) declares %s', id, cause, declared)
FROM running
WHERE declared > 0 AND cause IN
    ('hold', 'arrival', 'release', 'expiry', 'no_show', 'departure', 'transfer')
   OR overflow > greatest(0, occupied + held + out_of_service - capacity)
"""
)

NOTHING_IS_NEGATIVE = (
    RUNNING
    + """
SELECT territory_id, site_id, category, format('entry %s (%s) falls below none', id, cause)
FROM running WHERE least(capacity, out_of_service, occupied, held, overflow) < 0
"""
)

HOLDS_EQUAL_THEIR_ENTRIES = """
SELECT h.territory_id, h.site_id, h.category, format(
    'hold %s is %s with %s places and %s arrived; its entries keep %s, with %s arrived',
    h.id, h.state, h.places, h.arrived, coalesce(e.kept, 0), coalesce(e.arrived, 0))
FROM hold h LEFT JOIN (
    SELECT hold_id, sum(held) AS kept,
        coalesce(- sum(held) FILTER (WHERE cause = 'arrival'), 0) AS arrived,
        (array_agg(cause ORDER BY id DESC))[1] AS last
    FROM place_entry WHERE held <> 0 GROUP BY hold_id
) e ON e.hold_id = h.id
WHERE coalesce(e.kept, 0) <> CASE h.state WHEN 'active' THEN h.places ELSE 0 END
   OR e.arrived <> h.arrived
   OR h.state <> 'active' AND e.last <> CASE h.state WHEN 'arrived' THEN 'arrival'
       WHEN 'released' THEN 'release' WHEN 'expired' THEN 'expiry' ELSE 'no_show' END
"""

NIGHTS_EQUAL_THEIR_ENTRIES = """
SELECT territory_id, site_id, category, format('the night of %s says %s, its entries %s',
    night, n.sums::text, e.sums::text)
FROM (
    SELECT territory_id, site_id, category, night,
        (capacity, out_of_service, occupied, held, overflow) AS sums
    FROM place_night
) n FULL JOIN (
    SELECT e.territory_id, site_id, category,
        coalesce(night, (at AT TIME ZONE time_zone)::date) AS night,
        (sum(capacity)::int, sum(out_of_service)::int, sum(occupied)::int, sum(held)::int,
        sum(overflow)::int) AS sums
    FROM place_entry e JOIN territory t ON t.id = e.territory_id GROUP BY 1, 2, 3, 4
) e USING (territory_id, site_id, category, night)
WHERE n.sums IS DISTINCT FROM e.sums
"""

SEATS_EQUAL_THEIR_GROUPS = """
SELECT t.territory_id, d.site_id, '', format('the bus %s has %s seats booked, its groups %s',
    t.id, t.booked, coalesce(g.seats, 0))
FROM transfer t
JOIN LATERAL (SELECT min(site_id::text)::uuid AS site_id FROM transfer_destination
    WHERE transfer_id = t.id) d ON true
LEFT JOIN (
    SELECT transfer_id, sum(CASE state WHEN 'planned' THEN people WHEN 'departed' THEN aboard
        ELSE 0 END) AS seats FROM transfer_group GROUP BY transfer_id
) g ON g.transfer_id = t.id
WHERE t.booked <> coalesce(g.seats, 0)
"""

GROUPS_EQUAL_THEIR_ENTRIES = """
SELECT g.territory_id, g.site_id, g.category, format(
    'group %s is %s: %s people, %s aboard; %s kept, %s arrived, %s left their beds',
    g.id, g.state, g.people, g.aboard, kept, arrived, gone)
FROM transfer_group g JOIN transfer_pickup p ON p.id = g.pickup_id
JOIN LATERAL (
    SELECT coalesce(sum(e.held), 0) AS kept,
        coalesce(sum(e.occupied) FILTER (WHERE e.cause = 'arrival'), 0) AS arrived,
        coalesce(- sum(e.occupied) FILTER (WHERE e.cause = 'transfer'), 0) AS gone
    FROM hold h JOIN place_entry e ON e.hold_id = h.id WHERE h.transfer_group_id = g.id
) e ON true
WHERE gone <> CASE WHEN g.state = 'departed' AND p.site_id IS NOT NULL THEN g.aboard ELSE 0 END
   OR kept + arrived > CASE g.state WHEN 'planned' THEN g.people WHEN 'departed' THEN g.aboard
       ELSE arrived END
"""

WAITING_WHERE_FREE = """
WITH fits AS (
    SELECT r.*, c.site_id, c.capacity - c.out_of_service AS usable,
        c.capacity - c.out_of_service - c.occupied - c.held AS free
    FROM place_request r
    JOIN place_capacity c USING (territory_id, category)
    JOIN site s ON s.id = c.site_id AND s.status = 'open'
    WHERE r.state = 'waiting' AND (r.site_ids = '{}' OR s.id = ANY (r.site_ids))
      AND r.lapses_at > (SELECT max(e.at) FROM place_entry e WHERE (e.territory_id, e.site_id,
          e.category) = (c.territory_id, c.site_id, c.category))
)
SELECT territory_id, site_id, category, format(
    'request %s waits for %s places where %s are free', id, places, free)
FROM fits r WHERE places <= free AND NOT EXISTS (
    SELECT FROM fits b WHERE (b.territory_id, b.site_id, b.category)
        = (r.territory_id, r.site_id, r.category) AND b.overtaken >= 3
      AND b.places > b.free AND b.places <= b.usable
      AND (b.priority = 'ordinary', b.created_at, b.id)
        < (r.priority = 'ordinary', r.created_at, r.id))
"""

SERVED_WITH_WHAT_WAS_ASKED = """
SELECT r.territory_id, h.site_id, r.category, format(
    'request %s for %s places was served with hold %s of %s', r.id, r.places, h.id, e.held)
FROM place_request r JOIN hold h ON h.id = r.hold_id
LEFT JOIN place_entry e ON e.hold_id = h.id AND e.cause = 'hold'
WHERE e.held IS DISTINCT FROM r.places OR h.category <> r.category
   OR r.site_ids <> '{}' AND NOT h.site_id = ANY (r.site_ids)
"""

CLAIMS = {
    "every balance equals its entries": BALANCES_EQUAL_THEIR_ENTRIES,
    "no place was ever promised twice": NEVER_OVERSOLD,
    "no promise uses an overflow": NO_PROMISE_USES_AN_OVERFLOW,
    "nothing was ever negative": NOTHING_IS_NEGATIVE,
    "every hold equals its entries": HOLDS_EQUAL_THEIR_ENTRIES,
    "every night equals its entries": NIGHTS_EQUAL_THEIR_ENTRIES,
    "every bus's seats equal its groups": SEATS_EQUAL_THEIR_GROUPS,
    "every bus's group equals its entries": GROUPS_EQUAL_THEIR_ENTRIES,
    "nobody waits while a place that fits is free": WAITING_WHERE_FREE,
    "everyone served got what was asked for": SERVED_WITH_WHAT_WAS_ASKED,
}


@dataclass(frozen=True)
class Complaint:
    """Where a claim does not hold, and how."""

    claim: str
    territory_id: UUID
    site_id: UUID
    category: str
    words: str


def complaints(owner: Connection) -> list[Complaint]:
    """Everything that is wrong with any territory's ledger; empty when every claim holds."""
    return [
        Complaint(claim, *row)
        for claim, statement in CLAIMS.items()
        for row in owner.execute(text(statement))
    ]
