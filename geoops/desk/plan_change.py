"""What a plan is asked to have otherwise than the plan it is based on: its label in the chain."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from geoops.desk.plan_request import Pin, PlanRequest

TEMPLATES = {
    "pinned": "Pinned {stop} to {team}",
    "placed": "Put {stop} at place {place} of {team}",
    "freed": "Freed {stop}",
    "locked": "Locked {team}",
    "unlocked": "Unlocked {team}",
    "excluded": "Left out {stop}",
    "included": "Took {stop} in again",
    "forced": "Forced {stop}",
    "unforced": "No longer forced {stop}",
    "again": "Searched on",
}
"""Labels, English; the edge translates them."""

type Sentence = dict[str, Any]


def change(
    before: PlanRequest, after: PlanRequest, names: Mapping[str, str], teams: Mapping[UUID, str]
) -> list[Sentence]:
    """The sentences that say what `after` asks otherwise: a template and what fills it."""

    def stop(code: str, identifiers: Iterable[str]) -> list[Sentence]:
        return [_say(code, stop=names.get(one, "?")) for one in identifiers]

    def team(code: str, identifiers: Iterable[UUID]) -> list[Sentence]:
        return [_say(code, team=teams.get(one, "?")) for one in identifiers]

    pinned = {pin.stop_id for pin in after.pins}
    return [
        *(_pinned(pin, names, teams) for pin in after.pins if pin not in before.pins),
        *stop("freed", (pin.stop_id for pin in before.pins if pin.stop_id not in pinned)),
        *team("locked", _new(before.locked_team_ids, after.locked_team_ids)),
        *team("unlocked", _new(after.locked_team_ids, before.locked_team_ids)),
        *stop("excluded", _new(before.excluded_stop_ids, after.excluded_stop_ids)),
        *stop("included", _new(after.excluded_stop_ids, before.excluded_stop_ids)),
        *stop("forced", _new(before.forced_stop_ids, after.forced_stop_ids)),
        *stop("unforced", _new(after.forced_stop_ids, before.forced_stop_ids)),
    ] or [_say("again")]


def _pinned(pin: Pin, names: Mapping[str, str], teams: Mapping[UUID, str]) -> Sentence:
    """The sentence of a new pin; places are counted from 1 for people."""
    details = {"stop": names.get(pin.stop_id, "?"), "team": teams.get(pin.team_id, "?")}
    if pin.position is None:
        return _say("pinned", **details)
    return _say("placed", **details, place=pin.position + 1)


def _say(code: str, **details: Any) -> Sentence:
    return {"code": code, "template": TEMPLATES[code], "details": details}


def _new[Name](before: tuple[Name, ...], after: tuple[Name, ...]) -> list[Name]:
    return [one for one in after if one not in before]
