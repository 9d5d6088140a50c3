"""Builders of small days for the planner's tests: straight-line tables, one degree 100 km."""

from dataclasses import replace
from datetime import date

import numpy as np

from geoops.routing.by_hour import shuts_of
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team, Window, points_of
from geoops.routing.travel import Travel

HOUR = 3600
BASE = (1.8, 50.9)
MONDAY = date(2026, 3, 2)


def team(name="north", *, base=BASE, end=None, shift=(8, 16), profile="car", **rest):
    hours = Window(int(shift[0] * HOUR), int(shift[1] * HOUR))
    return Team(name, f"Team {name}", base, end or base, hours, profile, **rest)


def stop(name, east=0.1, north=0.0, *, minutes=30, hours=((0, 48),), **rest):
    """A stop `east` and `north` degrees (× 100 km) from the base."""
    windows = tuple(Window(int(opens * HOUR), int(closes * HOUR)) for opens, closes in hours)
    position = (BASE[0] + east, BASE[1] + north)
    return Stop(name, f"Stop {name}", Kind.ZONE, position, minutes * 60, windows, **rest)


def straight(points, metres_per_second):
    """Straight-line travel on a plane where a degree is 100 km."""
    xy = np.array(points, dtype=float).reshape(-1, 2) * 100_000
    metres = np.linalg.norm(xy[:, None] - xy[None], axis=2)
    return Travel(metres / metres_per_second, metres)


def day(teams, stops, *, cut_off=(), apart=()):
    """The problem of these teams (20 m/s by car, 1.4 on foot) and stops.

    No way leads to or from the stops named in `cut_off`, nor between the pairs in `apart`.
    """
    points = points_of(teams, stops)
    row = {stop.id: points.index(stop.position) for stop in stops}
    travel = {}
    for profile, speed in (("car", 20.0), ("foot", 1.4)):
        table = straight(points, speed)
        durations, distances = table.durations.copy(), table.distances.copy()
        for values in (durations, distances):
            for name in cut_off:
                values[row[name], :] = values[:, row[name]] = np.nan
            for one, other in apart:
                values[row[one], row[other]] = values[row[other], row[one]] = np.nan
        travel[profile] = Travel(durations, distances)
    return PatrolProblem(MONDAY, tuple(teams), tuple(stops), travel)


def closed(problem, *closures):
    """The day with roads closed: each for a time, making every way so many seconds longer.

    `closures` are (window, seconds, stop): no way leads to the stop, if one is named, meanwhile.
    """
    works = tuple(window for window, _, _ in closures)

    def around(travel, shut):
        durations, distances = travel.durations.copy(), travel.distances.copy()
        for _, seconds, name in (closures[number] for number in sorted(shut)):
            durations[durations > 0] += seconds
            distances[distances > 0] += 20.0 * seconds
            if name is not None:
                row = problem.index[problem.stop[name].position]
                for table in (durations, distances):
                    table[row, :] = table[:, row] = np.nan
        return Travel(durations, distances)

    everything = frozenset(range(len(works)))
    detours = {
        (profile, shut): around(travel, shut)
        for profile, travel in problem.travel.items()
        for shut in shuts_of(works, (t.shift for t in problem.teams if t.profile == profile))
    }
    travel = {profile: around(table, everything) for profile, table in problem.travel.items()}
    return replace(problem, travel=travel, works=works, detours=detours)
