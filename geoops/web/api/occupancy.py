"""Occupancy: how full the sites have been night by night, and will be on the evenings ahead."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from pydantic import ConfigDict, Field, field_validator

from geoops.desk.forecasting import ask_for_forecast, forecasts
from geoops.desk.occupancy import OccupancyHistory, Scope, occupancy
from geoops.records import (
    ForecastMethod,
    ForecastState,
    OccupancyForecast,
    PlaceCategory,
    SiteKind,
)
from geoops.web.api.answers import Answer
from geoops.web.api.patrol_plans import WhyFailed
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

    model_config = ConfigDict(populate_by_name=True)

    scope: ScopeAnswer
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    nights: list[NightAnswer]
    sites: list[SiteInPeriodAnswer]


class EveningAnswer(Answer):
    """An evening ahead: how many are expected, and the band in which they should be, in people.

    `bands` are by their level in %: 50, 80 and 95. `chance_over_95`, from 0 to 1, is how likely
    more than 95 % of the places will be occupied. `capacity` is taken to stay as it is.
    """

    night: date
    capacity: int
    expected: int
    bands: dict[str, tuple[int, int]]
    chance_over_95: float


class BackTestAnswer(Answer):
    """How the methods would have done on the evenings of the last `weeks`.

    `errors` are mean absolute errors in people, by method; `inside` is the share of evenings within
    each band of the method that is used, by the band's level in %.
    """

    weeks: int
    evenings: int
    errors: dict[str, float]
    inside: dict[str, float]


class ForecastAnswer(Answer):
    """A forecast of seven evenings from `first_night` on, as it stands.

    `method`: exponential smoothing, or the naive guess that each evening will be as a week before,
    where that has done better; flat where nothing ever changed. `problem` says why there is none.
    """

    id: UUID
    site_id: UUID | None
    kind: SiteKind | None
    category: PlaceCategory | None
    first_night: date
    state: ForecastState
    asked_at: datetime
    made_at: datetime | None
    method: ForecastMethod | None
    points: list[EveningAnswer] | None
    backtest: BackTestAnswer | None
    problem: WhyFailed | None

    @field_validator("problem", mode="before")
    @classmethod
    def _in_the_readers_language(cls, kept: dict[str, Any] | None) -> WhyFailed | None:
        return WhyFailed.of(kept) if kept else None


class ForecastsAnswer(Answer):
    """The last two forecasts of a scope, the newest first."""

    forecasts: list[ForecastAnswer]


@blueprint.get("/occupancy")
@blueprint.input(HistoryAsked, location="query", arg_name="asked")
@blueprint.output(HistoryAnswer)
@blueprint.doc(responses={404: "There is no such site"})
def read(asked: HistoryAsked) -> OccupancyHistory:
    """How full a scope was on each night of a period, tonight so far included.

    A site manager reads of their own site, also without naming it.
    """
    at_work = services()
    return occupancy(
        current_actor(), at_work.engine, asked.scope(), asked.first, asked.last, at_work.now()
    )


@blueprint.get("/occupancy/forecasts")
@blueprint.input(ScopeAsked, location="query", arg_name="asked")
@blueprint.output(ForecastsAnswer)
def list_forecasts(asked: ScopeAsked) -> dict[str, list[OccupancyForecast]]:
    """The newest forecasts of a scope; tonight's may still be under way."""
    return {"forecasts": forecasts(current_actor(), services().engine, asked.scope())}


@blueprint.post("/occupancy/forecasts")
@blueprint.input(ScopeAsked, arg_name="asked")
@blueprint.output(ForecastAnswer, status_code=202, description="A worker makes the forecast")
@blueprint.doc(responses={404: "There is no such site"})
def ask(asked: ScopeAsked) -> OccupancyForecast:
    """Ask for the forecast of the seven evenings from tonight on; live topic `forecast`.

    Asking while it is being made changes nothing; asking later has it made again.
    """
    at_work = services()
    return ask_for_forecast(current_actor(), at_work.engine, asked.scope(), at_work.now())
