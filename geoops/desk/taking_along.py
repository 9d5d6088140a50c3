"""Take a patrol along: on paper, or as a file for a navigation device. Each is an export."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.closures_beside import closures_beside
from geoops.desk.patrolling import read_patrol
from geoops.records import AuditEntry, Role


class Form(StrEnum):
    """What a patrol is taken along as."""

    SHEET = "sheet"
    GPX = "GPX file"


@permitted(Role.COORDINATOR, Role.FIELD, Role.DIRECTOR)
def take_along(actor: Actor, engine: Engine, patrol_id: UUID, form: Form) -> dict[str, Any]:
    """A patrol to be put into another form, as `geoops.desk.patrolling.patrol` gives it.

    Its `closures` are those that `closures_beside` finds; a director, to whom the way to a camp is
    not shown, is not told what lies beside it. Who sees what is as there, and exact positions of
    camps are on record as read; that the patrol left the application is on record in any case.

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
        span = (datetime.fromisoformat(found[end]) for end in ("starts_at", "ends_at"))
        shown = actor.role is not Role.DIRECTOR
        found["closures"] = closures_beside(session, patrol_id, *span) if shown else []
        return found
