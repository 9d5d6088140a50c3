"""Make a replan: what a worker does, from the day as it stands to a rest for each patrol."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import override
from uuid import UUID

from sqlalchemy.orm import Session

from geoops.db.engine import act_for
from geoops.desk.errands import Outcome, Search
from geoops.desk.on_foot import walked_stops
from geoops.desk.plan_document import Document, Draughtsman
from geoops.desk.plan_request import PlanRequest
from geoops.desk.remembered_roads import RememberedRoads
from geoops.desk.replan_day import DayUnderWay, Going, day_under_way, place_of, rerouted, unchanged
from geoops.desk.replan_request import ReplanRequest
from geoops.desk.roads_closed import around, closed_on
from geoops.desk.solving import Report, Task, Workshop
from geoops.desk.van_stops import settled
from geoops.records import PatrolPlan, PlanState, Territory
from geoops.routing.afield import Afield, remainder, sightings
from geoops.routing.around import ClosableNetwork
from geoops.routing.plan import Outing, Plan
from geoops.routing.problem import PatrolProblem
from geoops.routing.replanning import SEARCH, replan, share_kept
from geoops.routing.telling import Progress


@dataclass(frozen=True, kw_only=True)
class ReplanTask(Task):
    """What is to be replanned, as the day stood when the worker took it up."""

    under_way: DayUnderWay


@dataclass(frozen=True)
class ReplanErrand(Search[PatrolPlan, ReplanTask]):
    """A replan; where the teams are counts at `now`, or when it is taken up."""

    record = PatrolPlan
    now: datetime | None = None

    @override
    def task(self, session: Session, row: PatrolPlan) -> ReplanTask:
        time_zone = session.get_one(Territory, self.territory).time_zone
        request = PlanRequest.of(row)
        asked = ReplanRequest.of(row.service_date, row.request)
        now = self.now or datetime.now(UTC)
        act_for(session, self.territory, row.author_id)  # shared positions are for who asked
        found = day_under_way(session, asked, request, time_zone, now)
        closures = closed_on(session, found.day, row.service_date, time_zone)
        return ReplanTask(
            *(found.day, request, time_zone, None, closures),
            under_way=found,
        )


@dataclass(frozen=True, kw_only=True)
class RestOfDay(Draughtsman):
    """Draws what is left of a day: for each patrol its stops after the fixed ones, or the way home.

    `crews` are the teams that go on. A patrol of one that does not gets a rest without stops, and
    a team that is called has no patrol yet: what it is to do comes whole, without `patrol_id`.
    """

    under_way: DayUnderWay
    crews: tuple[Afield, ...]

    def document(self, plan: Plan, seconds: float, steps: bool = False) -> Document:
        """As a plan's, with `patrol_id`, `revision`, `from_sequence` and `difference` for each.

        Always with the instructions: a way that was asked for with them is not asked for again at
        the end, and most of the first plan's are the last one's.
        """
        homeward = Plan(
            plan.service_date, (*plan.outings, *self._homeward(plan)), (), 0, 0.0, 0, 0.0
        )
        drawn = super().document(homeward, seconds, steps=True)
        written = super().document(plan, seconds, steps=True)
        rests = {one["team_id"]: one for one in drawn["patrols"]}
        patrols = [self._rest(one, rests) for one in self.under_way.going]
        patrols += [self._opened(rests[str(t)]) for t in self.under_way.called if str(t) in rests]
        kept = share_kept(plan, self.crews)
        left_out = [self._placed(one) for one in written["left_out"]]
        return written | {"patrols": patrols, "left_out": left_out, "share_kept": kept}

    def _homeward(self, plan: Plan) -> list[Outing]:
        """Outings without a stop, for teams afield that have none left."""
        out = {one.team_id for one in plan.outings}
        found = []
        for crew in self.crews:
            team = self.problem.team[crew.team_id]
            home = self.problem.seconds(team, team.start, team.end)
            if crew.team_id not in out and crew.fixed and home is not None:
                leaves = team.shift.opens
                metres = self.problem.metres(team, team.start, team.end)
                shut = self.problem.shut(team.profile, team.shift)
                around = (shut,) if self.problem.works else ()
                back = leaves + home
                found.append(Outing(team.id, leaves, (), back, home, metres, around=around))
        return found

    def _rest(self, one: Going, rests: dict[str, Document]) -> Document:
        team = str(one.patrol.team_id)
        empty: Document = {"team_id": team, "stops": [], "legs": [], "distance": 0, "driving": 0}
        rest = rests.get(team, empty)
        stops = [self._placed(stop) for stop in rest["stops"]]
        places = [stop["id"] for stop in stops]
        same = unchanged(one, places)
        other_way = same and rerouted(one, [leg["distance"] for leg in rest["legs"]])
        changed = other_way or not same
        return rest | {
            "patrol_id": str(one.patrol.id),
            "revision": one.patrol.revision,
            "from_sequence": one.fixed,
            "stops": stops,
            "difference": self._difference(one, stops, other_way) if changed else None,
        }

    def _opened(self, drawn: Document) -> Document:
        """A patrol for a team that has none."""
        stops = [self._placed(stop) for stop in drawn["stops"]]
        added = [_named(stop) for stop in stops]
        return drawn | {
            "patrol_id": None,
            "revision": 0,
            "from_sequence": 0,
            "stops": stops,
            "difference": {"added": added, "removed": [], "reordered": False, "rerouted": False},
        }

    def _placed(self, stop: Document) -> Document:
        """A stop known by its place rather than by a patrol's row."""
        return stop | {"id": self.under_way.place.get(stop["id"], stop["id"])}

    def _difference(self, one: Going, stops: list[Document], other_way: bool) -> Document:
        """What is added and removed, whether the others come in another order, or all of them by
        another way.
        """
        before = {str(place_of(row)): row for row in one.stops[one.fixed :]}
        after = {stop["id"]: stop for stop in stops}
        names = {stop.id: stop.name for stop in self.day.stops}
        removed = [
            {"kind": row.kind.value, "id": place, "name": names[str(row.id)]}
            for place, row in before.items()
            if place not in after
        ]
        added = [_named(stop) for place, stop in after.items() if place not in before]
        stayed = [place for place in before if place in after]
        return {
            "added": added,
            "removed": removed,
            "reordered": stayed != [place for place in after if place in before],
            "rerouted": other_way,
        }


