"""A week's plan: each day's, what of the week is missed, and what it would take to miss nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from geoops.routing.plan import Plan
from geoops.routing.week import Need, Slot, WeekProblem


@dataclass(frozen=True)
class Shortage:
    """The team-hours that are missing for every need to be met.

    Parameters
    ----------
    at_least
        Seconds: less cannot do, whatever is planned. The bound of a relaxation, and so seldom
        sharp.
    enough
        Seconds that do: `days` and `added` are the proof.
    days
        What the teams that are there do then: the week's plan, or one made for such help.
    added
        For each day the outings of teams that are not there; None where none is needed.
    beyond
        Needs that no further team would meet: nobody is let in, or no road leads there.
    """

    at_least: int
    enough: int
    days: tuple[Plan, ...]
    added: tuple[Plan | None, ...]
    beyond: tuple[Need, ...] = ()


@dataclass(frozen=True)
class WeekPlan:
    """The plans of the week's days, and the needs that they leave unmet.

    Parameters
    ----------
    unmet
        The weight of the zones that miss a need; the first thing that planning makes small.
    unmet_at_least
        No week of these teams is below it: if `unmet` is no more, the plan is the best there is.
    shortage
        None until it is worked out; nothing is missing of a week that misses nothing.
    """

    days: tuple[Plan, ...]
    missed: tuple[Need, ...]
    unmet: float
    unmet_at_least: float = 0.0
    shortage: Shortage | None = None

    @property
    def proved(self) -> bool:
        """Whether no week with these teams leaves less weight unmet."""
        return self.unmet <= self.unmet_at_least + 1e-6 * max(1.0, self.unmet)

    @property
    def zones_unmet(self) -> frozenset[str]:
        """The zones that miss a need."""
        return frozenset(need.zone_id for need in self.missed)


def visited(plans: Sequence[Plan | None]) -> frozenset[Slot]:
    """The visits that the days' plans make."""
    return frozenset(
        (day, visit.stop_id)
        for day, plan in enumerate(plans)
        if plan
        for one in plan.outings
        for visit in one.visits
    )


def account(week: WeekProblem, plans: Sequence[Plan], unmet_at_least: float) -> WeekPlan:
    """The plan of these days, with what it misses."""
    missed = missed_by(week, visited(plans))
    zones = {need.zone_id for need in missed}
    unmet = sum(zone.weight for zone in week.zones if zone.id in zones)
    return WeekPlan(tuple(plans), missed, unmet, unmet_at_least)


def missed_by(week: WeekProblem, slots: Collection[Slot]) -> tuple[Need, ...]:
    """The needs that none of these visits meets."""
    made = frozenset(slots)
    return tuple(need for need in week.needs if not need.slots & made)


def value_of(week: WeekProblem, plan: WeekPlan) -> tuple[float, float, int]:
    """What makes one week better than another, smallest first: unmet, evenings late, travel."""
    weight = {zone.id: zone.weight for zone in week.zones}
    late = sum(weight[need.zone_id] for need in plan.missed)
    return plan.unmet, late, sum(day.travel for day in plan.days)
