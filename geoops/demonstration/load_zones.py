"""Load the invented zones, each with its rhythm; what is there already stays as it was edited."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geoops.db.columns import SRID
from geoops.demonstration.places import DemonstrationZone, demonstration_zones
from geoops.records import Zone, ZoneRhythm

Row = dict[str, object]


def load_zones(session: Session, territory: UUID, identity: Callable[[str, str], UUID]) -> None:
    """Insert the zones that are not there; only those get the demonstration's rhythm.

    Parameters
    ----------
    identity
        Gives the id of the demonstration's row of a kind and a name.
    """
    zones = {identity("zone", zone.name): zone for zone in demonstration_zones()}
    rows = [{"territory_id": territory} | _zone(id_, zone) for id_, zone in zones.items()]
    adding = insert(Zone).on_conflict_do_nothing().returning(Zone.id)
    added = session.scalars(adding, rows).all()
    rhythms = [row for id_ in added for row in _rhythm(id_, zones[id_], identity)]
    if rhythms:
        session.execute(insert(ZoneRhythm), [{"territory_id": territory} | row for row in rhythms])


def _zone(zone_id: UUID, zone: DemonstrationZone) -> Row:
    return {
        "id": zone_id,
        "name": zone.name,
        "area": from_shape(zone.polygon, srid=SRID),
        "access": from_shape(Point(zone.access), srid=SRID),
        "revisit_interval": timedelta(days=zone.revisit_days),
        "weight": zone.weight,
        "service_time": timedelta(minutes=zone.service_minutes),
        "service_per_person": _minutes(zone.minutes_per_person),
        "service_limit": _minutes(zone.longest_minutes),
        "teams_at_once": zone.teams_at_once,
        "languages": list(zone.languages),
    }


def _rhythm(
    zone_id: UUID, zone: DemonstrationZone, identity: Callable[[str, str], UUID]
) -> Iterator[Row]:
    for number, stretch in enumerate(zone.rhythm):
        yield {
            "id": identity("rhythm", f"{zone.name}:{number}"),
            "zone_id": zone_id,
            "weekdays": list(stretch.weekdays),
            "starts": stretch.starts,
            "ends": stretch.ends,
            "revisit_interval": timedelta(days=stretch.revisit_days),
        }


def _minutes(count: float | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)
