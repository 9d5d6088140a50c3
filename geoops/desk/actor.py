"""Who acts: an account in one territory, in one role; and who may do what."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geoops.db.engine import transaction
from geoops.errors import Forbidden
from geoops.records import Role
from geoops.records.violations import in_words

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Actor:
    """An account at work in one territory. A field account has a team, a site manager a site."""

    account_id: UUID
    territory_id: UUID
    role: Role
    label: str
    time_zone: str
    team_id: UUID | None = None
    site_id: UUID | None = None


def permitted(
    *roles: Role,
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Let only actors in one of `roles` call the function.

    Raises
    ------
    Forbidden
        For every other role, before the function runs.
    """

    def guard(act: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @wraps(act)
        def guarded(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if actor.role not in roles:
                raise Forbidden(role=actor.role.value, action=act.__name__.replace("_", " "))
            return act(actor, *args, **kwargs)

        guarded.__dict__["roles"] = frozenset(roles)
        return guarded

    return guard


EVERYONE = tuple(Role)


@contextmanager
def work(actor: Actor, engine: Engine) -> Iterator[Session]:
    """One transaction on the actor's territory; a refused constraint is raised in words."""
    with in_words(), transaction(engine, actor.territory_id, actor.account_id) as session:
        yield session
