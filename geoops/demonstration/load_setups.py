"""The demonstration's usual days: who is there on a weekday, and what the day asks of its places.

A weekday that somebody has set up is left as it is.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from geoops.demonstration.geography import read_json
from geoops.demonstration.places import DemonstrationTeam, demonstration_teams
from geoops.records import (
    DayBreak,
    DayDemand,
    DayDemandTeam,
    DaySetup,
    DayTeam,
    Presence,
    TeamRule,
)

type Row = dict[str, object]
type Identity = Callable[[str, str], UUID]
PLACES = ("zone", "camp", "site")
CLOCKS = ("at", "not_before", "until")


def load_setups(session: Session, territory: UUID, identity: Identity) -> None:
    """Add a template for each weekday that has none.

    Parameters
    ----------
    identity
        Gives the id of the demonstration's row of a kind and a name.
    """
    known = set(session.scalars(select(DaySetup.weekday).where(DaySetup.territory_id == territory)))
    for usual in read_json("setups.json"):
        for weekday in sorted(set(usual["weekdays"]) - known):
            _load(session, {"territory_id": territory}, identity, usual, weekday)


def _load(
    session: Session, of: Row, identity: Identity, usual: Mapping[str, Any], weekday: int
) -> None:
    """One weekday's template: its teams, their breaks, and what the day asks."""
    setup = identity("setup", str(weekday))
    session.execute(insert(DaySetup), [of | {"id": setup, "weekday": weekday}])
    part = of | {"setup_id": setup}
    session.execute(insert(DayTeam), [part | row for row in _teams(identity, usual)])
    session.execute(insert(DayBreak), [part | row for row in _breaks(identity, usual, weekday)])
    for rank, asked in enumerate(usual["demands"]):
        demand = identity("demand", f"{weekday}:{rank}")
        row = {"id": demand, "rank": rank} | _demand(identity, asked)
        session.execute(insert(DayDemand), [part | row])
        for team in asked.get("not", ()):
            rule = {"team_id": identity("team", team), "rule": TeamRule.NOT}
            session.execute(insert(DayDemandTeam), [of | {"demand_id": demand} | rule])


def _teams(identity: Identity, usual: Mapping[str, Any]) -> Iterator[Row]:
    for team in demonstration_teams():
        yield {
            "team_id": identity("team", team.name),
            "present": team.name not in usual["absent"],
            "shift_starts": team.shift_start,
            "shift_ends": team.shift_end,
            "start_base_id": identity("base", team.base),
            "end_base_id": identity("base", usual["ends_at"].get(team.name, team.base)),
            "vehicle": team.vehicle,
            "seats": team.seats,
            "skills": list(team.skills),
        }


def _breaks(identity: Identity, usual: Mapping[str, Any], weekday: int) -> Iterator[Row]:
    for team in demonstration_teams():
        for rank, (minutes, starts, ends) in enumerate(_rests(team, usual)):
            yield {
                "id": identity("break", f"{weekday}:{team.name}:{rank}"),
                "team_id": identity("team", team.name),
                **{"rank": rank, "minutes": minutes, "starts": starts, "ends": ends},
            }


def _rests(team: DemonstrationTeam, usual: Mapping[str, Any]) -> Iterator[tuple[int, time, time]]:
    """The team's meal, and the rest after it that some have."""
    yield team.meal
    rest = usual["rests"].get(team.name)
    if rest:
        minutes, starts, ends = rest
        yield minutes, time.fromisoformat(starts), time.fromisoformat(ends)


def _demand(identity: Identity, asked: Mapping[str, Any]) -> Row:
    """A demand's row; the place is named by its kind."""
    kept = {name: value for name, value in asked.items() if name not in (*PLACES, *CLOCKS, "not")}
    places = {f"{kind}_id": identity(kind, asked[kind]) for kind in PLACES if kind in asked}
    clocks = {name: time.fromisoformat(asked[name]) for name in CLOCKS if name in asked}
    return {"presence": Presence.OPTIONAL, "skills": []} | kept | places | clocks
