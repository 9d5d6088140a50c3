"""The integer program of a week: its variables, and the rows that each question about it needs."""

from collections.abc import Iterable, Iterator, Mapping

from geoops.routing.integer_program import IntegerProgram, Terms
from geoops.routing.week import Need, Slot, WeekProblem
from geoops.routing.week_day import hours_of
from geoops.routing.week_estimate import NO_WAY, DayEstimate


class WeekProgram:
    """The program: each visit, each need missed, and from where each visit is reached.

    A visit may be made in part; whether a zone is unmet is one of 0 and 1.
    """

    def __init__(self, week: WeekProblem, days: tuple[DayEstimate, ...]) -> None:
        self.program = IntegerProgram()
        self.visit: dict[Slot, int] = {}
        self.missed: dict[Need, int] = {}
        self.work: list[Terms] = []
        for day, one in enumerate(days):
            for stop in one.stops:
                self.visit[day, stop.id] = self.program.variable()
            self.work.append([*self._service(day, one), *self._ways(day, one)])

    def cover(self, needs: Iterable[Need], *, hard: bool = False) -> Mapping[str, int]:
        """Hold every need to one of its visits, or to being missed; the zones' unmet variables."""
        unmet: dict[str, int] = {}
        for need in needs:
            visits = [(self.visit[slot], 1.0) for slot in need.slots if slot in self.visit]
            if hard:
                self.program.row(visits, least=1)
                continue
            missed = self.missed[need] = self.program.variable()
            self.program.row([*visits, (missed, 1.0)], least=1)
            zone = unmet.setdefault(need.zone_id, -1)
            if zone < 0:
                zone = unmet[need.zone_id] = self.program.variable(whole=True)
            self.program.row([(zone, 1.0), (missed, -1.0)], least=0)
        return unmet

    def hold(self, day: int, one: DayEstimate, more: int | None = None) -> None:
        """Hold the day's work to its teams' hours, and what only some may do to theirs."""
        beyond = [] if more is None else [(more, -1.0)]
        self.program.row([*self.work[day], *beyond], most=one.hours)
        for able in {self._able(one, number) for number in range(len(one.stops))}:
            if len(able) == len(one.teams):
                continue
            terms = [
                (self.visit[day, stop.id], stop.teams * (stop.service + one.nearest(number)))
                for number, stop in enumerate(one.stops)
                if self._able(one, number) <= able
            ]
            hours = sum(hours_of(team) for team in one.teams if team.id in able)
            self.program.row([*terms, *beyond], most=hours)

    @staticmethod
    def _able(one: DayEstimate, number: int) -> frozenset[str]:
        stop = one.stops[number]
        return frozenset(team.id for team in one.teams if team.may_visit(stop))

    def _service(self, day: int, one: DayEstimate) -> Iterator[tuple[int, float]]:
        for stop in one.stops:
            yield self.visit[day, stop.id], float(stop.service * stop.teams)

    def _ways(self, day: int, one: DayEstimate) -> Terms:
        """Every visit is reached from somewhere and left for somewhere, by each of its teams."""
        row, variable = self.program.row, self.program.variable
        here = [self.visit[day, stop.id] for stop in one.stops]
        teams = [float(stop.teams) for stop in one.stops]
        starts, ends, far = (
            [variable(n if way < NO_WAY else 0.0) for n, way in zip(teams, ways, strict=True)]
            for ways in (one.starts, one.ends, one.far)
        )
        near = {
            (origin, number): variable(min(teams[origin], teams[number]))
            for number, ways in enumerate(one.neighbours)
            for origin, seconds in ways
            if seconds < NO_WAY
        }
        for number, visit in enumerate(here):
            arrivals = [near[o, n] for o, n in near if n == number]
            leaves = [near[o, n] for o, n in near if o == number]
            met = (visit, -teams[number])
            row(
                [(w, 1.0) for w in (starts[number], far[number], *arrivals)] + [met],
                least=0,
                most=0,
            )
            row([(w, 1.0) for w in (ends[number], *leaves)] + [met], most=0)
            row([*((start, 1.0) for start in starts), (visit, -1.0)], least=0)
        for (origin, number), way in near.items():
            back = [(near[number, origin], 1.0)] if (number, origin) in near else []
            both = min(teams[origin], teams[number])
            row([(way, 1.0), *back, (here[origin], -both)], most=0)
        row([*((end, 1.0) for end in ends), *((start, -1.0) for start in starts)], least=0)
        return [
            *zip(starts, one.starts, strict=True),
            *zip(ends, one.ends, strict=True),
            *zip(far, one.far, strict=True),
            *(
                (near[o, n], s)
                for n, ways in enumerate(one.neighbours)
                for o, s in ways
                if (o, n) in near
            ),
        ]
