"""VROOM's best for a coast day: its highest exploration, with several scales of priorities.

VROOM wants the most priorities first and the least time on the way after that, as we do. A priority
is a whole number from 0 to 100, so weights are rounded; and one required stop may be outweighed by
optional ones together. Scales that leave the optional ones up to 99, 50, 20 and 8 are therefore
tried one after the other, each at exploration 5 with both cores, until the time is over, and the
best plan counts.
"""

import time
from collections.abc import Collection, Iterator

from geoops.routing.first_plan import Thought, orders, priorities
from geoops.routing.problem import PatrolProblem, Stop, Team

EXPLORATION = 5
SCALES = (99, 50, 20, 8)


def plans(
    problem: PatrolProblem, possible: Collection[str], seconds: float
) -> Iterator[dict[Team, list[Stop]]]:
    """Orders of the `possible` stops of a problem without ties, until the time is over."""
    end = time.perf_counter() + seconds
    stops = [problem.stop[name] for name in possible]
    weight = {stop.id: stop.weight for stop in stops}
    for scale in SCALES:
        left = end - time.perf_counter()
        if left > 0:
            priority = priorities(stops, weight, scale)
            yield orders(problem, stops, priority, Thought(EXPLORATION, 2, left))
