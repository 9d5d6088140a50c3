"""What a plan comes to: the figures by which two plans of a day are compared."""

from typing import Any

from geoops.routing.plan import Outing, Plan
from geoops.routing.problem import PatrolProblem

CO2_PER_KILOMETRE = 0.193
"""Kilograms of CO₂ of a van's kilometre, from the exhaust alone.

The average of new vans registered in the European Union, Iceland and Norway in 2021, by WLTP: 193.3
g/km (European Environment Agency, "CO2 performance of new passenger cars and new vans in Europe",
provisional data for 2021). Older vans emit more; it is a figure to compare plans by.
"""
DUE = 1.0
"""The urgency from which a zone is overdue: its interval has passed."""


def totals(problem: PatrolProblem, plan: Plan) -> dict[str, Any]:
    """What a plan comes to.

    Weight, required and other visits, overdue zones, metres, seconds, kilograms of CO₂, and how
    even the day is.
    """
    visited = {visit.stop_id for one in plan.outings for visit in one.visits}
    overdue = {s.id for s in problem.stops if s.urgency is not None and s.urgency >= DUE}
    working = [working_time(one) for one in plan.outings]
    return {
        "required_missed": plan.required_missed,
        "weight": plan.weight,
        "visited": len(visited),
        "overdue_visited": len(overdue & visited),
        "overdue_missed": len(overdue - visited),
        "distance": plan.distance,
        "driving": plan.travel,
        "working": sum(working),
        "co2": round(plan.distance / 1000 * CO2_PER_KILOMETRE, 3),
        "balance": _balance(working),
    }


def working_time(out: Outing) -> int:
    """Seconds from leaving the base to being back."""
    return out.back - out.departure


def _balance(working: list[int]) -> float:
    """The shortest outing's share of the longest; 1 for an even day, and for none."""
    longest = max(working, default=0)
    return round(min(working) / longest, 4) if longest else 1.0
