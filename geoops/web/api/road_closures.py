"""Road closures: draw one, change it, lift it, take the lifting back, read those that matter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, cast
from uuid import UUID

import shapely
from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from geoalchemy2.shape import to_shape
from pydantic import Field

from geoops.desk.along_roads import along_the_road
from geoops.desk.closed_roads import closed_roads, what_it_closes
from geoops.desk.closing_roads import (
    Drawing,
    change_closure,
    close_road,
    lift_closure,
    road_closures,
    undo_lifting,
)
from geoops.desk.passing_closures import patrols_passing
from geoops.desk.recalculating import Recalculated
from geoops.errors import Invalid
from geoops.records import RoadClosure
from geoops.web.api.answers import Answer, LineString, MultiLineString, Polygon
from geoops.web.api.free_text import IMPERSONAL
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.api.referrals import Instant
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("road_closures", __name__, url_prefix="/api/v1", tag="Road closures")

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Place = tuple[Longitude, Latitude]
WORDS = r"^[^\x00-\x1f]*[^\x00-\x20][^\x00-\x1f]*$"
"""One line that is not blank."""
ProfileName = Literal["car", "foot"]
RECALCULATED = {503: "The road network is from before roads could be closed"}


class LineAsked(Asked):
    """A line: along roads it closes these, across roads it is a barrier."""

    type: Literal["LineString"]
    coordinates: Annotated[list[Place], Field(min_length=2, max_length=1000)]


class AreaAsked(Asked):
    """An outline, closed: the roads in it and those that cross it are closed."""

    type: Literal["Polygon"]
    coordinates: Annotated[
        list[Annotated[list[Place], Field(min_length=4, max_length=1000)]],
        Field(min_length=1, max_length=20),
    ]


class RoadClosureAsked(Asked):
    """What is closed, and when. `name`: the road and why, never a person.

    Without `ends_at` it lasts until it is lifted.
    """

    name: Annotated[str, Field(min_length=1, max_length=120, pattern=WORDS), IMPERSONAL]
    shape: Annotated[LineAsked | AreaAsked, Field(discriminator="type")]
    profiles: Annotated[tuple[ProfileName, ...], Field(min_length=1, max_length=2)] = ("car",)
    starts_at: Instant
    ends_at: Instant | None = None

    def drawing(self) -> Drawing:
        """The drawing that the desk takes."""
        return Drawing(
            name=self.name,
            shape=_drawn(self.shape),
            profiles=tuple(sorted(set(self.profiles))),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )


class RoadClosureDrawn(RoadClosureAsked):
    """A new closure, under an `id` of the client's own: sent twice, it stands once."""

    id: UUID


class ClosureTried(Asked):
    """A drawing, to be told what it would close."""

    shape: Annotated[LineAsked | AreaAsked, Field(discriminator="type")]
    profiles: Annotated[tuple[ProfileName, ...], Field(min_length=1, max_length=2)] = ("car",)


class StretchAsked(Asked):
    """Two or more points on a road, in the order of driving."""

    points: Annotated[list[Place], Field(min_length=2, max_length=25)]


class PassingAsked(Asked):
    """A day on the territory's calendar, and a draft in place of what is published on it."""

    date: Day
    plan_id: UUID | None = None


class ClosureAnswer(Answer):
    """A closure as it stands, and the roads that it closes.

    These are none where so many are closed that the shape says enough.
    """

    id: UUID
    name: str
    shape: LineString | Polygon
    profiles: list[ProfileName]
    starts_at: datetime
    ends_at: datetime | None
    lifted_at: datetime | None
    closed_roads: MultiLineString


class RecalculatedAnswer(ClosureAnswer):
    """A closure, the metres of road that it closes, and the seconds that recalculating took.

    `network_in` is until the road network answered without them, `table_in` from there until the
    travel among the `places` of its first day was at hand (null when nobody goes out that day).
    `warning` says in words when it closes nothing.
    """

    closed_metres: float
    recalculated_in: float
    network_in: float
    table_in: float | None
    places: int
    warning: str | None


class TriedAnswer(Answer):
    """What a drawing would close."""

    closed_metres: float
    closed_roads: MultiLineString
    warning: str | None


class StretchAnswer(Answer):
    """A line along roads, and what these are called, the longest first."""

    shape: LineString
    names: list[str]


class PassingAnswer(Answer):
    """A patrol that passes over closed roads; `patrol_id` is null for one of a draft."""

    closure_id: UUID
    team_id: UUID
    team: str
    patrol_id: UUID | None


@blueprint.get("/road-closures")
@blueprint.output(list[ClosureAnswer])  # type: ignore[arg-type]
def list_closures() -> list[ClosureAnswer]:
    """Closures in force or to come, and those that ended or were lifted within a day."""
    at_work = services()
    found: Sequence[RoadClosure] = road_closures(current_actor(), at_work.engine, at_work.now())
    return [ClosureAnswer(**_told(one)) for one in found]


@blueprint.post("/road-closures/trial")
@blueprint.input(ClosureTried, arg_name="asked")
@blueprint.output(TriedAnswer)
@blueprint.doc(responses=RECALCULATED)
def try_out(asked: ClosureTried) -> ResponseReturnValue:
    """Say which roads a drawing would close; nothing is kept."""
    shape, profiles = _drawn(asked.shape), sorted(set(asked.profiles))
    found = what_it_closes(current_actor(), services().planning_roads, shape, profiles)
    answer = TriedAnswer(
        closed_metres=round(found.metres, 1),
        closed_roads=found.lines.__geo_interface__,
        warning=_warning(found.metres),
    )
    return cast("ResponseReturnValue", answer)


