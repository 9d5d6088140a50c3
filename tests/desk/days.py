"""A day to plan: teams at Calais, zones and camps along the demonstration's coast."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.demonstration.places import demonstration_bases, demonstration_zones
from geoops.records import (
    Base,
    Camp,
    PatrolPlan,
    PlanState,
    Record,
    Team,
    Territory,
    Zone,
)

BASE = demonstration_bases()[0].position
PLACES = demonstration_zones()
DAY = date(2026, 11, 24)


@dataclass
class Day:
    """A territory with `teams` teams and `zones` zones, all at the demonstration's positions."""

    owner: Engine
    territory: Territory
    teams: list[UUID] = field(default_factory=list)
    zones: list[UUID] = field(default_factory=list)
    camps: list[UUID] = field(default_factory=list)

    def insert(self, *rows: Record) -> None:
        with Session(self.owner) as session, session.begin():
            for row in rows:
                session.add(row)
                session.flush()

    def add_team(self, name: str, starts: time = time(8), ends: time = time(16)) -> UUID:
        base, team = uuid4(), uuid4()
        of = {"territory_id": self.territory.id}
        self.insert(
            Base(id=base, name=f"Base {name}", position=point(BASE), **of),
            Team(
                **of,
                **{"id": team, "name": name, "base_id": base, "vehicle": "van", "seats": 8},
                shift_starts=starts,
                shift_ends=ends,
            ),
        )
        self.teams.append(team)
        return team

    def add_zone(self, number: int, **changes: Any) -> UUID:
        place, zone = PLACES[number], uuid4()
        plain = {
            "id": zone,
            "territory_id": self.territory.id,
            "name": place.name,
            "area": from_shape(place.polygon, srid=4326),
            "access": point(place.access),
            "revisit_interval": timedelta(days=4),
            "weight": 1.0,
            "service_time": timedelta(minutes=30),
        }
        self.insert(Zone(**(plain | changes)))
        self.zones.append(zone)
        return zone

    def add_camp(self, label: str, zone: UUID, position: tuple[float, float]) -> UUID:
        camp = uuid4()
        self.insert(
            Camp(
                id=camp,
                territory_id=self.territory.id,
                label=label,
                zone_id=zone,
                position=point(position),
            )
        )
        self.camps.append(camp)
        return camp

    def add_plan(self, state: PlanState = PlanState.DONE, **changes: Any) -> UUID:
        """A plan as a worker leaves it: every team visits every zone, one after the other."""
        plan = uuid4()
        plain = {
            "id": plan,
            "territory_id": self.territory.id,
            "service_date": DAY,
            "state": state,
            "request": {
                "team_ids": [str(team) for team in self.teams],
                "include_camps": bool(self.camps),
                "required_zone_ids": [],
                "site_ids": [],
            },
            "best": a_best(self),
        }
        self.insert(PatrolPlan(**(plain | changes)))
        return plan


def a_day(owner: Engine, territory: Territory, teams: int = 1, zones: int = 2) -> Day:
    day = Day(owner, territory)
    for number in range(teams):
        day.add_team(f"Team {number + 1}")
    for number in range(zones):
        day.add_zone(number)
    return day


def a_best(day: Day) -> dict[str, Any]:
    """The document of a plan in which every team makes the same round."""
    places = [("zone", zone) for zone in day.zones] + [("camp", camp) for camp in day.camps]
    return {
        "objective": {"required_missed": 0, "weight": 1.0, "driving": 600, "distance": 9000.0},
        "patrols": [a_round(number, team, places) for number, team in enumerate(day.teams)],
        "left_out": [],
        "elapsed": 0.1,
    }


def a_round(number: int, team: UUID, places: Sequence[tuple[str, UUID]]) -> dict[str, Any]:
    spots = [spot(index) for index in range(len(places))]
    path = [BASE, *spots, BASE]
    return {
        "team_id": str(team),
        "team": f"Team {number + 1}",
        "colour_index": number,
        "starts_at": at(0),
        "ends_at": at(60 * len(path)),
        "distance": 1000.0 * (len(path) - 1),
        "driving": 600 * (len(path) - 1),
        "stops": [
            {
                **{"kind": kind, "id": str(place), "name": "", "position": list(spot)},
                **{"arrives_at": at(60 * i + 10), "starts_at": at(60 * i + 10)},
                **{"departs_at": at(60 * i + 60), "weight": 1.0},
            }
            for i, ((kind, place), spot) in enumerate(zip(places, spots, strict=True))
        ],
        "legs": [
            {
                **{"sequence": i, "departs_at": at(60 * i), "arrives_at": at(60 * i + 10)},
                **{"duration": 600, "distance": 1000.0},
                "geometry": {"type": "LineString", "coordinates": [path[i], path[i + 1]]},
            }
            for i in range(len(path) - 1)
        ],
    }


def spot(index: int) -> tuple[float, float]:
    """Where a round's stop is: six decimals that no other position shares by chance."""
    return round(1.853217 + 0.010101 * index, 6), 50.951413


def at(minutes: int) -> str:
    """`minutes` after 8:00 in Calais (winter) on the day."""
    return (datetime(2026, 11, 24, 7, tzinfo=UTC) + timedelta(minutes=minutes)).isoformat()


def point(position: tuple[float, float]) -> object:
    return from_shape(Point(position), srid=4326)
