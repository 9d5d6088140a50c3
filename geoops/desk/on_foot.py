"""Car and foot in one plan: the van stops at a zone's access, the team walks through its camps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from geoops.routing.problem import Stop
from geoops.routing.travel import RoadNetwork
from geoops.routing.walk import Camp, walk_on_roads

CAMP_MINUTES = 20
"""How long the visit of a camp takes, unless its zone's service follows the population."""

type CampsByZone = Mapping[str, Sequence[Camp]]

CAMPS = text(f"""
    WITH peopled AS (
        SELECT c.*, coalesce((
            SELECT population FROM population_estimate p
            WHERE p.camp_id = c.id AND p.estimated_on <= :day
            ORDER BY p.estimated_on DESC, p.created_at DESC LIMIT 1
        ), 0) AS people
        FROM camp c WHERE c.active
    ), wanted AS (
        SELECT c.*, z.service_limit, z.service_time / count(*) OVER of_zone
            + z.service_per_person * c.people AS share
        FROM peopled c JOIN zone z ON z.id = c.zone_id
        WINDOW of_zone AS (PARTITION BY z.id)
    )
    SELECT zone_id, id, label, ST_X(position) AS longitude, ST_Y(position) AS latitude,
        coalesce(extract(epoch FROM share) * least(1, extract(epoch FROM service_limit)
            / nullif(sum(extract(epoch FROM share)) OVER (PARTITION BY zone_id), 0)),
            {CAMP_MINUTES} * 60)::int AS service
    FROM wanted
    ORDER BY label, id
""")  # noqa: S608 - put together from the constant above


def camps_by_zone(session: Session, day: date) -> CampsByZone:
    """The active camps of each zone: exact positions, so whoever asks for them is on record.

    A visit takes `CAMP_MINUTES`; in a zone whose service follows the population, the camp's share
    of it by the latest estimates up to `day`.
    """
    found = defaultdict(list)
    for row in session.execute(CAMPS, {"day": day}):
        camp = Camp(str(row.id), row.label, (row.longitude, row.latitude), row.service)
        found[str(row.zone_id)].append(camp)
    return dict(found)


def walked_stops(stops: Sequence[Stop], camps: CampsByZone, roads: RoadNetwork) -> tuple[Stop, ...]:
    """The stops, each zone that has camps with its loop on foot; asks for one foot table a zone.

    A camp that no path reaches is missed by its loop, and a zone that has none but such keeps the
    visit it had.

    Raises
    ------
    geoops.routing.errors.NetworkError
        The network does not answer.
    """
    return tuple(
        stop.walked(walk_on_roads(stop.position, camps[stop.id], roads))
        if stop.id in camps
        else stop
        for stop in stops
    )
