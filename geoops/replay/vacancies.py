"""What a team knows of vacant places: the site list as its phone last read it."""

import json
from datetime import datetime, timedelta
from math import cos, hypot, radians
from uuid import UUID

from geoops.demonstration.geography import Position
from geoops.desk.showing import sites_layer
from geoops.records import PlaceCategory
from geoops.replay.world import ReplaySite, World

READ_AGAIN = timedelta(minutes=45)
"""A phone in the dunes is not always right about what is left: that is what refusals are for."""


class Vacancies:
    """The sites of some kinds to which people can be taken, as of the last reading."""

    def __init__(self, world: World, *kinds: str) -> None:
        self._world, self._kinds = world, kinds
        self._read_at: datetime | None = None
        self._left: dict[tuple[UUID, str], int] = {}

    def near(
        self, position: Position, category: PlaceCategory, people: int, now: datetime
    ) -> list[ReplaySite]:
        """The sites that seem to have places enough, nearest first."""
        if self._read_at is None or now - self._read_at > READ_AGAIN:
            self.read(now)
        enough = [
            site
            for site in self._world.of_kind(*self._kinds)
            if self._left.get((site.id, category.value), 0) >= people
        ]
        return sorted(enough, key=lambda site: _degrees(site.position, position))

    def at(self, site: ReplaySite) -> int:
        """The places of a site, of all its categories."""
        return sum(self._left.get((site.id, category.value), 0) for category in site.places)

    def read(self, now: datetime) -> None:
        """Read the list."""
        listed = json.loads(sites_layer(self._world.coordinator, self._world.engine))
        self._read_at = now
        self._left = {
            (UUID(site["id"]), places["category"]): places["available"]
            for site in listed["features"]
            for places in site["properties"]["places"]
        }


def _degrees(one: Position, other: Position) -> float:
    """A distance to compare by, in degrees of latitude."""
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return hypot(east, one[1] - other[1])
