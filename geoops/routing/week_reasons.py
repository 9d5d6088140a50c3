"""Why a zone misses what it wants in a week, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from geoops.routing.narrowed import narrowed
from geoops.routing.plan import TEMPLATES as ALONE
from geoops.routing.plan import Reason
from geoops.routing.reasons import obstacles
from geoops.routing.week import Need, WeekProblem, WeekZone
from geoops.routing.week_day import present
from geoops.routing.week_plan import WeekPlan


class WeekReason(StrEnum):
    """Why a zone is not met, beside the reasons that a single day can give."""

    EXCLUDED = "excluded-each-day"
    NO_ROOM = "no-room-in-time"


TEMPLATES: Mapping[WeekReason, str] = {
    WeekReason.EXCLUDED: "It is left out on purpose on every day on which a visit is in time.",
    WeekReason.NO_ROOM: (
        "The teams have no time left for it soon enough: what they visit instead weighs more "
        "together."
    ),
}
"""A sentence for each reason: English source strings that the edge translates."""


@dataclass(frozen=True)
class Unmet:
    """A zone that misses needs, with the reason; `details` fill the places of its sentence.

    Parameters
    ----------
    certain
        Whether no plan of these teams could meet it, whatever else they leave.
    """

    zone_id: str
    code: str
    template: str
    certain: bool
    details: Mapping[str, str] = field(default_factory=dict)


def reasons(week: WeekProblem, plan: WeekPlan) -> list[Unmet]:
    """Every zone that misses a need, with what keeps it from being met, in the week's order."""
    alone = [
        obstacles(narrowed(of.problem, present(week, day), of.problem.stops))
        for day, of in enumerate(week.days)
    ]
    missed: dict[str, list[Need]] = {}
    for need in plan.missed:
        missed.setdefault(need.zone_id, []).append(need)
    return [_reason(week, zone, missed[zone.id], alone) for zone in week.zones if zone.id in missed]


def _reason(
    week: WeekProblem, zone: WeekZone, missed: list[Need], alone: list[dict[str, Reason]]
) -> Unmet:
    """The reason of the first need that nothing could meet, else that there is no time left."""
    for need in missed:
        if any(name not in alone[day] for day, name in need.slots):
            continue
        if not need.slots:
            return _told(zone, WeekReason.EXCLUDED, certain=True)
        day, name = max(need.slots)
        reason, skills = alone[day][name], week.days[day].problem.stop[name].skills
        details = {
            "skills": ", ".join(sorted(skills)),
            "teams": str(week.days[day].problem.stop[name].teams),
        }
        return Unmet(zone.id, reason.value, ALONE[reason], certain=True, details=details)
    return _told(zone, WeekReason.NO_ROOM, certain=False)


def _told(zone: WeekZone, reason: WeekReason, *, certain: bool) -> Unmet:
    return Unmet(zone.id, reason.value, TEMPLATES[reason], certain)
