"""Where a search begins: a first plan, told at once, and the model to search in.

A patrol day begins with VROOM's plan (first_plan.py), which is there as soon as PyVRP's own first
solution and far better. From `LARGE` stops on it takes longer than it saves, and PyVRP makes the
first solution from a random one. Where visits hang together, each arrangement (arranging.py) gets a
first plan, and the search goes on with the best.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pyvrp import Solution

from geoops.routing.arranging import arrangements
from geoops.routing.first_plan import first_plan
from geoops.routing.ground import HIGHEST, LATE
from geoops.routing.mending import mended
from geoops.routing.plan import Outing, Plan
from geoops.routing.problem import PatrolProblem
from geoops.routing.pyvrp_model import Model, model_of
from geoops.routing.search import LARGE, Penalties, Searcher
from geoops.routing.telling import Teller, value_of

_CAREFUL = 1e5
"""The least that a second of lateness costs a first solution."""


@dataclass(frozen=True, eq=False)
class Beginning:
    """What a search begins with.

    Parameters
    ----------
    outings
        They hold; none if no first plan was found.
    solution
        The same in the model, where it may break a rule that the model knows only nearly.
    took
        Seconds to explain it and to tell it.
    """

    model: Model
    outings: tuple[Outing, ...]
    solution: Solution
    took: float = 0.0


def resumed(
    problem: PatrolProblem, worth: Mapping[str, int], initial: Plan, teller: Teller
) -> Beginning:
    """From an earlier plan, of this problem or a similar one: as much of it as holds, and told."""
    (day,) = arrangements(problem, worth, initial)
    orders = {
        day.team[one.team_id]: [
            day.stop[visit.stop_id] for visit in one.visits if visit.stop_id in worth
        ]
        for one in initial.outings
        if one.team_id in day.team
    }
    return _told(_with(_model(day, worth), mended(day, orders, worth)), teller)


def begun_afresh(
    problem: PatrolProblem, worth: Mapping[str, int], seed: int, teller: Teller
) -> Beginning:
    """From the best first plan; `teller` tells each that is better than those before."""
    found: list[Beginning] = []
    for day in arrangements(problem, worth):
        one = _first(day, worth, seed)
        better = all(value_of(one.outings, worth) > value_of(it.outings, worth) for it in found)
        found.append(_told(one, teller) if better else one)
    return max(found, key=lambda it: value_of(it.outings, worth))


def _first(day: PatrolProblem, worth: Mapping[str, int], seed: int) -> Beginning:
    """The first plan of one arrangement."""
    model = _model(day, worth)
    if len(worth) >= LARGE:
        return _searched(model, worth, seed)
    quick = _with(model, first_plan(day, worth))
    if all(team.longest is None for team in day.teams):
        return quick
    slow = _searched(model, worth, seed)  # VROOM knows no longest outing
    return max(quick, slow, key=lambda it: value_of(it.outings, worth))


def _model(day: PatrolProblem, worth: Mapping[str, int]) -> Model:
    return model_of(day, (day.stop[name] for name in worth), worth)


def _told(one: Beginning, teller: Teller) -> Beginning:
    """The same, told, if there is anything to tell."""
    if not one.outings:
        return one
    before = time.perf_counter()
    teller.tell(one.outings)
    return replace(one, took=time.perf_counter() - before)


def _with(model: Model, outings: tuple[Outing, ...]) -> Beginning:
    return Beginning(model, outings, model.solution(outings))


def _searched(model: Model, worth: Mapping[str, int], seed: int) -> Beginning:
    """PyVRP's first solution, as far as it holds."""
    first = first_of(model, worth, seed)
    if not first.is_feasible():
        return Beginning(model, (), first)
    return _with(model, model.outings(first))


def first_of(model: Model, worth: Mapping[str, int], seed: int) -> Solution:
    """A first solution, made with so high a penalty for lateness that none should be late."""
    careful = min(max(_CAREFUL, max(worth.values()) / LATE), HIGHEST)
    return Searcher(model.data, seed, Penalties(careful, careful, careful)).first()
