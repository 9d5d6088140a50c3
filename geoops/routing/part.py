"""A part of a problem: some of its teams and stops, with the travel among them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geoops.routing.problem import PatrolProblem, Stop, Team, points_of
from geoops.routing.travel import Travel


def part_of(problem: PatrolProblem, teams: Sequence[Team], stops: Sequence[Stop]) -> PatrolProblem:
    """The problem with only these teams and stops; the rules among others are gone with them."""
    rows = [problem.index[point] for point in points_of(teams, stops)]
    some = np.ix_(rows, rows)
    travel = {
        profile: Travel(whole.durations[some], whole.distances[some])
        for profile, whole in problem.travel.items()
    }
    here = {stop.id for stop in stops}
    return replace(
        problem,
        teams=tuple(teams),
        stops=tuple(stops),
        travel=travel,
        apart=tuple(tie for tie in problem.apart if {tie.one, tie.other} <= here),
        placed=tuple(one for one in problem.placed if one.stop_id in here),
    )
