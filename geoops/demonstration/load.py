"""Load the demonstration into a database: deterministic from its seed, and safe to repeat.

Every row's id comes from the seed and the row's name, so that loading again finds what is there and
adds only what is missing. It acts as the tables' owner: nobody's work is in this territory yet.
"""

import random
from dataclasses import dataclass
from datetime import date, time, timedelta
from secrets import token_hex
from uuid import NAMESPACE_URL, UUID, uuid5

from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geoops.db.columns import SRID, Record
from geoops.demonstration.closures import demonstration_closure
from geoops.demonstration.geography import Position
from geoops.demonstration.load_nights import load_nights
from geoops.demonstration.load_setups import load_setups
from geoops.demonstration.load_zones import load_zones
from geoops.demonstration.places import (
    demonstration_bases,
    demonstration_camps,
    demonstration_sites,
    demonstration_teams,
)
from geoops.desk.accounts import hash_password
from geoops.records import (
    Account,
    Base,
    Camp,
    LiveEvent,
    Membership,
    PopulationEstimate,
    RoadClosure,
    Role,
    Site,
    Team,
    Territory,
)

SEED = 2016
TERRITORY_CODE = "cote-opale"
PASSWORD = "maraude-demo-2026"  # noqa: S105 - the demonstration's, printed for whoever starts it
LOGINS = {
    "coordination@demo.geoops.example": (Role.COORDINATOR, "Coordination Côte d'Opale"),
    "terrain@demo.geoops.example": (Role.FIELD, "Équipe mobile 1"),
    "direction@demo.geoops.example": (Role.DIRECTOR, "Direction territoriale"),
    "gestion@demo.geoops.example": (Role.SITE_MANAGER, "Gestion CAES"),
    "guda@demo.geoops.example": (Role.SITE_MANAGER, "Gestion GUDA"),
    "administration@demo.geoops.example": (Role.ADMINISTRATOR, "Administration"),
}
SLOT_TIMES = [time(hour) for hour in (9, 10, 11, 14, 15)]  # five a desk and day, as at Calais
ESTIMATES = 6  # of each camp's population, two weeks apart


@dataclass(frozen=True)
class Identities:
    """The ids that a seed gives to the demonstration's rows, by what they are and their names."""

    seed: int

    def of(self, kind: str, name: str) -> UUID:
        """The id of the `kind` called `name`."""
        return uuid5(NAMESPACE_URL, f"geoops-demonstration:{self.seed}:{kind}:{name}")

    @property
    def territory(self) -> UUID:
        """The demonstration territory's id."""
        return self.of("territory", TERRITORY_CODE)


def load(owner: Engine, until: date, seed: int = SEED) -> UUID:
    """Load places, teams and accounts; history is `load_history`'s. The territory's id.

    Parameters
    ----------
    owner
        An engine that acts as the tables' owner.
    until
        The day on which the demonstration stands: dates of verification and estimates precede it.
    """
    ids = Identities(seed)
    with Session(owner) as session, session.begin():
        _add(session, Territory, [_territory(ids)])
        _add(session, Base, _bases(ids))
        _add(session, Team, _teams(ids))
        _add(session, Site, _sites(ids, until))
        load_nights(session, ids.territory, lambda name: ids.of("site", name), seed, until)
        load_zones(session, ids.territory, ids.of)
        _add(session, Camp, _camps(ids))
        load_setups(session, ids.territory, ids.of)
        _add(session, PopulationEstimate, _estimates(ids, until))
        time_zone = session.get_one(Territory, ids.territory).time_zone
        _add(session, RoadClosure, [_closure(ids, until, time_zone)])
        _add_accounts(session, ids)
        forget_live_events(session, ids)
    return ids.territory


def _add(session: Session, record: type[Record], rows: list[dict[str, object]]) -> None:
    """Insert the rows whose keys are not there yet."""
    session.execute(insert(record).on_conflict_do_nothing(), rows)


def forget_live_events(session: Session, ids: Identities) -> None:
    """Drop the events that loading wrote: no page was open to hear them."""
    session.execute(delete(LiveEvent).where(LiveEvent.territory_id == ids.territory))


def point(position: Position) -> object:
    """A position (longitude, latitude) as the database takes it."""
    return from_shape(Point(position), srid=SRID)


