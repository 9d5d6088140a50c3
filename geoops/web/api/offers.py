"""Offers: where a group could sleep, nearest sensible first."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.offering import Group, Measure, offer_places
from geoops.records import PlaceCategory, SiteKind
from geoops.web.api.answers import Answer
from geoops.web.api.encounters import Language
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("offers", __name__, url_prefix="/api/v1", tag="Offers")


class OffersAsked(Asked):
    """A group, where it is (EPSG:4326) and what it speaks.

    It is posted although nothing changes: where a group is must not stand in an address, which
    servers and proxies write down.
    """

    category: PlaceCategory
    people: Annotated[int, Field(ge=1, le=500)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    languages: Annotated[tuple[Language, ...], Field(max_length=20)] = ()


class ScoreAnswer(Answer):
    """Minutes until in bed, less is better; `total` is the sum of the others.

    Driving, 15 · people / places left, and 10 when no language is shared.
    """

    driving: float
    scarcity: float
    language: float
    total: float


class OfferAnswer(Answer):
    """A site with enough places, open when the group arrives.

    `seconds` and `metres` are by road, `straight` metres as the crow flies; without a road there
    is no score, and `arrives_at` is a guess. A site that never closes has no `opens_at`.
    """

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
    languages: list[str]
    score: ScoreAnswer | None


class OffersAnswer(Answer):
    """Offers, best first: by `road`, or by `straight` distance while the road engine is away."""

    measure: Measure
    offers: list[OfferAnswer]


@blueprint.post("/offers")
@blueprint.input(OffersAsked, arg_name="asked")
@blueprint.output(OffersAnswer)
def read(asked: OffersAsked) -> ResponseReturnValue:
    """Where a group could sleep. Nothing is kept by asking."""
    at_work = services()
    group = Group(**dict(asked))
    return offer_places(  # type: ignore[return-value]
        current_actor(), at_work.engine, at_work.roads, group, at_work.now()
    )
