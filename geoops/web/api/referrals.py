"""Referrals (orientations): where each stands, what it needs, and its next step."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import AfterValidator, AwareDatetime, Field

from geoops.desk.following import Step, steps_of, take_step
from geoops.desk.tracing import Need, Trace, referral_counts, referrals
from geoops.records import AppointmentState, ReferralKind, ReferralState, StepCause, Venue
from geoops.web.api.answers import Answer
from geoops.web.api.mistakes import Unfit
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("referrals", __name__, url_prefix="/api/v1", tag="Referrals")


def _of_our_time[D: (date, datetime)](day: D) -> D:
    if not 2000 <= day.year < 2100:
        raise Unfit(reason="give a day of this century")
    return day


Day = Annotated[date, AfterValidator(_of_our_time)]
Instant = Annotated[AwareDatetime, AfterValidator(_of_our_time)]


class TraceAsked(Asked):
    """Which referrals: of a kind, a team, made from one day to another (both included)."""

    kind: ReferralKind | None = None
    team_id: UUID | None = None
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None

    def trace(self) -> Trace:
        """What the desk is asked for."""
        return Trace(self.kind, self.team_id, self.first, self.last)


class ListAsked(TraceAsked):
    """Of those, the ones in a state or with a need; the page after the referral `before`."""

    state: ReferralState | None = None
    need: Need | None = None
    before: UUID | None = None


class OfReferral(Answer):
    """An appointment of a referral; `to_move` when the desks cannot see the group then."""

    id: UUID
    site_id: UUID
    site: str
    starts_at: datetime
    people: int
    honoured: int
    state: AppointmentState
    to_move: bool


class ReferralAnswer(Answer):
    """A referral as it stands: a count, never a name; where it was made is its zone."""

    id: UUID
    kind: ReferralKind
    state: ReferralState
    need: Need | None
    people: int
    made_at: datetime
    changed_at: datetime
    zone: str | None
    team: str | None
    site_id: UUID | None
    site: str | None
    kept_until: datetime | None
    due_at: datetime | None
    venue: Venue | None
    appointments: list[OfReferral]
    next_states: list[ReferralState]


class ReferralList(Answer):
    """Up to 50 referrals, newest first."""

    referrals: list[ReferralAnswer]


class CountAnswer(Answer):
    """How many referrals, for how many people, stand in one state and need the same."""

    kind: ReferralKind
    state: ReferralState
    need: Need | None
    referrals: int
    people: int


class CountList(Answer):
    """The referrals that are meant, counted."""

    counts: list[CountAnswer]


class StepAsked(Asked):
    """The state to come to; a planned interview has its instant and its venue."""

    state: ReferralState
    due_at: Instant | None = None
    venue: Venue | None = None
    idempotency_key: UUID


class StepAnswer(Answer):
    """One step of a referral's history."""

    id: int
    referral_id: UUID
    before: ReferralState | None
    state: ReferralState
    cause: StepCause
    due_at: datetime | None
    venue: Venue | None
    at: datetime


class StepList(Answer):
    """A referral's history, oldest first."""

    steps: list[StepAnswer]


@blueprint.get("/referrals")
@blueprint.input(ListAsked, location="query", arg_name="asked")
@blueprint.output(ReferralList)
def list_referrals(asked: ListAsked) -> ResponseReturnValue:
    """The referrals, newest first, with their appointments and what they need."""
    at_work = services()
    found = referrals(
        current_actor(),
        at_work.engine,
        asked.trace(),
        at_work.now(),
        state=asked.state,
        need=asked.need,
        before=asked.before,
    )
    return {"referrals": found}


@blueprint.get("/referrals/counts")
@blueprint.input(TraceAsked, location="query", arg_name="asked")
@blueprint.output(CountList)
def count_referrals(asked: TraceAsked) -> ResponseReturnValue:
    """The referrals counted by kind, state and need."""
    at_work = services()
    counts = referral_counts(current_actor(), at_work.engine, asked.trace(), at_work.now())
    return {"counts": counts}


@blueprint.get("/referrals/<uuid:referral_id>/steps")
@blueprint.output(StepList)
@blueprint.doc(responses={404: "There is no such referral for this reader"})
def list_steps(referral_id: UUID) -> ResponseReturnValue:
    """A referral's history."""
    return {"steps": steps_of(current_actor(), services().engine, referral_id)}


@blueprint.post("/referrals/<uuid:referral_id>/steps")
@blueprint.input(StepAsked, arg_name="asked")
@blueprint.output(StepAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: "The same request came before: its step",
        404: "There is no such referral for this reader",
        409: "The referral may not take this step, or the key is taken",
    }
)
def step(referral_id: UUID, asked: StepAsked) -> ResponseReturnValue:
    """Take a referral one step on, or a wrong step back."""
    at_work = services()
    wanted = Step(asked.state, str(asked.idempotency_key), asked.due_at, asked.venue)
    taken = take_step(current_actor(), at_work.engine, referral_id, wanted, at_work.now())
    return taken.step, 201 if taken.created else 200  # type: ignore[return-value]
