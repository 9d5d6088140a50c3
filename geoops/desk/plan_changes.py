"""What differs between two plans of a day, read from their documents."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

type Document = dict[str, Any]

NOTICED = timedelta(minutes=5)
"""A visit that moves by no more than this is not called changed."""


def changes(before: Document | None, after: Document) -> list[Document]:
    """Each stop that changes team, place in the order, or time by more than five minutes.

    `from` and `to` are None where it is not visited. They come in the order of the later plan, then
    what is no longer visited in the order of the earlier one.
    """
    if before is None:
        return []
    was, now = _visits(before), _visits(after)
    return [
        {"stop_id": stop, "name": names(before, after)[stop], "from": was.get(stop), "to": to}
        for stop in [*now, *(stop for stop in was if stop not in now)]
        if _differ(was.get(stop), to := now.get(stop))
    ]


def names(*documents: Document) -> dict[str, str]:
    """The name of every stop in these plans, visited or not."""
    return {stop["id"]: stop["name"] for one in documents for stop in _stops(one)}


def _stops(document: Document) -> Iterable[Document]:
    for patrol in document["patrols"]:
        yield from patrol["stops"]
    yield from document["left_out"]


def _visits(document: Document) -> dict[str, Document]:
    """Where and when each stop is visited; of several teams the last."""
    return {
        stop["id"]: {
            "team_id": patrol["team_id"],
            "team": patrol["team"],
            "position": position,
            "arrives_at": stop["arrives_at"],
        }
        for patrol in document["patrols"]
        for position, stop in enumerate(patrol["stops"])
    }


def _differ(one: Document | None, other: Document | None) -> bool:
    if one is None or other is None:
        return one is not other
    if (one["team_id"], one["position"]) != (other["team_id"], other["position"]):
        return True
    apart = datetime.fromisoformat(one["arrives_at"]) - datetime.fromisoformat(other["arrives_at"])
    return abs(apart) > NOTICED
