"""Where teams are in the middle of their day, and what is left of it to plan.

What is visited is fixed, and so is the stop that a team is on its way to. A team under way is
therefore a team whose day begins where the fixed part ends: at that stop, when it leaves it. So
nothing that plans the rest can touch what is fixed, for it does not know of it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from geoops.errors import Invalid
from geoops.routing.points import Point
from geoops.routing.problem import Kind, PatrolProblem, Stop, Team, points_of
from geoops.routing.window import Window


@dataclass(frozen=True)
class Seen:
    """Where a team between two places is, by its own word.

    Parameters
    ----------
    position
        Longitude and latitude, EPSG:4326.
    at
        When it is reckoned to be there: seconds since the plan date's local midnight.
    stay
        Seconds that it will spend at the last fixed stop, which it is on its way to; None when
        that stop is behind it.
    not_before
        When the visit there can begin.
    """

    position: Point
    at: int
    stay: int | None = None
    not_before: int = 0


@dataclass(frozen=True)
class Afield:
    """A team in the middle of its day; times are seconds since the plan date's local midnight.

    Parameters
    ----------
    fixed
        The stops visited, then the next one unless it is released, in order.
    free_at
        When the fixed part ends: it leaves the last fixed stop, or can leave its base.
    ahead
        The stops that it was to visit after that, in order; those cancelled are not named.
    left_at
        When it left its base; None while it is there.
    seen
        Where it is on the road, if it says so.
    """

    team_id: str
    fixed: tuple[str, ...]
    free_at: int
    ahead: tuple[str, ...]
    left_at: int | None = None
    seen: Seen | None = None

    def reckoned(self, problem: PatrolProblem) -> "Afield":
        """The same, with `free_at` by the road from where it was seen; as it was where none leads.

        The problem's points must hold `sightings`.
        """
        if self.seen is None:
            return self
        team = problem.team[self.team_id]
        goal = self._last(problem) if self.seen.stay is not None else team.end
        way = problem.seconds(team, self.seen.position, goal)
        if way is None:
            return replace(self, seen=None)
        if self.seen.stay is None:
            return replace(self, free_at=max(self.free_at, self.seen.at))
        begins = max(self.seen.at + way, self.seen.not_before)
        return replace(self, free_at=begins + self.seen.stay)

    def onward(self, problem: PatrolProblem) -> Team:
        """The team as it goes on from here.

        Seats are those left; the longest outing counts from when it left. A break that still fits
        is planned, whether or not one was taken before: nobody notes breaks, and a rest too many
        is better than none.
        """
        team = problem.team[self.team_id]
        closes = team.shift.closes
        if team.longest is not None and self.left_at is not None:
            closes = min(closes, self.left_at + team.longest)
        aboard = sum(problem.stop[name].people for name in self.fixed)
        opens = max(self.free_at, team.shift.opens)
        return replace(
            team,
            start=self._position(problem, team),
            shift=Window(opens, max(opens, closes)),
            seats=None if team.seats is None else max(0, team.seats - aboard),
            longest=team.longest if self.left_at is None else None,
        )

    def _position(self, problem: PatrolProblem, team: Team) -> Point:
        if self.seen is not None and self.seen.stay is None:
            return self.seen.position
        return self._last(problem) if self.fixed else team.start

    def _last(self, problem: PatrolProblem) -> Point:
        return problem.stop[self.fixed[-1]].position


def sightings(crews: Iterable[Afield]) -> tuple[Stop, ...]:
    """Where teams were seen, as stops that nobody visits: for the travel table to know them."""
    return tuple(
        Stop(f"seen {crew.team_id}", "", Kind.ZONE, crew.seen.position, 0)
        for crew in crews
        if crew.seen is not None
    )


def remainder(
    problem: PatrolProblem, crews: Sequence[Afield], free: Collection[str]
) -> PatrolProblem:
    """What is left to plan: teams go on from where they are; stops ahead of them, and `free` ones.

    Its travel tables are parts of the whole problem's, so no road is asked for.

    Raises
    ------
    Invalid
        Teams meet at one of these stops, or two of them must be apart: nobody could tell what a
        visit that is made already would mean for the other.
    """
    teams = tuple(crew.onward(problem) for crew in crews)
    names = {*free, *(name for crew in crews for name in crew.ahead)}
    stops = tuple(stop for stop in problem.stops if stop.id in names)
    _refuse_ties(problem, names)
    rows = [problem.index[point] for point in points_of(teams, stops)]
    travel = {profile: table.among(rows) for profile, table in problem.travel.items()}
    detours = {key: table.among(rows) for key, table in problem.detours.items()}
    return PatrolProblem(
        problem.service_date, teams, stops, travel, works=problem.works, detours=detours
    )


def _refuse_ties(problem: PatrolProblem, names: Collection[str]) -> None:
    tied = {name for tie in problem.apart for name in (tie.one, tie.other)}
    together = {stop.id for stop in problem.stops if stop.teams > 1}
    bound = sorted((tied | together) & set(names))
    if bound:
        words = ", ".join(problem.stop[name].name for name in bound)
        raise Invalid(field="stops", reason=f"{words} cannot be replanned: bound to another visit.")
