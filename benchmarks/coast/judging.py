"""What a plan is worth, the same for every planner, once the validator has passed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from geoops.routing.arranging import arrangements
from geoops.routing.mending import mended
from geoops.routing.plan import Plan, Reason
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.reasons import obstacles
from geoops.routing.solver import worth_of
from geoops.routing.telling import Teller
from tests.routing.plan_validator import complaints

WEIGHT_FIRST = 2_400.0
"""Minutes on the way that a weight of 1 is worth here: weight decides, down to 1 / 100."""


@dataclass(frozen=True, order=True)
class Value:
    """Larger is better: few required stops missed, then much weight, then little time on the way.

    Parameters
    ----------
    missed, minutes
        Negative, so that more is better.
    weight
        Rounded to a thousandth, so that sums in another order are equal.
    """

    missed: int
    weight: float
    minutes: float

    @classmethod
    def of(cls, plan: Plan) -> "Value":
        """What the plan says of itself; the validator knows whether that is so."""
        return cls(-plan.required_missed, round(plan.weight, 3), round(-plan.travel / 60, 1))

    def __str__(self) -> str:
        """Weight and minutes, and what is missed if anything is."""
        missed = f" (misses {-self.missed})" if self.missed else ""
        return f"{self.weight:.2f} / {-self.minutes:.0f}{missed}"


@dataclass(frozen=True)
class Judge:
    """Weighs the plans of one problem; a plan that breaks a rule is an error of the benchmark."""

    problem: PatrolProblem

    @cached_property
    def alone(self) -> Mapping[str, Reason]:
        """The stops that nobody could visit."""
        return obstacles(self.problem)

    @cached_property
    def worth(self) -> Mapping[str, int]:
        """What `solve` reckons that each stop is worth."""
        return worth_of(self.problem, self.alone, WEIGHT_FIRST)

    def arranged(self, ours: Plan) -> PatrolProblem:
        """The problem without ties: the doors by which our own plan keeps them."""
        return arrangements(self.problem, self.worth, ours)[0]

    def value(self, plan: Plan) -> Value:
        """What a plan is worth.

        Raises
        ------
        ValueError
            When the validator finds anything wrong with it.
        """
        found = complaints(self.problem, plan)
        if found:
            raise ValueError("; ".join(found))
        return Value.of(plan)

    def best(self, arranged: PatrolProblem, tries: Iterable[Mapping[Team, list[Stop]]]) -> Value:
        """The best of a rival's orders, timed by our schedule and mended as our own are."""
        teller = Teller(self.problem, self.alone, self.worth, None, 0.0)
        plans = (teller.plan(mended(arranged, orders, self.worth)) for orders in tries)
        return max(self.value(plan) for plan in plans)
