"""What wants a visit: a zone, a camp or a site, for how long, when, and how much."""

from dataclasses import dataclass, replace
from enum import StrEnum

from geoops.errors import Invalid
from geoops.routing.points import Point
from geoops.routing.walk import Walk
from geoops.routing.window import ANY_TIME, Window, clipped, joined

HEAVIEST = 1_000_000
"""The largest weight of a stop; sums of prizes made of it stay far inside 64 bits."""


class Kind(StrEnum):
    """What a stop visits."""

    ZONE = "zone"
    CAMP = "camp"
    SITE = "site"


@dataclass(frozen=True)
class Stop:
    """A zone, camp or site that wants a visit.

    Parameters
    ----------
    position
        Where the team stops: longitude, latitude.
    service
        Seconds that the visit takes.
    windows
        When it is open. The whole visit lies in one of them: none goes on past closing time.
        Kept in order, touching ones joined. An empty tuple means closed all day.
    required
        Comes before every optional stop. What is required but cannot be done is left out with
        its reason; it never makes the problem fail.
    weight
        What the visit is worth against others, from 0 to `HEAVIEST`; see
        `geoops.routing.weight.weight_of`.
    people
        How many people the team may take along from here, from 0. They stay aboard until the
        outing's end (the base, or a last site), so seats are kept for them from here on.
    skills
        What a team must be able to do to come: languages, health care; words of the caller's.
    not_by, only_by
        Identifiers of teams: those that must not come, and the only ones that may (all, if none
        is named).
    teams
        How many teams come together: each is there from the visit's start to its end, and each
        has seats for the people.
    not_before
        A moment before which it is not open, whatever its windows: they are cut there.
    loop
        The walk through the camps of the zone that begins with the visit; see `walked`.
    pinned
        Someone has put it where it is: it comes before the required ones, too.
    others
        Other places where the team may stop instead; one is chosen before a plan is made.
    van_stop
        Which of its places this one is, from 1, and how many there are; None if there is but one.
        Told, not sought.
    urgency
        Intervals since the last visit, 1 on the day that it is due; None where none is wanted.
        Told, not sought: the weight has it in it.
    """

    id: str
    name: str
    kind: Kind
    position: Point
    service: int
    windows: tuple[Window, ...] = ANY_TIME
    required: bool = False
    weight: float = 1.0
    people: int = 0
    skills: frozenset[str] = frozenset()
    not_by: frozenset[str] = frozenset()
    only_by: frozenset[str] = frozenset()
    teams: int = 1
    not_before: int = 0
    loop: Walk | None = None
    pinned: bool = False
    urgency: float | None = None
    others: tuple[Point, ...] = ()
    van_stop: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        """Refuse what no visit can have, and put the windows in order."""
        if self.service < 0:
            raise Invalid(field=f"stop {self.id}", reason="the service time is negative.")
        if self.people < 0:
            raise Invalid(field=f"stop {self.id}", reason="the number of people is negative.")
        if not 0 <= self.weight <= HEAVIEST:
            reason = f"the weight is not a number from 0 to {HEAVIEST:,}."
            raise Invalid(field=f"stop {self.id}", reason=reason)
        if self.loop and self.loop.seconds > self.service:
            raise Invalid(field=f"stop {self.id}", reason="the walk is longer than the visit.")
        if any(window.length == 0 for window in self.windows):
            raise Invalid(field=f"stop {self.id}", reason="an opening window is empty.")
        if self.teams < 1 or (self.teams > 1 and self.service == 0):
            reason = "a visit needs at least one team, and takes time if several come together."
            raise Invalid(field=f"stop {self.id}", reason=reason)
        object.__setattr__(self, "windows", clipped(joined(self.windows), self.not_before, None))

    @property
    def choosy(self) -> bool:
        """Whether it matters which team comes."""
        return bool(self.skills or self.not_by or self.only_by)

    def admits(self, team_id: str) -> bool:
        """Whether this team may come, whatever its skills."""
        return team_id not in self.not_by and (not self.only_by or team_id in self.only_by)

    def walked(self, loop: Walk) -> "Stop":
        """The stop with its visit made on foot: as long as the walk, if it reaches any camp."""
        return replace(self, loop=loop, service=loop.seconds if loop.camps else self.service)

    def at(self, moment: int) -> "Stop":
        """The stop with its visit starting at one moment, which must be within its windows."""
        return replace(self, windows=(Window(moment, moment + max(1, self.service)),))

    def earliest_start(self, arrival: int) -> int | None:
        """When a visit that arrives at `arrival` can start; None when too late for every window."""
        for window in self.windows:
            start = max(arrival, window.opens)
            if start + self.service <= window.closes:
                return start
        return None

    def latest_start(self, before: int) -> int | None:
        """The latest start that is not after `before`; None when every window opens later."""
        for window in reversed(self.windows):
            start = min(before, window.closes - self.service)
            if start >= window.opens:
                return start
        return None
