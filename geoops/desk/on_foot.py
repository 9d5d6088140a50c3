"""Car and foot in one plan: the van stops at a zone's access, the team walks through its camps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from geoops.routing.problem import Stop
from geoops.routing.travel import RoadNetwork
from geoops.routing.walk import Camp, walk_on_roads

CAMP_MINUTES = 20
"""How long the visit of a camp takes."""

type CampsByZone = Mapping[str, Sequence[Camp]]

CAMPS = text("""
    SELECT zone_id, id, label, ST_X(position) AS longitude, ST_Y(position) AS latitude
    FROM camp
    WHERE active AND zone_id IS NOT NULL
    ORDER BY label, id
""")


def camps_by_zone(session: Session) -> CampsByZone:
    """The active camps of each zone: exact positions, so whoever asks for them is on record."""
    found = defaultdict(list)
    for row in session.execute(CAMPS):
        position = row.longitude, row.latitude
        camp = Camp(str(row.id), row.label, position, CAMP_MINUTES * 60)
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
