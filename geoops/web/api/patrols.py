"""Patrols: one team's outing on one day, with its stops and its way on the roads."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from flask_babel import get_locale
from pydantic import AfterValidator, Field

from geoops.desk.patrolling import check_in, finish_patrol, patrol, patrols_of_day
from geoops.desk.signing import Sign, note_sign
from geoops.desk.signs import accept_patrol, check_out, skip_stop, undo_sign
from geoops.errors import NotFound
from geoops.records import Patrol, PatrolStatus, PatrolStop, SignAct, SkipReason, StopKind
from geoops.web.api.answers import (
    GEOJSON,
    Answer,
    Collection,
    LineString,
    MultiLineString,
    Position,
    sensitive_collection,
)
from geoops.web.api.mistakes import Unfit
from geoops.web.api.reading import Asked
from geoops.web.directions import with_words
from geoops.web.security import current_actor
from geoops.web.services import services

MOST_STOPS = 1_000
blueprint = APIBlueprint("patrols", __name__, url_prefix="/api/v1", tag="Patrols")


def _of_our_time(day: date) -> date:
    if not 2000 <= day.year < 2100:
        raise Unfit(reason="give a day of this century")
    return day


Day = Annotated[date, AfterValidator(_of_our_time)]


class DayAsked(Asked):
    """A day on the territory's calendar."""

    date: Day


class PatrolBase(Answer):
    """Where a patrol starts, or ends."""

    name: str
    position: Position


class StepAnswer(Answer):
    """One instruction: OSRM's words for it, and `words` for the reader in their language."""

    maneuver: str
    modifier: str = ""
    name: str = ""
    ref: str = ""
    duration: float = 0
    distance: float = 0
    position: Position
    bearing: int = 0
    turn_off: int = 0
    exits: str = ""
    destinations: str = ""
    rotary: str = ""
    words: str = ""


class WalkLeg(Answer):
    """A way on foot: seconds, metres, and the instructions when one patrol is read."""

    departs_at: datetime
    arrives_at: datetime
    duration: float
    distance: float
    geometry: LineString
    steps: list[StepAnswer] = Field(default_factory=list)


class CampCall(Answer):
    """A camp that the loop calls at."""

    id: UUID
    name: str
    position: Position
    arrives_at: datetime
    departs_at: datetime


class Loop(Answer):
    """The walk through the camps while the van stands: seconds and metres of the whole."""

    camps: list[CampCall]
    legs: list[WalkLeg]
    seconds: float
    metres: float


class RestAnswer(Answer):
    """A break of the outing."""

    starts_at: datetime
    ends_at: datetime


class VanStop(Answer):
    """Which of a zone's places the van stops at, from 1, and how many there are."""

    number: int
    of: int


class PatrolStopAnswer(Answer):
    """One visit, planned and done; a camp that the reader may not see has its zone's name.

    `loop` is the walk that begins with the visit; null without one, or for who may not see it.
    `van_stop` tells where the van stops in a zone that has several places for it.
    """

    sequence: int
    kind: StopKind
    id: UUID | None
    name: str | None
    position: Position | None
    arrives_at: datetime
    starts_at: datetime
    departs_at: datetime
    visited_at: datetime | None
    loop: Loop | None
    van_stop: VanStop | None = None
    left_at: datetime | None
    skipped: SkipReason | None


class PatrolProperties(Answer):
    """A patrol: distance in metres, driving in seconds; `finished_at`: when its team was back.

    It leaves from `base` and comes back to `end_base`, with the vehicle that it has on the day.
    """

    id: UUID
    plan_id: UUID | None
    service_date: date
    status: PatrolStatus
    team_id: UUID
    team: str
    vehicle: str
    colour_index: int
    base: PatrolBase
    end_base: PatrolBase
    starts_at: datetime
    ends_at: datetime
    finished_at: datetime | None
    accepted_at: datetime | None
    revision: int
    distance: float
    driving: float
    rests: list[RestAnswer]
    stops: list[PatrolStopAnswer]


class LegProperties(Answer):
    """The way to stop number `sequence`: seconds and metres."""

    sequence: int
    departs_at: datetime
    arrives_at: datetime
    duration: float
    distance: float
    steps: list[StepAnswer]


class LegCollection(Collection[LineString, LegProperties]):
    """A patrol's legs."""


class PatrolAnswer(PatrolProperties):
    """A patrol with its legs."""

    legs: LegCollection


class VisitAnswer(Answer):
    """A stop, and when the team checked in there."""

    sequence: int
    kind: StopKind
    visited_at: datetime


class SignAnswer(Answer):
    """A stop with what the team has noted there."""

    sequence: int
    kind: StopKind
    visited_at: datetime | None
    left_at: datetime | None
    skipped: SkipReason | None


class SkipAsked(Asked):
    """Why a stop is passed by."""

    reason: SkipReason


class SignAsked(Asked):
    """A sign at the stop with a number and a place, `ago` seconds before it is sent."""

    act: SignAct
    sequence: Annotated[int, Field(ge=0, le=MOST_STOPS)]
    place_id: UUID
    reason: SkipReason | None = None
    ago: Annotated[float, Field(ge=0, le=86_400)] = 0.0


