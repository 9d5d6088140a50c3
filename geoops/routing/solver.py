"""Find a good plan: PyVRP's iterated local search behind a front of our own.

PyVRP is told of below as measured with 0.14: it calls back on its start, after each iteration
(about a millisecond for 60 stops) and at each new best; between callbacks it holds the GIL, so it
belongs in a worker process, never in a request thread.
"""

import time
from collections.abc import Callable, Mapping

from pyvrp import Solution

from geoops.errors import Invalid
from geoops.routing.beginning import begun_afresh, resumed
from geoops.routing.course import Course
from geoops.routing.ending import Ending
from geoops.routing.ground import Ground
from geoops.routing.plan import Plan, Reason
from geoops.routing.problem import PatrolProblem
from geoops.routing.reasons import obstacles
from geoops.routing.reordering import reordered
from geoops.routing.scout import Scout
from geoops.routing.telling import Progress, Teller, Watch

MINUTES_PER_WEIGHT = 240.0
_LAST_WORD = 2.0
"""Time to mend and explain the last plan, in times that the first one took to explain."""


def solve(  # noqa: PLR0913 - each is a choice of its own, and all but the first have a name
    problem: PatrolProblem,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    initial: Plan | None = None,
    minutes_per_weight: float = MINUTES_PER_WEIGHT,
    processes: int = 1,
) -> Plan:
    """The best plan found within `seconds` or `iterations`, whichever ends first.

    Sought, in this order: few required stops missed, much weight covered, little time on the way.
    The first is strict. Weight and time are exchanged: a visit of weight 1 is worth
    `minutes_per_weight` on the way, one of weight 0.1 a tenth of that. A large value lets weight
    decide alone, down to differences of 1 / (60 × minutes_per_weight); a small one leaves out
    remote stops of little weight, and says so. All is whole seconds, so nothing is rounded but the
    worth of a stop, to the second.

    Parameters
    ----------
    seed
        From 0 to 2³² − 1. With `iterations` alone, the same seed gives the same plan; with
        `seconds` the machine's speed decides how far the search comes.
    on_progress
        Called with the first plan as soon as there is one (`beginning.py`), then with better ones
        at most each 0.2 s, and at the end with the plan returned.
    should_stop
        Asked about each 0.1 s; True ends the search with the best plan so far. Not asked while the
        first plan is made (0.05 s for 60 stops, about 2 s for 1,000).
    initial
        An earlier plan to start from, of this problem or a similar one.
    processes
        How many search at most: 1 or 2. A second one is started after the first plan was told, and
        only where it pays: from 20 possible visits and a second (or 1,000 iterations) on. It ends
        with this one. `iterations` are those of each.

    Raises
    ------
    Invalid
        When neither `seconds` nor `iterations` is given, or the seed is none that PyVRP takes.
    """
    if seconds is None and iterations is None:
        raise Invalid(field="seconds", reason="say when to stop: seconds or iterations.")
    if not 0 <= seed < 2**32:
        raise Invalid(field="seed", reason="a seed is a whole number from 0 to 4294967295.")
    started = time.perf_counter()
    alone = obstacles(problem)
    worth = worth_of(problem, alone, minutes_per_weight)
    teller = Teller(problem, alone, worth, on_progress, started)
    if not worth:
        return teller.tell(())
    begun = (
        resumed(problem, worth, initial, teller)
        if initial
        else begun_afresh(problem, worth, seed, teller)
    )
    model = begun.model
    ending = Ending(started, seconds, iterations, should_stop)
    watch = Watch(model, teller, ending)
    ending.leave(_LAST_WORD * begun.took)
    course = Course(Ground(model, worth), ending, seed, watch, processes, Scout(model))
    best = course.run(begun.solution)
    if not best.is_feasible():
        best = Solution(model.data, [])
    return teller.tell(reordered(problem, model.outings(best)), course.iterations)


def worth_of(
    problem: PatrolProblem,
    alone: Mapping[str, Reason],
    minutes_per_weight: float = MINUTES_PER_WEIGHT,
) -> dict[str, int]:
    """Seconds on the way that a visit is worth, for each stop without an obstacle in `alone`.

    A required one is worth more than all optional ones and all shifts together, a pinned one more
    than all that are not; one that an earlier plan visits more by what losing it costs (habits.py).
    """
    stops = [stop for stop in problem.stops if stop.id not in alone]
    habits = problem.habits
    staying = dict.fromkeys(habits.visited, habits.changing) if habits else {}
    worth = {
        stop.id: round(60 * minutes_per_weight * stop.weight) + staying.get(stop.id, 0)
        for stop in stops
    }
    above = 1 + sum(worth.values()) + sum(team.shift.length for team in problem.teams)
    first = above * (1 + sum(stop.required for stop in stops))
    return {stop.id: worth[stop.id] + above * stop.required + first * stop.pinned for stop in stops}
