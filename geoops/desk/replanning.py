"""Ask for the rest of a day to be planned anew. A worker does it (`geoops.desk.replan_making`)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.calling_out import refuse_uncallable
from geoops.desk.errands import hand_over
from geoops.desk.planning import refuse_past
from geoops.desk.replan_day import active_patrols
from geoops.desk.replan_request import REPLAN, ReplanRequest
from geoops.desk.showing import record_read
from geoops.errors import Conflict, Invalid
from geoops.records import Patrol, PatrolPlan, PatrolStop, Role, Site, SiteStatus, StopKind, Zone

SOLVE_REPLAN = "solve_replan"
"""The task's name in the queue; `geoops.jobs` registers it."""


class NobodyIsOut(Conflict):
    """A day without a patrol that is not over has nothing to replan."""

    code = "nobody-is-out"
    template = "No patrol of that day is still to be done: there is nothing to replan."


@permitted(Role.COORDINATOR)
def ask_for_replan(
    actor: Actor, engine: Engine, asked: ReplanRequest, now: datetime | None = None
) -> PatrolPlan:
    """Queue the replanning of a day; it is followed, and called off, as any plan is.

    Raises
    ------
    NobodyIsOut
        No patrol of the day is published or under way.
    Invalid
        The day has passed, or a team, stop, zone or site is not of this day and territory, or a
        team that is called cannot be sent out.
    """
    at = now or datetime.now(UTC)
    refuse_past(asked.service_date, actor, at)
    with work(actor, engine) as session:
        patrols = active_patrols(session, asked.service_date)
        if not patrols:
            raise NobodyIsOut
        stops = [stop for patrol in patrols for stop in patrol.stops]
        _refuse_unknown(session, asked, patrols, stops)
        refuse_uncallable(session, asked.service_date, asked.called_team_ids, actor.time_zone, at)
        record_read(session, actor, "camps in a replan")  # walked to, if not stops
        plan = PatrolPlan(
            territory_id=actor.territory_id,
            service_date=asked.service_date,
            request=_request(asked, patrols, stops),
            author_id=actor.account_id,
        )
        hand_over(session, plan, SOLVE_REPLAN, "plan")
        return plan


def _request(
    asked: ReplanRequest, patrols: list[Patrol], stops: list[PatrolStop]
) -> dict[str, object]:
    """The request: the day's own, as every plan has one, and the changes."""
    sites = {stop.site_id for stop in stops if stop.site_id} | {*asked.added_site_ids}
    return {
        "team_ids": [str(patrol.team_id) for patrol in patrols] + _words(asked.called_team_ids),
        "include_camps": any(stop.kind is StopKind.CAMP for stop in stops),
        "required_zone_ids": _words(asked.added_zone_ids),
        "site_ids": sorted(map(str, sites)),
        "on_foot": True,
        REPLAN: asked.as_json(),
    }


def _words(identifiers: Iterable[UUID]) -> list[str]:
    return [str(one) for one in identifiers]


def _refuse_unknown(
    session: Session, asked: ReplanRequest, patrols: list[Patrol], stops: list[PatrolStop]
) -> None:
    teams = {patrol.team_id for patrol in patrols}
    open_stops = {stop.id for stop in stops if not stop.visited_at and not stop.skipped}
    zones = set(session.scalars(select(Zone.id).where(Zone.active)))
    sites = set(session.scalars(select(Site.id).where(Site.status == SiteStatus.OPEN)))
    planned = {place for stop in stops for place in (stop.zone_id, stop.site_id)}
    _refuse("teams_off", "team on patrol", asked.teams_off, teams)
    _refuse("released_team_ids", "team on patrol", asked.released_team_ids, teams)
    _refuse("cancelled_stop_ids", "stop still to be made", asked.cancelled_stop_ids, open_stops)
    _refuse("added_zone_ids", "zone that nobody visits yet", asked.added_zone_ids, zones - planned)
    _refuse("added_site_ids", "site that nobody visits yet", asked.added_site_ids, sites - planned)


def _refuse(field: str, kind: str, ids: tuple[UUID, ...], known: set[UUID]) -> None:
    unknown = sorted(map(str, set(ids) - known))
    if unknown:
        raise Invalid(field=field, reason=f"there is no such {kind}: {', '.join(unknown)}")
