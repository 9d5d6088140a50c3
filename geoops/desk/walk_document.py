"""A leg with its instructions, and a loop on foot, as a plan's document keeps them.

Instructions are for who drives, so only a plan's last document has them: while the search streams
its progress they would be asked for and written again several times a second.
"""

from collections.abc import Callable
from typing import Any

from geoops.routing.answers import Step
from geoops.routing.problem import Stop
from geoops.routing.timed_leg import TimedLeg
from geoops.routing.walk_itinerary import TimedWalk

type Document = dict[str, Any]
type Clock = Callable[[int], str]
"""Seconds since the plan date's local midnight as an instant in ISO 8601."""

DECIMALS = 6
"""Of a degree: about 0.1 m."""


def leg_document(leg: TimedLeg, at: Clock) -> Document:
    """The leg with its line; `steps` only where it was drawn with them."""
    line = [_position(place) for place in leg.path.coords]
    steps = {"steps": [step_document(step) for step in leg.steps]} if leg.steps else {}
    return {
        "departs_at": at(leg.departure),
        "arrives_at": at(leg.arrival),
        "duration": leg.duration,
        "distance": leg.distance,
        "geometry": {"type": "LineString", "coordinates": line},
        **steps,
    }


def step_document(step: Step) -> Document:
    """The step without what is empty, which most of it is."""
    whole = {
        "maneuver": step.maneuver,
        "modifier": step.modifier,
        "name": step.name,
        "ref": step.ref,
        "duration": round(step.duration),
        "distance": round(step.distance),
        "position": _position(step.position),
        "bearing": step.bearing,
        "turn_off": step.turn_off,
        "exits": step.exits,
        "destinations": step.destinations,
        "rotary": step.rotary,
    }
    return {name: value for name, value in whole.items() if value not in ("", 0)}


def loop_document(stop: Stop, walk: TimedWalk | None, at: Clock) -> Document | None:
    """The loop on foot of a stop: its camps in order and the ways between; None without one."""
    if walk is None or stop.loop is None:
        return None
    camps = [
        {
            "id": camp.id,
            "name": camp.name,
            "position": _position(camp.position),
            "arrives_at": at(call.arrival),
            "departs_at": at(call.end),
        }
        for camp, call in zip(stop.loop.camps, walk.calls, strict=True)
    ]
    return {
        "camps": camps,
        "legs": [leg_document(leg, at) for leg in walk.legs],
        "seconds": stop.loop.seconds,
        "metres": round(sum(stop.loop.distances), 1),
    }


def _position(place: Any) -> list[float]:
    return [round(place[0], DECIMALS), round(place[1], DECIMALS)]
