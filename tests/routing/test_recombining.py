"""Plans put together out of pooled routes: the best there is, never worse, and what they keep."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from pyvrp import Route, Solution

from geoops.routing.halves import solution_of
from geoops.routing.pyvrp_model import model_of
from geoops.routing.recombining import Limits, Packing, recombined
from geoops.routing.route_pool import RoutePool, pooled
from geoops.routing.scout import Scout
from geoops.routing.telling import value_of
from geoops.routing.turn import Pooling
from tests.routing.days import day, stop, team

MINUTE = 60
STEPS = Limits(seconds=None, steps=30, over=lambda _: False)


def model_with(teams=3, stops=7, required=()):
    """Teams of two kinds; stops of several worths, the first of which is open twice."""
    places = [
        stop(
            f"s{n}",
            (n * 37 % 11) / 20 - 0.25,
            (n * 53 % 7) / 20 - 0.15,
            hours=((8, 11), (13, 18)) if n == 0 else ((8, 18),),
            required=f"s{n}" in required,
        )
        for n in range(stops)
    ]
    crews = [team(f"t{n}", shift=(8, 13 + n % 2), seats=9) for n in range(teams)]
    worth = {f"s{n}": (20 + 13 * n % 60) * MINUTE for n in range(stops)}
    problem = day(crews, places)
    return model_of(problem, problem.stops, worth, held=required)


def put_together(data, start, pool, holds=lambda _: True):
    """The best plan of the start's and the pool's routes."""
    pool.see(start)
    packing = Packing(data, pool.routes)
    return solution_of(data, recombined(start, packing, 1, STEPS, holds))


def worth_of(solution):
    return sum(route.prizes() - route.distance() for route in solution.routes())


def best_of(data, routes):
    """The most that any choice of these routes is worth, by trying all of them."""
    found = 0
    for choice in product([False, True], repeat=len(routes)):
        some = [route for route, taken in zip(routes, choice, strict=True) if taken]
        solution = Solution(data, some) if _fits(data, some) else None
        if solution and solution.is_feasible():
            found = max(found, worth_of(solution))
    return found


def _fits(data, routes):
    visited = [a.idx for route in routes for a in route if a.is_client()]
    kinds = [route.vehicle_type() for route in routes]
    enough = all(
        kinds.count(n) <= kind.num_available for n, kind in enumerate(data.vehicle_types())
    )
    stops = [MODEL.clients[n][0].id for n in visited]
    return enough and len(stops) == len(set(stops))


MODEL = model_with()
CLIENTS = range(MODEL.data.num_clients)


@given(
    st.lists(
        st.tuples(
            st.integers(0, MODEL.data.num_vehicle_types - 1),
            st.lists(st.sampled_from(CLIENTS), min_size=1, max_size=3, unique=True),
        ),
        max_size=7,
    )
)
def test_the_best_choice_of_pooled_routes_is_found(drawn):
    data = MODEL.data
    routes = [Route(data, clients, kind) for kind, clients in drawn]
    routes = list({pooled(one).key: one for one in routes if one.is_feasible()}.values())
    pool = RoutePool()
    pool.take(pooled(route) for route in routes)
    start = Solution(data, routes[:1] if routes and _fits(data, routes[:1]) else [])
    found = put_together(data, start, pool)
    assert found.is_feasible()
    assert worth_of(found) == best_of(data, routes)


def test_a_better_plan_is_put_together_of_two_that_are_half_good():
    data = MODEL.data
    good, poor = [[2, 3], [4, 5]], [[2, 3], [5]]
    pool = RoutePool()
    one = Solution(data, [Route(data, good[0], 0), Route(data, poor[1], 1)])
    other = Solution(data, [Route(data, poor[0][:1], 0), Route(data, good[1], 1)])
    for solution in (one, other):
        assert solution.is_feasible()
        pool.see(solution)
    found = put_together(data, one, pool)
    assert {frozenset(a.idx for a in route if a.is_client()) for route in found.routes()} == {
        frozenset({2, 3}),
        frozenset({4, 5}),
    }


def test_a_route_that_does_not_hold_is_not_chosen():
    data = MODEL.data
    pool = RoutePool()
    pool.take(pooled(Route(data, order, kind)) for order, kind in (([2, 3], 0), ([4, 5], 1)))
    nothing = Solution(data, [])
    found = put_together(data, nothing, pool, holds=lambda route: 4 not in route.clients)
    assert [[a.idx for a in route if a.is_client()] for route in found.routes()] == [[2, 3]]


def test_what_every_plan_visits_is_visited_by_what_is_put_together():
    model = model_with(required=("s3",))
    data = model.data
    (held,) = (n for n in range(data.num_clients) if data.client(n).required)
    others = [n for n in range(data.num_clients) if n != held]
    start = Solution(data, [Route(data, [held], 0)])
    pool = RoutePool()
    pool.take([pooled(Route(data, [others[-1], others[-2]], 0))])
    found = put_together(data, start, pool)
    assert found.is_feasible()
    assert held in {a.idx for route in found.routes() for a in route if a.is_client()}


def test_a_pool_keeps_the_shortest_order_and_tells_what_is_new():
    data = MODEL.data
    pool, orders = RoutePool(), ([1, 2, 3], [2, 1, 3], [3, 2, 1])
    routes = [pooled(Route(data, order, 0)) for order in orders]
    for route in routes:
        pool.take([route])
    assert [one.profit for one in pool.routes] == [max(route.profit for route in routes)]
    assert pool.fresh() == ()  # others know them
    Pooling(pool, _Silent()).on_iteration(
        *(Solution(data, [Route(data, [4], 1)]),) * 3,
        None,
    )
    assert [one.clients for one in pool.fresh()] == [(4,)]
    assert pool.fresh() == ()


def test_a_look_around_sees_outings_and_their_routes_each_once():
    scout = Scout(MODEL)
    looks = [look for _ in range(9) if (look := scout.look(1.0))]
    assert 1 < len(looks) < 9
    outings, *worse = looks[-1].sights()
    assert outings
    assert all(value_of(outings, MODEL.worth) >= value_of(it, MODEL.worth) for it in worse)
    routes = looks[-1].routes(outings)
    assert solution_of(MODEL.data, routes).is_feasible()
    seen = {visit.stop_id for one in outings for visit in one.visits}
    assert seen == {MODEL.clients[n][0].id for _, clients in routes for n in clients}


class _Silent:
    def on_iteration(self, *_):
        """Nobody listens."""
