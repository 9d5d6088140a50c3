"""The loops on foot of a published patrol's stops, and its breaks, as rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely import Point
from shapely.geometry import shape

from geoops.db.columns import SRID
from geoops.records import Patrol, PatrolCall, PatrolRest, PatrolStop, PatrolWalk

type Document = dict[str, Any]


def walks(stop: PatrolStop, drawn: Document) -> Iterable[PatrolCall | PatrolWalk]:
    """The calls and ways of a stop's loop, if `drawn` (its part of the document) has one."""
    loop = drawn.get("loop")
    if loop:
        yield from _calls(stop, loop["camps"])
        yield from _ways(stop, loop["legs"])


def rests(patrol: Patrol, drawn: Document) -> Iterable[PatrolRest]:
    """The breaks of a patrol, if its part of the document names any."""
    for rest in drawn.get("rests") or ():
        yield PatrolRest(
            territory_id=patrol.territory_id,
            patrol_id=patrol.id,
            starts_at=_instant(rest["starts_at"]),
            ends_at=_instant(rest["ends_at"]),
        )


def _calls(stop: PatrolStop, camps: Iterable[Document]) -> Iterable[PatrolCall]:
    for sequence, camp in enumerate(camps):
        yield PatrolCall(
            territory_id=stop.territory_id,
            stop_id=stop.id,
            sequence=sequence,
            camp_id=UUID(camp["id"]),
            position=from_shape(Point(camp["position"]), srid=SRID),
            arrives_at=_instant(camp["arrives_at"]),
            departs_at=_instant(camp["departs_at"]),
        )


def _ways(stop: PatrolStop, legs: Iterable[Document]) -> Iterable[PatrolWalk]:
    for sequence, leg in enumerate(legs):
        yield PatrolWalk(
            territory_id=stop.territory_id,
            stop_id=stop.id,
            sequence=sequence,
            departs_at=_instant(leg["departs_at"]),
            arrives_at=_instant(leg["arrives_at"]),
            duration=leg["duration"],
            distance=leg["distance"],
            path=from_shape(shape(leg["geometry"]), srid=SRID),
            steps=leg.get("steps") or [],
        )


def _instant(words: str) -> datetime:
    return datetime.fromisoformat(words)
