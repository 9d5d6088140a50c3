"""Write a setup as a whole, over the version that its author has read."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor
from geoops.desk.setup_of_day import Demand, SetupOfDay, TeamOnDay
from geoops.records import (
    DayBreak,
    DayDemand,
    DayDemandTeam,
    DaySetup,
    DayTeam,
    Record,
    TeamRule,
)
from geoops.records.violations import SetupChanged


def write_setup(
    session: Session, actor: Actor, of: date | int, setup: SetupOfDay, now: datetime
) -> None:
    """Save `setup` for a day, or for a weekday as its template, in place of what was there.

    Raises
    ------
    SetupChanged
        `setup.version` is not the one that is kept: somebody has saved in between.
    """
    kept = _kept(session, of) or _new(session, actor, of)
    if kept.version != setup.version:
        raise SetupChanged
    kept.version += 1
    kept.from_weekday, kept.copied_from = setup.from_weekday, setup.copied_from
    kept.author_id, kept.changed_at = actor.account_id, now
    for table in (DayTeam, DayDemand):
        session.execute(delete(table).where(table.setup_id == kept.id))
    _insert(session, DayTeam, (_team(kept, team) for team in setup.teams))
    _insert(session, DayBreak, (row for team in setup.teams for row in _breaks(kept, team)))
    demands = [(uuid4(), rank, demand) for rank, demand in enumerate(setup.demands)]
    _insert(session, DayDemand, (_demand(kept, *one) for one in demands))
    _insert(session, DayDemandTeam, (row for one in demands for row in _rules(kept, *one)))
    session.flush()


def _kept(session: Session, of: date | int) -> DaySetup | None:
    column = DaySetup.service_date if isinstance(of, date) else DaySetup.weekday
    return session.scalar(select(DaySetup).where(column == of).with_for_update())


def _new(session: Session, actor: Actor, of: date | int) -> DaySetup:
    """A row to fill in; a second one of the same day waits for the first, and is refused."""
    name = "service_date" if isinstance(of, date) else "weekday"
    made = DaySetup(id=uuid4(), territory_id=actor.territory_id, version=1, **{name: of})
    session.add(made)
    session.flush()
    made.version = 0
    return made


def _insert(session: Session, table: type[Record], rows: Iterator[dict[str, Any]]) -> None:
    found = list(rows)
    if found:
        session.execute(insert(table), found)


def _team(kept: DaySetup, team: TeamOnDay) -> dict[str, Any]:
    return {
        "territory_id": kept.territory_id,
        "setup_id": kept.id,
        "team_id": team.team_id,
        "present": team.present,
        "shift_starts": team.shift_starts,
        "shift_ends": team.shift_ends,
        "start_base_id": team.start_base_id,
        "end_base_id": team.end_base_id,
        "vehicle": team.vehicle,
        "seats": team.seats,
        "skills": list(team.skills),
        "longest_minutes": team.longest_minutes,
    }


def _breaks(kept: DaySetup, team: TeamOnDay) -> Iterator[dict[str, Any]]:
    for rank, rest in enumerate(team.breaks):
        yield {
            "id": uuid4(),
            "territory_id": kept.territory_id,
            "setup_id": kept.id,
            "team_id": team.team_id,
            "rank": rank,
            "minutes": rest.minutes,
            "starts": rest.starts,
            "ends": rest.ends,
        }


def _demand(kept: DaySetup, identifier: UUID, rank: int, demand: Demand) -> dict[str, Any]:
    places = dict.fromkeys(("zone_id", "camp_id", "site_id"))
    return places | {
        "id": identifier,
        "territory_id": kept.territory_id,
        "setup_id": kept.id,
        "rank": rank,
        f"{demand.kind.value}_id": demand.place_id,
        "presence": demand.presence,
        "at": demand.at,
        "not_before": demand.not_before,
        "until": demand.until,
        "service_minutes": demand.service_minutes,
        "people": demand.people,
        "teams": demand.teams,
        "weight_factor": demand.weight_factor,
        "skills": list(demand.skills),
        "visits": demand.visits,
        "apart_minutes": demand.apart_minutes,
    }


def _rules(
    kept: DaySetup, identifier: UUID, _rank: int, demand: Demand
) -> Iterator[dict[str, Any]]:
    named = [(team, TeamRule.ONLY) for team in demand.only_team_ids]
    named += [(team, TeamRule.NOT) for team in demand.not_team_ids]
    for team, rule in named:
        yield {
            "territory_id": kept.territory_id,
            "demand_id": identifier,
            "team_id": team,
            "rule": rule,
        }
