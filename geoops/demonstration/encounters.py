"""Invents the encounters of a patrol: groups, what they lacked, what they accepted."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from math import cos, pi, sin
from random import Random
from uuid import NAMESPACE_URL, uuid5

from shapely import prepare
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geoops.demonstration.geography import Position, land, to_degrees, to_metres
from geoops.demonstration.past import HistoricEncounter, HistoricPatrol, HistoricStop, Outcome
from geoops.demonstration.places import (
    demonstration_sites,
    demonstration_teams,
    demonstration_zones,
)

NEEDS = ("water", "food", "clothing", "shelter", "medical", "legal_information", "hygiene")
EXPLAINED = ("asylum", "accommodation", "voluntary_return")
_SPREAD = 120.0  # metres around a camp in which its people are met
_REFERRED = {"place": 5, "guda": 2, "spada": 1, "voluntary_return": 1, "care": 2}


def encounters_at(seed: int, patrol_index: int, patrol: HistoricPatrol) -> list[HistoricEncounter]:
    """The encounters of one patrol in the order of its stops, the same for the same seed."""
    rng = Random(f"{seed}/patrol {patrol_index}")  # noqa: S311 - invented data, no secret
    found: list[HistoricEncounter] = []
    for stop in patrol.stops:
        for _ in range(rng.choice((1, 2, 2, 3) if stop.camp is not None else (0, 0, 1))):
            name = f"geoops:demonstration:{seed}:{patrol.service_date}:{patrol.team}:{len(found)}"
            found.append(_encounter(rng, name, patrol_index, patrol, stop))
    return found


def _encounter(
    rng: Random, name: str, patrol_index: int, patrol: HistoricPatrol, stop: HistoricStop
) -> HistoricEncounter:
    head_count = min(25, 1 + int(rng.expovariate(1 / 5)))
    men, women, family, minors = _categories(rng, head_count)
    accepted = rng.random()
    minutes = rng.uniform(0, (stop.departs_at - stop.arrives_at).total_seconds() / 60)
    return HistoricEncounter(
        uuid=uuid5(NAMESPACE_URL, name),
        patrol=patrol_index,
        team=patrol.team,
        zone=stop.zone,
        camp=stop.camp,
        met_at=stop.arrives_at + timedelta(seconds=round(minutes * 60)),
        position=_near(rng, stop),
        head_count=head_count,
        isolated_men=men,
        isolated_women=women,
        family_members=family,
        unaccompanied_minors=minors,
        reduced_mobility=int(rng.random() < 0.04),
        languages=_some(rng, demonstration_teams()[patrol.team].languages[1:], 2),
        needs=_some(rng, NEEDS, 4),
        explained=_some(rng, EXPLAINED, 3),
        refused=accepted > 0.55,
        outcome=_outcome(rng, head_count) if accepted < 0.3 else None,
    )


def _categories(rng: Random, head_count: int) -> tuple[int, int, int, int]:
    """Isolated men and women, family members and unaccompanied minors; together `head_count`."""
    family = min(head_count, rng.randint(2, 6)) if head_count > 1 and rng.random() < 0.2 else 0
    others = head_count - family
    minors = sum(rng.random() < 0.08 for _ in range(others))
    women = sum(rng.random() < 0.07 for _ in range(others - minors))
    return others - minors - women, women, family, minors


def _some(rng: Random, words: Sequence[str], most: int) -> tuple[str, ...]:
    """One to `most` of the words, in their own order."""
    chosen = rng.sample(words, rng.randint(1, min(most, len(words))))
    return tuple(sorted(chosen, key=words.index))


def _outcome(rng: Random, head_count: int) -> Outcome:
    kind = rng.choices(tuple(_REFERRED), weights=tuple(_REFERRED.values()))[0]
    people = min(head_count, rng.randint(1, 6))
    sites = {"place": ("caes", "sas"), "guda": ("guda",)}.get(kind)
    site = rng.choice(_sites(sites)) if sites else None
    return Outcome(kind, people, site)


@cache
def _sites(kinds: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(index for index, site in enumerate(demonstration_sites()) if site.kind in kinds)


def _near(rng: Random, stop: HistoricStop) -> Position:
    """A point around the stop, in its zone and on land; the stop itself if none is found."""
    zone = _dry(stop.zone)
    for point in _around(rng, stop.position):
        if zone.contains(Point(point)):
            return point
    return stop.position


@cache
def _dry(zone: int) -> BaseGeometry:
    polygon = demonstration_zones()[zone].polygon.intersection(land())
    prepare(polygon)
    return polygon


def _around(rng: Random, position: Position) -> Iterator[Position]:
    centre = _projected(position)
    for _ in range(8):
        angle, distance = rng.uniform(0, 2 * pi), _SPREAD * rng.random() ** 0.5
        point = to_degrees(
            Point(centre.x + distance * cos(angle), centre.y + distance * sin(angle))
        )
        yield round(point.x, 6), round(point.y, 6)


@cache
def _projected(position: Position) -> Point:
    return to_metres(Point(position))