@blueprint.post("/road-closures/stretch")
@blueprint.input(StretchAsked, arg_name="asked")
@blueprint.output(StretchAnswer)
@blueprint.doc(responses={409: "The road network does not answer"})
def stretch(asked: StretchAsked) -> ResponseReturnValue:
    """The way along the road from point to point, as a line to close."""
    found = along_the_road(current_actor(), services().planning_roads, asked.points)
    answer = StretchAnswer(shape=found.line.__geo_interface__, names=list(found.names))
    return cast("ResponseReturnValue", answer)


@blueprint.get("/road-closures/passing")
@blueprint.input(PassingAsked, location="query", arg_name="asked")
@blueprint.output(list[PassingAnswer])  # type: ignore[arg-type]
@blueprint.doc(responses={404: "There is no such plan"})
def passing(asked: PassingAsked) -> list[PassingAnswer]:
    """The day's patrols that are on a road while it is closed."""
    at_work = services()
    roads = at_work.planning_roads
    found = patrols_passing(current_actor(), at_work.engine, roads, asked.date, asked.plan_id)
    return [PassingAnswer.model_validate(one) for one in found]


@blueprint.post("/road-closures")
@blueprint.input(RoadClosureDrawn, arg_name="asked")
@blueprint.output(RecalculatedAnswer, status_code=201)
@blueprint.doc(responses=RECALCULATED | {409: "The id stands for another closure"})
def draw(asked: RoadClosureDrawn) -> ResponseReturnValue:
    """Close roads; the answer comes when the network answers without them."""
    at_work = services()
    drawing = asked.drawing()
    actor = current_actor()
    found = close_road(
        *(actor, at_work.engine, at_work.planning_roads, asked.id, drawing), at_work.now()
    )
    return _answer(found)


@blueprint.put("/road-closures/<uuid:closure_id>")
@blueprint.input(RoadClosureAsked, arg_name="asked")
@blueprint.output(RecalculatedAnswer)
@blueprint.doc(responses=RECALCULATED)
def change(closure_id: UUID, asked: RoadClosureAsked) -> ResponseReturnValue:
    """Put another drawing or period in the place of what was said before."""
    at_work = services()
    drawing = asked.drawing()
    actor = current_actor()
    roads = at_work.planning_roads
    found = change_closure(actor, at_work.engine, roads, closure_id, drawing, at_work.now())
    return _answer(found)


@blueprint.post("/road-closures/<uuid:closure_id>/lifting")
@blueprint.output(RecalculatedAnswer)
@blueprint.doc(responses=RECALCULATED)
def lift(closure_id: UUID) -> ResponseReturnValue:
    """Open the roads again. Lifting again changes nothing."""
    at_work = services()
    actor = current_actor()
    roads, now = at_work.planning_roads, at_work.now()
    return _answer(lift_closure(actor, at_work.engine, roads, closure_id, now))


@blueprint.delete("/road-closures/<uuid:closure_id>/lifting")
@blueprint.output(RecalculatedAnswer)
@blueprint.doc(responses=RECALCULATED)
def undo(closure_id: UUID) -> ResponseReturnValue:
    """Take the lifting back: the roads are closed as they were."""
    at_work = services()
    actor = current_actor()
    roads, now = at_work.planning_roads, at_work.now()
    return _answer(undo_lifting(actor, at_work.engine, roads, closure_id, now))


def _drawn(asked: LineAsked | AreaAsked) -> shapely.LineString | shapely.Polygon:
    """The shape, refused in words where it is none."""
    if isinstance(asked, LineAsked):
        line = shapely.LineString(asked.coordinates)
        if not line.length:
            raise Invalid(field="shape", reason="a line has two ends")
        return line
    try:
        area = shapely.Polygon(asked.coordinates[0], asked.coordinates[1:])
    except (ValueError, shapely.errors.GEOSException) as error:
        raise Invalid(field="shape", reason="the outline is not closed") from error
    if not area.is_valid:
        raise Invalid(field="shape", reason="the outline crosses itself")
    return area


def _told(closure: RoadClosure) -> dict[str, object]:
    names = ("id", "name", "profiles", "starts_at", "ends_at", "lifted_at")
    shape = to_shape(closure.shape).__geo_interface__
    roads = closed_roads(services().planning_roads, closure).__geo_interface__
    told = {name: getattr(closure, name) for name in names}
    return told | {"shape": shape, "closed_roads": roads}


def _warning(metres: float) -> str | None:
    return None if metres else gettext("No road is closed by what you drew.")


def _answer(found: Recalculated) -> ResponseReturnValue:
    answer = RecalculatedAnswer(
        **_told(found.closure),
        closed_metres=round(found.closed_metres, 1),
        recalculated_in=round(found.recalculated_in, 3),
        network_in=round(found.network_in, 3),
        table_in=None if found.table_in is None else round(found.table_in, 3),
        places=found.places,
        warning=_warning(found.closed_metres),
    )
    return cast("ResponseReturnValue", answer)
