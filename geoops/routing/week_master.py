"""On which days each zone is visited: one integer program over the whole week (HiGHS).

Each visit is a variable, each need a row that one of its visits covers, each day a row that holds
the work of its visits (`week_estimate`) to the hours of its teams. The rows leave out what only
planning the day can show, so the program never forbids a week that is possible: what it cannot
meet, nobody can. What turns out not to fit comes back as a lesson (`Lessons`); this is the cutting
plane idea of logic-based Benders decomposition (Hooker and Ottosson 2003).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from geoops.routing.integer_program import IntegerProgram
from geoops.routing.week import Need, Slot, WeekProblem
from geoops.routing.week_day import hours_of
from geoops.routing.week_estimate import NO_WAY, DayEstimate, estimate

type Terms = list[tuple[int, float]]

_EVEN = 0.5
"""What the fullest day's share is worth, in an average day's hours: a little, to even days out."""
_OUTING = 1800.0
"""Seconds that one more outing counts when extra teams are sought: few days rather than many."""


@dataclass
class Lessons:
    """What planning the days has taught: how much work fits, and sets of visits that do not."""

    room: dict[int, float] = field(default_factory=dict)
    sets: list[frozenset[Slot]] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """The visits chosen for the week, and the weight of zones unmet that no week is below."""

    slots: frozenset[Slot]
    unmet_at_least: float

    def on(self, day: int) -> frozenset[str]:
        """The stops of one day."""
        return frozenset(name for d, name in self.slots if d == day)


def estimates(week: WeekProblem, *, extra: bool = False) -> tuple[DayEstimate, ...]:
    """The numbers of all days."""
    return tuple(estimate(week, day, extra=extra) for day in range(len(week.days)))


def choose(
    week: WeekProblem, days: tuple[DayEstimate, ...], lessons: Lessons, seconds: float
) -> Choice:
    """The visits of which the least weight of zones is unmet; then for the fewest evenings late;
    then with the least work, evenly over the days.

    `unmet_at_least` holds for every week if there are no lessons yet.
    """
    body = _Body(week, days)
    unmet = body.cover(week.needs)
    for day, one in enumerate(days):
        body.hold(day, one, lessons.room.get(day))
    for names in lessons.sets:
        body.program.row([(body.visit[slot], 1.0) for slot in names], most=len(names) - 1)
    weight = {zone.id: zone.weight for zone in week.zones}
    goals = (
        [(variable, weight[zone]) for zone, variable in unmet.items()],
        [(variable, weight[need.zone_id]) for need, variable in body.missed.items()],
        [*body.all_work(), (body.fullest(), _EVEN * sum(one.hours for one in days) / len(days))],
    )
    first, *_, last = body.program.minimise_in_turn(goals, seconds)
    slots = frozenset(slot for slot, variable in body.visit.items() if last.chosen(variable))
    return Choice(slots, first.bound)


def least_added(week: WeekProblem, days: tuple[DayEstimate, ...], seconds: float) -> float:
    """Seconds of work by more teams without which not all needs can be met, however it is planned.

    Parameters
    ----------
    days
        The numbers with the teams that could be added. What even they cannot visit does not count.
    """
    body = _Body(week, days)
    body.cover(needs_possible(week, days), hard=True)
    more = [body.program.variable(float("inf")) for _ in days]
    for day, one in enumerate(days):
        body.hold(day, one, None, more[day])
    return max(0.0, body.program.minimise([(one, 1.0) for one in more], seconds).bound)


def choose_added(
    week: WeekProblem, days: tuple[DayEstimate, ...], needs: Iterable[Need], seconds: float
) -> Choice:
    """The visits that meet `needs` with the least work by added teams, on few days."""
    body = _Body(week, days)
    body.cover(needs, hard=True)
    goal = body.all_work()
    for day, one in enumerate(days):
        out = body.program.variable(whole=True)
        for name in (stop.id for stop in one.stops):
            body.program.row([(body.visit[day, name], 1.0), (out, -1.0)], most=0)
        goal.append((out, _OUTING))
    found = body.program.minimise(goal, seconds)
    slots = frozenset(slot for slot, variable in body.visit.items() if found.chosen(variable))
    return Choice(slots, 0.0)


def needs_possible(week: WeekProblem, days: tuple[DayEstimate, ...]) -> list[Need]:
    """The needs that some team could meet, with nothing else to do."""
    slots = {(day, stop.id) for day, one in enumerate(days) for stop in one.stops}
    return [need for need in week.needs if need.slots & slots]


class _Body:
    """The program: each visit, each need missed, and from where each visit is reached."""

    def __init__(self, week: WeekProblem, days: tuple[DayEstimate, ...]) -> None:
        self.program = IntegerProgram()
        self.visit: dict[Slot, int] = {}
        self.missed: dict[Need, int] = {}
        self.work: list[Terms] = []
        self._hours = [one.hours for one in days]
        for day, one in enumerate(days):
            for stop in one.stops:
                self.visit[day, stop.id] = self.program.variable(whole=True)
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

    def hold(self, day: int, one: DayEstimate, room: float | None, more: int | None = None) -> None:
        """Hold the day's work to its teams' hours, and what only some may do to theirs."""
        beyond = [] if more is None else [(more, -1.0)]
        limit = one.hours if room is None else min(one.hours, room)
        self.program.row([*self.work[day], *beyond], most=limit)
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

    def all_work(self) -> Terms:
        """The work of all days."""
        return [term for terms in self.work for term in terms]

    def fullest(self) -> int:
        """A variable that is no less than the share of any day's hours that its work takes."""
        share = self.program.variable(float("inf"))
        for terms, hours in zip(self.work, self._hours, strict=True):
            if hours:
                self.program.row([*terms, (share, -hours)], most=0)
        return share

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