def _territory(ids: Identities) -> dict[str, object]:
    return {"id": ids.territory, "code": TERRITORY_CODE, "name": "Côte d'Opale (démonstration)"}


def _bases(ids: Identities) -> list[dict[str, object]]:
    return [
        {
            "id": ids.of("base", base.name),
            "territory_id": ids.territory,
            "name": base.name,
            "position": point(base.position),
        }
        for base in demonstration_bases()
    ]


def _teams(ids: Identities) -> list[dict[str, object]]:
    return [
        {
            "id": ids.of("team", team.name),
            "territory_id": ids.territory,
            "name": team.name,
            "base_id": ids.of("base", team.base),
            "vehicle": team.vehicle,
            "seats": team.seats,
            "languages": list(team.languages),
            "shift_starts": team.shift_start,
            "shift_ends": team.shift_end,
            "skills": list(team.skills),
            **dict(zip(("meal_minutes", "meal_from", "meal_until"), team.meal, strict=True)),
            "phone": f"+33 1 99 00 10 {number:02}",  # of the block kept for fiction
        }
        for number, team in enumerate(demonstration_teams(), 1)
    ]


def _sites(ids: Identities, until: date) -> list[dict[str, object]]:
    return [
        {
            "id": ids.of("site", site.name),
            "territory_id": ids.territory,
            "name": site.name,
            "kind": site.kind,
            "status": site.status,
            "position": point(site.position),
            "commune": site.commune,
            "opening_hours": [
                {
                    "weekday": hours.weekday,
                    "opens": f"{hours.opens:%H:%M}",
                    "closes": f"{hours.closes:%H:%M}",
                }
                for hours in site.hours
            ],
            "desks": site.desks,
            "slot_times": SLOT_TIMES if site.kind == "guda" else [],
            "languages": list(site.languages),
            "provenance": site.provenance,
            "verified_on": until - timedelta(days=site.verified_days_ago),
        }
        for site in demonstration_sites()
    ]


def _camps(ids: Identities) -> list[dict[str, object]]:
    return [
        {
            "id": ids.of("camp", camp.label),
            "territory_id": ids.territory,
            "label": camp.label,
            "zone_id": ids.of("zone", camp.zone),
            "position": point(camp.position),
        }
        for camp in demonstration_camps()
    ]


def _estimates(ids: Identities, until: date) -> list[dict[str, object]]:
    """Each camp's population every two weeks, by the teams; around its first estimate."""
    draw = random.Random(ids.seed)  # noqa: S311 - a demonstration, not a secret
    return [
        {
            "id": ids.of("estimate", f"{camp.label}:{number}"),
            "territory_id": ids.territory,
            "camp_id": ids.of("camp", camp.label),
            "population": round(camp.population * draw.uniform(0.7, 1.3)),
            "estimated_on": until - timedelta(days=14 * (ESTIMATES - number) - 11),
            "source": "Maraude (démonstration)",
        }
        for camp in demonstration_camps()
        for number in range(ESTIMATES)
    ]


def _closure(ids: Identities, until: date, time_zone: str) -> dict[str, object]:
    key = {"id": ids.of("closure", until.isoformat()), "territory_id": ids.territory}
    return key | demonstration_closure(until, time_zone)


def _add_accounts(session: Session, ids: Identities) -> None:
    """Add the logins that are not there yet, each with its role in the territory."""
    there = set(session.scalars(select(Account.email).where(Account.email.in_(LOGINS))))
    missing = {email: login for email, login in LOGINS.items() if email not in there}
    if not missing:
        return
    password = hash_password(PASSWORD)
    _add(
        session,
        Account,
        [
            {
                "id": ids.of("account", email),
                "email": email,
                "label": label,
                "password": password,
                "fs_uniquifier": token_hex(16),
            }
            for email, (_, label) in missing.items()
        ],
    )
    _add(session, Membership, [_membership(ids, email) for email in missing])


def _membership(ids: Identities, email: str) -> dict[str, object]:
    role = LOGINS[email][0]
    kind = "guda" if email.startswith("guda@") else "caes"
    managed = next(site.name for site in demonstration_sites() if site.kind == kind)
    return {
        "account_id": ids.of("account", email),
        "territory_id": ids.territory,
        "role": role,
        "team_id": ids.of("team", demonstration_teams()[0].name) if role is Role.FIELD else None,
        "site_id": ids.of("site", managed) if role is Role.SITE_MANAGER else None,
    }
