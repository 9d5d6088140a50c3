"""What a coordinator asks of a week: its first day, who goes out, and how long to search."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID

from geoops.records import WeekPlanRecord

DAYS = 7


@dataclass(frozen=True)
class WeekRequest:
    """The week to plan.

    Parameters
    ----------
    starts_on
        Its first day on the territory's calendar, today or later.
    team_ids
        Who may go out; None for everybody. On each day those go who are present in its setup.
    on_foot
        Whether a zone's camps are walked to, as in a day's plan: a visit is as long as its walk.
    seed
        What the searches' chance begins with, from 0 to 2³² − 1: the same one plans the same week,
        unless `seconds` are asked for.
    seconds, iterations
        How long each day is planned: so many iterations (the week's own number for None), or so
        long.
    """

    starts_on: date
    team_ids: tuple[UUID, ...] | None = None
    on_foot: bool = True
    seed: int = 0
    seconds: float | None = None
    iterations: int | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days."""
        return tuple(self.starts_on + timedelta(days=number) for number in range(DAYS))

    def as_json(self) -> dict[str, Any]:
        """The request as `week_plan.request` keeps it; the date is a column of its own."""
        teams = None if self.team_ids is None else [str(team) for team in self.team_ids]
        return {
            "team_ids": teams,
            "on_foot": self.on_foot,
            "seed": self.seed,
            "seconds": self.seconds,
            "iterations": self.iterations,
        }

    @classmethod
    def of(cls, plan: WeekPlanRecord) -> Self:
        """The request that `plan` answers."""
        teams = plan.request["team_ids"]
        named = None if teams is None else tuple(map(UUID, teams))
        return cls(plan.starts_on, **plan.request | {"team_ids": named})
