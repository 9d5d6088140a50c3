"""Drawing the plans of invented days, which lie on no road."""

from geoops.routing.errors import NoWay


class StraightRoads:
    """A road network without a road: every leg is drawn as the straight line between its ends."""

    def route(self, points, profile, steps=False):
        """There is none."""
        start, end = points
        raise NoWay(profile=profile, start=start, end=end)
