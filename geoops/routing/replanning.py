"""A new plan for the rest of the day, made in a moment, that leaves alone what need not change.

A team that is told another round in the middle of its shift loses time and trust, so a stop that
nothing has happened to stays with its team as far as that is possible. First each team keeps its
order, and what has no team goes where it makes the least detour: that is there at once. Then a
short search betters the orders and makes room for what is required. In it those stops are held to
their teams, and worth so much more that none of them goes for the sake of what is not required.
What it had to let go all the same is offered to every team.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from geoops.routing.afield import Afield, remainder
from geoops.routing.mending import filled, shortened
from geoops.routing.plan import Outing, Plan
from geoops.routing.problem import HEAVIEST, PatrolProblem, Stop
from geoops.routing.reasons import obstacles
from geoops.routing.schedule import outing
from geoops.routing.solver import MINUTES_PER_WEIGHT, solve, worth_of
from geoops.routing.telling import Progress, Teller

SEARCH = 0.6
"""Seconds of the search: the new plan is to be on the screen within two, drawn on the roads."""

type Orders = Mapping[str, Sequence[Stop]]


def replan(  # noqa: PLR0913 - each is a choice of its own, and all but three have a name
    problem: PatrolProblem,
    crews: Sequence[Afield],
    free: Collection[str],
    *,
    seconds: float | None = SEARCH,
    iterations: int | None = None,
    seed: int = 0,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    minutes_per_weight: float = MINUTES_PER_WEIGHT,
) -> Plan:
    """The plan of `remainder(problem, crews, free)`: what the teams do after their fixed stops.

    Parameters
    ----------
    crews
        The teams that go on. One that is off is not among them.
    free
        Stops without a team: released, added, or of a team that is off. Stops neither free nor
        ahead of a team are not considered.
    on_progress
        Called with the first plan at once and with the last; see `solve` for the others.

    Raises
    ------
    Invalid
        As `remainder` and `solve` do.
    """
    started = time.perf_counter()
    rest = remainder(problem, crews, free)
    alone = obstacles(rest)
    worth = worth_of(rest, alone, minutes_per_weight)
    teller = Teller(rest, alone, worth, on_progress, started)
    first = teller.tell(_outings(rest, _kept(rest, crews, worth), worth))
    found = solve(
        _held(rest, crews, minutes_per_weight),
        seconds=seconds,
        iterations=iterations,
        seed=seed,
        should_stop=should_stop,
        initial=first,
        minutes_per_weight=minutes_per_weight,
    )
    return teller.tell(_outings(rest, _orders(rest, found), worth), found.iterations)


def share_kept(plan: Plan, crews: Sequence[Afield]) -> float:
    """Which share (0 to 1) of the stops ahead of their team is still with it; 1 if there is none.

    A stop that nobody visits any more is not kept.
    """
    now = {(one.team_id, visit.stop_id) for one in plan.outings for visit in one.visits}
    before = [(crew.team_id, name) for crew in crews for name in crew.ahead]
    return sum(pair in now for pair in before) / len(before) if before else 1.0


def _kept(rest: PatrolProblem, crews: Sequence[Afield], worth: Mapping[str, int]) -> Orders:
    """Each team's own order, without what it can no longer keep."""
    orders: dict[str, Sequence[Stop]] = {}
    for crew in crews:
        ahead = [rest.stop[name] for name in crew.ahead if name in worth]
        orders[crew.team_id] = shortened(rest, rest.team[crew.team_id], ahead, worth)
    return orders


def _held(rest: PatrolProblem, crews: Sequence[Afield], minutes_per_weight: float) -> PatrolProblem:
    """The same problem, in which the stops ahead of a team are its own, and worth more.

    Each is worth more than all that is free and all time on the way together.
    """
    own = {name: frozenset({crew.team_id}) for crew in crews for name in crew.ahead}
    longest = sum(team.shift.length for team in rest.teams) / (60 * minutes_per_weight)
    more = 1 + longest + sum(stop.weight for stop in rest.stops if stop.id not in own)
    stops = (
        replace(stop, only_by=own[stop.id], weight=min(HEAVIEST, stop.weight + more))
        if stop.id in own
        else stop
        for stop in rest.stops
    )
    return replace(rest, stops=tuple(stops))


def _orders(rest: PatrolProblem, plan: Plan) -> Orders:
    return {one.team_id: [rest.stop[v.stop_id] for v in one.visits] for one in plan.outings}


def _outings(rest: PatrolProblem, orders: Orders, worth: Mapping[str, int]) -> tuple[Outing, ...]:
    """The outings of these orders, with what no team has put in where it fits."""
    full = filled(rest, orders, worth)
    timed = (outing(rest, team, full[team.id]) for team in rest.teams if team.id in full)
    return tuple(one for one in timed if one)