class ProgressAnswer(Answer):
    """Where a patrol stands, when its team accepted it, and when it ended."""

    id: UUID
    status: PatrolStatus
    accepted_at: datetime | None
    finished_at: datetime | None


class PatrolCollection(Collection[MultiLineString | None, PatrolProperties]):
    """The patrols of a day, each with its whole way."""


@blueprint.get("/patrols")
@blueprint.input(DayAsked, location="query", arg_name="asked")
@blueprint.output(PatrolCollection, content_type=GEOJSON)
def list_patrols(asked: DayAsked) -> Response:
    """The patrols of a day, that are not cancelled; a field account sees its own team's."""
    return sensitive_collection(patrols_of_day(current_actor(), services().engine, asked.date))


@blueprint.get("/patrols/<uuid:patrol_id>")
@blueprint.output(PatrolAnswer)
def read_patrol(patrol_id: UUID) -> dict[str, Any]:
    """A patrol with its stops, legs and loops; each instruction in the reader's language."""
    found = patrol(current_actor(), services().engine, patrol_id)
    return with_words(found, str(get_locale()))


@blueprint.post("/patrols/<uuid:patrol_id>/stops/<int:sequence>/visit")
@blueprint.output(VisitAnswer)
@blueprint.doc(responses={409: "The patrol is over"})
def visit(patrol_id: UUID, sequence: int) -> PatrolStop:
    """Note that the team is at a stop. Again changes nothing: the first time stays."""
    _refuse_beyond(sequence)
    at_work = services()
    return check_in(current_actor(), at_work.engine, patrol_id, sequence, at_work.now())


@blueprint.post("/patrols/<uuid:patrol_id>/completion")
@blueprint.output(ProgressAnswer)
@blueprint.doc(responses={409: "The patrol has not started, or was cancelled"})
def complete(patrol_id: UUID) -> Patrol:
    """Note that the team is back. Again changes nothing: the first time stays."""
    at_work = services()
    return finish_patrol(current_actor(), at_work.engine, patrol_id, at_work.now())


@blueprint.post("/patrols/<uuid:patrol_id>/acceptance")
@blueprint.output(ProgressAnswer)
@blueprint.doc(responses={409: "The patrol is over"})
def accept(patrol_id: UUID) -> Patrol:
    """Note that the team has seen its patrol and goes. Again changes nothing."""
    at_work = services()
    return accept_patrol(current_actor(), at_work.engine, patrol_id, at_work.now())


@blueprint.post("/patrols/<uuid:patrol_id>/stops/<int:sequence>/departure")
@blueprint.output(SignAnswer)
@blueprint.doc(responses={409: "Nobody has checked in there, or the patrol is over"})
def leave(patrol_id: UUID, sequence: int) -> PatrolStop:
    """Note that the team leaves a stop. Again changes nothing: the first time stays."""
    _refuse_beyond(sequence)
    at_work = services()
    return check_out(current_actor(), at_work.engine, patrol_id, sequence, at_work.now())


@blueprint.post("/patrols/<uuid:patrol_id>/stops/<int:sequence>/skip")
@blueprint.input(SkipAsked, arg_name="asked")
@blueprint.output(SignAnswer)
@blueprint.doc(responses={409: "The team has checked in there, or the patrol is over"})
def skip(patrol_id: UUID, sequence: int, asked: SkipAsked) -> PatrolStop:
    """Note that the team passes a stop by, and why."""
    _refuse_beyond(sequence)
    return skip_stop(current_actor(), services().engine, patrol_id, sequence, asked.reason)


@blueprint.delete("/patrols/<uuid:patrol_id>/stops/<int:sequence>/sign")
@blueprint.output(SignAnswer)
@blueprint.doc(responses={409: "Nothing is noted there, or the patrol is over"})
def take_back(patrol_id: UUID, sequence: int) -> PatrolStop:
    """Take back the last sign at a stop: departure first, then check-in or that it was skipped."""
    _refuse_beyond(sequence)
    return undo_sign(current_actor(), services().engine, patrol_id, sequence)


@blueprint.put("/patrols/<uuid:patrol_id>/signs/<uuid:sign_id>")
@blueprint.input(SignAsked, arg_name="asked")
@blueprint.output(SignAnswer)
@blueprint.doc(responses={409: "It does not follow what is noted there, or the patrol is over"})
def note(patrol_id: UUID, sign_id: UUID, asked: SignAsked) -> PatrolStop:
    """Note a sign under the phone's own id. The same again changes nothing."""
    at_work = services()
    given = dict(asked)
    happened_at = at_work.now() - timedelta(seconds=given.pop("ago"))
    sign = Sign(id=sign_id, happened_at=happened_at, **given)
    return note_sign(current_actor(), at_work.engine, patrol_id, sign)


def _refuse_beyond(sequence: int) -> None:
    """No patrol has so many stops, and the database's numbers end somewhere."""
    if sequence > MOST_STOPS:
        raise NotFound(kind="stop", identifier=sequence)
