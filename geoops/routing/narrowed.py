"""A part of a day's problem: some of its teams and stops, with the rows of its tables for them."""

from collections.abc import Iterable

from geoops.routing.problem import PatrolProblem, Stop, Team, points_of


def narrowed(problem: PatrolProblem, teams: Iterable[Team], stops: Iterable[Stop]) -> PatrolProblem:
    """The problem of these teams and stops alone, all at places that `problem` knows ways between.

    Pairs that must be apart, and places in an order, are kept where all they name are there.
    """
    teams, stops = tuple(teams), tuple(stops)
    rows = [problem.index[point] for point in points_of(teams, stops)]
    profiles = {team.profile for team in teams}
    here = {stop.id for stop in stops}
    return PatrolProblem(
        service_date=problem.service_date,
        teams=teams,
        stops=stops,
        travel={
            name: table.among(rows) for name, table in problem.travel.items() if name in profiles
        },
        apart=tuple(tie for tie in problem.apart if {tie.one, tie.other} <= here),
        placed=tuple(one for one in problem.placed if one.stop_id in here),
        works=problem.works,
        detours={
            key: table.among(rows) for key, table in problem.detours.items() if key[0] in profiles
        },
    )
