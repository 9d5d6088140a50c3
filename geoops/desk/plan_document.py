"""A plan as the JSON that `patrol_plan.best` keeps, the API answers and publishing reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from geoops.desk.clocks import midnight
from geoops.desk.day_problem import DayProblem
from geoops.desk.plan_changes import changes
from geoops.desk.plan_totals import totals, working_time
from geoops.routing.itinerary import Itinerary, TimedLeg, itineraries
from geoops.routing.plan import LeftOut, Outing, Plan, Visit
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.schedule import outing
from geoops.routing.travel import RoadNetwork

type Document = dict[str, Any]

DECIMALS = 6
"""Of a degree: about 0.1 m."""


@dataclass(frozen=True)
class Draughtsman:
    """Draws plans of one problem on the roads and writes them down; instants are ISO 8601, UTC.

    Parameters
    ----------
    problem
        With the rules that were set by hand (`Overrides.on`).
    locked
        The teams that go as before.
    base
        The plan that it is told against.
    """

    day: DayProblem
    problem: PatrolProblem
    roads: RoadNetwork
    time_zone: str
    locked: frozenset[str] = frozenset()
    base: Document | None = None

    def document(self, plan: Plan, seconds: float) -> Document:
        """The plan found after `seconds`.

        Raises
        ------
        geoops.routing.errors.NetworkError
            The network does not answer, or no longer has a way that the plan uses.
        """
        drawn = itineraries(plan, self.problem, self.roads)
        document = {
            "objective": {
                "required_missed": plan.required_missed,
                "weight": plan.weight,
                "driving": plan.travel,
                "distance": plan.distance,
            },
            "totals": totals(self.problem, plan),
            "teams": [self._team(team) for team in self.problem.teams],
            "patrols": [self._patrol(*pair) for pair in zip(plan.outings, drawn, strict=True)],
            "left_out": [self._left_out(one) for one in plan.left_out],
            "elapsed": round(seconds, 3),
        }
        return document | {"changes": changes(self.base, document)}

    def _team(self, team: Team) -> Document:
        """A team that could go out, whether it does or not."""
        return {
            "team_id": team.id,
            "team": team.name,
            "colour_index": self.day.colour_index[team.id],
            "shift": self._span(team.shift.opens, team.shift.closes),
        }

    def _span(self, starts: int, ends: int) -> Document:
        return {"starts_at": self._at(starts), "ends_at": self._at(ends)}

    def _patrol(self, out: Outing, drawn: Itinerary) -> Document:
        return {
            **self._team(self.problem.team[out.team_id]),
            "locked": out.team_id in self.locked,
            "starts_at": self._at(out.departure),
            "ends_at": self._at(out.back),
            "distance": out.distance,
            "driving": out.travel,
            "working": working_time(out),
            "rests": [self._span(rest.start, rest.end) for rest in out.rests],
            "stops": [self._visit(visit) for visit in out.visits],
            "legs": [self._leg(number, leg) for number, leg in enumerate(drawn.legs)],
        }

    def _visit(self, visit: Visit) -> Document:
        stop = self.problem.stop[visit.stop_id]
        return {
            **_named(stop),
            "position": list(stop.position),
            "arrives_at": self._at(visit.arrival),
            "starts_at": self._at(visit.start),
            "departs_at": self._at(visit.end),
            "weight": stop.weight,
            "urgency": stop.urgency,
            "pinned": stop.pinned,
        }

    def _leg(self, number: int, leg: TimedLeg) -> Document:
        line = [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in leg.path.coords]
        return {
            "sequence": number,
            "departs_at": self._at(leg.departure),
            "arrives_at": self._at(leg.arrival),
            "duration": leg.duration,
            "distance": leg.distance,
            "geometry": {"type": "LineString", "coordinates": line},
        }

    def _left_out(self, one: LeftOut) -> Document:
        stop = self.problem.stop[one.stop_id]
        return {
            **_named(stop),
            "position": list(stop.position),
            "weight": stop.weight,
            "urgency": stop.urgency,
            "pinned": stop.pinned,
            "required": stop.required,
            "reason": one.reason.value,
            "details": dict(one.details),
            "words": one.words,
        }

    def _at(self, seconds: int) -> str:
        start = midnight(self.problem.service_date, self.time_zone)
        return (start + timedelta(seconds=seconds)).isoformat()


def _named(stop: Stop) -> Document:
    return {"kind": stop.kind.value, "id": stop.id, "name": stop.name}


def plan_again(
    document: Document | None, problem: PatrolProblem, *, empty: bool = False
) -> Plan | None:
    """The plan that `document` describes, as far as it can still be kept: where to go on from.

    None when nothing of it can be, unless an `empty` plan will do.
    """
    kept = [
        found
        for patrol in (document or {}).get("patrols", ())
        if (found := _outing_again(patrol["team_id"], patrol["stops"], problem))
    ]
    if not kept and not empty:
        return None
    travel, distance = sum(one.travel for one in kept), sum(one.distance for one in kept)
    return Plan(problem.service_date, tuple(kept), (), 0, 0.0, travel, distance)


def _outing_again(team_id: str, stops: Sequence[Document], problem: PatrolProblem) -> Outing | None:
    team = problem.team.get(team_id)
    known = [problem.stop[stop["id"]] for stop in stops if stop["id"] in problem.stop]
    return outing(problem, team, known) if team and known else None
