"""A day with a loop on foot: planned on the demonstration's roads, and its document."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from geoops.demonstration.places import demonstration_camps
from geoops.desk.actor import Actor
from geoops.desk.day_clocks import DayClocks
from geoops.desk.day_demands import DayDemands
from geoops.desk.day_problem import DayProblem
from geoops.desk.plan_document import Draughtsman
from geoops.desk.publishing import publish_plan
from geoops.records import Territory
from geoops.routing.network import Network
from geoops.routing.plan import Plan
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team, Window
from geoops.routing.solver import solve
from geoops.routing.walk import Camp, walk_on_roads
from tests.desk.days import BASE, DAY, PLACES, Day

HOUR = 3600
ZONE = "Puythouck"


@dataclass
class Walking:
    """A team's day: one zone with its camps on foot, another that is merely driven to."""

    day: Day
    problem: PatrolProblem
    plan: Plan
    roads: Network

    def document(self, *, steps: bool = True) -> dict[str, Any]:
        demands = DayDemands(DayClocks(DAY, "Europe/Paris"))
        day = DayProblem(
            self.problem.teams, self.problem.stops, {str(self.day.teams[0]): 0}, demands
        )
        drawing = Draughtsman(day, self.problem, self.roads, "Europe/Paris")
        return drawing.document(self.plan, 0.5, steps)

    def publish(self, engine: Engine, coordinator: Actor, now: Any, **more: Any) -> UUID:
        """Publish the plan; `more` goes into its only patrol's document."""
        best = self.document()
        best["patrols"][0] |= more
        plan_id = self.day.add_plan(best=best, service_date=DAY)
        return publish_plan(coordinator, engine, plan_id, now)[0].id

    @property
    def camps(self) -> list[Camp]:
        (loop,) = [stop.loop for stop in self.problem.stops if stop.loop]
        return list(loop.camps)


def a_walking_day(owner: Engine, territory: Territory, roads: Network) -> Walking:
    """The camps of `ZONE` in their order on foot, and a plan that visits them."""
    day = Day(owner, territory)
    team = day.add_team("Team 1")
    number = next(n for n, place in enumerate(PLACES) if ZONE in place.name)
    there = PLACES[number]
    zone = day.add_zone(number)
    near = [camp for camp in demonstration_camps() if camp.zone == there.name]
    ids = [day.add_camp(camp.label, zone, camp.position) for camp in near]
    camps = [
        Camp(str(key), camp.label, camp.position, 600) for key, camp in zip(ids, near, strict=True)
    ]
    walk = walk_on_roads(there.access, camps, roads)
    other = next(n for n in range(len(PLACES)) if n != number)
    plain = day.add_zone(other)
    stops = (
        Stop(str(zone), there.name, Kind.ZONE, there.access, 0).walked(walk),
        Stop(str(plain), PLACES[other].name, Kind.ZONE, PLACES[other].access, 1800),
    )
    crew = Team(str(team), "Team 1", BASE, BASE, Window(8 * HOUR, 16 * HOUR))
    problem = PatrolProblem.on_roads(DAY, [crew], stops, roads)
    return Walking(day, problem, solve(problem, iterations=20), roads)
