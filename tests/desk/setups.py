"""Setups for tests: plain ones with a change, and whatever the API would accept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.desk.day_setup import SetupAsked
from geoops.desk.setup_of_day import Demand, Rest, SetupOfDay, TeamOnDay
from geoops.records import Presence, StopKind, Team

Draw = Callable[..., Any]

CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
SKILLS = st.lists(st.sampled_from(["health", "language:ar"]), unique=True).map(tuple)


def asked(found: SetupOfDay, *demands: Demand, **changes: object) -> SetupAsked:
    """`found` as it was read, with other demands; `changes` are of every team."""
    teams = tuple(replace(team, **changes) for team in found.teams)  # type: ignore[arg-type]
    return SetupAsked(found.version, teams, demands)


def zone(place: UUID, **changes: object) -> Demand:
    """A demand of a zone."""
    return Demand(StopKind.ZONE, place, **changes)  # type: ignore[arg-type]


def bases_of(owner: Engine, teams: Sequence[UUID]) -> list[UUID]:
    with Session(owner) as session:
        return list(session.scalars(select(Team.base_id).where(Team.id.in_(teams))))


@st.composite
def rests(draw: Draw) -> Rest:
    """A break that fits its window."""
    minutes, starts = draw(st.integers(5, 240)), draw(CLOCKS)
    length = draw(st.integers(minutes, 24 * 60 - 1))
    ends = (starts.hour * 60 + starts.minute + length) % (24 * 60)
    return Rest(minutes, starts, time(*divmod(ends, 60)))


@st.composite
def teams_on_day(draw: Draw, team: UUID, bases: Sequence[UUID]) -> TeamOnDay:
    """A team with any shift, day or night."""
    starts, ends = draw(st.lists(CLOCKS, min_size=2, max_size=2, unique=True))
    return TeamOnDay(
        *(team, draw(st.booleans()), starts, ends),
        *(draw(st.sampled_from(bases)), draw(st.sampled_from(bases))),
        vehicle=draw(st.sampled_from(["", "van"])),
        seats=draw(st.integers(0, 99)),
        skills=draw(SKILLS),
        longest_minutes=draw(st.none() | st.integers(1, 1440)),
        breaks=tuple(draw(st.lists(rests(), max_size=3))),
    )


@st.composite
def demands(draw: Draw, kind: StopKind, place: UUID, teams: Sequence[UUID]) -> Demand:
    """Anything that may be asked of one place."""
    visits = draw(st.integers(1, 3))
    at = draw(st.none() | CLOCKS) if visits == 1 else None
    window = draw(st.lists(CLOCKS, max_size=2, unique=True)) if at is None else []
    named = draw(st.lists(st.sampled_from(teams), unique=True))
    cut = draw(st.integers(0, len(named)))
    return Demand(
        *(kind, place, draw(st.sampled_from(Presence)), at, *(*window, None, None)[:2]),
        service_minutes=draw(st.none() | st.integers(1, 600)),
        people=draw(st.integers(0, 99)),
        teams=draw(st.integers(1, 5)),
        weight_factor=draw(st.floats(0.1, 10)),
        skills=draw(SKILLS),
        visits=visits,
        apart_minutes=None if visits == 1 else draw(st.integers(0, 1440)),
        only_team_ids=tuple(sorted(named[:cut])),
        not_team_ids=tuple(sorted(named[cut:])),
    )


@st.composite
def setups(
    draw: Draw,
    version: int,
    teams: Sequence[UUID],
    bases: Sequence[UUID],
    places: Sequence[tuple[StopKind, UUID]],
) -> SetupAsked:
    """A whole setup: every team, and some of the places in any order."""
    chosen = draw(st.lists(st.sampled_from(places), unique=True))
    return SetupAsked(
        version,
        tuple(draw(teams_on_day(team, bases)) for team in teams),
        tuple(draw(demands(kind, place, teams)) for kind, place in chosen),
    )
