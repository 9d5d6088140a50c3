"""What has changed in the middle of a day, as `patrol_plan.request` keeps it under `replan`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

REPLAN = "replan"
"""The key of a plan's request that makes it a replan."""


@dataclass(frozen=True)
class ReplanRequest:
    """The changes of a day under way; none of them means: see how late everybody is.

    Parameters
    ----------
    teams_off
        Teams that make no further stop.
    released_team_ids
        Teams whose next stop may go to another.
    cancelled_stop_ids
        Stops of patrols that nobody is to visit.
    added_zone_ids, added_site_ids
        Places that now want a visit, before all that is not required.
    called_team_ids
        Teams without a patrol that may be sent out for what has no team.
    """

    service_date: date
    teams_off: tuple[UUID, ...] = ()
    released_team_ids: tuple[UUID, ...] = ()
    cancelled_stop_ids: tuple[UUID, ...] = ()
    added_zone_ids: tuple[UUID, ...] = ()
    added_site_ids: tuple[UUID, ...] = ()
    called_team_ids: tuple[UUID, ...] = ()

    def as_json(self) -> dict[str, list[str]]:
        """The changes; the date is a column of its own."""
        fields = {**vars(self)}
        del fields["service_date"]
        return {name: [str(one) for one in ids] for name, ids in fields.items()}

    @classmethod
    def of(cls, service_date: date, request: Mapping[str, Any]) -> Self:
        """What was asked of a plan that is a replan."""
        kept = request[REPLAN]
        return cls(service_date, **{name: tuple(map(UUID, ids)) for name, ids in kept.items()})
