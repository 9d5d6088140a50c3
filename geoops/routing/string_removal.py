"""Take strings of visits out of neighbouring routes, and put them back where they cost least.

Slack induction by string removals, of Christiaens and Vanden Berghe (2020, Transportation Science
54(2)), with simulated annealing: tens of thousands of small steps a second. Machine code, made by
Numba out of these functions. It is given few arrays, each of many columns, for what a call costs is
passing them (a tuple of thirty arrays took as long as the step):

- `ahead`, `behind`: the way from client to client, and to client from client; profiles × m × m.
- `out`, `home`: the way from each vehicle's start, and to its end; v × m.
- `clients`: m × 6, with columns `OPENS` to `SPOT`; `vehicles`: v × 6, `STARTS` to `VISITS`.
- `tours`: v × (m + 2) × 11. Place 0 is the vehicle's start, then its visits, then its end. Columns
  `READY` to `ABOARD` are of the part up to a place, `DUE` to `LAST` of the part from there on: so a
  client's fit is checked in a few sums (Vidal et al. 2014, EJOR 234(3), segments of routes).

All are 32-bit whole numbers, in the problem's units of time and load.
"""

from functools import partial

import numpy as np
from numba import njit

OPENS, CLOSES, SERVICE, LOAD, GROUP, TEAM, SPOT = range(7)
"""A client's window, service, load and group (−1 without); its vehicle (−1: left out) and place."""

STARTS, ENDS, LONGEST, ROOM, PROFILE, KIND, VISITS = range(7)
"""A vehicle's shift, longest duration, capacity, profile, type (in order), and number of visits."""

CLIENT, LEG, READY, SPENT, EARLY, LATE, ABOARD, DUE, REST, FIRST, LAST = range(11)
"""Who is visited (−1 at the ends) and the way there. Up to this place: when all is done at the
earliest, the duration, the earliest and the latest start with it, the load. From it on: the latest
beginning, the duration, the earliest and the latest start with it."""

NEARER, ALIKE = 60, 4
"""How many of the nearest that are left out are tried too; the weight of a random order."""

SPARED = 0.5
"""How often a string spares a client in its middle, and how often then one more."""

BLINK = 0.01
"""How often a place for a client is overlooked."""


def compiled(function, **options):
    """The function as machine code, kept on disk where any folder may be written to."""
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:  # Numba's word for it: an installation that is only read
        return njit(**options)(function)


