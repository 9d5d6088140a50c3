"""Where a replay happens and who acts in it: the demonstration's places, on the eve of the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.demonstration.geography import Position
from geoops.demonstration.load import Identities, load
from geoops.demonstration.places import demonstration_camps, demonstration_sites
from geoops.desk.actor import Actor
from geoops.records import Account, Membership, PlaceCategory, Role, Team, Territory
from geoops.replay.year import Year

NAMESPACE = UUID("6f0c2016-0000-4000-8000-000000000000")
"""Of the ids and keys that a replay makes up."""


@dataclass(frozen=True)
class ReplaySite:
    """A site of the replay: kind, position, capacity by category, desks if it is a GUDA."""

    id: UUID
    name: str
    kind: str
    position: Position
    places: dict[PlaceCategory, int]


@dataclass(frozen=True)
class World:
    """The territory, its sites and camps, and an account for each who acts."""

    engine: Engine
    territory: UUID
    time_zone: str
    coordinator: Actor
    teams: tuple[Actor, ...]
    managers: dict[UUID, Actor]
    sites: tuple[ReplaySite, ...]
    camps: tuple[Position, ...]

    def of_kind(self, *kinds: str) -> list[ReplaySite]:
        """The sites of these kinds, in a fixed order."""
        return [site for site in self.sites if site.kind in kinds]


def settle(owner: Engine, engine: Engine, year: Year, seed: int) -> World:
    """Load the places as of the year's first day, and open the accounts of those who act."""
    load(owner, year.first, seed)
    ids = Identities(seed)
    sites = tuple(
        ReplaySite(
            ids.of("site", site.name),
            site.name,
            site.kind,
            site.position,
            {PlaceCategory(name): places for name, places in site.places.items()},
        )
        for site in demonstration_sites()
        if site.status == "open"
    )
    with Session(owner) as session, session.begin():
        zone = session.scalars(
            select(Territory.time_zone).where(Territory.id == ids.territory)
        ).one()
        teams = session.scalars(
            select(Team.id).where(Team.territory_id == ids.territory).order_by(Team.name)
        ).all()
        hire = _Hiring(session, ids, zone)
        return World(
            engine=engine,
            territory=ids.territory,
            time_zone=zone,
            coordinator=hire.someone("coordination", Role.COORDINATOR),
            teams=tuple(hire.someone(f"team {t}", Role.FIELD, team_id=t) for t in teams),
            managers=hire.managers(sites),
            sites=sites,
            camps=tuple(camp.position for camp in demonstration_camps()),
        )


class _Hiring:
    """Opens accounts with one membership each."""

    def __init__(self, session: Session, ids: Identities, time_zone: str) -> None:
        self._session, self._ids, self._time_zone = session, ids, time_zone

    def someone(
        self, name: str, role: Role, *, team_id: UUID | None = None, site_id: UUID | None = None
    ) -> Actor:
        """An account that nobody can sign in to, and the actor that it is."""
        account = self._ids.of("account", f"replay {name}")
        self._session.add(
            Account(
                id=account,
                email=f"{account.hex}@replay.geoops.example",
                label=name,
                password="!",  # noqa: S106 - no password has this digest
                fs_uniquifier=token_hex(16),
            )
        )
        self._session.flush()
        self._session.add(
            Membership(
                account_id=account,
                territory_id=self._ids.territory,
                role=role,
                team_id=team_id,
                site_id=site_id,
            )
        )
        self._session.flush()
        return Actor(account, self._ids.territory, role, name, self._time_zone, team_id, site_id)

    def managers(self, sites: Iterable[ReplaySite]) -> dict[UUID, Actor]:
        """One manager a site."""
        return {
            site.id: self.someone(f"site {site.name}", Role.SITE_MANAGER, site_id=site.id)
            for site in sites
        }
