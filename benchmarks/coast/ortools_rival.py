"""OR-Tools' routing solver on a coast day: two processes, guided local search from two starts.

Everything is expressed as it is, on the problem whose ties are arranged: breaks as intervals of a
vehicle that may come between visits and on the way, doors as holes in the time of arrival, who may
come as allowed vehicles, people as a capacity, and a stop as a disjunction whose penalty is its
worth in seconds on the way, the same as ours; a longest outing as the most that a span may be.

    python -m benchmarks.coast.ortools_rival STRATEGY SECONDS < PROBLEM > ORDERS

The problem is pickled, with the worth of its stops; the orders are JSON.
"""

import json
import pickle
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from geoops.routing.problem import PatrolProblem, Stop, Team

STRATEGIES = ("PARALLEL_CHEAPEST_INSERTION", "LOCAL_CHEAPEST_INSERTION")
NO_WAY = 10 * 86_400
HORIZON = 3 * 86_400


def plans(
    problem: PatrolProblem, worth: Mapping[str, int], seconds: float
) -> list[dict[Team, list[Stop]]]:
    """What each of the two processes found."""
    parcel = pickle.dumps((problem, dict(worth)))
    running = [
        subprocess.Popen(
            [sys.executable, "-m", __spec__.name, strategy, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for strategy in STRATEGIES
    ]
    for one in running:
        assert one.stdin
        one.stdin.write(parcel)
        one.stdin.close()
    answers = [json.loads(one.stdout.read()) for one in running if one.stdout and not one.wait()]
    return [
        {problem.team[t]: [problem.stop[name] for name in names] for t, names in answer.items()}
        for answer in answers
    ]


class Day:
    """A problem in OR-Tools' terms: nodes are bases, two for each team, then visits."""

    def __init__(self, problem: PatrolProblem, worth: Mapping[str, int]) -> None:
        self.problem, self.teams = problem, problem.teams
        self.visits = [
            stop
            for name in worth
            for stop in [problem.stop[name]]
            for _ in range(stop.teams)
            if any(window.length >= stop.service for window in stop.windows)
        ]
        count = len(self.teams)
        places = [team.start for team in self.teams] + [team.end for team in self.teams]
        rows = [problem.index[at] for at in [*places, *(s.position for s in self.visits)]]
        self.service = [0] * (2 * count) + [stop.service for stop in self.visits]
        self.nodes = pywrapcp.RoutingIndexManager(
            len(rows), count, list(range(count)), list(range(count, 2 * count))
        )
        self.model = pywrapcp.RoutingModel(self.nodes)
        self.solver = self.model.solver()
        for profile in {team.profile for team in self.teams}:
            self._ways(profile, rows)
        self._people()
        for number, stop in enumerate(self.visits):
            self._visit(self.nodes.NodeToIndex(2 * count + number), stop, worth[stop.id])
        for number, team in enumerate(self.teams):
            self._team(number, team)

    def _ways(self, profile: str, rows: list[int]) -> None:
        """Travel as the cost, travel and service as the time; one profile is all that it takes."""
        table = np.nan_to_num(self.problem.travel[profile].durations, nan=NO_WAY)  # type: ignore[index]
        way = table[np.ix_(rows, rows)].astype(int)
        time = way + np.array(self.service)[:, None]
        cost = self.model.RegisterTransitMatrix(way.tolist())
        self.model.SetArcCostEvaluatorOfAllVehicles(cost)
        spent = self.model.RegisterTransitMatrix(time.tolist())
        self.model.AddDimension(spent, HORIZON, HORIZON, False, "time")
        self.time = self.model.GetDimensionOrDie("time")

    def _people(self) -> None:
        everyone = sum(stop.people for stop in self.visits)
        people = [0] * (2 * len(self.teams)) + [stop.people for stop in self.visits]
        aboard = self.model.RegisterUnaryTransitVector(people)
        seats = [everyone if team.seats is None else team.seats for team in self.teams]
        self.model.AddDimensionWithVehicleCapacity(aboard, 0, seats, True, "people")

    def _visit(self, index: int, stop: Stop, worth: int) -> None:
        spans = [
            (window.opens, window.closes - stop.service)
            for window in stop.windows
            if window.length >= stop.service
        ]
        starts = self.time.CumulVar(index)
        starts.SetRange(spans[0][0], spans[-1][1])
        for (_, closed), (opens, _) in pairwise(spans):
            if closed + 1 < opens:
                starts.RemoveInterval(closed + 1, opens - 1)
        self.model.AddDisjunction([index], worth // stop.teams)
        allowed = [n for n, team in enumerate(self.teams) if team.may_visit(stop)]
        if len(allowed) < len(self.teams):
            self.model.VehicleVar(index).SetValues([-1, *allowed])

    def _team(self, number: int, team: Team) -> None:
        for index in (self.model.Start(number), self.model.End(number)):
            self.time.CumulVar(index).SetRange(team.shift.opens, team.shift.closes)
        if team.longest is not None:
            self.time.SetSpanUpperBoundForVehicle(team.longest, number)
        breaks = [
            self.solver.FixedDurationIntervalVar(
                one.window.opens,
                one.window.closes - one.length,
                one.length,
                False,
                f"{team.id} {place}",
            )
            for place, one in enumerate(team.due)
        ]
        self.time.SetBreakIntervalsOfVehicle(breaks, number, self.service)

    def solve(self, strategy: str, seconds: float) -> dict[str, list[str]]:
        """The stops of each team in order."""
        search: Any = pywrapcp.DefaultRoutingSearchParameters()
        search.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, strategy)
        search.local_search_metaheuristic = (
            routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        )
        search.time_limit.FromMilliseconds(int(1000 * seconds))
        found = self.model.SolveWithParameters(search)
        return (
            {} if found is None else {t.id: self._order(found, n) for n, t in enumerate(self.teams)}
        )

    def _order(self, found: Any, number: int) -> list[str]:
        names, index = [], found.Value(self.model.NextVar(self.model.Start(number)))
        while not self.model.IsEnd(index):
            names.append(self.visits[self.nodes.IndexToNode(index) - 2 * len(self.teams)].id)
            index = found.Value(self.model.NextVar(index))
        return names


if __name__ == "__main__":
    given, stated_worth = pickle.load(sys.stdin.buffer)
    print(json.dumps(Day(given, stated_worth).solve(sys.argv[1], float(sys.argv[2]))))
