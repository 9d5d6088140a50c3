"""Places in an order that are given: the third stop of a team is to be this one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Named(Protocol):
    """What has an identifier."""

    @property
    def id(self) -> str:
        """Its identifier."""


@dataclass(frozen=True)
class Placed:
    """If the team visits the stop, then as its visit number `position`, from 0.

    A team with fewer visits makes it its last.
    """

    stop_id: str
    team_id: str
    position: int


def put_in_place[S: Named](placed: Iterable[Placed], team_id: str, order: Iterable[S]) -> list[S]:
    """The order with its placed stops where they belong, and the others as they follow each other.

    Where two cannot both have their places, the one with the earlier place has it.
    """
    stops = list(order)
    here = {one.stop_id: one.position for one in placed if one.team_id == team_id}
    held = sorted((stop for stop in stops if stop.id in here), key=lambda stop: here[stop.id])
    result = [stop for stop in stops if stop.id not in here]
    for stop in held:
        result.insert(here[stop.id], stop)
    return result


def in_place(placed: Iterable[Placed], team_id: str, order: Sequence[Named]) -> bool:
    """Whether every placed stop of the order is where it belongs."""
    wanted = put_in_place(placed, team_id, order)
    return [stop.id for stop in wanted] == [stop.id for stop in order]
