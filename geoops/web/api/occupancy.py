"""Occupancy: how full the sites have been night by night, and will be on the evenings ahead."""

from datetime import date
from uuid import UUID

from apiflask import APIBlueprint
from pydantic import Field

from geoops.desk.occupancy import OccupancyHistory, Scope, occupancy
from geoops.records import PlaceCategory, SiteKind
from geoops.web.api.answers import Answer
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("occupancy", __name__, url_prefix="/api/v1", tag="Occupancy")


class ScopeAsked(Asked):
    """Whose places: a site's, those of a kind of site, or all; of one category or all."""

    site_id: UUID | None = None
    kind: SiteKind | None = None
    category: PlaceCategory | None = None

    def scope(self) -> Scope:
        """The scope that the desk takes."""
        return Scope(self.site_id, self.kind, self.category)


class HistoryAsked(ScopeAsked):
    """A scope and a period; without one, the last thirteen weeks with tonight."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")


class ScopeAnswer(Answer):
    """Whose places; null stands for all."""

    site_id: UUID | None
    kind: SiteKind | None
    category: PlaceCategory | None


class NightAnswer(Answer):
    """The close of a night, at 24:00 local time of the evening that it is called by.

    A census of the night puts it right also when it is taken on the next morning; until the noon
    after it, it is not `final`. `rate` is occupied ÷ capacity.
    """

    night: date
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    overflow: int
    rate: float | None
    over_95: bool
    final: bool


class SiteInPeriodAnswer(Answer):
    """A site's nights with places in the period, how many at more than 95 %, and its mean rate."""

    site_id: UUID
    name: str
    kind: SiteKind
    nights: int
    over_95: int
    rate: float | None


class HistoryAnswer(Answer):
    """A period's nights in order, and its sites: those with the most nights over 95 % first."""

    scope: ScopeAnswer
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    nights: list[NightAnswer]
    sites: list[SiteInPeriodAnswer]


@blueprint.get("/occupancy")
@blueprint.input(HistoryAsked, location="query", arg_name="asked")
@blueprint.output(HistoryAnswer)
def read(asked: HistoryAsked) -> OccupancyHistory:
    """How full a scope was on each night of a period, tonight so far included.

    A site manager reads of their own site, also without naming it.
    """
    at_work = services()
    return occupancy(
        current_actor(), at_work.engine, asked.scope(), asked.first, asked.last, at_work.now()
    )
