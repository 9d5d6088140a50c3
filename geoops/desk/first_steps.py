"""What a territory lacks before anything can be planned in it."""

from dataclasses import dataclass

from sqlalchemy import Engine, select

from geoops.desk.actor import Actor, permitted, work
from geoops.records import Role, Team, Zone


@dataclass(frozen=True)
class Lacking:
    """Whether no zone is visited, and whether no team is active."""

    zones: bool
    teams: bool


@permitted(Role.COORDINATOR, Role.DIRECTOR)
def what_is_lacking(actor: Actor, engine: Engine) -> Lacking:
    """What is not there yet in the actor's territory."""
    asked = select(
        ~select(Zone.id).where(Zone.active).exists(), ~select(Team.id).where(Team.active).exists()
    )
    with work(actor, engine) as session:
        return Lacking(*session.execute(asked).one())
