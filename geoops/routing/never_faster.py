"""With roads closed no way is faster than with all of them open.

OSRM puts a point on the nearest road that may be used. Is that one closed, the point goes to
another, and from there a way may be shorter than from where the point really is. So each pair keeps
the slower of both answers, and has no way when either has none.
"""

import numpy as np

from geoops.routing.wire import Arrays, Header


def slower_table(open_: Arrays, closed: Arrays) -> Arrays:
    """The slower answer for each pair, duration and distance of the same way."""
    no_way = np.isnan(open_["durations"]) | np.isnan(closed["durations"])
    faster = closed["durations"] < open_["durations"]
    return {
        name: np.where(no_way, np.nan, np.where(faster, open_[name], closed[name]))
        for name in ("durations", "distances")
    }


def slower_route(open_: Header, closed: Header) -> Header:
    """The way with the roads closed, each leg at least as long in time as with them open."""
    legs = [
        leg | {"duration": max(leg["duration"], before["duration"])}
        for before, leg in zip(open_["legs"], closed["legs"], strict=True)
    ]
    return closed | {"legs": legs, "duration": sum(leg["duration"] for leg in legs)}
