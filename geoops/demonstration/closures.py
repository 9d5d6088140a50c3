"""One closure of the demonstration: works on the coast road, until two in the afternoon."""

from datetime import date, timedelta

from geoalchemy2.shape import from_shape
from shapely import LineString

from geoops.db.columns import SRID
from geoops.demonstration.road_plan import road_plan
from geoops.desk.clocks import instant

NAME = "D 940, corniche entre Escalles et Sangatte : travaux"
ROAD, BEGINS = "D 940", (1.738, 50.9355)
HOUR = 3600
CLOSED = 6 * HOUR, 14 * HOUR


def demonstration_closure(today: date, time_zone: str) -> dict[str, object]:
    """The closure's columns but its id and its territory; it is of the day after `today`."""
    stretch = next(
        road.points for road in road_plan().roads if road.ref == ROAD and road.points[0] == BEGINS
    )
    starts_at, ends_at = (instant(today + timedelta(days=1), at, time_zone) for at in CLOSED)
    return {
        "name": NAME,
        "shape": from_shape(LineString(stretch), srid=SRID),
        "profiles": ["car"],
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
