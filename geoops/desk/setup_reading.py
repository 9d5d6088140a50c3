"""Read a setup: the day's own, else its weekday's template, else what the teams usually do.

A team that became active after a setup was saved is in it as usual, for nobody has sent it home;
one that is not active any more is left out. Of a day that is over, the teams are those that it had:
who was set up for it or went out on it, if that is known.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, literal, select, union
from sqlalchemy.orm import Session

from geoops.desk.setup_of_day import (
    BaseName,
    Demand,
    PlaceName,
    Rest,
    SetupOfDay,
    TeamOnDay,
)
from geoops.records import (
    Base,
    Camp,
    DayBreak,
    DayDemand,
    DayDemandTeam,
    DaySetup,
    DayTeam,
    Patrol,
    PatrolStatus,
    Presence,
    Site,
    SiteStatus,
    StopKind,
    Team,
    TeamRule,
    Zone,
)

type Rules = Mapping[tuple[UUID, TeamRule], Sequence[UUID]]


def setup_of_day(session: Session, day: date, *, over: bool = False) -> SetupOfDay:
    """What holds on `day`, whether or not somebody has set it up; of one that is `over`, what held.

    Who was not out on a day that is over is not present on it.
    """
    kept = session.scalar(select(DaySetup).where(DaySetup.service_date == day))
    found = _kept(session, kept) if kept else _from_template(session, day)
    return replace(found, teams=_teams_then(session, day, kept, found)) if over else found


def setup_of_weekday(session: Session, weekday: int) -> SetupOfDay:
    """The weekday's template (Monday 0), or what the teams usually do."""
    kept = session.scalar(select(DaySetup).where(DaySetup.weekday == weekday))
    return _kept(session, kept) if kept else _usual(session)


def places_asked(setup: SetupOfDay, kind: StopKind) -> list[UUID]:
    """The places of one kind that the day's teams are to go to, or may."""
    return [
        demand.place_id
        for demand in setup.demands
        if demand.kind is kind and demand.presence is not Presence.EXCLUDED
    ]


def _from_template(session: Session, day: date) -> SetupOfDay:
    """The weekday's template as the beginning of a day that nobody has saved."""
    usual = setup_of_weekday(session, day.weekday())
    origin = day.weekday() if usual.version else None
    return replace(usual, version=0, from_weekday=origin, copied_from=None, changed_at=None)


def _usual(session: Session) -> SetupOfDay:
    teams = _teams(session, {})
    return SetupOfDay(teams=teams, bases=_bases(session), vehicles=vehicles(session))


def _kept(session: Session, kept: DaySetup) -> SetupOfDay:
    return SetupOfDay(
        teams=_teams(session, _saved_teams(session, kept.id)),
        demands=_demands(session, kept.id),
        version=kept.version,
        from_weekday=kept.from_weekday,
        copied_from=kept.copied_from,
        changed_at=kept.changed_at,
        bases=_bases(session),
        vehicles=vehicles(session),
    )


def vehicles(session: Session) -> tuple[str, ...]:
    """The territory's vehicles by name: those of its teams, and those of the days set up before."""
    name = union(select(Team.vehicle), select(DayTeam.vehicle)).subquery().c.vehicle
    return tuple(session.scalars(select(name).where(name != "").order_by(name)))


def places_to_ask(session: Session) -> list[PlaceName]:
    """The zones, camps and sites that a day may ask something of, each kind by name."""
    kinds = (
        select(literal("zone"), Zone.id, Zone.name).where(Zone.active).order_by(Zone.name),
        select(literal("camp"), Camp.id, Camp.label).where(Camp.active).order_by(Camp.label),
        select(literal("site"), Site.id, Site.name)
        .where(Site.status == SiteStatus.OPEN)
        .order_by(Site.name),
    )
    rows = (row for kind in kinds for row in session.execute(kind))
    return [PlaceName(StopKind(kind), place, name) for kind, place, name in rows]


def _bases(session: Session) -> tuple[BaseName, ...]:
    rows = session.execute(select(Base.id, Base.name).order_by(Base.name))
    return tuple(BaseName(*row) for row in rows)


def _teams(session: Session, saved: Mapping[UUID, TeamOnDay]) -> tuple[TeamOnDay, ...]:
    """Every active team by name: as it is saved, else as usual."""
    active = session.scalars(select(Team).where(Team.active).order_by(Team.name))
    return tuple(
        replace(saved.get(team.id) or _as_usual(team), name=team.name, languages=(*team.languages,))
        for team in active
    )


