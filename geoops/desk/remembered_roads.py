"""A road network that remembers its routes: better plans of one day share most of their legs."""

from collections.abc import Sequence

from geoops.routing.answers import Profile, Route, Table
from geoops.routing.by_hour import RoadsByHour
from geoops.routing.plan import Shut
from geoops.routing.points import Point
from geoops.routing.travel import RoadNetwork
from geoops.routing.window import Window


class RememberedRoute:
    """`roads`, asked for each route once. For the length of one search: it never forgets."""

    def __init__(self, roads: RoadNetwork) -> None:
        self._roads = roads
        self._routes: dict[tuple[tuple[Point, ...], Profile, bool], Route] = {}

    def table(self, points: Sequence[Point], profile: Profile) -> Table:
        """The fastest ways among `points`; asked for once a search, so not kept."""
        return self._roads.table(points, profile)

    def route(self, points: Sequence[Point], profile: Profile, steps: bool = False) -> Route:
        """The fastest way through `points`; with its instructions if `steps`."""
        key = tuple(points), profile, steps
        if key not in self._routes:
            self._routes[key] = self._roads.route(points, profile, steps)
        return self._routes[key]


class RememberedRoads(RememberedRoute):
    """The roads of a day, round all closures or round some of them."""

    def __init__(self, roads: RoadsByHour) -> None:
        super().__init__(roads)
        self._day = roads
        self._avoiding: dict[Shut, RememberedRoute] = {}

    @property
    def periods(self) -> tuple[Window, ...]:
        """When each closure is in force."""
        return self._day.periods

    def avoiding(self, shut: Shut) -> RememberedRoute:
        """The roads with only these closed, remembered likewise."""
        if shut not in self._avoiding:
            self._avoiding[shut] = RememberedRoute(self._day.avoiding(shut))
        return self._avoiding[shut]
