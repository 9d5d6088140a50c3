"""Oversee the teams that are out: planned against done, how late each is, and who is overdue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, defer

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.disputes import Dispute, disputes
from geoops.desk.estimating import NO_TIME, behind, estimates
from geoops.desk.replan_day import place_of
from geoops.desk.showing import record_read
from geoops.records import (
    Patrol,
    PatrolRevision,
    PatrolStatus,
    PatrolStop,
    RevisionState,
    Role,
    SkipReason,
    StopKind,
    Team,
)

NAMES = text("""
    SELECT id, name FROM zone UNION ALL SELECT id, label FROM camp UNION ALL
    SELECT id, name FROM site
""")


@dataclass(frozen=True)
class StopInView:
    """A stop as planned and as it stands; `expected_at` is None for one that was skipped."""

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


@dataclass(frozen=True)
class TeamInView:
    """A patrol at a glance.

    Parameters
    ----------
    next_sequence
        The stop that comes next; None after the last.
    late
        Seconds behind the plan at the next stop.
    due_at
        When its next sign of life was due by its last one; None when nothing is due any more.
    overdue
        Whether that is past by more than is tolerated.
    phone
        The vehicle's number, to call for safety.
    change
        Where the newest revision stands; None if there is none.
    disputes
        Stops that its answer and another team's leave visited twice, or by nobody.
    """

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
    disputes: list[Dispute]
    stops: list[StopInView]


@permitted(Role.COORDINATOR)
def teams_out(
    actor: Actor, engine: Engine, day: date, now: datetime, tolerance: timedelta
) -> list[TeamInView]:
    """The day's patrols that are not cancelled, in the order of their teams' names.

    A team is overdue when its next sign of life is `tolerance` past.
    """
    asked = (
        select(Patrol, Team)
        .join(Team, Team.id == Patrol.team_id)
        .where(Patrol.service_date == day, Patrol.status != PatrolStatus.CANCELLED)
        .order_by(Team.name)
    )
    with work(actor, engine) as session:
        rows = session.execute(asked).all()
        names = {row.id: row.name for row in session.execute(NAMES)} if rows else {}
        if any(stop.kind is StopKind.CAMP for patrol, _team in rows for stop in patrol.stops):
            record_read(session, actor, f"camps in patrols of {day.isoformat()}")
        told = _revisions(session, [patrol.id for patrol, _team in rows])
        change = {one.patrol_id: one.state for one in told}
        called = {patrol.id: team.name for patrol, team in rows}
        amiss = disputes([patrol for patrol, _team in rows], told, called, names)
        return [
            _view(
                *(patrol, team, names, now, tolerance, change.get(patrol.id)),
                [one for one in amiss if patrol.id in one.patrol_ids],
            )
            for patrol, team in rows
        ]


def due(patrol: Patrol, stops: list[PatrolStop]) -> datetime | None:
    """When the next sign of life is due, by the last one: at the next stop, else at the base."""
    if patrol.status in (PatrolStatus.DONE, PatrolStatus.CANCELLED):
        return None
    told = estimates(patrol, stops, patrol.starts_at)
    ahead = [one for one in told if one.sequence >= behind(stops)]
    if ahead:
        return ahead[0].arrives_at
    if not told:
        return patrol.ends_at
    return told[-1].leaves_at + (patrol.ends_at - stops[-1].departs_at)


def _revisions(session: Session, patrols: list[UUID]) -> list[PatrolRevision]:
    """The patrols' revisions, the newest last, without their documents."""
    asked = (
        select(PatrolRevision)
        .options(defer(PatrolRevision.document))
        .where(PatrolRevision.patrol_id.in_(patrols))
        .order_by(PatrolRevision.created_at, PatrolRevision.id)
    )
    return list(session.scalars(asked))


def _view(
    patrol: Patrol,
    team: Team,
    names: dict[UUID, str],
    now: datetime,
    tolerance: timedelta,
    change: RevisionState | None,
    amiss: list[Dispute],
) -> TeamInView:
    stops = list(patrol.stops)
    told = {one.sequence: one for one in estimates(patrol, stops, now)}
    over = patrol.status is PatrolStatus.DONE
    coming = [number for number in told if number >= behind(stops)]
    expected = due(patrol, stops)
    kept: dict[str, Any] = {
        column: getattr(patrol, column)
        for column in ("status", "starts_at", "ends_at", "accepted_at", "finished_at", "team_id")
    }
    return TeamInView(
        id=patrol.id,
        team=team.name,
        phone=team.phone,
        next_sequence=None if over or not coming else coming[0],
        late=round((told[coming[0]].late if coming and not over else NO_TIME).total_seconds()),
        due_at=expected,
        overdue=expected is not None and now - expected > tolerance,
        change=change,
        disputes=amiss,
        stops=[
            StopInView(
                id=stop.id,
                sequence=stop.sequence,
                kind=stop.kind,
                place_id=place_of(stop),
                name=names[place_of(stop)],
                arrives_at=stop.arrives_at,
                expected_at=told[stop.sequence].arrives_at if stop.sequence in told else None,
                visited_at=stop.visited_at,
                left_at=stop.left_at,
                skipped=stop.skipped,
            )
            for stop in stops
        ],
        **kept,
    )
