"""Replans: plan the rest of a day anew, send the teams what changes, take their answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import ConfigDict

from geoops.desk.proposing import answer_revision, propose, revisions
from geoops.desk.replan_request import ReplanRequest
from geoops.desk.replanning import ask_for_replan
from geoops.records import PatrolRevision, RevisionState, StopKind
from geoops.web.api.answers import Answer
from geoops.web.api.patrol_plans import Identifiers, PlanAnswer
from geoops.web.api.patrols import Day
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("replans", __name__, url_prefix="/api/v1", tag="Replans")


class ReplanAsked(Asked):
    """What has changed in a day under way.

    Teams that make no further stop, teams whose next stop may go to another, stops (of patrols)
    that nobody is to visit, and zones and sites that now want a visit before all others. Teams that
    are called have no patrol that day, and may be given one for what has no team.
    """

    service_date: Day
    teams_off: Identifiers = ()
    released_team_ids: Identifiers = ()
    cancelled_stop_ids: Identifiers = ()
    added_zone_ids: Identifiers = ()
    added_site_ids: Identifiers = ()
    called_team_ids: Identifiers = ()


class ChangedStop(Answer):
    """A stop that a difference names."""

    kind: StopKind
    id: UUID
    name: str


class Difference(Answer):
    """What a revision changes: stops added, stops removed, whether the others come otherwise.

    Or else `rerouted`: the same stops by another way, for roads were closed or opened.
    """

    added: list[ChangedStop]
    removed: list[ChangedStop]
    reordered: bool
    rerouted: bool = False


class RevisedStop(ChangedStop):
    """A stop of a revision, with its times."""

    model_config = ConfigDict(extra="ignore")

    arrives_at: datetime
    departs_at: datetime


class RevisionAnswer(Answer):
    """A revision of a patrol: its stops from number `from_sequence` on, and the difference."""

    id: UUID
    patrol_id: UUID
    plan_id: UUID
    state: RevisionState
    based_on: int
    from_sequence: int
    difference: Difference
    stops: list[RevisedStop]
    created_at: datetime
    answered_at: datetime | None


class RevisionAnswered(Asked):
    """Whether the team goes on as the revision says."""

    accepted: bool


@blueprint.post("/replans")
@blueprint.input(ReplanAsked, arg_name="asked")
@blueprint.output(PlanAnswer, status_code=202, description="A worker makes the replan")
@blueprint.doc(responses={409: "No patrol of the day is still to be done"})
def ask(asked: ReplanAsked) -> ResponseReturnValue:
    """Plan the rest of a day anew from where its teams are; follow it at the `Location`."""
    at_work = services()
    request = ReplanRequest(**dict(asked))
    queued = ask_for_replan(current_actor(), at_work.engine, request, at_work.now())
    where = {"Location": url_for("patrol_plans.read", plan_id=queued.id)}
    return PlanAnswer.of(queued), 202, where  # type: ignore[return-value]


@blueprint.post("/patrol-plans/<uuid:plan_id>/proposals")
@blueprint.output(list[RevisionAnswer], status_code=201)  # type: ignore[arg-type]
@blueprint.doc(responses={409: "It is no replan, not finished, sent already, or the day went on"})
def send(plan_id: UUID) -> list[dict[str, Any]]:
    """Send each team what a replan changes for it; one that is called gets a patrol to accept."""
    return [_shown(one) for one in propose(current_actor(), services().engine, plan_id)]


@blueprint.get("/patrols/<uuid:patrol_id>/revisions")
@blueprint.output(list[RevisionAnswer])  # type: ignore[arg-type]
def list_revisions(patrol_id: UUID) -> list[dict[str, Any]]:
    """A patrol's last twenty revisions, the newest first."""
    return [_shown(one) for one in revisions(current_actor(), services().engine, patrol_id)]


@blueprint.post("/revisions/<uuid:revision_id>/answer")
@blueprint.input(RevisionAnswered, arg_name="asked")
@blueprint.output(RevisionAnswer)
@blueprint.doc(responses={409: "It is answered or superseded, or the team has gone on"})
def answer(revision_id: UUID, asked: RevisionAnswered) -> dict[str, Any]:
    """Accept or decline a revision. The same answer again changes nothing."""
    at_work = services()
    return _shown(
        answer_revision(
            current_actor(),
            at_work.engine,
            revision_id,
            accepted=asked.accepted,
            now=at_work.now(),
        )
    )


def _shown(one: PatrolRevision) -> dict[str, Any]:
    """A revision without positions and lines: the patrol shows them once it is accepted."""
    kept = {name: getattr(one, name) for name in RevisionAnswer.model_fields if name != "stops"}
    named = RevisedStop.model_fields
    stops = [{name: stop[name] for name in named} for stop in one.document["stops"]]
    return kept | {"stops": stops}
