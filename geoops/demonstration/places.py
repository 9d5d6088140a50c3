"""The fictional places and people of the demonstration, read from `data/`."""

from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any

from shapely.geometry import Polygon

from geoops.demonstration.geography import Position, read_json

CATEGORIES = (
    "isolated_man",
    "isolated_woman",
    "family",
    "unaccompanied_minor",
    "reduced_mobility",
)
SITE_KINDS = ("caes", "sas", "cao", "guda", "spada")


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of opening on a weekday (0 is Monday), local time."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class DemonstrationSite:
    """A site: `places` by category, `desks` for the GUDA, `verified_days_ago` before loading.

    `languages` are the BCP 47 tags of what its staff speak.
    """

    name: str
    kind: str
    commune: str
    insee: str
    position: Position
    status: str
    places: dict[str, int]
    desks: int | None
    hours: tuple[Opening, ...]
    verified_days_ago: int
    provenance: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemonstrationStretch:
    """Another revisit interval on some weekdays (0 is Monday), within local hours."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time
    revisit_days: int


@dataclass(frozen=True, slots=True)
class DemonstrationZone:
    """A patrol zone; `access` is where a vehicle stops, `service_minutes` what a round takes.

    With `minutes_per_person` more for each who lives in its camps, up to `longest_minutes`.
    """

    name: str
    commune: str
    insee: str
    polygon: Polygon
    access: Position
    revisit_days: int
    weight: int
    service_minutes: int
    minutes_per_person: float | None = None
    longest_minutes: int | None = None
    teams_at_once: int = 1
    languages: tuple[str, ...] = ()
    rhythm: tuple[DemonstrationStretch, ...] = ()


@dataclass(frozen=True, slots=True)
class DemonstrationCamp:
    """An invented living site inside the zone named `zone`; `population` is a first estimate."""

    label: str
    zone: str
    position: Position
    population: int


@dataclass(frozen=True, slots=True)
class DemonstrationBase:
    """Where teams start and end."""

    name: str
    position: Position


@dataclass(frozen=True, slots=True)
class DemonstrationTeam:
    """A team: languages as BCP-47 tags, shift and meal (minutes, from, until) in local time."""

    name: str
    base: str
    languages: tuple[str, ...]
    vehicle: str
    seats: int
    shift_start: time
    shift_end: time
    skills: tuple[str, ...]
    meal: tuple[int, time, time]


@cache
def demonstration_sites() -> tuple[DemonstrationSite, ...]:
    """The 40 sites, in a fixed order."""
    return tuple(
        DemonstrationSite(
            **{k: v for k, v in properties.items() if k not in ("hours", "languages")},
            position=position,
            languages=tuple(properties["languages"]),
            hours=tuple(_opening(row) for row in properties["hours"]),
        )
        for properties, position in _points("sites.geojson")
    )


@cache
def demonstration_zones() -> tuple[DemonstrationZone, ...]:
    """The 24 zones from Boulogne to Bray-Dunes, in a fixed order."""
    return tuple(
        _zone(feature["properties"], Polygon(feature["geometry"]["coordinates"][0]))
        for feature in read_json("zones.geojson")["features"]
    )


@cache
def demonstration_camps() -> tuple[DemonstrationCamp, ...]:
    """The 18 camps, in a fixed order."""
    return tuple(
        DemonstrationCamp(**properties, position=position)
        for properties, position in _points("camps.geojson")
    )


@cache
def demonstration_bases() -> tuple[DemonstrationBase, ...]:
    """The 3 bases."""
    return tuple(
        DemonstrationBase(row["name"], _position(row["position"]))
        for row in read_json("teams.json")["bases"]
    )


@cache
def demonstration_teams() -> tuple[DemonstrationTeam, ...]:
    """The 8 teams, in a fixed order."""
    return tuple(_team(row) for row in read_json("teams.json")["teams"])


def _team(row: dict[str, Any]) -> DemonstrationTeam:
    shift_start, shift_end = (time.fromisoformat(text) for text in row["shift"])
    minutes, *window = row["meal"]
    return DemonstrationTeam(
        name=row["name"],
        base=row["base"],
        languages=tuple(row["languages"]),
        vehicle=row["vehicle"],
        seats=row["seats"],
        shift_start=shift_start,
        shift_end=shift_end,
        skills=tuple(row["skills"]),
        meal=(minutes, *map(time.fromisoformat, window)),
    )


def _opening(row: dict[str, Any]) -> Opening:
    return Opening(
        row["weekday"], time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"])
    )


def _points(name: str) -> list[tuple[dict[str, Any], Position]]:
    return [
        (feature["properties"], _position(feature["geometry"]["coordinates"]))
        for feature in read_json(name)["features"]
    ]


def _position(pair: list[float]) -> Position:
    lon, lat = pair
    return lon, lat


def _zone(properties: dict[str, Any], polygon: Polygon) -> DemonstrationZone:
    return DemonstrationZone(
        **properties
        | {
            "access": _position(properties["access"]),
            "languages": tuple(properties.get("languages", ())),
            "rhythm": tuple(_stretch(row) for row in properties.get("rhythm", ())),
        },
        polygon=polygon,
    )


def _stretch(row: dict[str, Any]) -> DemonstrationStretch:
    starts, ends = (time.fromisoformat(row[end]) for end in ("starts", "ends"))
    return DemonstrationStretch(tuple(row["weekdays"]), starts, ends, row["revisit_days"])
