"""Who is where: the replay's own count of the people at each site, beside the ledger's.

The two must agree at every census and at the end; where they do not, a bed was lost or invented.
"""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from geoops.records import PlaceCategory

Bed = tuple[UUID, PlaceCategory]


@dataclass(eq=False)
class Stay:
    """Some people of one category at one site; `people` falls when some of them leave."""

    site: UUID
    category: PlaceCategory
    people: int


class Stays:
    """The stays under way."""

    def __init__(self) -> None:
        self._stays: dict[Stay, None] = {}  # in the order in which they began

    def begin(self, site: UUID, category: PlaceCategory, people: int) -> Stay:
        """Some people have come."""
        stay = Stay(site, category, people)
        self._stays[stay] = None
        return stay

    def leave(self, stay: Stay, people: int) -> int:
        """As many of them leave as are still there; how many that is."""
        gone = min(stay.people, people)
        stay.people -= gone
        if stay.people == 0:
            self._stays.pop(stay, None)
        return gone

    def at(self, site: UUID, category: PlaceCategory) -> list[Stay]:
        """The stays at a site, longest first."""
        return [one for one in self._stays if (one.site, one.category) == (site, category)]

    def counted(self) -> Counter[Bed]:
        """The people at each site, by category."""
        people: Counter[Bed] = Counter()
        for stay in self._stays:
            people[stay.site, stay.category] += stay.people
        return people
