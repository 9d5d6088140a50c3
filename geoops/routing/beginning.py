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

    @property
    def visited(self) -> set[str]:
        """The stops visited."""
        return {visit.stop_id for one in self.outings for visit in one.visits}


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
    begun = _told(_with(_model(day, worth), mended(day, orders, worth)), teller)
    return _held(problem, begun, set())


def begun_afresh(
    problem: PatrolProblem, worth: Mapping[str, int], seed: int, teller: Teller
) -> Beginning:
    """From the best first plan; `teller` tells each that is better than those before."""
    found: list[Beginning] = []
    for day in arrangements(problem, worth):
        one = _first(day, worth, seed)
        better = all(value_of(one.outings, worth) > value_of(it.outings, worth) for it in found)
        found.append(_told(one, teller) if better else one)
    best = max(found, key=lambda it: value_of(it.outings, worth))
    return _held(problem, best, _meetings(best.model.problem, worth) - best.visited)


def _first(day: PatrolProblem, worth: Mapping[str, int], seed: int) -> Beginning:
    """The first plan of one arrangement."""
    model = _model(day, worth)
    if len(worth) >= LARGE:
        return _searched(model, worth, seed)
    tries = [_with(model, first_plan(day, worth))]
    if missed := _meetings(day, worth) - tries[0].visited:  # half of one seems to pay too little
        tries.append(_with(model, first_plan(day, worth, missed)))
    if any(team.longest is not None for team in day.teams):  # VROOM knows no longest outing
        tries.append(_searched(model, worth, seed))
    return max(tries, key=lambda it: value_of(it.outings, worth))


def _meetings(day: PatrolProblem, worth: Mapping[str, int]) -> set[str]:
    """The stops that several teams visit at once."""
    return {name for name in worth if day.stop[name].teams > 1}


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
    """The beginning with these outings."""
    return Beginning(model, outings, model.solution(outings))


def _held(problem: PatrolProblem, begun: Beginning, missed: set[str]) -> Beginning:
    """The same, with its meetings of several teams held to.

    Those `missed`, that VROOM found no room for, are no part of the search then: mending puts them
    where a plan leaves room, at whatever moment fits (one that must be apart from another visit
    keeps its moment). If the model, which knows breaks only nearly, has no room for the meetings,
    all stays as it is.
    """
    day, worth = begun.model.problem, begun.model.worth
    meetings = _meetings(day, worth) & begun.visited
    if not missed and not meetings:
        return begun
    tied = {name for tie in problem.apart for name in (tie.one, tie.other)}
    loose = {name: problem.stop[name] for name in missed - tied}
    day = replace(day, stops=tuple(loose.get(stop.id, stop) for stop in day.stops))
    searched = (day.stop[name] for name in worth if name not in missed)
    model = model_of(day, searched, worth, meetings)
    orders = {
        day.team[one.team_id]: [day.stop[visit.stop_id] for visit in one.visits]
        for one in begun.outings
    }
    solution = model.solution(begun.outings)
    if not model.data.num_clients or not solution.is_feasible():
        return begun
    return replace(begun, model=model, outings=mended(day, orders, worth), solution=solution)


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
