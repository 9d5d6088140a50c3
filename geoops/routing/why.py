"""Why a plan is as it is: what it would take to have it otherwise, solved rather than guessed.

The change asked for is made a pin, and the day is planned again around it from the plan. What is
then lost, moved and driven more is its cost. Where it cannot be had, the rule in the way is told;
where it could only be had by dropping something, the rule that forces the present order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from geoops.routing.by_hand import replan
from geoops.routing.overridden import Overridden, orders_of
from geoops.routing.overrides import Overrides, Pin
from geoops.routing.plan import TEMPLATES as REASONS
from geoops.routing.plan import Plan, Reason
from geoops.routing.problem import ANY_TIME, PatrolProblem, Stop, Team
from geoops.routing.reasons import obstacles
from geoops.routing.schedule import has_seats, keeps
from geoops.routing.window import DAY, Window

type Sentence = dict[str, Any]

TEMPLATES: Mapping[str, str] = {
    **{reason.value: words for reason, words in REASONS.items()},
    "as-it-is": "That is how the plan has it.",
    "locked": "{team} is locked, so its stops stay as they are. Unlock it first.",
    "together": "{teams} teams make this visit together. The day's setup says which may.",
    "costs": "It would take {minutes} min and {kilometres} km more on the road.",
    "saves": "It would save {minutes} min on the road.",
    "weight-lost": "{weight} of the weight covered would be lost.",
    "opening-of": "The opening times of {stop} do not leave room for this order.",
    "breaks": "The breaks of {team} do not leave room for this order.",
    "shift": "The whole day of {team} in this order does not fit into its shift.",
    "seats": "{team} has no seats for the people to take along at all these stops.",
    "no-room": "No team can fit it in beside what is pinned, locked and required.",
}
"""Sentences of an answer: English source strings that the edge translates."""

ITERATIONS = 20_000
"""What a question's search has to spend: iterations times stops, a second or so of one core."""
MOST, LEAST = 600, 200
"""The most and the fewest iterations of a question's search."""


@dataclass(frozen=True)
class Wish:
    """A stop that is to be visited: by anyone, by one team, or at one place of its order."""

    stop_id: str
    team_id: str | None = None
    position: int | None = None


@dataclass(frozen=True)
class Answer:
    """What it would take.

    Parameters
    ----------
    reason
        The rule in the way, or that forces the present plan; None where nothing but cost does.
    sentences
        Templates and what fills them.
    weight, driving, distance
        What there is more than in the plan: weight covered, seconds and metres on the way.
    dropped, moved
        The stops that are no longer visited, and those that change team.
    """

    possible: bool
    reason: str | None
    sentences: tuple[Sentence, ...]
    weight: float = 0.0
    driving: int = 0
    distance: float = 0.0
    dropped: tuple[str, ...] = ()
    moved: tuple[str, ...] = field(default=())


def what_if(day: Overridden, wish: Wish, seed: int) -> Answer:
    """Plan the day of `day.base` again with the wish fulfilled; a seed repeats its answer."""
    base = day.base
    assert base is not None  # noqa: S101 - a question is asked of a plan
    before = orders_of(base.outings)
    team = wish.team_id or next((t for t, names in before.items() if wish.stop_id in names), None)
    if wish.position is not None and team is None:
        team = day.problem.teams[0].id
    if _holds(before, replace(wish, team_id=wish.team_id or team)):
        return Answer(True, None, (_say("as-it-is"),))
    asked = replace(day, overrides=_with(day.overrides, wish, team))
    stop = day.problem.stop.get(wish.stop_id)
    if stop and stop.teams > 1 and (wish.team_id or wish.position is not None):
        return Answer(False, "together", (_say("together", teams=stop.teams),))
    locked = {t for t in day.overrides.locked if wish.stop_id in before.get(t, ()) or t == team}
    if locked and (wish.team_id or wish.position is not None):
        name = day.problem.team[min(locked)].name
        return Answer(False, "locked", (_say("locked", team=name),))
    if wish.team_id is None and wish.position is None:
        asked = _anyone(asked, wish.stop_id)
    alone = obstacles(asked.free)
    if wish.stop_id in alone:
        return Answer(False, alone[wish.stop_id].value, _obstacle(asked, wish.stop_id))
    plan = replan(asked, iterations=_iterations(asked.free), seed=seed)
    if any(one.stop_id == wish.stop_id for one in plan.left_out):
        return Answer(False, "no-room", (_say("no-room"),))
    return _cost(asked, base, plan, _forced(asked, before, wish, team))


