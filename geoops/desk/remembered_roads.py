"""A road network that remembers its routes: better plans of one day share most of their legs."""

from collections.abc import Sequence

from geoops.routing.answers import Profile, Route, Table
from geoops.routing.points import Point
from geoops.routing.travel import RoadNetwork


class RememberedRoads:
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
