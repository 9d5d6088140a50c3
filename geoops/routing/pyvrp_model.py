"""The patrol problem in PyVRP's terms, and PyVRP's solutions in ours.

How the one becomes the other (PyVRP 0.14):

- The cost is seconds on the way. PyVRP charges distance, or the whole duration of a route with its
  waits and visits; so its *distance* matrix is given our travel seconds, at one unit a second.
- A stop is an optional client whose prize is its worth in seconds on the way. Nothing is required
  in PyVRP's sense, or two required stops that exclude one another would leave no feasible
  solution: a required stop's prize outweighs all optional prizes and all travel together.
- A stop with several windows is one client for each, in a mutually exclusive group.
- Teams that are alike are one vehicle type with several vehicles: their plans are the same plan.
- A stop for several teams at once is as many clients, each of its part of the prize. At what moment
  they meet, and which visits are far apart, is settled before (arranging.py). Half a meeting is
  worth nothing, but PyVRP would collect half the prize for it: so the meetings of the plan that the
  search begins with are held to, and others left to mending.
- Breaks are cut out of the day (work_clock.py). What PyVRP then knows only nearly is mended.
- People taken along are picked up and stay aboard to the end, the seats are the capacity. Without
  any limit on seats there is no load at all, which is quicker.
- A team that must not visit a stop has a profile in which no way leads there (pyvrp_places.py).
- Teams in whose shifts other roads are closed have profiles of their own (by_hour.py).
- What an earlier plan settled is left at a cost, which is distance without duration (habits.py).
- Where there is no way, the travel time is longer than any day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Route, Solution, VehicleType

from geoops.routing.mending import mended
from geoops.routing.plan import Outing
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.pyvrp_places import Places
from geoops.routing.window import Window
from geoops.routing.work_clock import WorkClock

_LOAD = 30
"""Units of load of one person: PyVRP's penalty for a unit is like that for a second of lateness, so
a person without a seat costs the search as much as half a minute, which outweighs a visit."""


@dataclass(frozen=True, eq=False)
class Model:
    """PyVRP's data beside what its indices stand for.

    Parameters
    ----------
    clients
        The stop of each client, and the latest start in the client's window (by the day's clock).
    crews
        The teams of each vehicle type.
    worth
        Seconds that each stop's visit is worth.
    """

    problem: PatrolProblem
    data: ProblemData
    clients: tuple[tuple[Stop, int], ...]
    crews: tuple[tuple[Team, ...], ...]
    worth: Mapping[str, int]

    def outings(self, solution: Solution) -> tuple[Outing, ...]:
        """The outings of a feasible solution, in the order of the problem's teams."""
        waiting = [iter(crew) for crew in self.crews]
        found = {
            next(waiting[route.vehicle_type()]): [
                self.clients[a.idx][0] for a in route.schedule() if a.is_client()
            ]
            for route in solution.routes()
        }
        return mended(self.problem, found, self.worth)

    def solution(self, outings: Iterable[Outing]) -> Solution:
        """An earlier plan's outings as a start; what this model does not know is dropped."""
        crew_of = {team.id: kind for kind, crew in enumerate(self.crews) for team in crew}
        at = self._clients_of_stops()
        routes = []
        for one in outings:
            clients = [
                _taken(at[visit.stop_id], visit.start)
                for visit in one.visits
                if at.get(visit.stop_id)
            ]
            if one.team_id in crew_of and clients:
                routes.append(Route(self.data, clients, crew_of[one.team_id]))
        return Solution(self.data, routes)

    def _clients_of_stops(self) -> dict[str, list[tuple[int, int]]]:
        """For each stop the latest start and the index of each of its clients, in order."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for index, (stop, latest) in enumerate(self.clients):
            found[stop.id].append((latest, index))
        return found


def _taken(options: list[tuple[int, int]], start: int) -> int:
    """Take the client of a visit that starts then out of those that are left of its stop."""
    fits = next((n for n, (latest, _) in enumerate(options) if start <= latest), -1)
    return options.pop(fits)[1]


def model_of(
    problem: PatrolProblem,
    stops: Iterable[Stop],
    worth: Mapping[str, int],
    held: Collection[str] = (),
) -> Model:
    """The model of `problem` with only these `stops`, and a prize of `worth` seconds for each.

    Parameters
    ----------
    held
        Stops that every plan visits.
    """
    stops = list(stops)
    places = Places(problem, stops)
    crews = _crews(problem.teams, places)
    seated = any(team.seats is not None for team in problem.teams)
    clock = WorkClock.of(problem.teams)
    shifts = [clock.shift(crew[0]) for crew in crews]
    clients, groups = _clients(places, stops, worth, seated, clock, held)
    everyone = sum(stop.people for stop in problem.stops)
    bases = list(dict.fromkeys(point for crew in crews for point in (crew[0].start, crew[0].end)))
    profiles = [places.kind(crew[0]) for crew in crews]
    kinds = list(dict.fromkeys(profiles))
    costs = [places.costs(kind) for kind in kinds]
    seconds = [places.seconds(kind) for kind in kinds]
    data = ProblemData(
        [Location(*point) for point in places.points],
        [client for client, _, _ in clients],
        [Depot(problem.index[base]) for base in bases],
        [
            VehicleType(
                num_available=len(crew),
                capacity=[_LOAD * _seats(crew[0], everyone)] if seated else [],
                start_depot=bases.index(crew[0].start),
                end_depot=bases.index(crew[0].end),
                tw_early=shift.opens,
                tw_late=shift.closes,
                shift_duration=_longest(crew[0], shift),
                profile=kinds.index(profile),
            )
            for crew, profile, shift in zip(crews, profiles, shifts, strict=True)
        ],
        costs,
        seconds,
        groups,
    )
    known = tuple((stop, latest) for _, stop, latest in clients)
    return Model(problem, data, known, crews, worth)


def _seats(team: Team, everyone: int) -> int:
    """How many people the team can take along when there are `everyone`."""
    return everyone if team.seats is None else min(team.seats, everyone)


def _longest(team: Team, shift: Window) -> int:
    """The most seconds of working time that an outing takes."""
    return shift.length if team.longest is None else min(team.longest, shift.length)


def _crews(teams: Iterable[Team], places: Places) -> tuple[tuple[Team, ...], ...]:
    """Teams put together that differ in nothing but their names and what they need not know."""
    alike: dict[object, list[Team]] = defaultdict(list)
    for team in teams:
        like = replace(team, id="", name="", skills=frozenset())
        alike[like, places.kind(team)].append(team)
    return tuple(tuple(crew) for crew in alike.values())


def _clients(
    places: Places,
    stops: Iterable[Stop],
    worth: Mapping[str, int],
    seated: bool,
    clock: WorkClock,
    held: Collection[str],
) -> tuple[list[tuple[Client, Stop, int]], list[ClientGroup]]:
    """A client for each window that is long enough for the visit, with its stop and its latest
    start; and the groups of several.
    """
    clients: list[tuple[Client, Stop, int]] = []
    groups: list[ClientGroup] = []
    for stop in chain.from_iterable([one] * one.teams for one in stops):
        windows = [window for window in stop.windows if window.length >= stop.service]
        group = None
        if len(windows) > 1:
            group = len(groups)
            members = range(len(clients), len(clients) + len(windows))
            groups.append(ClientGroup(list(members), required=stop.id in held))
        for window in windows:
            starts = clock.starts(stop, window)
            client = Client(
                places.of_stop(stop),
                pickup=[_LOAD * stop.people] if seated else [],
                service_duration=stop.service,
                tw_early=starts.opens,
                tw_late=starts.closes,
                prize=worth[stop.id] // stop.teams,
                required=group is None and stop.id in held,
                group=group,
            )
            clients.append((client, stop, window.closes - stop.service))
    return clients, groups
