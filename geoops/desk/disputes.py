"""Stops that two teams' answers to one replan leave visited twice, or by nobody.

A stop that goes from one team to another is two revisions: one team is asked to take it on, the
other to give it up, and each answers for itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from geoops.desk.replan_day import ACTIVE, place_of
from geoops.records import Patrol, PatrolRevision, RevisionState


class DisputeKind(StrEnum):
    """What the answers would leave."""

    TWICE = "twice"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Dispute:
    """One stop; `accepted_by` has agreed to its part, and `other` has declined its own.

    `settled` is False while the other may still answer.
    """

    kind: DisputeKind
    settled: bool
    place_id: UUID
    name: str
    accepted_by: str
    other: str
    patrol_ids: tuple[UUID, UUID]


def disputes(
    patrols: Sequence[Patrol],
    revisions: Iterable[PatrolRevision],
    team: Mapping[UUID, str],
    names: Mapping[UUID, str],
) -> list[Dispute]:
    """What is in dispute on a day, as its patrols stand now.

    Parameters
    ----------
    patrols
        All of the day that are not cancelled.
    revisions
        Theirs.
    team, names
        What the team of each patrol, and each place, is called.
    """
    by_plan: dict[UUID, list[PatrolRevision]] = defaultdict(list)
    for one in revisions:
        by_plan[one.plan_id].append(one)
    found = [_dispute(*moved, team, names) for of in by_plan.values() for moved in _moved(of)]
    return [one for one in found if one and _still(one, patrols)]


def _moved(
    of_plan: Sequence[PatrolRevision],
) -> Iterator[tuple[UUID, PatrolRevision, PatrolRevision]]:
    """Each stop that goes from one patrol to another: its place, who gains it, who loses it."""
    gains = {place: one for one in of_plan for place in _places(one, "added")}
    loses = {place: one for one in of_plan for place in _places(one, "removed")}
    for place in sorted(gains.keys() & loses.keys()):
        yield place, gains[place], loses[place]


def _places(one: PatrolRevision, part: str) -> set[UUID]:
    return {UUID(stop["id"]) for stop in one.difference[part]}


def _dispute(
    place: UUID,
    gains: PatrolRevision,
    loses: PatrolRevision,
    team: Mapping[UUID, str],
    names: Mapping[UUID, str],
) -> Dispute | None:
    yes = RevisionState.ACCEPTED
    if (gains.state is yes) is (loses.state is yes):
        return None
    kind = DisputeKind.TWICE if gains.state is yes else DisputeKind.NOBODY
    agreed, other = (gains, loses) if gains.state is yes else (loses, gains)
    return Dispute(
        kind=kind,
        settled=other.state is not RevisionState.PROPOSED,
        place_id=place,
        name=names[place],
        accepted_by=team[agreed.patrol_id],
        other=team[other.patrol_id],
        patrol_ids=(agreed.patrol_id, other.patrol_id),
    )


def _still(one: Dispute, patrols: Sequence[Patrol]) -> bool:
    """Whether the day is still as the dispute says: replanned, skipped or visited it is over."""
    at = [
        (stop.visited_at is not None, patrol.status in ACTIVE, patrol.id)
        for patrol in patrols
        for stop in patrol.stops
        if place_of(stop) == one.place_id and not stop.skipped
    ]
    if one.kind is DisputeKind.NOBODY:
        return not any(visited or active for visited, active, _ in at)
    both = {patrol for _, _, patrol in at} >= set(one.patrol_ids)
    return both and any(active and not visited for visited, active, _ in at)
