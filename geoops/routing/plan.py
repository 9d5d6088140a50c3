"""A plan: which team visits what and when, what that is worth, and what is left out and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

type Shut = frozenset[int]
"""A set of closures, by their numbers among the day's."""


@dataclass(frozen=True)
class Visit:
    """One visit; times are seconds since the plan date's local midnight."""

    stop_id: str
    arrival: int
    start: int
    end: int

    @property
    def wait(self) -> int:
        """Seconds between the arrival and the start."""
        return self.start - self.arrival


@dataclass(frozen=True)
class Rest:
    """A break as it is taken; times are seconds since the plan date's local midnight.

    Parameters
    ----------
    leg
        The number of visits made before it, so the number of the leg that it is on.
    travelled
        Seconds of that leg that are behind: none at the leg's origin, all at its destination. On
        the first leg with none, and on the last with all, the team is at its base.
    """

    start: int
    end: int
    leg: int
    travelled: int

    @property
    def length(self) -> int:
        """Seconds."""
        return self.end - self.start


@dataclass(frozen=True)
class Outing:
    """What one team does: leaves its base, makes its visits in order, and is back.

    Parameters
    ----------
    departure, back
        Seconds since local midnight; both within the team's shift.
    travel
        Seconds on the way, the way back to base among them.
    distance
        Metres, likewise.
    rests
        The team's breaks, in order; also those at its base before it leaves or after it is back.
    around
        For each leg the closures that it goes round (by_hour.py); none where no road is closed.
    """

    team_id: str
    departure: int
    visits: tuple[Visit, ...]
    back: int
    travel: int
    distance: float
    rests: tuple[Rest, ...] = ()
    around: tuple[Shut, ...] = ()


class Reason(StrEnum):
    """Why a stop is left out, or a break lost. The first nine hold whatever the others are."""

    NO_TEAM = "no-team"
    NOT_ADMITTED = "not-admitted"
    NO_SKILL = "no-skill"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    DOES_NOT_FIT = "does-not-fit"
    NO_BREAK = "no-break"
    NO_SEATS = "no-seats"
    NOT_ENOUGH_TEAMS = "not-enough-teams"
    NO_ROOM_LEFT = "no-room-left"
    TOO_CLOSE = "too-close"
    NO_SEATS_LEFT = "no-seats-left"
    NOT_WORTH_THE_WAY = "not-worth-the-way"
    NOT_PLACED_YET = "not-placed-yet"
    BREAK_LOST = "break-lost"
    NO_WAY_ON_FOOT = "no-way-on-foot"
    EXCLUDED = "excluded"


ALONE = frozenset(list(Reason)[:9])
"""The reasons that hold whatever else is visited."""

TEMPLATES: Mapping[Reason, str] = {
    Reason.NO_TEAM: "No team goes out.",
    Reason.NOT_ADMITTED: "None of the teams that go out may visit it.",
    Reason.NO_SKILL: "No team that may visit it has the skills needed there: {skills}.",
    Reason.UNREACHABLE: "No team can get there and back by road.",
    Reason.CLOSED: "It is not open long enough during any shift of a team that can get there.",
    Reason.DOES_NOT_FIT: (
        "The way there, the visit and the way back do not fit into any team's shift, "
        "even with nothing else to do."
    ),
    Reason.NO_BREAK: "The visit leaves no time for the break of any team that could make it.",
    Reason.NO_SEATS: "No team that can get there has seats for the people to take along.",
    Reason.NOT_ENOUGH_TEAMS: (
        "It takes {teams} teams at once, and so many can never be there together."
    ),
    Reason.TOO_CLOSE: "No team can come long enough before or after the visit of {other}.",
    Reason.NO_ROOM_LEFT: "No team can fit it in beside the visits in its plan.",
    Reason.NO_SEATS_LEFT: (
        "A team has the time, but no seats left for the people to take along there."
    ),
    Reason.NOT_WORTH_THE_WAY: (
        "It would take {minutes} more minutes on the road, more than its weight is worth."
    ),
    Reason.NOT_PLACED_YET: "It fits, but the search ended before it was placed.",
    Reason.BREAK_LOST: (
        "{team} goes without its break of {minutes} minutes: it fits nowhere in the shift."
    ),
    Reason.NO_WAY_ON_FOOT: "No way on foot leads to {camp} from where the van stops.",
    Reason.EXCLUDED: "It was left out on purpose.",
}
"""A sentence for each reason: English source strings that the edge translates."""


@dataclass(frozen=True)
class LeftOut:
    """A stop that nobody visits, with the reason; `details` fill the places of its sentence."""

    stop_id: str
    reason: Reason
    details: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The reason as an English sentence."""
        return TEMPLATES[self.reason].format(**self.details)


@dataclass(frozen=True)
class BreakLost:
    """A break that its team's shift has no room for; `details` fill the places of its sentence."""

    team_id: str
    details: Mapping[str, int | str]

    @property
    def words(self) -> str:
        """The reason as an English sentence."""
        return TEMPLATES[Reason.BREAK_LOST].format(**self.details)


@dataclass(frozen=True)
class CampMissed:
    """A camp that the walk of its stop cannot reach; `details` fill its sentence's places."""

    stop_id: str
    camp_id: str
    details: Mapping[str, int | str]

    @property
    def words(self) -> str:
        """The reason as an English sentence."""
        return TEMPLATES[Reason.NO_WAY_ON_FOOT].format(**self.details)


@dataclass(frozen=True)
class Plan:
    """A day's plan. Teams without a visit stay at their base and have no outing.

    Parameters
    ----------
    required_missed
        How many required stops are left out; the first thing that planning makes small.
    weight
        The sum of the weights of what is visited; the second, as large as possible.
    travel
        Seconds on the way of all teams; the third, as small as possible.
    distance
        Metres of all teams; told, not sought.
    iterations
        How many the search had made; no part of what makes two plans equal.
    breaks_lost
        The breaks of all teams that fall away, whether they have an outing or not.
    camps_missed
        The camps that no walk reaches, whether their stop is visited or not.
    """

    service_date: date
    outings: tuple[Outing, ...]
    left_out: tuple[LeftOut, ...]
    required_missed: int
    weight: float
    travel: int
    distance: float
    iterations: int = field(default=0, compare=False)
    breaks_lost: tuple[BreakLost, ...] = ()
    camps_missed: tuple[CampMissed, ...] = ()
