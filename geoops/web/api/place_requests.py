"""Place requests: the waiting list of groups for whom no place was left."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from geoops.desk.waiting import (
    AskedFor,
    Patience,
    WaitingRequest,
    ask_for_places,
    line,
    withdraw_request,
)
from geoops.records import PlaceCategory, RequestPriority, RequestState
from geoops.web.api.answers import Answer
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("place_requests", __name__, url_prefix="/api/v1", tag="Place requests")


class RequestAsked(Asked):
    """Places wanted wherever they are freed first, or only at `site_ids`; no word about anybody.

    The key makes it harmless to send the same request again. `priority` is a need of the group.
    """

    category: PlaceCategory
    places: Annotated[int, Field(ge=1, le=500)]
    idempotency_key: UUID
    priority: RequestPriority = RequestPriority.ORDINARY
    site_ids: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    encounter_id: UUID | None = None
    team_id: UUID | None = None


class RequestAnswer(Answer):
    """A request; served, it has its hold. It lapses at `lapses_at`, the end of the night."""

    id: UUID
    category: PlaceCategory
    places: int
    priority: RequestPriority
    site_ids: list[UUID]
    state: RequestState
    created_at: datetime
    lapses_at: datetime
    ended_at: datetime | None
    hold_id: UUID | None
    encounter_id: UUID | None
    team_id: UUID | None


class InLine(RequestAnswer):
    """A request in its line.

    `position` counts from 1 within the category. `overtaken` is how often a later one was served
    where this one did not fit; after three times nobody is any more. A served one names its site.
    """

    position: int | None
    overtaken: int
    team: str | None
    site_id: UUID | None
    site: str | None
    expires_at: datetime | None


class Line(Answer):
    """Requests in one state, by category and in the order in which they are served."""

    place_requests: list[InLine]


class StateAsked(Asked):
    """In which state the requests are to be."""

    state: RequestState = RequestState.WAITING


@blueprint.post("/place-requests")
@blueprint.input(RequestAsked, arg_name="asked")
@blueprint.output(RequestAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: "The same request came before: as it stands now",
        409: "The key already stands for another request",
    }
)
def ask(asked: RequestAsked) -> ResponseReturnValue:
    """Get in line for places; if some are free, the answer is already served."""
    at_work = services()
    request = WaitingRequest(**dict(asked) | {"idempotency_key": str(asked.idempotency_key)})
    patience = Patience(at_work.settings.hold_duration, at_work.settings.waiting_ends)
    found: AskedFor = ask_for_places(
        current_actor(), at_work.engine, request, at_work.now(), patience
    )
    headers = {"Location": url_for("place_requests.withdraw", request_id=found.request.id)}
    return found.request, 201 if found.created else 200, headers  # type: ignore[return-value]


@blueprint.get("/place-requests")
@blueprint.input(StateAsked, location="query", arg_name="asked")
@blueprint.output(Line)
def read(asked: StateAsked) -> ResponseReturnValue:
    """The line, or how requests ended; a field team sees its own."""
    return {"place_requests": line(current_actor(), services().engine, asked.state)}


@blueprint.delete("/place-requests/<uuid:request_id>")
@blueprint.output({}, status_code=204, description="The request is out of line")
@blueprint.doc(responses={409: "It has been served: there is a hold to release"})
def withdraw(request_id: UUID) -> ResponseReturnValue:
    """Get out of line. Withdrawing again changes nothing."""
    at_work = services()
    withdraw_request(current_actor(), at_work.engine, request_id, at_work.now())
    return ""
