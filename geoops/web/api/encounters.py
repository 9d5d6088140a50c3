"""Encounters: counts of a group that a team met, never a person, and what it led to."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import AfterValidator, AwareDatetime, Field

from geoops.desk.encounter_report import EncounterReport, ReferralReport, WaitingReport
from geoops.desk.encountering import log_encounter
from geoops.desk.waiting import Patience
from geoops.records import Explained, Need, PlaceCategory, ReferralKind, RequestPriority
from geoops.web.api.answers import Answer
from geoops.web.api.mistakes import Unfit
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("encounters", __name__, url_prefix="/api/v1", tag="Encounters")

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
Count = Annotated[int, Field(ge=0, le=500)]
Language = Annotated[str, Field(max_length=12, pattern=r"^[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?$")]


def _of_our_time(instant: datetime) -> datetime:
    if instant < EARLIEST:
        raise Unfit(reason="this instant is too long ago")
    return instant


Met = Annotated[AwareDatetime, AfterValidator(_of_our_time)]


class ReferralAsked(Asked):
    """To what part of the group was referred; a place has a site and a category.

    `appointment_at` books seats at the GUDA of `site_id`: a slot of `sites/{id}/slots`.
    """

    kind: ReferralKind
    people: Annotated[int, Field(ge=1, le=500)]
    site_id: UUID | None = None
    category: PlaceCategory | None = None
    appointment_at: AwareDatetime | None = None


class WaitingAsked(Asked):
    """Part of the group for whom no place is left: they get in line for the first ones freed."""

    category: PlaceCategory
    people: Annotated[int, Field(ge=1, le=500)]
    priority: RequestPriority = RequestPriority.ORDINARY


class EncounterAsked(Asked):
    """One encounter: position in EPSG:4326, instant with its offset, counts, no free text."""

    id: UUID
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    met_at: Met
    head_count: Annotated[int, Field(ge=1, le=500)]
    isolated_men: Count = 0
    isolated_women: Count = 0
    family_members: Count = 0
    unaccompanied_minors: Count = 0
    reduced_mobility: Count = 0
    accepted: Count = 0
    languages: Annotated[tuple[Language, ...], Field(max_length=20)] = ()
    needs: Annotated[tuple[Need, ...], Field(max_length=20)] = ()
    explained: Annotated[tuple[Explained, ...], Field(max_length=20)] = ()
    team_id: UUID | None = None
    patrol_id: UUID | None = None
    referrals: Annotated[tuple[ReferralAsked, ...], Field(max_length=20)] = ()
    waiting: Annotated[tuple[WaitingAsked, ...], Field(max_length=20)] = ()

    def report(self) -> EncounterReport:
        """The report that the desk takes."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        referrals = tuple(ReferralReport(**dict(referral)) for referral in self.referrals)
        waiting = tuple(WaitingReport(**dict(one)) for one in self.waiting)
        return EncounterReport(**fields | {"referrals": referrals, "waiting": waiting})


class ReferralAnswer(Answer):
    """A recorded referral, with its hold or its appointments as they were made with it."""

    id: UUID
    kind: ReferralKind
    people: int
    site_id: UUID | None
    hold_id: UUID | None
    kept_until: datetime | None
    appointments_at: list[datetime]


class EncounterAnswer(Answer):
    """A recorded encounter, without its position; `place_requests` are for those who wait."""

    id: UUID
    zone_id: UUID | None
    team_id: UUID | None
    patrol_id: UUID | None
    met_at: datetime
    recorded_at: datetime
    head_count: int
    accepted: int
    referrals: list[ReferralAnswer]
    place_requests: list[UUID]


@blueprint.post("/encounters")
@blueprint.input(EncounterAsked, arg_name="asked")
@blueprint.output(EncounterAnswer, status_code=201)
@blueprint.doc(
    responses={
        200: "The same encounter came before: the same answer again",
        404: "A site of a referral is not there",
        409: "Another content is recorded under this id, or a place or a seat is taken",
    }
)
def log(asked: EncounterAsked) -> ResponseReturnValue:
    """Record an encounter; the client gives its id, so that sending it again is harmless."""
    at_work = services()
    patience = Patience(at_work.settings.hold_duration, at_work.settings.waiting_ends)
    report, now = asked.report(), at_work.now()
    logged = log_encounter(current_actor(), at_work.engine, report, now, patience)
    return logged.body, 201 if logged.created else 200
