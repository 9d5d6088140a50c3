"""What a coordinator asks of a plan: the day, who goes out, and what is to stay as it was."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from geoops.records import PatrolPlan


@dataclass(frozen=True)
class Pin:
    """A stop that is held to a team, and perhaps to a place in its order.

    Parameters
    ----------
    stop_id
        The place's identifier; with `#2`, `#3` after it for a further visit of the day.
    position
        From 0; the last place if the team has fewer stops. None for wherever it fits best.
    """

    stop_id: str
    team_id: UUID
    position: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The pin as a request keeps it."""
        return asdict(self) | {"team_id": str(self.team_id)}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """The pin that a request has kept."""
        return cls(kept["stop_id"], UUID(kept["team_id"]), kept["position"])


@dataclass(frozen=True)
class PlanRequest:
    """What is to be planned.

    Parameters
    ----------
    service_date
        A day on the territory's calendar, today or later.
    team_ids
        Who goes out; None for every team that is present on the day.
    include_camps
        Whether camps are stops of their own beside the zones.
    on_foot
        Whether a zone's camps are walked to from where the van stops; not if they are stops.
    required_zone_ids
        Zones that come before all others.
    site_ids
        Sites to call at within their opening hours; they come first, too.
    seed
        What the search's chance begins with, from 0 to 2³² − 1.
    seconds, iterations
        When the search ends: after so long (the worker's own time for None), or after so many
        iterations, which with the same seed give the same plan again.
    based_on
        The plan that the search starts from, of the same day.
    pins
        Which stops stay where they were put.
    locked_team_ids
        Whose outing of `based_on` is kept exactly.
    excluded_stop_ids, forced_stop_ids
        What is left out on purpose, and what comes before all that is not required.
    gently
        Whether what was decided since `based_on` leaves the other stops with their teams and in
        their order, unless changing one brings what it disturbs.
    """

    service_date: date
    team_ids: tuple[UUID, ...] | None = None
    include_camps: bool = False
    required_zone_ids: tuple[UUID, ...] = ()
    site_ids: tuple[UUID, ...] = ()
    seed: int = 0
    seconds: float | None = None
    iterations: int | None = None
    based_on: UUID | None = None
    pins: tuple[Pin, ...] = ()
    locked_team_ids: tuple[UUID, ...] = ()
    excluded_stop_ids: tuple[str, ...] = ()
    forced_stop_ids: tuple[str, ...] = ()
    on_foot: bool = True
    gently: bool = True

    @property
    def walks(self) -> bool:
        """Whether zones are visited on foot."""
        return self.on_foot and not self.include_camps

    @property
    def shows_camps(self) -> bool:
        """Whether the plan tells where camps are, so that reading it is recorded."""
        return self.on_foot or self.include_camps

    def as_json(self) -> dict[str, Any]:
        """The request as `patrol_plan.request` keeps it; the date is a column of its own."""
        return {
            "team_ids": _words(self.team_ids or ()),
            "include_camps": self.include_camps,
            "required_zone_ids": _words(self.required_zone_ids),
            "site_ids": _words(self.site_ids),
            "seed": self.seed,
            "seconds": self.seconds,
            "iterations": self.iterations,
            "based_on": str(self.based_on) if self.based_on else None,
            "pins": [pin.as_json() for pin in self.pins],
            "locked_team_ids": _words(self.locked_team_ids),
            "excluded_stop_ids": list(self.excluded_stop_ids),
            "forced_stop_ids": list(self.forced_stop_ids),
            "on_foot": self.on_foot,
            "gently": self.gently,
        }

    @classmethod
    def of(cls, plan: PatrolPlan) -> Self:
        """The request that `plan` answers, its teams named one by one.

        Plans older than walks were asked for without them.
        """
        kept = plan.request
        return cls(
            service_date=plan.service_date,
            team_ids=_identifiers(kept["team_ids"]),
            include_camps=kept["include_camps"],
            required_zone_ids=_identifiers(kept["required_zone_ids"]),
            site_ids=_identifiers(kept["site_ids"]),
            seed=kept.get("seed", 0),
            seconds=kept.get("seconds"),
            iterations=kept.get("iterations"),
            based_on=plan.based_on_id,
            pins=tuple(map(Pin.of, kept.get("pins", ()))),
            locked_team_ids=_identifiers(kept.get("locked_team_ids", ())),
            excluded_stop_ids=tuple(kept.get("excluded_stop_ids", ())),
            forced_stop_ids=tuple(kept.get("forced_stop_ids", ())),
            on_foot=kept.get("on_foot", False),
            gently=kept.get("gently", True),
        )

    @property
    def overrides(self) -> tuple[object, ...]:
        """What a person has decided in the solver's place."""
        return (
            frozenset(self.pins),
            frozenset(self.locked_team_ids),
            frozenset(self.excluded_stop_ids),
            frozenset(self.forced_stop_ids),
        )

    @property
    def named_stops(self) -> frozenset[str]:
        """Every stop that is named for itself."""
        pinned = (pin.stop_id for pin in self.pins)
        return frozenset([*pinned, *self.excluded_stop_ids, *self.forced_stop_ids])


def _words(identifiers: Iterable[UUID]) -> list[str]:
    return [str(one) for one in identifiers]


def _identifiers(words: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(map(UUID, words))
