"""Ninety days of plausible patrols: who went where, invented from a seed and nothing else."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from shapely.geometry import Point

from geoops.demonstration.encounters import encounters_at
from geoops.demonstration.geography import Position, to_metres
from geoops.demonstration.past import HistoricPatrol, HistoricStop, History
from geoops.demonstration.places import (
    DemonstrationTeam,
    DemonstrationZone,
    demonstration_bases,
    demonstration_camps,
    demonstration_teams,
    demonstration_zones,
)

HISTORY_DAYS = 90
_PARIS = ZoneInfo("Europe/Paris")
_SPEED = 40 / 3.6  # metres a second on the way, towns and parking included
_DETOUR = 1.3  # metres of road for a metre as the crow flies
_REST = 0.14  # share of its days on which a team stays in
_NEGLECTED = frozenset({"Audinghen – Cap Gris-Nez", "Dunkerque – Gare", "Marquise – Carrières"})


def history(seed: int, until: date, days: int = HISTORY_DAYS) -> History:
    """What happened on the `days` days before `until` (exclusive), the same for the same seed."""
    start = until - timedelta(days=days)
    rng = Random(f"{seed}/zones")  # noqa: S311 - invented data, no secret
    patience = {zone.name: _patience(rng, zone) for zone in demonstration_zones()}
    # Zones start as if visited at different times, so that day one is not a day of everything.
    visited = {
        index: start - timedelta(days=rng.randint(1, zone.revisit_days + 1))
        for index, zone in enumerate(demonstration_zones())
    }
    patrols = [
        patrol
        for number in range(days)
        for patrol in _patrols(
            Random(f"{seed}/day {number}"),  # noqa: S311
            start + timedelta(days=number),
            visited,
            patience,
        )
    ]
    return History(
        tuple(patrols),
        tuple(
            encounter
            for index, patrol in enumerate(patrols)
            for encounter in encounters_at(seed, index, patrol)
        ),
    )


def _patience(rng: Random, zone: DemonstrationZone) -> float:
    """How late, in revisit intervals, the teams of this past habitually come to a zone."""
    return rng.uniform(2.2, 2.8) if zone.name in _NEGLECTED else rng.uniform(0.5, 1.4)


def _patrols(
    rng: Random, day: date, visited: dict[int, date], patience: Mapping[str, float]
) -> Iterator[HistoricPatrol]:
    for index, team in enumerate(demonstration_teams()):
        if rng.random() < _REST:
            continue
        base = next(base.position for base in demonstration_bases() if base.name == team.base)
        stops, ends_at = _round(rng, team, base, day, _wanted(rng, base, day, visited, patience))
        yield HistoricPatrol(index, day, _instant(day, team.shift_start), ends_at, tuple(stops))
        visited |= {stop.zone: day for stop in stops}


type Wish = tuple[int, int | None, Position, int]
"""Zone, camp, where, and the minutes wanted there."""


def _round(
    rng: Random, team: DemonstrationTeam, base: Position, day: date, wishes: Iterator[Wish]
) -> tuple[list[HistoricStop], datetime]:
    """The stops of one team's day that fit its shift, and when it is back at its base."""
    here, now = base, _instant(day, team.shift_start) + timedelta(minutes=rng.randint(10, 25))
    shift_end = _instant(day, team.shift_end)
    most = rng.randint(6, 10)
    stops: list[HistoricStop] = []
    for zone, camp, position, minutes in wishes:
        arrives = now + _drive(here, position)
        departs = arrives + timedelta(minutes=minutes)
        if len(stops) < most and departs + _drive(position, base) <= shift_end:
            stops.append(HistoricStop(zone, camp, position, arrives, departs))
            here, now = position, departs
    return stops, now + _drive(here, base)


def _wanted(
    rng: Random,
    base: Position,
    day: date,
    visited: Mapping[int, date],
    patience: Mapping[str, float],
) -> Iterator[Wish]:
    """Zones and camps that a team from `base` would see, the most urgent first."""
    zones = demonstration_zones()
    urgency: dict[int, float] = {}
    for index, zone in enumerate(zones):
        lateness = (day - visited[index]).days / zone.revisit_days
        if zone.revisit_days <= 3 or lateness >= patience[zone.name]:
            nearness = 1 / (1 + (_metres(base, zone.access) / 9_000) ** 2)
            wish = zone.weight * (0.3 + min(lateness, 3.0)) * nearness
            urgency[index] = wish * rng.uniform(0.5, 1.5)
    for index in sorted(urgency, key=lambda index: -urgency[index]):
        yield from _wishes(rng, index, zones[index])


def _wishes(rng: Random, index: int, zone: DemonstrationZone) -> Iterator[Wish]:
    """Each camp of a zone, or the zone's access point where it has none."""
    camps = [
        (number, camp.position)
        for number, camp in enumerate(demonstration_camps())
        if camp.zone == zone.name
    ]
    for number, position in camps:
        yield index, number, position, rng.randint(25, 45)
    if not camps:
        yield index, None, zone.access, zone.service_minutes + rng.randint(-5, 10)


def _drive(start: Position, end: Position) -> timedelta:
    return timedelta(minutes=3 + round(_metres(start, end) * _DETOUR / _SPEED / 60))


def _metres(start: Position, end: Position) -> float:
    return _projected(start).distance(_projected(end))


@cache
def _projected(position: Position) -> Point:
    return to_metres(Point(position))


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=_PARIS).astimezone(UTC)
