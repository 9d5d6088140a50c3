"""State whom to call for a team's safety: the phone that stays in its vehicle."""

from uuid import UUID

from sqlalchemy import Engine

from geoops.desk.actor import Actor, permitted, work
from geoops.errors import NotFound
from geoops.records import Role, Team


@permitted(Role.COORDINATOR)
def state_phone(actor: Actor, engine: Engine, team_id: UUID, phone: str | None) -> Team:
    """Write the vehicle's number down, or that there is none.

    Raises
    ------
    NotFound
        There is no such team.
    Invalid
        It is no number.
    """
    with work(actor, engine) as session:
        team = session.get(Team, team_id)
        if team is None:
            raise NotFound(kind="team", identifier=team_id)
        team.phone = phone
        session.flush()
        return team
