"""Teams that are here without a patrol: who of them can be sent out in the middle of a day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geoops.desk.clocks import midnight
from geoops.desk.day_clocks import DayClocks
from geoops.desk.setup_of_day import TeamOnDay
from geoops.desk.setup_reading import setup_of_day
from geoops.errors import Invalid
from geoops.records import Patrol, PatrolStatus
from geoops.routing.afield import Afield

FIELD = "called_team_ids"


def refuse_uncallable(
    session: Session, day: date, called: Collection[UUID], time_zone: str, now: datetime
) -> None:
    """Raise `Invalid`, in words, for a team that cannot be sent out any more on that day.

    A team has one patrol a day: one that is back from it has been out.
    """
    if not called:
        return
    here = {team.team_id: team for team in setup_of_day(session, day).teams if team.present}
    for team_id in called:
        team = here.get(team_id)
        if team is None:
            raise Invalid(field=FIELD, reason="a team that is called is not there on that day")
        if has_patrol(session, day, team_id):
            raise Invalid(field=FIELD, reason="a team that is called has a patrol already")
        if _goes_home(team, day, time_zone) <= now:
            raise Invalid(field=FIELD, reason="the shift of a team that is called is over")


def has_patrol(session: Session, day: date, team_id: UUID) -> bool:
    """Whether the team has a patrol that day, to do or done."""
    asked = select(Patrol.id).where(
        Patrol.service_date == day,
        Patrol.team_id == team_id,
        Patrol.status != PatrolStatus.CANCELLED,
    )
    return session.scalar(asked) is not None


def at_base(called: Sequence[UUID], day: date, time_zone: str, now: datetime) -> list[Afield]:
    """The teams that are called, free from now on where their day begins."""
    free = max(0, round((now - midnight(day, time_zone)).total_seconds()))
    return [Afield(str(team), fixed=(), free_at=free, ahead=()) for team in called]


def _goes_home(team: TeamOnDay, day: date, time_zone: str) -> datetime:
    """When its shift ends."""
    shift = DayClocks(day, time_zone).span(team.shift_starts, team.shift_ends)
    return midnight(day, time_zone) + timedelta(seconds=shift.closes)
