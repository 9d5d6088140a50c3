"""Vehicles that a day gives to two teams at the same time: said, and not refused.

A setup is saved as one edits, so two teams that swap their vehicles have the same one for a moment;
and a territory may call its vehicles by their kind. So the coordination is told, and decides.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from geoops.desk.setup_of_day import TeamOnDay

DAY = 24 * 60


@dataclass(frozen=True)
class SharedVehicle:
    """A vehicle, and the teams that each have it while another of them does, by their names."""

    vehicle: str
    team_ids: tuple[UUID, ...]
    teams: tuple[str, ...]


def shared_vehicles(teams: Sequence["TeamOnDay"]) -> list[SharedVehicle]:
    """The vehicles that teams present on the day have in overlapping shifts, by their names."""
    users: dict[str, list[TeamOnDay]] = defaultdict(list)
    for team in teams:
        if team.present and team.vehicle:
            users[team.vehicle].append(team)
    return [
        SharedVehicle(vehicle, tuple(t.team_id for t in at_once), tuple(t.name for t in at_once))
        for vehicle, several in sorted(users.items())
        if (at_once := _at_once(several))
    ]


def _at_once(teams: Sequence["TeamOnDay"]) -> list["TeamOnDay"]:
    """Those whose shift overlaps that of another one, in their order."""
    overlapping = {
        team.team_id for pair in combinations(teams, 2) if _overlap(*pair) for team in pair
    }
    return [team for team in teams if team.team_id in overlapping]


def _overlap(one: "TeamOnDay", other: "TeamOnDay") -> bool:
    (starts, ends), (others_start, others_end) = _shift(one), _shift(other)
    return max(starts, others_start) < min(ends, others_end)


def _shift(team: "TeamOnDay") -> tuple[int, int]:
    """Minutes by the clocks; an end that is not after its start is of the next morning."""
    starts, ends = (
        clock.hour * 60 + clock.minute for clock in (team.shift_starts, team.shift_ends)
    )
    return starts, ends if ends > starts else ends + DAY
