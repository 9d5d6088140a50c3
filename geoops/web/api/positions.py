"""Positions that teams share during their patrol: told and taken back by them, read by the desk."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.sharing import Fix, share_position, shared_positions, stop_sharing
from geoops.web.api.answers import Answer, Position
from geoops.web.api.patrols import DayAsked
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("positions", __name__, url_prefix="/api/v1", tag="Positions")


class FixAsked(Asked):
    """Where the phone is: EPSG:4326, metres of accuracy, and seconds since it was measured."""

    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    accuracy: Annotated[float, Field(ge=0, le=100_000)]
    age: Annotated[float, Field(ge=0, le=3_600)] = 0.0


class SharedPosition(Answer):
    """Where a team is that shares it.

    `metres` are to its next stop (number `next_sequence`), in a straight line; null after the last.
    """

    patrol_id: UUID
    team_id: UUID
    team: str
    position: Position
    accuracy: float
    measured_at: datetime
    next_sequence: int | None
    metres: float | None


@blueprint.put("/patrols/<uuid:patrol_id>/position")
@blueprint.input(FixAsked, arg_name="asked")
@blueprint.output({}, status_code=204, description="The coordination sees it")
@blueprint.doc(responses={409: "The patrol is over, or on another day"})
def share(patrol_id: UUID, asked: FixAsked) -> ResponseReturnValue:
    """Tell where the team is. Only the latest is kept, and only while the patrol lasts."""
    at_work = services()
    fix = Fix(**dict(asked))
    share_position(current_actor(), at_work.engine, patrol_id, fix, at_work.now())
    return "", 204


@blueprint.delete("/patrols/<uuid:patrol_id>/position")
@blueprint.output({}, status_code=204, description="It is kept nowhere")
def stop(patrol_id: UUID) -> ResponseReturnValue:
    """Stop sharing. Again changes nothing."""
    stop_sharing(current_actor(), services().engine, patrol_id)
    return "", 204


@blueprint.get("/positions")
@blueprint.input(DayAsked, location="query", arg_name="asked")
@blueprint.output(list[SharedPosition])  # type: ignore[arg-type]
def read(asked: DayAsked) -> list[dict[str, Any]]:
    """Where the day's teams are that share it. Reading any is on record."""
    at_work = services()
    lasts = at_work.settings.position_lasts
    rows = shared_positions(current_actor(), at_work.engine, asked.date, at_work.now(), lasts)
    return [dict(row._mapping) | {"position": (row.lon, row.lat)} for row in rows]
