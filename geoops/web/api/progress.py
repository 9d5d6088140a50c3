"""The progress of a day: each team's plan against what it has done, lateness, who is overdue."""

from datetime import datetime
from uuid import UUID

from apiflask import APIBlueprint

from geoops.desk.disputes import DisputeKind
from geoops.desk.overseeing import TeamInView, teams_out
from geoops.records import PatrolStatus, RevisionState, SkipReason, StopKind
from geoops.web.api.answers import Answer
from geoops.web.api.patrols import DayAsked
from geoops.web.security import current_actor
from geoops.web.services import services

blueprint = APIBlueprint("progress", __name__, url_prefix="/api/v1", tag="Patrols")


class StopProgress(Answer):
    """A stop as planned and as it stands; `expected_at` is estimated, or when it was visited."""

    id: UUID
    sequence: int
    kind: StopKind
    place_id: UUID
    name: str
    arrives_at: datetime
    expected_at: datetime | None
    visited_at: datetime | None
    left_at: datetime | None
    skipped: SkipReason | None


class DisputeAnswer(Answer):
    """A stop that two teams' answers to a replan leave visited twice, or by nobody.

    `settled` is false while `other` may still answer.
    """

    kind: DisputeKind
    settled: bool
    place_id: UUID
    name: str
    accepted_by: str
    other: str


class TeamProgress(Answer):
    """A patrol at a glance: `late` in seconds at the next stop; when a sign of life was due."""

    id: UUID
    team_id: UUID
    team: str
    phone: str | None
    status: PatrolStatus
    starts_at: datetime
    ends_at: datetime
    accepted_at: datetime | None
    finished_at: datetime | None
    next_sequence: int | None
    late: int
    due_at: datetime | None
    overdue: bool
    change: RevisionState | None
    disputes: list[DisputeAnswer]
    stops: list[StopProgress]


@blueprint.get("/progress")
@blueprint.input(DayAsked, location="query", arg_name="asked")
@blueprint.output(list[TeamProgress])  # type: ignore[arg-type]
def read(asked: DayAsked) -> list[TeamInView]:
    """The day's teams: planned against done, estimated times, lateness, who is overdue."""
    at_work = services()
    tolerance = at_work.settings.overdue_after
    return teams_out(current_actor(), at_work.engine, asked.date, at_work.now(), tolerance)
