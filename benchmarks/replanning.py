"""How soon the rest of a day is planned anew after one change, and how much stays as it was.

    python -m benchmarks.replanning [--days 3] [--seconds 2]

The day is that of `benchmarks/planning.py`: 60 stops, 8 teams, on the demonstration's roads. It is
planned for `--seconds`, and changed at 10:30 and 15:30, once for each kind: a team off, an urgent
stop added, a stop cancelled, a next stop released. Seconds are from the change to the new plan
drawn on the roads, the whole day's travel table asked for anew; the share is that of the stops
nothing happened to that kept their team. The day has a quarter more to do than its teams can, so a
required stop without a team displaces others: `required` counts those placed. Prints Markdown, and
fails past 2 s, or under 90 % where nothing required was placed.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter

from geoops.routing.afield import Afield, remainder
from geoops.routing.build import build
from geoops.routing.itinerary import itineraries
from geoops.routing.network import Network
from geoops.routing.plan import Outing, Plan
from geoops.routing.problem import PatrolProblem, Stop, Team
from geoops.routing.replanning import replan, share_kept
from geoops.routing.solver import solve
from geoops.settings import Settings

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.planning import demonstration_extract, scene

DAY = date(2026, 3, 2)
MOMENTS = {"10:30": 37_800, "15:30": 55_800}
MOST_SECONDS, LEAST_SHARE = 2.0, 0.9


@dataclass(frozen=True)
class Change:
    """One change: who goes on from where, and what has no team."""

    kind: str
    crews: list[Afield]
    free: frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0)
    choices = parser.parse_args()
    print("| day | at | change | first plan s | on screen s | kept their team | of | required |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    worst_seconds, worst_share = 0.0, 1.0
    with tempfile.TemporaryDirectory(prefix="geoops-bench-") as home:
        settings = Settings(home=Path(home))
        build(settings, demonstration_extract(Path(home)))
        network = Network(settings)
        for seed in range(choices.days):
            teams, stops = scene(network, seed)
            plan = solve(
                PatrolProblem.on_roads(DAY, teams, stops, network), seconds=choices.seconds
            )
            for clock, moment in MOMENTS.items():
                for change in changes(teams, plan, moment):
                    seconds, share = measure(network, (teams, stops), change, f"{seed} | {clock}")
                    worst_seconds = max(worst_seconds, seconds)
                    worst_share = min(worst_share, share)
    print(f"\nworst: {worst_seconds:.2f} s; {worst_share:.0%} where nothing required was placed")
    if worst_seconds > MOST_SECONDS or worst_share < LEAST_SHARE:
        sys.exit(1)


def measure(
    network: Network, day: tuple[list[Team], list[Stop]], change: Change, label: str
) -> tuple[float, float]:
    """Seconds until the new plan is drawn, and the share of stops that kept their team."""
    told: list[float] = []
    teams, stops = day
    if change.kind == "urgent stop added":
        stops = [replace(s, required=s.required or s.id in change.free) for s in stops]
    began = perf_counter()
    whole = PatrolProblem.on_roads(DAY, teams, stops, network)
    tables = perf_counter() - began
    plan = replan(
        whole, change.crews, change.free, on_progress=lambda _, seconds: told.append(seconds)
    )
    itineraries(plan, remainder(whole, change.crews, change.free), network)
    seconds, share = perf_counter() - began, share_kept(plan, change.crews)
    untouched = sum(len(crew.ahead) for crew in change.crews)
    first = tables + told[0]
    visited = {visit.stop_id for one in plan.outings for visit in one.visits}
    placed = sum(whole.stop[name].required for name in visited & change.free)
    figures = f"{first:.2f} | {seconds:.2f} | {share:.0%} | {untouched} | {placed}"
    print(f"| {label} | {change.kind} | {figures} |")
    return seconds, 1.0 if placed else share


def changes(teams: list[Team], plan: Plan, moment: int) -> Iterator[Change]:
    """One change of each kind at that moment of the day."""
    opens = {team.id: team.shift.opens for team in teams}
    crews = [afield(one, opens[one.team_id], moment) for one in plan.outings]
    busiest = max(crews, key=lambda crew: len(crew.ahead))
    others = [crew for crew in crews if crew is not busiest]
    yield Change("team off", others, frozenset(busiest.ahead))
    urgent = next((one.stop_id for one in plan.left_out), None)
    if urgent:
        yield Change("urgent stop added", crews, frozenset({urgent}))
    fewer = replace(busiest, ahead=busiest.ahead[1:])
    yield Change("stop cancelled", [*others, fewer], frozenset())
    going = next((crew for crew in crews if len(crew.fixed) > 1), None)
    if going:
        before = replace(going, fixed=going.fixed[:-1], free_at=max(moment, opens[going.team_id]))
        kept = [crew for crew in crews if crew is not going]
        yield Change("next stop released", [*kept, before], frozenset({going.fixed[-1]}))


def afield(one: Outing, opens: int, moment: int) -> Afield:
    """A team that keeps to its plan: what it has arrived at by then and the next is fixed."""
    arrived = sum(visit.arrival <= moment for visit in one.visits)
    names = tuple(visit.stop_id for visit in one.visits)
    if one.departure > moment:
        return Afield(one.team_id, (), max(moment, opens), names)
    fixed = min(arrived + 1, len(names))
    free_at = max(moment, one.visits[fixed - 1].end)
    return Afield(one.team_id, names[:fixed], free_at, names[fixed:], one.departure)


if __name__ == "__main__":
    main()
