"""Twenty kinds of day on the coast, each made from its seed alone.

Stops lie on the demonstration's road network: its zones, camps and sites, and further places near
them. From day to day there are 40 to 120 stops and 4 to 12 teams; every third day is meant to have
much more work than its teams have hours (`Scene.fullness` tells how full a day came out).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from geoops.demonstration.places import (
    demonstration_bases,
    demonstration_camps,
    demonstration_sites,
    demonstration_zones,
)
from geoops.errors import GeoOpsError
from geoops.routing.network import Network
from geoops.routing.points import Point
from geoops.routing.problem import ANY_TIME, Apart, Break, Kind, PatrolProblem, Stop, Team, Window
from geoops.routing.walk import Camp, walk_on_roads
from geoops.routing.weight import weight_of

MONDAY = date(2026, 3, 2)
HOUR, MINUTE = 3600, 60
DAYS = 20
FEWEST_STOPS, MOST_STOPS = 40, 120
FEWEST_TEAMS, MOST_TEAMS = 4, 12
LANGUAGES = ("language:ar", "language:fa", "language:ps", "language:ti")
MEAL = 45 * MINUTE

SHIFTS = (
    (Window(8 * HOUR, 16 * HOUR), Window(11 * HOUR + 1800, 14 * HOUR)),
    (Window(9 * HOUR, 17 * HOUR), Window(12 * HOUR, 14 * HOUR + 1800)),
    (Window(13 * HOUR, 21 * HOUR), Window(17 * HOUR + 1800, 20 * HOUR)),
    (Window(8 * HOUR, 13 * HOUR), None),
)
"""Shifts, each with the window of its meal; the half day has none."""

HOURS = (
    (Window(9 * HOUR, 12 * HOUR), Window(14 * HOUR, 17 * HOUR)),
    (Window(18 * HOUR, 21 * HOUR),),
    (Window(8 * HOUR, 18 * HOUR),),
)
"""When sites receive: by day with a pause at noon, a CAES in the evening, all day."""

GUDA_SLOT = (Window(9 * HOUR + 1800, 10 * HOUR + 900),)


@dataclass(frozen=True)
class Scene:
    """A day, and its seed."""

    seed: int
    problem: PatrolProblem

    @property
    def fullness(self) -> float:
        """The hours that all visits take, over those that the teams have without their meals."""
        hours = sum(
            team.shift.length - sum(one.length for one in team.due) for team in self.problem.teams
        )
        return sum(stop.service * stop.teams for stop in self.problem.stops) / hours


def scene(network: Network, seed: int) -> Scene:
    """The day of a seed."""
    random = np.random.default_rng([2026, seed])
    step = (seed - 1) % DAYS / (DAYS - 1)
    number = FEWEST_STOPS + round(step * (MOST_STOPS - FEWEST_STOPS))
    stops = _stops(network, random, number)
    teams = _teams(random, _team_count(random, stops, scarce=seed % 3 == 0))
    stops = [*_choosy(random, stops, teams)]
    ties = (Apart(stops[0].id, stops[1].id, 3 * HOUR),) if seed % 4 == 0 else ()
    return Scene(seed, PatrolProblem.on_roads(MONDAY, teams, stops, network, ties))


def _team_count(random: np.random.Generator, stops: Sequence[Stop], scarce: bool) -> int:
    """As many teams as the visits ask for, or two thirds of them; between the bounds."""
    hours = sum(stop.service for stop in stops) / HOUR
    wanted = hours / float(random.uniform(4.3, 5.3)) * (0.65 if scarce else 1.0)
    return int(np.clip(round(wanted), FEWEST_TEAMS, MOST_TEAMS))


def _teams(random: np.random.Generator, number: int) -> list[Team]:
    """Teams of three bases: shifts and meals, seats, languages, health care in every third."""
    bases = [base.position for base in demonstration_bases()]
    return [
        Team(
            id=f"t{n}",
            name=f"Team {n}",
            start=bases[n % 3],
            end=bases[(n + (n % 5 == 4)) % 3],
            shift=shift,
            seats=None if n % 2 else int(random.integers(4, 9)),
            skills=frozenset(random.choice(LANGUAGES, 2, replace=False).tolist())
            | (frozenset({"health"}) if n % 3 == 0 else frozenset()),
            breaks=(Break(meal, MEAL),) if meal else (),
        )
        for n in range(number)
        for shift, meal in [SHIFTS[n % 4]]
    ]


def _stops(network: Network, random: np.random.Generator, number: int) -> list[Stop]:
    """Zones (half of them walked), camps and sites."""
    spots = _spots(network, random, number)
    return [_stop(network, random, n, spot) for n, spot in enumerate(spots)]


def _spots(network: Network, random: np.random.Generator, number: int) -> list[Point]:
    """Places at a road: the demonstration's in any order, and near them as many as it takes."""
    west, south, east, north = network.manifest().bounds
    known = [zone.access for zone in demonstration_zones()]
    known += [place.position for place in (*demonstration_camps(), *demonstration_sites())]
    known = [(x, y) for x, y in known if west < x < east and south < y < north]
    found = dict.fromkeys(known[n] for n in random.permutation(len(known))[: number // 2])
    while len(found) < number:
        x, y = known[int(random.integers(len(known)))]
        near = (x + float(random.normal(0, 0.03)), y + float(random.normal(0, 0.02)))
        if not (west < near[0] < east and south < near[1] < north):
            continue
        try:
            found[network.nearest(near, "car").position] = None
        except GeoOpsError:
            continue
    return [*found]


def _stop(network: Network, random: np.random.Generator, n: int, spot: Point) -> Stop:
    """The stop of that number: the first is the GUDA, every sixth after it a site, the rest
    zones and camps whose weight grows with the days since the last visit.
    """
    if n == 2:
        return Stop("s2", "GUDA", Kind.SITE, spot, 20 * MINUTE, GUDA_SLOT, required=True)
    if n % 6 == 5:
        hours = HOURS[int(random.integers(len(HOURS)))]
        weight = float(random.uniform(0.5, 3))
        return Stop(f"s{n}", f"Site {n}", Kind.SITE, spot, 15 * MINUTE, hours, weight=weight)
    visit = Stop(
        id=f"s{n}",
        name=f"Zone {n}",
        kind=Kind.ZONE if n % 3 else Kind.CAMP,
        position=spot,
        service=int(random.integers(4, 13)) * 5 * MINUTE,
        windows=ANY_TIME if random.random() < 0.8 else (Window(14 * HOUR, 20 * HOUR),),
        required=bool(random.random() < 0.06),
        weight=weight_of(
            float(random.integers(1, 20)), float(random.choice([2, 7, 14])), random.uniform(0.5, 2)
        ),
        people=int(random.integers(1, 4)) if random.random() < 0.12 else 0,
        teams=2 if n in (4, 10) else 1,
    )
    return (
        visit.walked(walk_on_roads(spot, _camps(random, n, spot), network)) if n % 4 == 1 else visit
    )


def _camps(random: np.random.Generator, n: int, spot: Point) -> list[Camp]:
    """Two to four camps within some hundred metres of where the van stops."""
    return [
        Camp(
            f"s{n}c{m}",
            f"Camp {n}-{m}",
            (spot[0] + float(random.normal(0, 0.004)), spot[1] + float(random.normal(0, 0.003))),
            int(random.integers(5, 13)) * MINUTE,
        )
        for m in range(int(random.integers(2, 5)))
    ]


def _choosy(
    random: np.random.Generator, stops: Sequence[Stop], teams: Sequence[Team]
) -> list[Stop]:
    """Some stops want a language or health care, some not this team, some only these two."""
    names = [team.id for team in teams]
    wishes = (
        (0.12, lambda: {"skills": frozenset({str(random.choice(LANGUAGES))})}),
        (0.18, lambda: {"skills": frozenset({"health"})}),
        (0.22, lambda: {"not_by": frozenset({str(random.choice(names))})}),
        (0.25, lambda: {"only_by": frozenset(random.choice(names, 2, replace=False).tolist())}),
        (1.0, dict),
    )
    return [
        replace(stop, **next(wish for below, wish in wishes if draw < below)())
        for stop, draw in zip(stops, random.random(len(stops)), strict=True)
    ]
