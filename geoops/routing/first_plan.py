"""The first plan of a day by VROOM: good within a tenth of a second, before any search.

VROOM (1.15, `pyvroom`) knows what PyVRP does not: breaks, and which vehicle has which skill. So
little is lost on the way there: a "not this team" or "only these teams" becomes a skill that the
others lack; a weight becomes a priority, a whole number up to `_HIGHEST`, that VROOM adds up and
makes as large as it can before it looks at the time on the way. It knows no longest outing, which
`mended` sees to, and ties among visits only as they are arranged before (arranging.py).

What comes of it is only an order of stops for each team; our own schedule decides what of it holds.
While VROOM solves it holds the GIL, and no other Python thread runs: it belongs in a worker.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import vroom

from geoops.routing.answers import Profile
from geoops.routing.by_hour import Shut
from geoops.routing.mending import mended
from geoops.routing.plan import Outing
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.window import DAY, Window

QUICK = 0
"""VROOM's lowest exploration: 0.02 s for 40 stops, 0.1 s for 120; the next takes three times that
for a thousandth more."""

_HIGHEST = 100
"""VROOM's highest priority."""

_SHARES = (99, 20, 4)
"""The highest priorities of optional stops that are tried, one after the other, until no required
stop is outweighed by them."""

_NO_WAY = 10 * DAY


@dataclass(frozen=True)
class Thought:
    """How hard VROOM thinks: an exploration from 0 to 5, threads, and at most so many seconds."""

    exploration: int = QUICK
    threads: int = 2
    seconds: float | None = None

    @property
    def words(self) -> tuple[int, int, timedelta | None]:
        """As VROOM takes them."""
        limit = None if self.seconds is None else timedelta(seconds=self.seconds)
        return self.exploration, self.threads, limit


def first_plan(
    problem: PatrolProblem, worth: Mapping[str, int], urged: Collection[str] = ()
) -> tuple[Outing, ...]:
    """Outings that hold, of a problem without ties.

    Parameters
    ----------
    worth
        Seconds that the visit is worth, of each stop that can be visited.
    urged
        Stops that are to be visited as if they were required.
    """
    required = {name for name in worth if problem.stop[name].required}
    found: list[tuple[Outing, ...]] = []
    for share in _SHARES:
        found.append(planned(problem, worth, share, urged))
        if _covered(found[-1], required) == len(required):
            break
    return max(found, key=lambda plan: _covered(plan, required))


def _covered(plan: Sequence[Outing], stops: set[str]) -> int:
    """How many of these stops are visited."""
    return len(stops & {visit.stop_id for one in plan for visit in one.visits})


def planned(
    problem: PatrolProblem,
    worth: Mapping[str, int],
    share: int,
    urged: Collection[str] = (),
    thought: Thought = Thought(),
) -> tuple[Outing, ...]:
    """VROOM's plan, mended, when optional stops have priorities up to `share`."""
    asked = [problem.stop[name] for name in worth]
    priority = priorities(asked, worth, share) | dict.fromkeys(urged, _HIGHEST)
    return mended(problem, orders(problem, asked, priority, thought), worth)


def orders(
    problem: PatrolProblem,
    stops: Sequence[Stop],
    priority: Mapping[str, int],
    thought: Thought,
) -> dict[Team, list[Stop]]:
    """In which order VROOM would have each team visit which of these stops."""
    visits = [stop for stop in stops for _ in range(stop.teams) if _starts(stop)]
    if not visits:
        return {}
    steps = _day(problem, visits, priority).solve(*thought.words).routes
    steps = steps[steps["type"] == "job"]
    found: dict[Team, list[Stop]] = {}
    for number, visit in zip(steps["vehicle_id"], steps["id"], strict=True):
        found.setdefault(problem.teams[int(number)], []).append(visits[int(visit)])
    return found


def priorities(stops: Sequence[Stop], worth: Mapping[str, float], share: int) -> dict[str, int]:
    """Each stop's priority: the highest for a required one, 1 to `share` for the others."""
    heaviest = max((worth[stop.id] for stop in stops if not stop.required), default=0) or 1
    return {
        stop.id: _HIGHEST if stop.required else max(1, round(share * worth[stop.id] / heaviest))
        for stop in stops
    }


def _day(
    problem: PatrolProblem, visits: Sequence[Stop], priority: Mapping[str, int]
) -> vroom.Input:
    """The problem in VROOM's terms; a visit by several teams is as many jobs."""
    day = vroom.Input()
    kinds = [(team.profile, problem.shut(team.profile, team.shift)) for team in problem.teams]
    for kind in set(kinds):
        seconds = np.nan_to_num(problem.travel_around(*kind).durations, nan=_NO_WAY)
        day.set_durations_matrix(_name(kind), seconds.astype(np.uint32))
    skill = {stop.id: number for number, stop in enumerate(visits) if stop.choosy}
    everyone = sum(stop.people for stop in visits)
    for number, team in enumerate(problem.teams):
        may = {skill[stop.id] for stop in visits if stop.choosy and team.may_visit(stop)}
        vehicle = _vehicle(problem, number, team, may, everyone, _name(kinds[number]))
        day.add_vehicle(vehicle)
    for number, stop in enumerate(visits):
        day.add_job(
            vroom.Job(
                number,
                location=problem.index[stop.position],
                default_service=stop.service,
                pickup=[stop.people],
                skills={skill[stop.id]} if stop.choosy else None,
                priority=priority[stop.id],
                time_windows=_starts(stop),
            )
        )
    return day


def _vehicle(
    problem: PatrolProblem,
    number: int,
    team: Team,
    skills: set[int],
    everyone: int,
    roads: str,
) -> vroom.Vehicle:
    """A team."""
    return vroom.Vehicle(
        number,
        start=problem.index[team.start],
        end=problem.index[team.end],
        profile=roads,
        capacity=[everyone if team.seats is None else min(team.seats, everyone)],
        skills=skills or None,
        time_window=vroom.TimeWindow(team.shift.opens, team.shift.closes),
        breaks=[
            vroom.Break(place, [_until(one.window, one.length)], one.length)
            for place, one in enumerate(team.due)
        ],
    )


def _name(kind: tuple[Profile, Shut]) -> str:
    """VROOM's name of a table: the profile, and the closures that are gone round."""
    return " ".join([kind[0], *map(str, sorted(kind[1]))])


def _starts(stop: Stop) -> list[vroom.TimeWindow]:
    """When a visit may start: VROOM, too, has windows for the start alone."""
    return [_until(it, stop.service) for it in stop.windows if it.length >= stop.service]


def _until(window: Window, length: int) -> vroom.TimeWindow:
    """When what takes so long may start, to end within the window."""
    return vroom.TimeWindow(window.opens, window.closes - length)
