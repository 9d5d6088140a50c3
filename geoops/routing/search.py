"""One process's search: PyVRP's iterated local search, put together with choices of our own.

What is chosen here, with why (figures in `docs/performance.md`):

- Penalties start where the search needs them. PyVRP starts them halfway to its ceiling and lowers
  them every 500 iterations, which for 1,000 clients takes longer than anyone waits.
- Late acceptance looks back over as many iterations as the turn has time for: a long memory finds
  better plans, but only when the search comes to its end.
- Large problems look at 20 neighbours of a client rather than 50 in every other turn: half the
  time for most of the moves. The turns between find what lies further off.
- Where rounds are long, PyVRP's own parameters are better: among twenty routes of fifty clients
  (RC2_10_1) ours went fast to a plan that no move left again.
- On a patrol day one process takes at most 10 clients out at a step, the other 25: now the one
  finds the better plan, now the other.
"""

import warnings
from dataclasses import dataclass

from pyvrp import (
    IteratedLocalSearch,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    ProblemData,
    RandomNumberGenerator,
    Solution,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)
from pyvrp.stop import StoppingCriterion

from geoops.routing.halves import Routes
from geoops.routing.plan import Outing
from geoops.routing.route_pool import PooledRoute

LARGE = 250
"""From so many clients on, a search is tuned for speed and cut in halves."""

_SILENT = IteratedLocalSearchCallbacks()
_SHAKE, _STEPS = 0.01, 200
"""By how much a shaken solution is longer, and after how many steps it is shaken anyhow."""

_MEMORY = 10, 300
"""The fewest and the most iterations that late acceptance looks back over."""


@dataclass(frozen=True)
class Penalties:
    """What breaking a rule costs the search: a unit of load, a second of lateness, at most."""

    load: float
    lateness: float
    ceiling: float


@dataclass(frozen=True)
class Found:
    """What a turn brought: a solution as routes, its iterations, the penalties it ended with.

    Parameters
    ----------
    seen
        What a look around brought, before the search went on from there.
    pool
        The routes that were passed for the first time.
    """

    routes: Routes
    iterations: int
    penalties: Penalties
    seen: tuple[Outing, ...] = ()
    pool: tuple[PooledRoute, ...] = ()


class Searcher:
    """A local search on one problem, with its random numbers and its penalties."""

    def __init__(
        self,
        data: ProblemData,
        seed: int,
        penalties: Penalties,
        thorough: bool = True,
        plain: bool = False,
    ) -> None:
        large = data.num_clients >= LARGE
        self._data = data
        self._ceiling = penalties.ceiling
        self._plain = plain
        self._random = RandomNumberGenerator(seed)
        near = NeighbourhoodParams(num_neighbours=50 if thorough or not large else 20)
        shake = (
            PerturbationParams()
            if plain
            else PerturbationParams(max_perturbations=20 if large else 10 if thorough else 25)
        )
        self._moves = LocalSearch(
            data, self._random, compute_neighbours(data, near), PerturbationManager(shake)
        )
        for operator in OPERATORS:
            if operator.supports(data):
                self._moves.add_operator(operator(data))
        self._penalties = _as_pyvrp_does(data) if plain else _ours(data, penalties, large)

    def first(self) -> Solution:
        """A first solution: a random one, improved by every move, rules broken at the ceiling."""
        random = Solution.make_random(self._data, self._random)
        return self._moves(random, self._penalties.max_cost_evaluator(), exhaustive=True)

    def improve(
        self,
        start: Solution,
        stop: StoppingCriterion,
        iterations: float,
        callbacks: IteratedLocalSearchCallbacks = _SILENT,
        shaken: bool = False,
    ) -> Solution:
        """The best solution found from `start` on until `stop`, expected after `iterations`.

        `shaken` if an earlier turn has come to rest at `start`: late acceptance takes nothing that
        is worse than what it begins with, so it begins with something a little worse.
        """
        clients = max(1, start.num_clients())
        memory = min(max(_MEMORY[0], round(2 * iterations / clients)), _MEMORY[1])
        memory = _MEMORY[1] if self._plain else memory
        params = IteratedLocalSearchParams(history_length=memory, callbacks=callbacks)
        begin = self._shaken(start) if shaken else start
        search = IteratedLocalSearch(self._data, self._penalties, self._moves, begin, params)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PenaltyBoundWarning)
            best = search.run(stop, collect_stats=False).best
        cost = self._penalties.cost_evaluator().cost
        return best if cost(best) < cost(start) else start

    def _shaken(self, start: Solution) -> Solution:
        """What a few random steps make of a solution: longer by a hundredth, not much else."""
        costs = self._penalties.cost_evaluator()
        limit = costs.penalised_cost(start) + _SHAKE * start.distance()
        now = start
        for _ in range(_STEPS):
            if costs.penalised_cost(now) > limit:
                break
            now = self._moves(now, costs, exhaustive=False)
        return now

    @property
    def penalties(self) -> Penalties:
        """As they are now."""
        loads, lateness, _ = self._penalties.penalties()
        return Penalties(max(loads, default=1.0), float(lateness), self._ceiling)


def _as_pyvrp_does(data: ProblemData) -> PenaltyManager:
    """PyVRP's own penalties: high, and slow to follow."""
    rules = PenaltyParams()
    return PenaltyManager(rules.midpoint_penalties(data), rules)


def _ours(data: ProblemData, penalties: Penalties, large: bool) -> PenaltyManager:
    """Penalties that start where the search needs them."""
    loads = [penalties.load] * data.num_load_dimensions
    rules = _rules(large, penalties.ceiling)
    return PenaltyManager((loads, penalties.lateness, 1.0), rules)


def _rules(large: bool, ceiling: float) -> PenaltyParams:
    """How penalties follow the search; with slow iterations they must follow it sooner."""
    if not large:
        return PenaltyParams(max_penalty=ceiling)
    return PenaltyParams(
        solutions_between_updates=100,
        penalty_increase=1.2,
        target_feasible=0.5,
        max_penalty=ceiling,
    )
