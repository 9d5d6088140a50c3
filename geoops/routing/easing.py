"""An outing on the roads that are open while it drives: not round a closure that is over by then.

A plan is sought round every closure of a team's shift, so its order holds whatever the hour. Its
legs are then timed again on the roads that are open when they are travelled. A leg that became
shorter lets later ones begin earlier, perhaps while their road is still closed; these go round it
again. So in the end each leg goes round all that is closed while it is travelled, and no visit is
later than round everything.
"""

from collections.abc import Sequence
from itertools import pairwise

from geoops.routing.by_hour import in_force
from geoops.routing.plan import Shut
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.timing import Timetable, soonest


def eased(
    problem: PatrolProblem, team: Team, stops: Sequence[Stop], slow: Timetable
) -> tuple[Timetable, tuple[Shut, ...]]:
    """The times of an order of stops, and what each leg goes round.

    Parameters
    ----------
    slow
        Its times round everything that is closed in the shift.
    """
    all_day = problem.shut(team.profile, team.shift)
    points = [team.start, *(stop.position for stop in stops), team.end]
    places = [(problem.index[one], problem.index[other]) for one, other in pairwise(points)]

    def travel(place: tuple[int, int], shut: Shut) -> float:
        return float(problem.travel_around(team.profile, shut).durations[place])

    around = [problem.shut(team.profile, span) for span in slow.on_the_way]
    for number, place in enumerate(places):
        if not travel(place, around[number]) < travel(place, all_day):
            around[number] = all_day
    while set(around) != {all_day}:
        travels = [int(travel(*leg)) for leg in zip(places, around, strict=True)]
        found = soonest(team, stops, travels)
        if found is None:
            break
        closed = [
            number
            for number, span in enumerate(found.on_the_way)
            if not in_force(problem.works, span) <= around[number]
        ]
        if not closed:
            return found, tuple(around)
        for number in closed:
            around[number] = all_day
    return slow, (all_day,) * len(places)