def _named(stop: Document) -> Document:
    """A stop as a difference names it."""
    return {name: stop[name] for name in ("kind", "id", "name")}


def make_replan(
    workshop: Workshop,
    territory: UUID,
    plan_id: UUID,
    interrupted: Callable[[], bool],
    now: datetime | None = None,
) -> Outcome:
    """Make the replan and write it down: a first plan on the way, the last when all is over."""
    errand = ReplanErrand(workshop.engine, territory, plan_id, now)
    return errand.carry_out(lambda task: _solve(workshop.roads, errand, task, interrupted))


def _solve(
    network: ClosableNetwork,
    errand: ReplanErrand,
    task: ReplanTask,
    interrupted: Callable[[], bool],
) -> Outcome:
    """One table of the roads, one short search."""
    day, now = task.day, task.under_way
    seen = sightings(now.crews)
    asked = network.forgetful() if seen else network  # times from there would tell where it was
    closed = around(asked, task.closures, task.request.service_date, task.time_zone)
    roads = RememberedRoads(closed)
    stops = walked_stops(settled(day.stops, day.camps, day.teams, roads), day.camps, roads)
    whole = PatrolProblem.on_roads(task.request.service_date, day.teams, (*stops, *seen), roads)
    crews = tuple(crew.reckoned(whole) for crew in now.crews)
    drawing = RestOfDay(
        *(day, _unseen(whole, crews, now.free), roads, task.time_zone, task.closures),
        under_way=now,
        crews=crews,
    )
    report = Report(errand, drawing, SEARCH, None, interrupted, [])
    with ThreadPoolExecutor(1) as beside:
        plan = replan(
            *(whole, crews, now.free),
            on_progress=_drawn_beside(beside, drawing, report),
            should_stop=report.should_stop,
        )
    if report.interrupted():
        return Outcome.INTERRUPTED
    state = PlanState.CANCELLED if report.cancelled else PlanState.DONE
    errand.end(state, best=drawing.document(plan, report.elapsed, steps=True), progress=1.0)
    return Outcome.ENDED


def _drawn_beside(beside: Executor, drawing: RestOfDay, report: Report) -> Progress:
    """Have the first plan's ways asked for beside the search: the last one is then soon drawn.

    What goes wrong there goes wrong again where it is drawn in earnest.
    """
    heard: list[Plan] = []

    def hear(plan: Plan, seconds: float) -> None:
        if not heard:
            heard.append(plan)
            beside.submit(drawing.document, plan, seconds)
            report.later(plan)

    return hear


def _unseen(whole: PatrolProblem, crews: Sequence[Afield], free: Collection[str]) -> PatrolProblem:
    """What is drawn and kept: lines from stop to stop, which do not say where a team was seen."""
    return remainder(whole, [replace(crew, seen=None) for crew in crews], free)
