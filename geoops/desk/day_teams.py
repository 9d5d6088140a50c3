"""The day's teams as its setup has them: shift, bases, seats, skills and breaks."""

from collections.abc import Collection, Mapping
from uuid import UUID

from geoops.desk.day_clocks import DayClocks
from geoops.desk.setup_of_day import SetupOfDay, TeamOnDay
from geoops.routing.points import Point
from geoops.routing.problem import Break, Team

MINUTE = 60
LANGUAGE = "language:"
"""What a language tag follows in a skill: who speaks Arabic can do `language:ar`."""


def teams_of(
    setup: SetupOfDay, going: Collection[UUID], bases: Mapping[UUID, Point], clocks: DayClocks
) -> tuple[Team, ...]:
    """Those who go out, by name. Who was asked for by name goes, present on the day or not."""
    return tuple(_team(team, bases, clocks) for team in setup.teams if team.team_id in going)


def _team(team: TeamOnDay, bases: Mapping[UUID, Point], clocks: DayClocks) -> Team:
    """A team whose shift, if it ends before it starts, goes on to the next morning."""
    shift = clocks.span(team.shift_starts, team.shift_ends)
    return Team(
        id=str(team.team_id),
        name=team.name,
        start=bases[team.start_base_id],
        end=bases[team.end_base_id],
        shift=shift,
        seats=team.seats,
        longest=team.longest_minutes and team.longest_minutes * MINUTE,
        skills=frozenset(team.skills) | {f"{LANGUAGE}{tag}" for tag in team.languages},
        breaks=tuple(
            Break(clocks.within(rest.starts, rest.ends, shift), rest.minutes * MINUTE)
            for rest in team.breaks
        ),
    )
