"""Whom the sites expect: the holds, each with its site, its team, and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.bookkeeping import at_own_site
from geoops.errors import NotFound
from geoops.records import (
    Encounter,
    Hold,
    HoldState,
    Membership,
    PlaceCategory,
    PlaceRequest,
    Role,
    Site,
    Team,
)

MOST_SHOWN = 500
WHOSE = func.coalesce(Encounter.team_id, PlaceRequest.team_id, Membership.team_id)
"""Whose hold it is: the encounter's team, that of the request that it serves, or its author's."""


@dataclass(frozen=True)
class ExpectedGroup:
    """A hold as it is shown; `places` and `arrived` as in `geoops.records.hold`."""

    id: UUID
    site_id: UUID
    site: str
    category: PlaceCategory
    places: int
    arrived: int
    state: HoldState
    expires_at: datetime
    created_at: datetime
    ended_at: datetime | None
    team_id: UUID | None
    team: str | None
    encounter_id: UUID | None


def _shown() -> Select[*tuple[Any, ...]]:
    of_author = and_(
        Membership.account_id == Hold.author_id, Membership.territory_id == Hold.territory_id
    )
    return (
        select(
            *(Hold.id, Hold.site_id, Site.name.label("site"), Hold.category, Hold.places),
            *(Hold.arrived, Hold.state, Hold.expires_at, Hold.created_at, Hold.ended_at),
            *(Team.id.label("team_id"), Team.name.label("team"), Hold.encounter_id),
        )
        .join(Site, Site.id == Hold.site_id)
        .outerjoin(Encounter, Encounter.id == Hold.encounter_id)
        .outerjoin(PlaceRequest, PlaceRequest.hold_id == Hold.id)
        .outerjoin(Membership, of_author)
        .outerjoin(Team, Team.id == WHOSE)
    )


SHOWN = _shown()
ONE = SHOWN.where(Hold.id == bindparam("hold"))


def expected(session: Session, hold_id: UUID) -> ExpectedGroup:
    """One hold, as the transaction under way sees it."""
    return ExpectedGroup(**session.execute(ONE, {"hold": hold_id}).mappings().one())


def of_own_team(session: Session, actor: Actor, hold: Hold) -> None:
    """Let a field account work on its own team's holds, and on those that it made itself, only.

    Raises
    ------
    NotFound
        The hold is another team's; nobody is told whether there is one.
    """
    if actor.role is not Role.FIELD or hold.author_id == actor.account_id:
        return
    if actor.team_id is None or expected(session, hold.id).team_id != actor.team_id:
        raise NotFound(kind="hold", identifier=hold.id)


@permitted(Role.COORDINATOR, Role.FIELD, Role.SITE_MANAGER, Role.DIRECTOR)
def expected_groups(
    actor: Actor,
    engine: Engine,
    site_id: UUID | None = None,
    state: HoldState = HoldState.ACTIVE,
) -> list[ExpectedGroup]:
    """The holds in a state, soonest to expire first (ended ones: the last first); 500 at most.

    A field account sees its own team's and its own, a site manager those of their site.

    Raises
    ------
    Forbidden
        A site manager asks for another site.
    """
    statement = SHOWN.where(Hold.state == state).limit(MOST_SHOWN)
    if actor.role is Role.SITE_MANAGER:
        site_id = site_id or actor.site_id or UUID(int=0)
        at_own_site(actor, site_id)
    if site_id is not None:
        statement = statement.where(Hold.site_id == site_id)
    if actor.role is Role.FIELD:
        own_team = Team.id == (actor.team_id or UUID(int=0))
        statement = statement.where(or_(own_team, Hold.author_id == actor.account_id))
    soonest = Hold.expires_at if state is HoldState.ACTIVE else Hold.ended_at.desc()
    with work(actor, engine) as session:
        rows = session.execute(statement.order_by(soonest, Hold.id)).mappings()
        return [ExpectedGroup(**row) for row in rows]