def _with(overrides: Overrides, wish: Wish, team: str | None) -> Overrides:
    """The decisions with the wish among them, in place of others about the stop."""
    pins = tuple(pin for pin in overrides.pins if pin.stop_id != wish.stop_id)
    if wish.team_id or wish.position is not None:
        place = wish.position
        pins = tuple(p for p in pins if place is None or (p.team_id, p.position) != (team, place))
        pins = (*pins, Pin(wish.stop_id, str(team), place))
    return replace(overrides, pins=pins, excluded=overrides.excluded - {wish.stop_id})


def _anyone(day: Overridden, stop_id: str) -> Overridden:
    """The day with the stop pinned to no team in particular: it comes before all others."""
    stops = tuple(
        replace(stop, pinned=True) if stop.id == stop_id else stop for stop in day.problem.stops
    )
    return replace(day, problem=replace(day.problem, stops=stops))


def _holds(orders: Mapping[str, Sequence[str]], wish: Wish) -> bool:
    """Whether the plan has it so already."""
    names = list(orders.get(wish.team_id or "", ()))
    return wish.stop_id in names and wish.position in (None, names.index(wish.stop_id))


def _iterations(problem: PatrolProblem) -> int:
    """How many iterations the question's search has: fewer for larger days."""
    return max(LEAST, min(MOST, ITERATIONS // max(1, len(problem.stops))))


def _obstacle(day: Overridden, stop_id: str) -> tuple[Sentence, ...]:
    """The sentence of what keeps the stop from being visited at all."""
    stop, reason = day.free.stop[stop_id], obstacles(day.free)[stop_id]
    details: dict[Reason, dict[str, Any]] = {
        Reason.NO_SKILL: {"skills": ", ".join(sorted(stop.skills))},
        Reason.NOT_ENOUGH_TEAMS: {"teams": stop.teams},
    }
    return (_say(reason.value, **details.get(reason, {})),)


def _forced(
    day: Overridden, before: Mapping[str, Sequence[str]], wish: Wish, team_id: str | None
) -> tuple[str, Sentence] | None:
    """The rule that keeps all of the team's stops from the order wished for; None for none."""
    if wish.position is None or team_id is None:
        return None
    problem, team = day.problem, day.problem.team[team_id]
    others = [name for name in before.get(team_id, ()) if name != wish.stop_id]
    others.insert(wish.position, wish.stop_id)
    return rule_against(
        problem, team, [problem.stop[name] for name in others if name in problem.stop]
    )


def rule_against(
    problem: PatrolProblem, team: Team, stops: Sequence[Stop]
) -> tuple[str, Sentence] | None:
    """What keeps a team from visiting all these stops in this order; None when nothing does.

    The first rule without which the order could be kept: seats, the breaks, one stop's opening
    times; where it takes more than one, the shift.
    """
    if not has_seats(team, stops):
        return "seats", _say("seats", team=team.name)
    if keeps(problem, team, stops):
        return None
    if keeps(problem, replace(team, breaks=()), stops):
        return "breaks", _say("breaks", team=team.name)
    for number, stop in enumerate(stops):
        if stop.windows != ANY_TIME:
            opened = replace(stop, windows=(Window(0, 2 * DAY),))
            if keeps(problem, team, [*stops[:number], opened, *stops[number + 1 :]]):
                return "opening-of", _say("opening-of", stop=stop.name)
    return "shift", _say("shift", team=team.name)


def _cost(day: Overridden, base: Plan, plan: Plan, forced: tuple[str, Sentence] | None) -> Answer:
    """What the plan around the wish has more, and less, than the plan before."""
    was, now = _teams(base), _teams(plan)
    weight = plan.weight - sum(day.problem.stop[name].weight for name in was)
    driving = plan.travel - base.travel
    distance = plan.distance - base.distance
    sentences = [forced[1]] if forced else []
    minutes, kilometres = ceil(abs(driving) / 60), max(0.0, round(distance / 1000, 1))
    if driving < 0:
        sentences.append(_say("saves", minutes=minutes))
    else:
        sentences.append(_say("costs", minutes=minutes, kilometres=kilometres))
    if weight < -0.005:
        sentences.append(_say("weight-lost", weight=round(-weight, 2)))
    return Answer(
        possible=True,
        reason=forced[0] if forced else None,
        sentences=tuple(sentences),
        weight=weight,
        driving=driving,
        distance=distance,
        dropped=tuple(day.problem.stop[name].name for name in was if name not in now),
        moved=tuple(
            day.problem.stop[name].name for name in now if name in was and was[name] != now[name]
        ),
    )


def _teams(plan: Plan) -> dict[str, str]:
    """Who visits each stop."""
    return {visit.stop_id: one.team_id for one in plan.outings for visit in one.visits}


def _say(code: str, **details: Any) -> Sentence:
    return {"code": code, "template": TEMPLATES[code], "details": details}
