"""Whatever the week, its plan holds; and on tiny weeks what it says cannot be, cannot.

The weeks are checked by `tests.routing.week_validator`; tiny ones are planned by trying everything.
"""

from dataclasses import replace
from itertools import combinations, pairwise, permutations, product
from math import cos, sin

from hypothesis import given, settings
from hypothesis import strategies as st

from geoops.routing.week import WeekDay, WeekProblem, WeekZone
from geoops.routing.week_solver import Effort, plan_week
from tests.routing.days import BASE, day, stop, team
from tests.routing.week_validator import week_complaints

QUICK = Effort(iterations=30, steps=150)
FAR = st.integers(-6, 6).map(lambda steps: steps / 10)
EXTRA = "extra"


@st.composite
def zones(draw, number, days, several):
    """A zone's stops of one day each, and what it wants; perhaps twice a day."""
    name = f"z{number}"
    twice = [several and draw(st.integers(0, 4)) == 0 for _ in range(days)]
    parts = [[name, f"{name}/1"] if two else [name] for two in twice]
    where, minutes = (draw(FAR), draw(FAR)), draw(st.integers(1, 8)) * 20
    hours = ((0, 12), (12, 24))
    stops = [
        [stop(n, *where, minutes=minutes, hours=hours[i : i + 1] if two else ((0, 48),),
              required=several and draw(st.integers(0, 9)) == 0) for i, n in enumerate(names)]
        for names, two in zip(parts, twice, strict=True)
    ]  # fmt: skip
    zone = WeekZone(
        *(name, name, float(draw(st.integers(1, 5))), draw(st.none() | st.integers(0, 4))),
        every=tuple(1 if two else draw(st.integers(1, 3)) for two in twice),
        stops=tuple(tuple(names) for names in parts),
    )
    return zone, stops


@st.composite
def weeks(draw, days=4, most=5, several=True):
    """A few days of few zones, with up to two teams on each, and one that could be added."""
    found = [draw(zones(n, days, several)) for n in range(draw(st.integers(1, most)))]
    of = []
    for number in range(days):
        hours = (8, 8 + draw(st.integers(2, 8)))
        crew = [
            team(f"t{n}", shift=hours) for n in range(draw(st.integers(0, 2 if several else 1)))
        ]
        added = team(EXTRA, shift=(8, 22))
        places = [one for _, stops in found for one in stops[number]]
        of.append(WeekDay(day([*crew, added], places), frozenset({EXTRA})))
    return WeekProblem(tuple(of), tuple(zone for zone, _ in found))


@given(weeks())
@settings(max_examples=8, deadline=None)
def test_every_week_holds_and_keeps_what_it_says(week):
    steps = []
    plan = plan_week(week, QUICK, steps.append)
    assert week_complaints(week, plan) == []
    assert [words for one in steps if one.best for words in week_complaints(week, one.best)] == []


@given(weeks(days=3, most=3, several=False))
@settings(max_examples=8, deadline=None)
def test_what_a_tiny_week_says_cannot_be_cannot_whatever_is_tried(week):
    plan = plan_week(week, QUICK)
    least, hours = everything_tried(week)
    assert plan.unmet_at_least <= least + 1e-6
    assert plan.unmet == least
    assert plan.shortage.at_least <= hours <= plan.shortage.enough


def test_the_same_seed_plans_the_same_week_and_another_one_another():
    week = overfull()
    first, again, other = (plan_week(week, replace(QUICK, seed=seed)) for seed in (1, 1, 2))
    assert (first.missed, first.unmet) == (again.missed, again.unmet)
    assert rounds(first) == rounds(again)
    assert rounds(first) != rounds(other)


def rounds(plan):
    """Whom each round visits and how long its way is. A round may go the other way about: VROOM
    chooses at random between two that are alike.
    """
    return [
        [({visit.stop_id for visit in one.visits}, one.travel) for one in of.outings]
        for of in plan.days
    ]


def overfull():
    """Fourteen zones around the base for one team, which has hours for a third of them."""
    turns = [(n * 0.45, 0.1 + 0.03 * n) for n in range(14)]
    where = [(far * cos(angle), far * sin(angle)) for angle, far in turns]
    names = [f"z{n}" for n in range(14)]
    stops = [
        stop(name, *at, minutes=40 + 7 * n % 50)
        for n, (name, at) in enumerate(zip(names, where, strict=True))
    ]
    of = WeekDay(day([team("t"), team(EXTRA, shift=(8, 22))], stops), frozenset({EXTRA}))
    zones = [
        WeekZone(name, name, 1.0 + n % 3, n % 4, every=(1 + n % 3,) * 5, stops=((name,),) * 5)
        for n, name in enumerate(names)
    ]
    return WeekProblem((of,) * 5, tuple(zones))


def everything_tried(week):
    """The least weight unmet of any week, and the fewest seconds of one more team that meet all."""
    names = [zone.id for zone in week.zones]
    sets = [frozenset(some) for n in range(len(names) + 1) for some in combinations(names, n)]
    fits = [[some for some in sets if _fits(of, some)] for of in week.days]
    least = min(_unmet(week, made) for made in product(*fits))
    cost = [
        {some: min(_seconds(of, some - own) for own in can) for some in sets}
        for of, can in zip(week.days, fits, strict=True)
    ]
    whole = [made for made in product(sets, repeat=len(week.days)) if not _unmet(week, made)]
    return least, min(sum(c[some] for c, some in zip(cost, m, strict=True)) for m in whole)


def _fits(of, some):
    """Whether the day's team (at most one) can visit these stops in any order."""
    crew = [team for team in of.problem.teams if team.id != EXTRA]
    return not some or (bool(crew) and _seconds(of, some) <= crew[0].shift.length)


def _seconds(of, some):
    """Of the shortest outing that visits these stops, out and back."""
    stops = {one.id: one for one in of.problem.stops}
    service = sum(stops[name].service for name in some)
    orders = permutations(stops[name].position for name in some)
    ways = (sum(_way(of, *leg) for leg in pairwise([BASE, *order, BASE])) for order in orders)
    return (service + min(ways)) if some else 0


def _way(of, one, other):
    return of.problem.seconds(of.problem.teams[0], one, other)


def _unmet(week, made):
    """The weight of the zones that wait too long if these are visited on each day."""
    total = 0.0
    for zone in week.zones:
        last = None if zone.since is None else -zone.since
        for number, some in enumerate(made):
            last = number if zone.id in some else last
            if last is None or number - last >= zone.every[number]:
                total += zone.weight
                break
    return total
