"""A week's plan as the JSON that `week_plan.best` keeps and the API answers. It tells no camp."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from geoops.desk.clocks import midnight
from geoops.desk.week_problem import WeekRead, zone_of
from geoops.desk.zone_wishes import ZoneWish
from geoops.routing.plan import Outing, Plan, Visit
from geoops.routing.problem import PatrolProblem
from geoops.routing.week import WeekProblem, WeekZone
from geoops.routing.week_day import hours_of, present
from geoops.routing.week_plan import Shortage, WeekPlan, visited
from geoops.routing.week_reasons import Unmet, reasons

type Document = dict[str, Any]


@dataclass(frozen=True)
class WeekWriter:
    """Writes a week's plans down; instants are ISO 8601 in UTC, durations seconds."""

    read: WeekRead
    week: WeekProblem
    time_zone: str

    def document(self, plan: WeekPlan) -> Document:
        """The week day by day, then zone by zone, and what is missing if it was worked out."""
        unmet = {one.zone_id: one for one in reasons(self.week, plan)}
        days = [self._day(number, one) for number, one in enumerate(plan.days)]
        zones = [self._zone(zone, plan, unmet.get(zone.id)) for zone in self.week.zones]
        return {
            "totals": self._totals(plan, days),
            "days": days,
            "zones": zones,
            "shortage": plan.shortage and self._shortage(plan, plan.shortage),
        }

    def _totals(self, plan: WeekPlan, days: list[Document]) -> Document:
        return {
            "zones": len(self.week.zones),
            "met": len(self.week.zones) - len(plan.zones_unmet),
            "weight_unmet": plan.unmet,
            "proved": plan.proved,
            "visits": sum(len(one["visits"]) for one in self._rounds(days)),
            "hours": sum(day["hours"] for day in days),
            "working": sum(day["working"] for day in days),
            "driving": sum(day["driving"] for day in days),
        }

    @staticmethod
    def _rounds(days: list[Document]) -> list[Document]:
        return [patrol for day in days for patrol in day["patrols"]]

    def _day(self, number: int, plan: Plan) -> Document:
        teams = present(self.week, number)
        colours = self.read.days[number].day.colour_index
        problem = self.week.days[number].problem
        working = sum(map(_worked, plan.outings))
        return {
            "date": self.read.days[number].date.isoformat(),
            "teams": [
                {"team_id": team.id, "team": team.name, "colour_index": colours[team.id]}
                for team in teams
            ],
            "hours": sum(map(hours_of, teams)),
            "working": working,
            "driving": plan.travel,
            "distance": plan.distance,
            "patrols": [
                self._patrol(number, out, problem)
                | {
                    "team_id": out.team_id,
                    "team": problem.team[out.team_id].name,
                    "colour_index": colours[out.team_id],
                }
                for out in plan.outings
            ],
        }

    def _patrol(self, number: int, out: Outing, problem: PatrolProblem) -> Document:
        return {
            "starts_at": self._at(number, out.departure),
            "ends_at": self._at(number, out.back),
            "working": _worked(out),
            "driving": out.travel,
            "visits": [self._visit(number, one, problem) for one in out.visits],
        }

    def _visit(self, number: int, visit: Visit, problem: PatrolProblem) -> Document:
        stop = problem.stop[visit.stop_id]
        return {
            "place_id": zone_of(stop.id),
            "kind": stop.kind.value,
            "name": stop.name if stop.kind.value != "camp" else "",
            "starts_at": self._at(number, visit.start),
            "ends_at": self._at(number, visit.end),
        }

    def _zone(self, zone: WeekZone, plan: WeekPlan, unmet: Unmet | None) -> Document:
        made = visited(plan.days)
        on = [sum((day, name) in made for name in names) for day, names in enumerate(zone.stops)]
        late = {need.day for need in plan.missed if need.zone_id == zone.id}
        position = self._position(zone)
        return {
            "zone_id": zone.id,
            "name": zone.name,
            "position": position,
            "weight": zone.weight,
            "met": unmet is None,
            "certain": unmet.certain if unmet else False,
            "reason": unmet and _sentence(unmet),
            "last_visit": self._last(zone),
            "late_before": zone.late,
            "longest_gap": _longest_gap(zone, on),
            "interval_hours": self._interval(zone),
            "longest_hours": self._longest_hours(zone, plan),
            "in_hours": any(one.hours for one in self._wishes(zone)),
            "days": [
                {
                    "visits": on[day],
                    "wanted": max(1, len(zone.stops[day])),
                    "every": zone.every[day],
                    "late": day in late,
                }
                for day in range(len(on))
            ],
        }

    def _position(self, zone: WeekZone) -> list[float] | None:
        """Where the van stops, as the first day that visits it knows."""
        for day, names in enumerate(zone.stops):
            for name in names:
                return list(self.week.days[day].problem.stop[name].position)
        return None

    def _wishes(self, zone: WeekZone) -> list[ZoneWish]:
        """What the zone wants on each of the days that know it."""
        return [one for of in self.read.days for one in of.wishes if one.zone_id == zone.id]

    def _interval(self, zone: WeekZone) -> float | None:
        """The shortest interval of the week in hours, as it is wanted: not in whole days."""
        return min((one.seconds / 3600 for one in self._wishes(zone)), default=None)

    def _longest_hours(self, zone: WeekZone, plan: WeekPlan) -> float | None:
        """Hours from one visit's start to the next, within the week, at most."""
        starts = sorted(
            number * 24 + visit.start / 3600
            for number, day in enumerate(plan.days)
            for out in day.outings
            for visit in out.visits
            if visit.stop_id in zone.stops[number]
        )
        return max((round(b - a, 1) for a, b in pairwise(starts)), default=None)

    def _last(self, zone: WeekZone) -> str | None:
        last = self.read.last_visits.get(zone.id)
        return last.isoformat() if last else None

    def _shortage(self, plan: WeekPlan, found: Shortage) -> Document:
        return {
            "beside_this_week": found.days == plan.days,
            "at_least": found.at_least,
            "enough": found.enough,
            "beyond": sorted({need.zone_id for need in found.beyond}),
            "days": [self._added(number, plan) for number, plan in enumerate(found.added) if plan],
        }

    def _added(self, number: int, plan: Plan) -> Document:
        """What teams that are not there would do on a day."""
        problem = self.week.days[number].problem
        return {
            "date": self.read.days[number].date.isoformat(),
            "seconds": sum(map(_worked, plan.outings)),
            "patrols": [self._patrol(number, out, problem) for out in plan.outings],
        }

    def _at(self, number: int, seconds: int) -> str:
        day = self.read.days[number].date
        moment: datetime = midnight(day, self.time_zone) + timedelta(seconds=seconds)
        return moment.isoformat()


def _worked(out: Outing) -> int:
    """Seconds out of the base, without the breaks meanwhile: what counts against a team's hours."""
    away = (max(0, min(it.end, out.back) - max(it.start, out.departure)) for it in out.rests)
    return out.back - out.departure - sum(away)


def _sentence(unmet: Unmet) -> Mapping[str, Any]:
    return {"code": unmet.code, "template": unmet.template, "details": dict(unmet.details)}


def _longest_gap(zone: WeekZone, on: list[int]) -> int | None:
    """Days between two visits at most, from the last one before the week to its end; None if none.

    One that was overdue when the week began counts from its first visit in it: what was missed
    before is told for itself. After the last visit it counts to the day after the week, on which
    the next could be.
    """
    made = [day for day, visits in enumerate(on) if visits]
    before = [] if zone.since is None or zone.late else [-zone.since]
    known = [*before, *made, len(on)]
    if len(known) == 1:
        return None
    return max(later - earlier for earlier, later in pairwise(known))
