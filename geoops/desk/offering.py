"""Offer a group the sites that make sense, nearest sensible first: one query, one road table.

A site's score is the minutes until the group is expected to be in bed, with what may go wrong
counted as minutes, so that a person can check it by hand:

    score = minutes of driving + 15 · people / places left + 10 if no language is shared

It ranges from 0 upwards, and less is better. Places that are nearly gone may be gone on arrival,
and the way to another site is some 15 minutes on this coast; without a shared language somebody has
to be found who interprets, some 10 minutes. A site with too few places, or closed when the group
would arrive, is not offered at all; one that no road leads to comes last, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from sqlalchemy import Engine, Row, text

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import a_group
from geoops.desk.opening_hours import Opening, opening_at
from geoops.records import PlaceCategory, Role, SiteKind
from geoops.routing.answers import Profile, Table
from geoops.routing.errors import NetworkError, PointOffRoad
from geoops.routing.points import Point

SCARCE_MINUTES = 15.0
UNSHARED_MINUTES = 10.0
CROW_SPEED = 10.0
"""Metres a second as the crow flies: when a group would arrive, where no road tells."""
MOST_SITES = 200
"""The nearest sites with places that are looked at."""

CANDIDATES = text("""
    SELECT s.id, s.name, s.kind, s.opening_hours, s.languages,
        ST_X(s.position) AS lon, ST_Y(s.position) AS lat,
        c.capacity - c.out_of_service - c.occupied - c.held AS places_left,
        ST_Distance(s.position::geography, here.position) AS straight
    FROM place_capacity c JOIN site s ON s.id = c.site_id,
        (SELECT ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)::geography AS position) AS here
    WHERE c.category = :category AND s.status = 'open'
      AND c.capacity - c.out_of_service - c.occupied - c.held >= :people
    ORDER BY straight, s.id LIMIT :most
""")


class Ways(Protocol):
    """The part of `geoops.routing.network.Network` that offering needs."""

    def table(
        self,
        points: Sequence[Point],
        profile: Profile,
        sources: Sequence[int] | None = None,
        destinations: Sequence[int] | None = None,
    ) -> Table:
        """The fastest ways from some points to others."""


class Measure(StrEnum):
    """What offers are ordered by: the score, or metres in a straight line, without the engine."""

    ROAD = "road"
    STRAIGHT = "straight"


@dataclass(frozen=True)
class Group:
    """Who needs places of one category, where (EPSG:4326), and what is spoken (BCP 47 tags)."""

    category: PlaceCategory
    people: int
    lon: float
    lat: float
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """Minutes until in bed: less is better. `total` is the sum of its parts."""

    driving: float
    scarcity: float
    language: float

    @property
    def total(self) -> float:
        """The sum that sites are ordered by."""
        return self.driving + self.scarcity + self.language


@dataclass(frozen=True)
class Offer:
    """A site that takes the group in: seconds and metres by road, None where no road leads."""

    site_id: UUID
    site: str
    kind: SiteKind
    places_left: int
    straight: float
    seconds: float | None
    metres: float | None
    arrives_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    languages: tuple[str, ...]
    score: Score | None


@dataclass(frozen=True)
class Offers:
    """What a group is offered, best first."""

    measure: Measure
    offers: tuple[Offer, ...]


def score(seconds: float, places_left: int, people: int, shared: bool) -> Score:
    """How good a site is for a group; `shared`: staff speak one of its languages, if any is known.

    `places_left` is at least `people`, and `people` at least 1.
    """
    return Score(
        driving=seconds / 60,
        scarcity=SCARCE_MINUTES * people / places_left,
        language=0.0 if shared else UNSHARED_MINUTES,
    )


def rank(offer: Offer, measure: Measure) -> tuple[bool, float, float, str]:
    """The order of offers: by score, those without a road last; or by the straight line."""
    if measure is Measure.STRAIGHT:
        return False, offer.straight, 0.0, offer.site
    by_road = offer.score.total if offer.score else 0.0
    return offer.score is None, by_road, offer.straight, offer.site


@permitted(Role.COORDINATOR, Role.FIELD)
def offer_places(actor: Actor, engine: Engine, roads: Ways, group: Group, now: datetime) -> Offers:
    """The open sites with enough places for the group, best first.

    Raises
    ------
    Invalid
        The number of people is not from 1 to 500.
    """
    a_group("people", group.people)
    asked = {
        "category": group.category.value,
        "people": group.people,
        "lon": group.lon,
        "lat": group.lat,
        "most": MOST_SITES,
    }
    with work(actor, engine) as session:
        rows = session.execute(CANDIDATES, asked).all()
    ways = _drive(roads, (group.lon, group.lat), [(row.lon, row.lat) for row in rows])
    measure = Measure.STRAIGHT if ways is None else Measure.ROAD
    pairs = zip(rows, ways or [None] * len(rows), strict=True)
    found = [_offer(row, way, group, now, actor.time_zone) for row, way in pairs]
    kept = sorted((one for one in found if one), key=lambda one: rank(one, measure))
    return Offers(measure, tuple(kept))


type Way = tuple[float, float] | None
"""Seconds and metres by road, if one leads there."""


def _drive(roads: Ways, start: Point, ends: Sequence[Point]) -> list[Way] | None:
    """The ways from `start` to each end; None when nothing can be said: no engine, or no road.

    An end that lies off every road is one that no road leads to; the others are asked about again.
    """
    on_road = list(range(len(ends)))
    try:
        return _table(roads, start, ends, on_road)
    except PointOffRoad as off:
        on_road = [number for number in on_road if number + 1 not in off.details["indices"]]
        if 0 in off.details["indices"]:
            return None
    except NetworkError:
        return None
    try:
        return _table(roads, start, ends, on_road)
    except NetworkError:
        return None


def _table(roads: Ways, start: Point, ends: Sequence[Point], on_road: Sequence[int]) -> list[Way]:
    ways: list[Way] = [None] * len(ends)
    if on_road:
        points = [start, *(ends[number] for number in on_road)]
        table = roads.table(points, "car", [0], range(1, len(points)))
        for number, seconds, metres in zip(
            on_road, table.durations[0], table.distances[0], strict=True
        ):
            ways[number] = None if np.isnan(seconds) else (float(seconds), float(metres))
    return ways


def _offer(row: Row[Any], way: Way, group: Group, now: datetime, time_zone: str) -> Offer | None:
    """What the site offers, unless it is closed when the group would arrive."""
    seconds = way[0] if way else row.straight / CROW_SPEED
    arrives_at = now + timedelta(seconds=seconds)
    opening: Opening | None = opening_at(row.opening_hours, arrives_at, time_zone)
    if opening is None:
        return None
    shared = tuple(tag for tag in group.languages if _speaks(row.languages, tag))
    return Offer(
        site_id=row.id,
        site=row.name,
        kind=SiteKind(row.kind),
        places_left=row.places_left,
        straight=row.straight,
        seconds=way[0] if way else None,
        metres=way[1] if way else None,
        arrives_at=arrives_at,
        opens_at=opening.opens_at,
        closes_at=opening.closes_at,
        languages=shared,
        score=score(seconds, row.places_left, group.people, bool(shared or not group.languages))
        if way
        else None,
    )


def _speaks(spoken: Sequence[str], tag: str) -> bool:
    """Whether a tag is spoken, whatever its script or country: fr-CA is French."""
    return tag.split("-", maxsplit=1)[0] in {one.split("-")[0] for one in spoken}
