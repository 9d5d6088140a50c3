"""Take a patrol along: on paper, or as a file for a navigation device. Each is an export."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.patrolling import read_patrol
from geoops.records import AuditEntry, Role


class Form(StrEnum):
    """What a patrol is taken along as."""

    SHEET = "sheet"
    GPX = "GPX file"


@permitted(Role.COORDINATOR, Role.FIELD, Role.DIRECTOR)
def take_along(actor: Actor, engine: Engine, patrol_id: UUID, form: Form) -> dict[str, Any]:
    """A patrol to be put into another form, as `geoops.desk.patrolling.patrol` gives it.

    Who sees what is as there, and exact positions of camps are on record as read; that the patrol
    left the application is on record in any case.

    Raises
    ------
    NotFound
        There is no such patrol in the territory, or it is another team's.
    """
    with work(actor, engine) as session:
        found = read_patrol(session, actor, patrol_id)
        session.add(
            AuditEntry(
                territory_id=actor.territory_id,
                account_id=actor.account_id,
                action="export",
                subject=f"{form.value} of patrol {patrol_id}",
            )
        )
        return found
