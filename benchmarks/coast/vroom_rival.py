"""VROOM's best for a coast day: every exploration level, with several scales of priorities.

VROOM wants the most priorities first and the least time on the way after that, as we do. A priority
is a whole number from 0 to 100, so weights are rounded; and one required stop may be outweighed by
optional ones together. Scales that leave the optional ones up to 99, 50, 20 and 8 are therefore
tried one after the other, each at exploration 5 with both cores, until the time is over, and the
best plan counts.
"""

import time
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import vroom

from geoops.routing.problem import PatrolProblem, Stop, Team

type Orders = dict[str, list[str]]
"""The stops of each team in order."""

EXPLORATION, THREADS = 5, 2
SCALES = (99, 50, 20, 8)
NO_WAY = 10 * 86_400


def orders_of(problem: PatrolProblem, seconds: float) -> Iterator[Orders]:
    """Plans of a problem without ties (pairs are as many jobs at one moment), until time is up."""
    end = time.perf_counter() + seconds
    for level, scale in [(EXPLORATION, scale) for scale in SCALES]:
        left = end - time.perf_counter()
        if left <= 0:
            return
        yield _solved(problem, scale, level, left)


def _solved(problem: PatrolProblem, scale: int, level: int, seconds: float) -> Orders:
    jobs = [stop for stop in problem.stops for _ in range(stop.teams) if _starts(stop)]
    day = vroom.Input()
    for profile in {team.profile for team in problem.teams}:
        table = np.nan_to_num(problem.travel[profile].durations, nan=NO_WAY)
        day.set_durations_matrix(profile, table.astype(np.uint32))
    skills = {stop.id: n for n, stop in enumerate(problem.stops) if stop.choosy}
    for n, team in enumerate(problem.teams):
        day.add_vehicle(_vehicle(problem, n, team, skills))
    heaviest = max((stop.weight for stop in jobs if not stop.required), default=1.0)
    for n, stop in enumerate(jobs):
        priority = 100 if stop.required else max(1, round(scale * stop.weight / heaviest))
        day.add_job(_job(problem, n, stop, priority, skills))
    found = day.solve(level, THREADS, timedelta(seconds=seconds))
    routes = found.routes
    routes = routes[routes["type"] == "job"]
    return {
        problem.teams[int(vehicle)].id: [jobs[int(n)].id for n in steps["id"]]
        for vehicle, steps in routes.groupby("vehicle_id", sort=False)
    }


def _vehicle(problem: PatrolProblem, n: int, team: Team, skills: dict[str, int]) -> vroom.Vehicle:
    everyone = sum(stop.people for stop in problem.stops)
    seats = everyone if team.seats is None else min(team.seats, everyone)
    return vroom.Vehicle(
        n,
        start=problem.index[team.start],
        end=problem.index[team.end],
        profile=team.profile,
        capacity=[seats],
        skills={k for name, k in skills.items() if team.may_visit(problem.stop[name])},
        time_window=vroom.TimeWindow(team.shift.opens, team.shift.closes),
        breaks=[
            vroom.Break(
                m,
                [vroom.TimeWindow(one.window.opens, one.window.closes - one.length)],
                one.length,
            )
            for m, one in enumerate(team.due)
        ],
    )


def _job(
    problem: PatrolProblem, n: int, stop: Stop, priority: int, skills: dict[str, int]
) -> vroom.Job:
    return vroom.Job(
        n,
        location=problem.index[stop.position],
        default_service=stop.service,
        pickup=[stop.people],
        skills={skills[stop.id]} if stop.choosy else None,
        priority=priority,
        time_windows=[vroom.TimeWindow(*span) for span in _starts(stop)],
    )


def _starts(stop: Stop) -> list[tuple[int, int]]:
    """When a visit may start."""
    return [
        (window.opens, window.closes - stop.service)
        for window in stop.windows
        if window.length >= stop.service
    ]