@partial(compiled, inline="always")
def chance(dice):
    """A random number from 0 to 1 (xorshift64*, Vigna 2016)."""
    x = dice[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    dice[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@partial(compiled, inline="always")
def below(dice, count):
    """A random whole number from 0 to `count` - 1."""
    return int(chance(dice) * count)


@compiled
def measure_ahead(ahead, out, home, clients, vehicles, tours, v, first):
    """The ways to the places from `first` on, and the parts up to them."""
    tour, n, p = tours[v], vehicles[v, VISITS], vehicles[v, PROFILE]
    last = tour[first - 1]
    who, ready, spent = last[CLIENT], last[READY], last[SPENT]
    early, late, aboard = last[EARLY], last[LATE], last[ABOARD]
    for i in range(first, n + 1):
        here = tour[i]
        c = here[CLIENT]
        client = clients[c]
        way = out[v, c] if who < 0 else ahead[p, who, c]
        ready = max(ready + way, client[OPENS]) + client[SERVICE]
        since = spent + way
        wait = max(0, client[OPENS] - since - late)
        early = max(client[OPENS] - since, early) - wait
        late = max(min(client[CLOSES] - since, late), early)
        spent = since + client[SERVICE] + wait
        aboard += client[LOAD]
        here[LEG], here[READY], here[SPENT] = way, ready, spent
        here[EARLY], here[LATE], here[ABOARD] = early, late, aboard
        who = c
    tour[n + 1, LEG] = home[v, who] if n else 0


@compiled
def measure_back(clients, tours, v, last):
    """The parts from each place on, from the `last` visit to be measured back to the first."""
    tour = tours[v]
    on = tour[last + 1]
    way, due, spent, early, late = on[LEG], on[DUE], on[REST], on[FIRST], on[LAST]
    for i in range(last, 0, -1):
        here = tour[i]
        client = clients[here[CLIENT]]
        since = client[SERVICE] + way
        wait = max(0, early - since - client[CLOSES])
        due = min(client[CLOSES], due - since)
        spent += since + wait
        early = max(early - since, client[OPENS]) - wait
        late = min(late - since, client[CLOSES])
        here[DUE], here[REST], here[FIRST], here[LAST] = due, spent, early, late
        way = here[LEG]


@compiled
def fits(tours, vehicles, client, v, i, there, on):
    """Whether a client may come before place i, with its ways there and on from there."""
    up, rest = tours[v, i - 1], tours[v, i]
    opens, closes, service = client[OPENS], client[CLOSES], client[SERVICE]
    begin = max(up[READY] + there, opens)
    if begin > closes or begin + service + on > rest[DUE]:
        return False
    since = up[SPENT] + there
    wait = max(0, opens - since - up[LATE])
    early = max(opens - since, up[EARLY]) - wait
    late = max(min(closes - since, up[LATE]), early)
    since += service + wait + on
    return since + rest[REST] + max(0, rest[FIRST] - since - late) <= vehicles[v, LONGEST]


@compiled
def cut(ahead, out, home, clients, vehicles, tours, taken, dice, v, c, most, gone, count):
    """Take a string with client c out of its route: how many are `gone` then, the way saved.

    The string has from 1 to `most` clients; some may be spared in its middle.
    """
    tour, n, at = tours[v], vehicles[v, VISITS], clients[c, SPOT]
    size = min(n, int(chance(dice) * min(float(n), most) + 1.0))
    spared = 0
    if 1 < size < n and chance(dice) < SPARED:
        spared = 1
        while size + spared < n and chance(dice) > SPARED:
            spared += 1
    span = size + spared
    low, high = max(1, at - span + 1), min(at, n - span + 1)
    first = low + below(dice, high - low + 1)
    stay = first + 1 + below(dice, size - 1) if spared else first + span
    saved = 0
    for i in range(first, first + span + 1):
        saved += tour[i, LEG]
    w = first
    for i in range(first, n + 1):
        q = tour[i, CLIENT]
        if i < first + span and not stay <= i < stay + spared:
            clients[q, TEAM] = -1
            if clients[q, GROUP] >= 0:
                taken[clients[q, GROUP]] -= 1
            gone[count] = q
            count += 1
        else:
            tour[w, CLIENT] = q
            clients[q, SPOT] = w
            w += 1
    vehicles[v, VISITS] = n - size
    tour[w, CLIENT] = -1
    for i in range(first + spared, w + 1):
        for column in range(DUE, LAST + 1):
            tour[i, column] = tour[i + size, column]
    measure_ahead(ahead, out, home, clients, vehicles, tours, v, first)
    measure_back(clients, tours, v, first + spared - 1)
    if n > size:
        for i in range(first, first + spared + 1):
            saved -= tour[i, LEG]
    return count, saved


@compiled
def put(ahead, out, home, clients, vehicles, tours, taken, v, i, c):
    """Put client c before place i of vehicle v."""
    tour, n = tours[v], vehicles[v, VISITS]
    for j in range(n + 2, i, -1):
        here, before = tour[j], tour[j - 1]
        here[CLIENT] = before[CLIENT]
        for column in range(DUE, LAST + 1):
            here[column] = before[column]
        if j < n + 2:
            clients[here[CLIENT], SPOT] = j
    tour[i, CLIENT] = c
    clients[c, TEAM], clients[c, SPOT] = v, i
    vehicles[v, VISITS] = n + 1
    if clients[c, GROUP] >= 0:
        taken[clients[c, GROUP]] += 1
    measure_ahead(ahead, out, home, clients, vehicles, tours, v, i)
    measure_back(clients, tours, v, i)


@compiled
def cheapest(ahead, behind, out, home, clients, vehicles, tours, near, dice, c, least):
    """Where client c costs least, and less than `least`: vehicle (−1: nowhere), place, and way."""
    client, at, where = clients[c], -1, 0
    for x in range(near.shape[1]):
        q = near[c, x]
        v = clients[q, TEAM]
        if v < 0:
            continue
        n = vehicles[v, VISITS]
        if tours[v, n, ABOARD] + client[LOAD] > vehicles[v, ROOM]:
            continue
        p, i = vehicles[v, PROFILE], clients[q, SPOT]
        if i == 1:
            there, on = out[v, c], ahead[p, c, q]
            way = there + on - tours[v, 1, LEG]
            if way < least and chance(dice) >= BLINK:
                if fits(tours, vehicles, client, v, 1, there, on):
                    least, at, where = np.int64(way), v, 1
        there = behind[p, c, q]
        on = home[v, c] if i == n else ahead[p, c, tours[v, i + 1, CLIENT]]
        way = there + on - tours[v, i + 1, LEG]
        if way < least and chance(dice) >= BLINK:
            if fits(tours, vehicles, client, v, i + 1, there, on):
                least, at, where = np.int64(way), v, i + 1
    last = -1
    for v in range(len(vehicles)):
        if vehicles[v, VISITS] or vehicles[v, KIND] == last:
            continue
        last = vehicles[v, KIND]
        way = out[v, c] + home[v, c]
        if way < least and client[LOAD] <= vehicles[v, ROOM]:
            if fits(tours, vehicles, client, v, 1, out[v, c], home[v, c]):
                least, at, where = np.int64(way), v, 1
    return at, where, least


@compiled
def arrange(orders, dice, gone, count):
    """Put those that are gone into the order in which they are put back: random, or by a key."""
    number = below(dice, len(orders) + ALIKE)
    if number >= len(orders):
        for i in range(count - 1, 0, -1):
            j = below(dice, i + 1)
            gone[i], gone[j] = gone[j], gone[i]
        return
    for i in range(1, count):
        c = gone[i]
        j = i - 1
        while j >= 0 and orders[number, gone[j]] > orders[number, c]:
            gone[j + 1] = gone[j]
            j -= 1
        gone[j + 1] = c


@compiled
def keep(vehicles, tours, kept, visits, v):
    """Note a route as it is."""
    n = vehicles[v, VISITS]
    visits[v] = n
    for i in range(n + 2):
        for column in range(LAST + 1):
            kept[v, i, column] = tours[v, i, column]


@compiled
def restore(clients, vehicles, tours, taken, kept, visits, touched):
    """Undo what was done to the routes that were touched."""
    for v in touched:
        for i in range(1, vehicles[v, VISITS] + 1):
            c = tours[v, i, CLIENT]
            clients[c, TEAM] = -1
            if clients[c, GROUP] >= 0:
                taken[clients[c, GROUP]] -= 1
    for v in touched:
        vehicles[v, VISITS] = visits[v]
        for i in range(visits[v] + 2):
            for column in range(LAST + 1):
                tours[v, i, column] = kept[v, i, column]
        for i in range(1, visits[v] + 1):
            c = tours[v, i, CLIENT]
            clients[c, TEAM], clients[c, SPOT] = v, i
            if clients[c, GROUP] >= 0:
                taken[clients[c, GROUP]] += 1


@compiled
def anneal(
    ahead, behind, out, home, clients, vehicles, tours, worth, taken,
    near, around, orders, string, cost, best, dice, warmth, steps,
):  # fmt: skip
    """So many steps at one temperature, `warmth`, in the units of cost.

    Parameters
    ----------
    worth
        What leaving out each client costs, int64.
    taken
        How many of each group are visited.
    near, around
        Of each client, those beside whom it may be put; and all others, the nearest first.
    orders
        Keys to put clients back by, the smallest first: orders × m.
    string
        How many clients a step removes on average, and how long a string may be.
    cost
        Of the solution and of the best one yet: way and worth of who is left out; both are changed.
    best
        The clients of the best solution's routes, v × m, −1 after the last: changed.
    """
    kept, visits = np.empty_like(tours), np.empty(len(vehicles), np.int32)
    gone, touched = np.empty(len(clients), np.int32), np.empty(len(vehicles), np.int32)
    seen, used = np.zeros(len(clients), np.int32), np.zeros(len(vehicles), np.int32)
    planned, routes = np.sum(vehicles[:, VISITS]), np.sum(vehicles[:, VISITS] > 0)
    for step in range(1, steps + 1):
        slack = -warmth * np.log(chance(dice) + 1e-300)
        longest = max(1.0, min(float(string[1]), planned / max(1, routes)))
        strings = int(chance(dice) * max(1.0, 4.0 * string[0] / (1.0 + longest) - 1.0) + 1.0)
        centre = below(dice, len(clients))
        change, count, cuts = np.int64(0), 0, 0
        for x in range(around.shape[1]):
            if cuts >= strings:
                break
            c = around[centre, x]
            v = clients[c, TEAM]
            if v < 0:
                if x < NEARER and seen[c] != step:
                    seen[c] = step
                    gone[count] = c
                    count += 1
                continue
            if used[v] == step:
                continue
            used[v] = step
            touched[cuts] = v
            cuts += 1
            keep(vehicles, tours, kept, visits, v)
            before = count
            count, saved = cut(
                ahead, out, home, clients, vehicles, tours, taken, dice, v, c, longest, gone, count
            )
            change -= saved
            for q in gone[before:count]:
                seen[q] = step
                change += worth[q]
        arrange(orders, dice, gone, count)
        for c in gone[:count]:
            if clients[c, GROUP] >= 0 and taken[clients[c, GROUP]]:
                continue
            v, i, way = cheapest(
                ahead, behind, out, home, clients, vehicles, tours, near, dice, c, worth[c]
            )
            if v < 0:
                continue
            if used[v] != step:
                used[v] = step
                touched[cuts] = v
                cuts += 1
                keep(vehicles, tours, kept, visits, v)
            put(ahead, out, home, clients, vehicles, tours, taken, v, i, c)
            change += way - worth[c]
        if change >= slack:
            restore(clients, vehicles, tours, taken, kept, visits, touched[:cuts])
            continue
        for v in touched[:cuts]:
            planned += vehicles[v, VISITS] - visits[v]
            routes += (vehicles[v, VISITS] > 0) - (visits[v] > 0)
        cost[0] += change
        if cost[0] < cost[1]:
            cost[1] = cost[0]
            for v in range(len(vehicles)):
                n = vehicles[v, VISITS]
                for i in range(n):
                    best[v, i] = tours[v, i + 1, CLIENT]
                best[v, n] = -1
