"""Teams, at the bases that they start from."""

from typing import Annotated, Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, json
from geoalchemy2.shape import to_shape
from pydantic import Field
from shapely.geometry import mapping

from geoops.desk.showing import teams
from geoops.desk.team_phone import state_phone
from geoops.records import Base, Team
from geoops.web.api.answers import GEOJSON, Answer, Collection, Point, collection
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("teams", __name__, url_prefix="/api/v1", tag="Teams")

# What the clock on the wall shows; JSON Schema's "format: time" would want an offset.
ClockTime = Annotated[str, Field(pattern=r"^\d\d:\d\d:\d\d$")]


class TeamProperties(Answer):
    """A team: languages as BCP 47 tags, shift in the territory's local time."""

    id: UUID
    name: str
    base: str
    vehicle: str
    seats: int
    languages: list[str]
    shift_starts: ClockTime
    shift_ends: ClockTime


class PhoneAsked(Asked):
    """The vehicle's number; null when there is none. Never an agent's own."""

    phone: Annotated[str, Field(max_length=20, pattern=r"^[+]?[0-9][0-9 ]{2,18}$")] | None


class PhoneAnswer(Answer):
    """A team, and the number of the phone in its vehicle."""

    id: UUID
    name: str
    phone: str | None


class TeamCollection(Collection[Point, TeamProperties]):
    """The territory's active teams."""


@blueprint.get("/teams")
@blueprint.output(TeamCollection, content_type=GEOJSON)
@blueprint.doc(responses={304: "Unchanged since the ETag that was sent"})
def list_teams() -> Response:
    """The territory's active teams, each at its base."""
    found = teams(current_actor(), services().engine)
    features = [_feature(team, base) for team, base in found]
    return collection(json.dumps({"type": "FeatureCollection", "features": features}))


@blueprint.put("/teams/<uuid:team_id>/phone")
@blueprint.input(PhoneAsked, arg_name="asked")
@blueprint.output(PhoneAnswer)
def write_phone(team_id: UUID, asked: PhoneAsked) -> Team:
    """State the number of the phone that stays in the team's vehicle, or that there is none."""
    return state_phone(current_actor(), services().engine, team_id, asked.phone)


def _feature(team: Team, base: Base) -> dict[str, Any]:
    properties = {
        "id": team.id,
        "name": team.name,
        "base": base.name,
        "vehicle": team.vehicle,
        "seats": team.seats,
        "languages": team.languages,
        "shift_starts": team.shift_starts.isoformat(),
        "shift_ends": team.shift_ends.isoformat(),
    }
    position = mapping(to_shape(base.position))
    return {"type": "Feature", "id": team.id, "geometry": position, "properties": properties}
