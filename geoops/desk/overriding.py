"""Decisions by hand, before they are planned with: refused in words where they contradict."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from geoops.desk.plan_changes import Document
from geoops.desk.plan_request import PlanRequest
from geoops.errors import Invalid
from geoops.records import PatrolPlan
from geoops.routing.overrides import Overrides
from geoops.routing.overrides import Pin as PinOfRoute
from geoops.routing.stop import Stop


def overrides_of(request: PlanRequest) -> Overrides:
    """The decisions in the words of the solver."""
    return Overrides(
        pins=tuple(PinOfRoute(p.stop_id, str(p.team_id), p.position) for p in request.pins),
        locked=frozenset(map(str, request.locked_team_ids)),
        excluded=frozenset(request.excluded_stop_ids),
        forced=frozenset(request.forced_stop_ids),
    )


@dataclass(frozen=True)
class Earlier:
    """The plan that a request is based on: which stops each team visits, in order."""

    orders: Mapping[str, list[str]]

    @classmethod
    def of(cls, plan: PatrolPlan | None, request: PlanRequest) -> Self:
        """What `request.based_on` says.

        Raises
        ------
        Invalid
            There is no such plan, it is of another day, or has found nothing yet.
        """
        if request.based_on is None:
            return cls({})
        if plan is None:
            raise Invalid(field="based_on", reason="there is no such plan")
        if plan.service_date != request.service_date:
            raise Invalid(field="based_on", reason="that plan is of another day")
        if plan.best is None:
            raise Invalid(field="based_on", reason="that plan has found nothing yet")
        return cls(orders_in(plan.best))


def orders_in(best: Document) -> dict[str, list[str]]:
    """The identifiers of the stops that each team visits, in order."""
    return {one["team_id"]: [stop["id"] for stop in one["stops"]] for one in best["patrols"]}


def refuse_contradictions(
    request: PlanRequest, earlier: Earlier, teams: Collection[UUID], stops: Mapping[str, Stop]
) -> None:
    """Raise `Invalid`, in words, unless the decisions can stand beside each other.

    Parameters
    ----------
    teams
        Who goes out.
    stops
        What can be visited on the day; not looked at when no stop is named.
    """
    _refuse_unknown(request, teams, stops)
    if any(stops[pin.stop_id].teams > 1 for pin in request.pins):
        raise Invalid(
            field="pins",
            reason="several teams make a pinned visit together: the day's setup says which",
        )
    _refuse_twice(request)
    _refuse_excluded(request)
    _refuse_places(request, earlier)
    _refuse_locked(request, earlier)


def _refuse_unknown(request: PlanRequest, teams: Collection[UUID], stops: Collection[str]) -> None:
    named: dict[str, Iterable[str]] = {
        "pins": [pin.stop_id for pin in request.pins],
        "excluded_stop_ids": request.excluded_stop_ids,
        "forced_stop_ids": request.forced_stop_ids,
    }
    for field, identifiers in named.items():
        if any(one not in stops for one in identifiers):
            raise Invalid(field=field, reason="a stop is none of that day's")
    if any(pin.team_id not in teams for pin in request.pins):
        raise Invalid(field="pins", reason="a stop is pinned to a team that does not go out")
    if any(team not in teams for team in request.locked_team_ids):
        raise Invalid(field="locked_team_ids", reason="a locked team does not go out")


def _refuse_twice(request: PlanRequest) -> None:
    if _repeated(pin.stop_id for pin in request.pins):
        raise Invalid(field="pins", reason="a stop is pinned twice")
    places = ((pin.team_id, pin.position) for pin in request.pins if pin.position is not None)
    if _repeated(places):
        raise Invalid(field="pins", reason="two stops are pinned to the same place")


def _refuse_excluded(request: PlanRequest) -> None:
    excluded = set(request.excluded_stop_ids)
    if excluded & {pin.stop_id for pin in request.pins}:
        raise Invalid(field="pins", reason="a stop that is left out on purpose cannot be pinned")
    if excluded & set(request.forced_stop_ids):
        raise Invalid(
            field="forced_stop_ids", reason="a stop cannot be left out on purpose and forced"
        )


def _refuse_places(request: PlanRequest, earlier: Earlier) -> None:
    """A place is past the end when the team has fewer stops beside the pinned one."""
    for pin in request.pins if request.based_on else ():
        here = set(earlier.orders.get(str(pin.team_id), ()))
        for other in request.pins:
            (here.add if other.team_id == pin.team_id else here.discard)(other.stop_id)
        if pin.position is not None and pin.position > len(here - {pin.stop_id}):
            raise Invalid(field="pins", reason="the place is past the end of the team's stops")


def _refuse_locked(request: PlanRequest, earlier: Earlier) -> None:
    if not request.locked_team_ids:
        return
    if request.based_on is None:
        raise Invalid(
            field="locked_team_ids",
            reason="a team is locked as an earlier plan has it: say which plan",
        )
    orders = {str(team): earlier.orders.get(str(team), []) for team in request.locked_team_ids}
    held = {stop: team for team, stops in orders.items() for stop in stops}
    if held.keys() & set(request.excluded_stop_ids):
        raise Invalid(
            field="excluded_stop_ids", reason="unlock the team first that visits this stop"
        )
    for pin in request.pins:
        stop, team = pin.stop_id, str(pin.team_id)
        if team not in orders and stop not in held:
            continue
        if held.get(stop) != team or pin.position not in (None, orders[team].index(stop)):
            raise Invalid(field="pins", reason="a locked team's stops stay: unlock it first")


def _repeated(values: Iterable[Any]) -> bool:
    return any(times > 1 for times in Counter(values).values())
