"""A plan as the JSON that `patrol_plan.best` keeps, the API answers and publishing reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from geoops.desk.clocks import midnight
from geoops.desk.day_demands import place_of
from geoops.desk.day_problem import DayProblem
from geoops.desk.plan_changes import changes
from geoops.desk.plan_totals import totals, working_time
from geoops.desk.walk_document import leg_document, loop_document
from geoops.records import RoadClosure
from geoops.routing.agreed import again
from geoops.routing.itinerary import Itinerary, itineraries
from geoops.routing.plan import LeftOut, Outing, Plan, Visit
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.travel import RoadNetwork
from geoops.routing.walk_itinerary import TimedWalk

type Document = dict[str, Any]


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
    closures: Sequence[RoadClosure] = ()
    locked: frozenset[str] = frozenset()
    base: Document | None = None

    def document(self, plan: Plan, seconds: float, steps: bool = False) -> Document:
        """The plan found after `seconds`; `steps`: with the instructions along every leg.

        Raises
        ------
        geoops.routing.errors.NetworkError
            The network does not answer, or no longer has a way that the plan uses.
        """
        drawn = itineraries(plan, self.problem, self.roads, steps)
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
            "closures": [_closed(one) for one in self.closures],
            "elapsed": round(seconds, 3),
        }
        return document | {
            "changes": changes(self.base, document),
            "weight_change": self._gained(plan),
        }

    def _gained(self, plan: Plan) -> float | None:
        """The weight covered beyond that of the plan it is told against."""
        return plan.weight - self.base["objective"]["weight"] if self.base else None

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
            "stops": self._visits(out, drawn),
            "legs": [
                {"sequence": number, **leg_document(leg, self._at)}
                for number, leg in enumerate(drawn.legs)
            ],
        }

    def _visits(self, out: Outing, drawn: Itinerary) -> list[Document]:
        walks = {walk.stop_id: walk for walk in drawn.walks}
        return [self._visit(visit, walks.get(visit.stop_id)) for visit in out.visits]

    def _visit(self, visit: Visit, walk: TimedWalk | None) -> Document:
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
            "van_stop": _van_stop(stop),
            "loop": loop_document(stop, walk, self._at),
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


def _closed(closure: RoadClosure) -> Document:
    """A closure that the plan goes round."""
    ends_at = closure.ends_at.isoformat() if closure.ends_at else None
    return {
        "id": str(closure.id),
        "name": closure.name,
        "starts_at": closure.starts_at.isoformat(),
        "ends_at": ends_at,
    }


def _named(stop: Stop) -> Document:
    """A stop's identifier is its own; several visits of one place share the `place_id`."""
    place = place_of(stop.id)
    return {"kind": stop.kind.value, "id": stop.id, "place_id": place, "name": stop.name}


def plan_again(
    document: Document | None, problem: PatrolProblem, time_zone: str, *, empty: bool = False
) -> Plan | None:
    """The plan that `document` describes, as far as it can still be kept: where to go on from.

    Visits that hang together keep their moments. None when nothing of it can be kept, unless an
    `empty` plan will do.
    """
    start = midnight(problem.service_date, time_zone)
    kept = [
        found
        for patrol in (document or {}).get("patrols", ())
        if (team := problem.team.get(patrol["team_id"]))
        and (found := again(problem, team, [_visit_of(stop, start) for stop in patrol["stops"]]))
    ]
    if not kept and not empty:
        return None
    travel, distance = sum(one.travel for one in kept), sum(one.distance for one in kept)
    return Plan(problem.service_date, tuple(kept), (), 0, 0.0, travel, distance)


def _visit_of(stop: Document, start: datetime) -> Visit:
    """A visit as the document has it, in seconds since the day's midnight."""
    arrival, begins, ends = (
        round((datetime.fromisoformat(stop[name]) - start).total_seconds())
        for name in ("arrives_at", "starts_at", "departs_at")
    )
    return Visit(stop["id"], arrival, begins, ends)


def _van_stop(stop: Stop) -> Document | None:
    """Which of the zone's places for the van it is, where there are several."""
    return stop.van_stop and {"number": stop.van_stop[0], "of": stop.van_stop[1]}
