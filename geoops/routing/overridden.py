"""A day with everything that was decided by hand: what is left to search, and plans made whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from geoops.routing.agreed import again
from geoops.routing.habits import Habits
from geoops.routing.overrides import Overrides
from geoops.routing.part import part_of
from geoops.routing.plan import ALONE, LeftOut, Outing, Plan, Reason
from geoops.routing.problem import PatrolProblem, Stop
from geoops.routing.reasons import breaks_lost, camps_missed, kept_away, obstacles
from geoops.routing.schedule import outing
from geoops.routing.window import clipped


@dataclass(frozen=True, eq=False)
class Overridden:
    """A problem, what was decided by hand, and the plan that it was decided on.

    Parameters
    ----------
    problem
        The day as the records tell it.
    base
        The earlier plan, if there is one; its outings count, its account does not.
    """

    problem: PatrolProblem
    overrides: Overrides
    base: Plan | None = None

    @cached_property
    def ruled(self) -> PatrolProblem:
        """The whole day with the decisions as rules; every plan that is told keeps them."""
        return self.overrides.on(self.problem)

    @cached_property
    def locked(self) -> tuple[Outing, ...]:
        """The outings that are kept, timed as they were.

        One that can no longer be made (a stop is gone, a shift is shorter) is not locked.
        """
        problem = self.problem
        kept = [
            again(problem, problem.team[one.team_id], one.visits)
            for one in (self.base.outings if self.base else ())
            if one.team_id in self._asked and one.team_id in problem.team
            if all(visit.stop_id in problem.stop for visit in one.visits)
        ]
        return tuple(one for one in kept if one)

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The teams that are to be locked; who meets one of them somewhere is locked with it."""
        visits = orders_of(self.base.outings) if self.base else {}
        together = {stop.id for stop in self.problem.stops if stop.teams > 1}
        meets = {team: together.intersection(names) for team, names in visits.items()}
        asked, before = set(self.overrides.locked), None
        while asked != before:
            before = set(asked)
            held = set().union(*(meets.get(team, set()) for team in asked))
            asked |= {team for team, names in meets.items() if names & held}
        return frozenset(asked)

    @cached_property
    def _locked_teams(self) -> frozenset[str]:
        """Who goes as before, or stays at the base as before."""
        out = {one.team_id for one in self.base.outings} if self.base else set()
        return frozenset({one.team_id for one in self.locked} | (self._asked - out))

    @cached_property
    def free(self) -> PatrolProblem:
        """What is left to search: teams that are not locked, stops that no locked team visits."""
        taken = {visit.stop_id for one in self.locked for visit in one.visits}
        gone = taken | self.overrides.excluded
        teams = [team for team in self.ruled.teams if team.id not in self._locked_teams]
        stops = [self._apart(stop) for stop in self.ruled.stops if stop.id not in gone]
        return part_of(self.ruled, teams, stops)

    def _apart(self, stop: Stop) -> Stop:
        """The stop, closed when it is too near in time to a locked visit."""
        visits = {visit.stop_id: visit for one in self.locked for visit in one.visits}
        for tie in self.problem.apart:
            visit = visits.get({tie.one: tie.other, tie.other: tie.one}.get(stop.id, ""))
            if visit:
                before = clipped(stop.windows, 0, visit.start - tie.seconds)
                after = clipped(stop.windows, visit.end + tie.seconds, None)
                stop = replace(stop, windows=(*before, *after))
        return stop

    @cached_property
    def calm(self) -> PatrolProblem:
        """`free`, with what the earlier plan's teams visit as their habits."""
        pinned = {stop.id for stop in self.free.stops if stop.pinned}
        orders = orders_of(self.base.outings) if self.base else {}
        habits = {
            team: [name for name in names if name in self.free.stop and name not in pinned]
            for team, names in orders.items()
            if team in self.free.team
        }
        return replace(self.free, habits=Habits(habits))

    def whole(self, part: Plan) -> Plan:
        """A plan of `free` with the locked outings in it, timed by the day's own windows."""
        timed = {one.team_id: one for one in [*map(self._timed, part.outings), *self.locked]}
        outings = tuple(timed[team.id] for team in self.problem.teams if team.id in timed)
        visited = list(_visited(outings))
        reasons = {one.stop_id: self._of_the_day(one) for one in part.left_out}
        excluded = {name: LeftOut(name, Reason.EXCLUDED) for name in self.overrides.excluded}
        missed = tuple(
            (excluded | reasons)[stop.id] for stop in self.ruled.stops if stop.id not in visited
        )
        return Plan(
            service_date=part.service_date,
            outings=outings,
            left_out=missed,
            required_missed=sum(self.ruled.stop[one.stop_id].required for one in missed),
            weight=sum(self.ruled.stop[name].weight for name in visited),
            travel=sum(one.travel for one in outings),
            distance=sum(one.distance for one in outings),
            iterations=part.iterations,
            breaks_lost=breaks_lost(self.ruled),
            camps_missed=camps_missed(self.ruled),
        )

    def _of_the_day(self, one: LeftOut) -> LeftOut:
        """Why it is left out with the locked teams in sight: who could come may be one of them."""
        if not self._locked_teams or one.reason not in ALONE:
            return one
        stop, alone = self.ruled.stop[one.stop_id], self._alone.get(one.stop_id)
        return kept_away(stop, alone) if alone else LeftOut(stop.id, Reason.NO_ROOM_LEFT)

    @cached_property
    def _alone(self) -> Mapping[str, Reason]:
        """What no team of the whole day could visit, even alone."""
        return obstacles(self.ruled)

    def _timed(self, found: Outing) -> Outing:
        """The outing without the narrower doors that the search may have given its stops."""
        stops = [self.free.stop[visit.stop_id] for visit in found.visits]
        if any(stop.teams > 1 for stop in stops) or self.free.apart:
            return found  # the doors are what keeps the visits together, or apart
        return outing(self.free, self.free.team[found.team_id], stops) or found


def _visited(outings: Iterable[Outing]) -> Mapping[str, None]:
    """The stops visited, each once, in the order of their visits."""
    return dict.fromkeys(visit.stop_id for one in outings for visit in one.visits)


def orders_of(outings: Iterable[Outing]) -> dict[str, Sequence[str]]:
    """The identifiers of the stops that each team visits, in order."""
    return {one.team_id: [visit.stop_id for visit in one.visits] for one in outings}
