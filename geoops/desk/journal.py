"""Read a site's journal: every change of its places, newest first, with what each led to."""

from uuid import UUID

from sqlalchemy import Engine, RowMapping, text

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import at_own_site
from geoops.desk.lines import SHOWN, Balance, Line
from geoops.errors import NotFound
from geoops.records import PlaceEntry, Role, Site

NEWEST = 2**63 - 1
"""An entry's number that none reaches: the journal from its end."""

JOURNAL = text(
    """
    WITH page AS (
        SELECT e.* FROM place_capacity c CROSS JOIN LATERAL (
            SELECT * FROM place_entry p
            WHERE (p.territory_id, p.site_id, p.category) = (c.territory_id, c.site_id, c.category)
              AND p.id < :before ORDER BY p.id DESC LIMIT :limit
        ) e
        WHERE c.site_id = :site ORDER BY e.id DESC LIMIT :limit
    ), since AS (
        SELECT e.id,
            c.capacity - sum(e.capacity) OVER newer + e.capacity AS capacity_after,
            c.out_of_service - sum(e.out_of_service) OVER newer + e.out_of_service
                AS out_of_service_after,
            c.occupied - sum(e.occupied) OVER newer + e.occupied AS occupied_after,
            c.held - sum(e.held) OVER newer + e.held AS held_after,
            c.overflow_allowed - sum(e.overflow) OVER newer + e.overflow AS overflow_after
        FROM place_capacity c JOIN place_entry e USING (territory_id, site_id, category)
        WHERE c.site_id = :site AND e.id >= (SELECT min(id) FROM page)
        WINDOW newer AS (PARTITION BY category ORDER BY e.id DESC)
    )
    SELECT page.*, a.label AS author,
        capacity_after, out_of_service_after, occupied_after, held_after, overflow_after,
        greatest(0, capacity_after - out_of_service_after - occupied_after - held_after)
            AS available_after
    FROM page JOIN since USING (id) LEFT JOIN account a ON a.id = page.author_id
    ORDER BY page.id DESC
    """
).columns(
    category=PlaceEntry.__table__.c.category.type,
    cause=PlaceEntry.__table__.c.cause.type,
    reason=PlaceEntry.__table__.c.reason.type,
)
"""Each balance is today's less what came later: a page reads no entry that is older than it."""


@permitted(Role.COORDINATOR, Role.SITE_MANAGER, Role.DIRECTOR)
def journal(
    actor: Actor, engine: Engine, site_id: UUID, before: int = NEWEST, limit: int = 50
) -> list[Line]:
    """At most `limit` of the site's entries, newest first, of those older than entry `before`.

    Raises
    ------
    NotFound
        The site is not one of the territory's.
    Forbidden
        A site manager asks for another site.
    """
    at_own_site(actor, site_id)
    asked = {"site": site_id, "before": before, "limit": limit}
    with work(actor, engine) as session:
        lines = [_line(row) for row in session.execute(JOURNAL, asked).mappings()]
        if not lines and session.get(Site, site_id) is None:
            raise NotFound(kind="site", identifier=site_id)
        return lines


def _line(row: RowMapping) -> Line:
    counts = ("capacity", "out_of_service", "occupied", "held", "available", "overflow")
    after = {name: int(row[f"{name}_after"]) for name in counts}
    return Line(
        **{name: row[name] for name in SHOWN},
        balance=Balance(category=row["category"], **after),
        author=row["author"],
    )
