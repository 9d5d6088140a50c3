"""Stops that two teams' answers to one replan leave visited twice, or by nobody.

A stop that goes from one team to another is two revisions: one team is asked to take it on, the
other to give it up, and each answers for itself. A team that was called out has no revision: its
patrol holds the stop from the moment it is sent.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
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
    by_plan: dict[UUID, list[_Part]] = defaultdict(list)
    for one in revisions:
        by_plan[one.plan_id].append(_Part.of(one))
    for patrol in patrols:
        if patrol.plan_id in by_plan:
            by_plan[patrol.plan_id].append(_Part.opened(patrol))
    found = [_dispute(*moved, team, names) for of in by_plan.values() for moved in _moved(of)]
    return [one for one in found if one and _still(one, patrols)]


@dataclass(frozen=True)
class _Part:
    """What one patrol is asked to take on and to give up, and what its team has said to it."""

    patrol_id: UUID
    state: RevisionState
    added: frozenset[UUID]
    removed: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, one: PatrolRevision) -> Self:
        """The part that a revision is."""
        added, removed = (
            frozenset(UUID(stop["id"]) for stop in one.difference[name])
            for name in ("added", "removed")
        )
        return cls(one.patrol_id, one.state, added, removed)

    @classmethod
    def opened(cls, patrol: Patrol) -> Self:
        """The part of a team that was called out: all its stops, which are its own already."""
        return cls(patrol.id, RevisionState.ACCEPTED, frozenset(map(place_of, patrol.stops)))


def _moved(of_plan: Sequence[_Part]) -> Iterator[tuple[UUID, _Part, _Part]]:
    """Each stop that goes from one patrol to another: its place, who gains it, who loses it."""
    gains = {place: one for one in of_plan for place in one.added}
    loses = {place: one for one in of_plan for place in one.removed}
    for place in sorted(gains.keys() & loses.keys()):
        yield place, gains[place], loses[place]


def _dispute(
    place: UUID,
    gains: _Part,
    loses: _Part,
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
