"""A part of a problem: some of its teams and stops, with the travel among them."""

from collections.abc import Sequence
from dataclasses import replace

from geoops.routing.problem import PatrolProblem, Stop, Team, points_of


def part_of(problem: PatrolProblem, teams: Sequence[Team], stops: Sequence[Stop]) -> PatrolProblem:
    """The problem with only these teams and stops; the rules among others are gone with them."""
    rows = [problem.index[point] for point in points_of(teams, stops)]
    travel = {profile: whole.among(rows) for profile, whole in problem.travel.items()}
    detours = {key: whole.among(rows) for key, whole in problem.detours.items()}
    here = {stop.id for stop in stops}
    return replace(
        problem,
        teams=tuple(teams),
        stops=tuple(stops),
        travel=travel,
        detours=detours,
        apart=tuple(tie for tie in problem.apart if {tie.one, tie.other} <= here),
        placed=tuple(one for one in problem.placed if one.stop_id in here),
    )