def _teams_then(
    session: Session, day: date, kept: DaySetup | None, found: SetupOfDay
) -> tuple[TeamOnDay, ...]:
    """The teams that a day had: those set up, if it was, and those that went out, if any did."""
    out = select(Patrol.team_id).where(
        Patrol.service_date == day, Patrol.status != PatrolStatus.CANCELLED
    )
    went = set(session.scalars(out))
    saved = _saved_teams(session, kept.id) if kept else {}
    if not went and not saved:
        return found.teams
    told = {team.team_id: team for team in found.teams} | saved
    named = select(Team).where(Team.id.in_(went | saved.keys())).order_by(Team.name)
    return tuple(
        replace(
            told.get(team.id) or _as_usual(team),
            present=team.id in went if went else told[team.id].present,
            name=team.name,
            languages=(*team.languages,),
        )
        for team in session.scalars(named)
    )


def _as_usual(team: Team) -> TeamOnDay:
    """A team with its own shift, base, vehicle, skills and meal."""
    return TeamOnDay(
        *(team.id, True, team.shift_starts, team.shift_ends, team.base_id, team.base_id),
        vehicle=team.vehicle,
        seats=team.seats,
        skills=(*team.skills,),
        breaks=_usual_meal(team),
    )


def _usual_meal(team: Team) -> tuple[Rest, ...]:
    if team.meal_minutes is None or team.meal_from is None or team.meal_until is None:
        return ()
    return (Rest(team.meal_minutes, team.meal_from, team.meal_until),)


def _saved_teams(session: Session, setup: UUID) -> dict[UUID, TeamOnDay]:
    breaks: dict[UUID, list[Rest]] = defaultdict(list)
    rests = select(DayBreak).where(DayBreak.setup_id == setup).order_by(DayBreak.rank)
    for row in session.scalars(rests):
        breaks[row.team_id].append(Rest(row.minutes, row.starts, row.ends))
    teams = session.scalars(select(DayTeam).where(DayTeam.setup_id == setup))
    return {row.team_id: _saved_team(row, breaks[row.team_id]) for row in teams}


def _saved_team(row: DayTeam, breaks: Sequence[Rest]) -> TeamOnDay:
    return TeamOnDay(
        *(row.team_id, row.present, row.shift_starts, row.shift_ends),
        *(row.start_base_id, row.end_base_id, row.vehicle, row.seats),
        skills=(*row.skills,),
        longest_minutes=row.longest_minutes,
        breaks=(*breaks,),
    )


def _demands(session: Session, setup: UUID) -> tuple[Demand, ...]:
    rules: dict[tuple[UUID, TeamRule], list[UUID]] = defaultdict(list)
    named = (
        select(DayDemandTeam)
        .join(DayDemand, DayDemand.id == DayDemandTeam.demand_id)
        .where(DayDemand.setup_id == setup)
        .order_by(DayDemandTeam.team_id)
    )
    for rule in session.scalars(named):
        rules[rule.demand_id, rule.rule].append(rule.team_id)
    open_site: ColumnElement[bool] = Site.status == SiteStatus.OPEN
    places = (
        select(
            DayDemand,
            func.coalesce(Zone.name, Camp.label, Site.name).label("name"),
            func.coalesce(Zone.active, Camp.active, open_site).label("active"),
        )
        .outerjoin(Zone, Zone.id == DayDemand.zone_id)
        .outerjoin(Camp, Camp.id == DayDemand.camp_id)
        .outerjoin(Site, Site.id == DayDemand.site_id)
        .where(DayDemand.setup_id == setup)
        .order_by(DayDemand.rank)
    )
    return tuple(_demand(row, rules) for row in session.execute(places))


def _demand(row: Row[DayDemand, str, bool], rules: Rules) -> Demand:
    kept = row.DayDemand
    kind, place = _place(kept)
    return Demand(
        *(kind, place, kept.presence, kept.at, kept.not_before, kept.until),
        *(kept.service_minutes, kept.people, kept.teams, kept.weight_factor, (*kept.skills,)),
        *(kept.visits, kept.apart_minutes),
        only_team_ids=(*rules.get((kept.id, TeamRule.ONLY), ()),),
        not_team_ids=(*rules.get((kept.id, TeamRule.NOT), ()),),
        name=row.name,
        active=row.active,
    )


def _place(kept: DayDemand) -> tuple[StopKind, UUID]:
    """The one place that a demand is of; the database holds that there is one."""
    places = (
        (StopKind.ZONE, kept.zone_id),
        (StopKind.CAMP, kept.camp_id),
        (StopKind.SITE, kept.site_id),
    )
    return next((kind, place) for kind, place in places if place)
